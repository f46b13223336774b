"""QTI files and packages as a course of quizzes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from trainhub_content.importers.drafts import DraftCourse, DraftLesson, DraftModule
from trainhub_content.importers.names import free, words_of
from trainhub_content.importers.packages import Package
from trainhub_content.importers.qti.addresses import within_package
from trainhub_content.importers.qti.documents import documents_in, is_qti, is_version2, title_of_package
from trainhub_content.importers.qti.lessons import Lessons
from trainhub_content.importers.qti.tests import Entry, StatedTest, banks_in, tests_in
from trainhub_content.importers.qti.version2.tests import Tests
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report


def recognises(package: Package) -> bool:
    """Whether a file of the package has questions of QTI."""
    return any(is_qti(package, name) for name in package.names)


def draft(package: Package, report: Report) -> DraftCourse:
    """Tests become lessons of one module, each bank a module of its own."""
    references = References(package, report, within=within_package(package))
    lessons = Lessons(report, references)
    documents = documents_in(package, report)
    title = title_of_package(package) or words_of(package.name)
    tests: list[DraftLesson] = []
    banks: list[DraftModule] = []
    keys: set[str] = set()
    for found in _found(documents, package):
        key = free(f"{found.file}#{found.test.ident}", keys)
        keys.add(key)
        named = f"{title}: questions" if found.is_rest and tests else found.test.title or words_of(PurePosixPath(found.file).stem)
        made = tuple(lessons.of(found.test, found.file, key, named))
        if found.test.is_bank:
            banks.append(DraftModule(f"bank:{key}", named, made))
        else:
            tests += made
    modules = [DraftModule("tests", title, tuple(tests)), *banks]
    return DraftCourse(f"qti:{package.name}", title, tuple(it for it in modules if it.lessons), tuple(references.files.values()))


@dataclass(frozen=True, slots=True)
class _Found:
    file: str
    test: StatedTest
    is_rest: bool = False


def _found(documents: Mapping[str, Element], package: Package) -> Iterator[_Found]:
    """Every test and bank with its file; questions that stand in none of them are a bank of the package's name."""
    loose = StatedTest("items", title_of_package(package) or words_of(package.name), is_bank=True)
    first = {name: root for name, root in documents.items() if not is_version2(root)}
    banks = banks_in(first)
    for name, root in first.items():
        for test in tests_in(root, banks):
            if test.title or not test.is_bank:
                yield _Found(name, test)
            else:
                loose.entries += [Entry(each.stated, name) for each in test.entries]
    second = {name: root for name, root in documents.items() if is_version2(root)}
    reading = Tests(second, package)
    for name, test in reading.tests():
        yield _Found(name, test)
    loose.entries += reading.loose()
    if loose.entries:
        yield _Found(package.name, loose, is_rest=True)
