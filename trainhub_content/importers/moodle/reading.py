"""Moodle's question banks as a course of quizzes."""

from pathlib import PurePosixPath

from trainhub_content.importers.banks.courses import modules_of
from trainhub_content.importers.drafts import DraftCourse, DraftModule
from trainhub_content.importers.moodle.parsing import stated_in
from trainhub_content.importers.names import words_of
from trainhub_content.importers.packages import MemberRefused, Package, PackageRefused
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report
from trainhub_content.importers.texts import text_in
from trainhub_content.importers.xml import XmlRefused, element_of, name_of

BEGINNING = 8192


def recognises(package: Package) -> bool:
    return any(_is_bank(package, name) for name in package.names)


def draft(package: Package, report: Report) -> DraftCourse:
    references = References(package, report)
    modules: list[DraftModule] = []
    ids: set[str] = set()
    banks = [name for name in package.names if _is_bank(package, name)]
    refusals = []
    for name in banks:
        try:
            root = element_of(package.read(name))
        except (XmlRefused, MemberRefused) as refused:
            refusals.append(str(refused))
            report.note(name, str(refused), is_loss=True)
            continue
        if name_of(root) != "quiz":
            continue

        def bring(content: bytes, title: str, at: str = name) -> str:
            file = PurePosixPath(title)
            return references.bring_bytes(content, file.suffix.removeprefix("."), at, file.stem)

        stated = list(stated_in(root, bring))
        modules += modules_of(name, words_of(PurePosixPath(name).stem), stated, references, report, ids)
    if refusals and len(refusals) == len(banks):
        raise PackageRefused(refusals[0])
    return DraftCourse(f"moodle:{package.name}", words_of(package.name), tuple(modules), tuple(references.files.values()))


def _is_bank(package: Package, name: str) -> bool:
    if not name.lower().endswith(".xml"):
        return False
    try:
        beginning = next(iter(package.chunks(name)), b"")[:BEGINNING]
    except MemberRefused:
        return False
    return "<quiz" in text_in(beginning)[0]
