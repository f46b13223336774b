"""One content as a course of one module: a lesson, or one for each chapter of a book."""

from collections.abc import Iterator
from dataclasses import replace

from trainhub_content.check import words as count
from trainhub_content.importers.drafts import DraftCourse, DraftLesson, DraftModule, DraftVideo
from trainhub_content.importers.h5p.media import Media
from trainhub_content.importers.h5p.questions import Asking, is_question
from trainhub_content.importers.h5p.reading import CONTENT, INFO, Part, Shape, home_of, inside, listed, part_of, shape_in, words
from trainhub_content.importers.h5p.walking import KNOWN, Found, Walking
from trainhub_content.importers.licences import OWN, licence_in
from trainhub_content.importers.names import free
from trainhub_content.importers.packages import Package, PackageRefused
from trainhub_content.importers.pages import line
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin, Report, Sort

BOOK = "H5P.InteractiveBook"
MOST_BEFORE_QUESTIONS = 120
"""Words that may stand before the first question; a longer text is a lesson of its own."""
_LICENCES = {"C": OWN, "PD": "CC-PDDC", "CC PDM": "CC-PDDC", "GNU GPL": "GPL-3.0-or-later"}


def drafted(package: Package, report: Report) -> DraftCourse:
    home = home_of(package)
    if home is None:
        raise PackageRefused(f"There is no {INFO} in it.")
    info, at = shape_in(f"{home}{INFO}", package), f"{home}{CONTENT}"
    library = words(info, "mainLibrary")
    if library not in KNOWN and not is_question(library):
        raise PackageRefused(f"Its content is made with {line(library)[:80] or 'no library'}, which is not known to us.")
    title = line(words(info, "title")) or package.name
    references = References(package, report)
    media = Media(references, at)
    walking = Walking(media, Asking(media, report, set()), report)
    whole = Part(library, shape_in(at, package), title)
    lessons = tuple(_book(whole, walking, report) if library == BOOK else _lessons(whole, "content", title, walking, report))
    return DraftCourse(
        key=f"h5p:{library}:{title}",
        title=title,
        modules=(DraftModule("content", title, lessons),) if lessons else (),
        files=tuple(references.files.values()),
        summary=line(words(info, "metaDescription")),
        licence=_licence(info),
        authors=tuple(dict.fromkeys(name for each in listed(info, "authors") if (name := line(words(each, "name"))))),
    )


def _book(book: Part, walking: Walking, report: Report) -> Iterator[DraftLesson]:
    if cover := words(inside(book.params, "bookCover"), "coverDescription"):
        origin = report.found(Sort.LESSON, walking.media.at, "cover", book.title)
        yield DraftLesson(origin, "cover", book.title, walking.media.page(cover, origin, book.title))
    taken = {"cover"}
    for at, value in enumerate(listed(book.params, "chapters"), start=1):
        if chapter := part_of(value):
            key = free(chapter.id or f"chapter-{at}", taken)
            taken.add(key)
            yield from _lessons(chapter, key, chapter.title or f"Chapter {at}", walking, report)


def _lessons(part: Part, key: str, title: str, walking: Walking, report: Report) -> Iterator[DraftLesson]:
    """The text or the video, then the questions; a short text stands before them."""
    origin = report.found(Sort.LESSON, walking.media.at, key, title)
    found = walking.found(part, origin)
    text = "\n\n".join(found.texts)
    if found.questions and not found.video and count(text) <= MOST_BEFORE_QUESTIONS:
        yield _quiz(origin, key, title, text, found)
        return
    if not text and not found.video and not found.questions:
        origin.refused("There is nothing in it to read, watch or answer.")
        return
    if text or found.video:
        yield DraftLesson(origin, key, title, text, video=_video(found))
    if found.questions:
        yield _quiz(
            report.found(Sort.LESSON, walking.media.at, f"{key}, questions", title), f"{key}#questions", f"{title}: questions", "", found
        )


def _quiz(origin: Origin, key: str, title: str, text: str, found: Found) -> DraftLesson:
    return DraftLesson(origin, key, title, text, questions=tuple(found.questions), pass_mark=found.pass_mark)


def _video(found: Found) -> DraftVideo | None:
    if found.video is None:
        return None
    chapters = {second: title for second, title in reversed(found.chapters) if second < found.video.seconds}
    return replace(found.video, chapters=tuple(sorted(chapters.items())))


def _licence(info: Shape) -> str:
    stated = words(info, "license")
    return _LICENCES.get(stated) or licence_in(stated, words(info, "licenseVersion"))
