"""Blocks as modules and lessons: a sequence is a module, a unit a lesson of its texts, then its videos, then its questions as a quiz."""

import posixpath
import re
from collections.abc import Iterator

from trainhub_content.importers.drafts import DraftCourse, DraftModule
from trainhub_content.importers.olx.addresses import references_of
from trainhub_content.importers.olx.trees import Block
from trainhub_content.importers.olx.units import Units
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import line
from trainhub_content.importers.report import Report
from trainhub_content.importers.texts import shortened, text_in
from trainhub_content.importers.xml import attribute

_LEFT_OUT = {
    "drafts": "A draft is not published; it was left out.",
    "about": "Texts about the course are not lessons; the short description is the course's summary.",
    "info": "Course updates and handouts are not lessons; they were left out.",
    "tabs": "Pages beside the course are not lessons; they were left out.",
    "policies": "Grading and dates belong to the other system; they were left out.",
    "assets": "What the other system notes of its files was left out.",
}
MOST_SUMMARY = 400
_CREATIVE_COMMONS = re.compile(r"creative-commons:?(?:\s*ver=([\d.]+))?((?:\s+(?:BY|NC|SA|ND))+)", re.I)


def drafted(course: Block, package: Package, report: Report) -> DraftCourse:
    """The course; each lesson's key is kind and url_name of its unit, or of its block where the unit makes several."""
    references = references_of(course, package, report)
    units = Units(package, report, references)
    modules = tuple(module for module in _modules(course, units) if module.lessons)
    _note_what_is_left(course, package, report)
    references.unused(package.under(posixpath.join(course.root, "static")))
    element = course.element
    organisation, number = attribute(element, "org"), attribute(element, "course")
    return DraftCourse(
        key="olx:" + "/".join(part for part in (organisation, number) if part),
        title=line(course.title) or number or package.name,
        modules=modules,
        files=tuple(references.files.values()),
        summary=_summary(course, package),
        licence=_licence(attribute(element, "license")),
        authors=(organisation,) if organisation else (),
    )


def _modules(course: Block, units: Units) -> Iterator[DraftModule]:
    for chapter in course.children:
        sequences = chapter.children if chapter.kind == "chapter" else (chapter,)
        for sequence in sequences:
            title = _title(chapter, sequence, len(sequences) > 1)
            inside = sequence.children if sequence.kind == "sequential" else (sequence,)
            lessons = tuple(lesson for unit in inside for lesson in units.lessons(unit, line(sequence.title) or title))
            yield DraftModule(sequence.key, title, lessons)


def _title(chapter: Block, sequence: Block, is_one_of_several: bool) -> str:
    upper, lower = line(chapter.title), line(sequence.title)
    if not is_one_of_several or not lower or upper.casefold() == lower.casefold():
        return upper or lower
    return f"{upper} · {lower}" if upper else lower


def _summary(course: Block, package: Package) -> str:
    for name in ("short_description", "overview"):
        member = posixpath.join(course.root, "about", f"{name}.html")
        try:
            if member in package and (words := line(text_in(package.read(member))[0])):
                return shortened(words, MOST_SUMMARY)
        except MemberRefused:
            continue
    return ""


def _licence(stated: str) -> str:
    """The SPDX identifier of what Open edX writes, "" where it is another or none."""
    if found := _CREATIVE_COMMONS.fullmatch(stated.strip()):
        return f"CC-{'-'.join(found[2].upper().split())}-{found[1] or '4.0'}"
    return ""


def _note_what_is_left(course: Block, package: Package, report: Report) -> None:
    for folder, sentence in _LEFT_OUT.items():
        for name in package.under(posixpath.join(course.root, folder)):
            report.note(name, sentence)
