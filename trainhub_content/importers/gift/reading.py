"""GIFT files as a course of quizzes."""

from dataclasses import replace
from pathlib import PurePosixPath

from trainhub_content.importers.banks.courses import category_of, modules_of
from trainhub_content.importers.banks.stated import Asks
from trainhub_content.importers.drafts import DraftCourse, DraftModule
from trainhub_content.importers.gift.parsing import stated_in
from trainhub_content.importers.names import words_of
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report
from trainhub_content.importers.texts import text_in

ENDINGS = (".gift", ".txt")
BEGINNING = 200_000


def recognises(package: Package) -> bool:
    return any(_is_gift(package, name) for name in package.names)


def draft(package: Package, report: Report) -> DraftCourse:
    references = References(package, report)
    modules: list[DraftModule] = []
    ids: set[str] = set()
    for name in package.names:
        if not _is_gift(package, name):
            continue
        text, said = text_in(package.read(name))
        if said:
            report.note(name, said)
        stated = [replace(each, category=category_of("/".join(each.category))) for each in stated_in(text)]
        modules += modules_of(name, words_of(PurePosixPath(name).stem), stated, references, report, ids)
    return DraftCourse(f"gift:{package.name}", words_of(package.name), tuple(modules), tuple(references.files.values()))


def _is_gift(package: Package, name: str) -> bool:
    """What its name says to be GIFT; of other texts those that are mostly questions."""
    if not name.lower().endswith(ENDINGS):
        return False
    try:
        text, _ = text_in(package.read(name))
    except MemberRefused:
        return False
    if name.lower().endswith(".gift"):
        return bool(text.strip())
    stated = [each for each in stated_in(text[:BEGINNING]) if "{" in text[:BEGINNING]]
    asked = [each for each in stated if not each.fault and each.asks not in (Asks.DESCRIPTION, Asks.ESSAY)]
    return len(asked) * 2 > len(stated)
