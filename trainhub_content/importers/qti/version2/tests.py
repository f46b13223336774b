"""Tests of QTI 2: sections that name items in files of their own; and items that no test names."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Asks, Stated, Words
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import line
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.tests import Entry, StatedTest
from trainhub_content.importers.qti.version2.bodies import html_of
from trainhub_content.importers.qti.version2.items import stated_item
from trainhub_content.importers.qti.version2.spelling import as_version2
from trainhub_content.importers.xml import XmlRefused, attribute, children, element_of, every, name_of

_LEARNERS = "candidate"
_NAMES = {"assessmentItemRef", "assessmentSectionRef"}
MOST_NAMED = 20_000
"""Items and sections that the tests of one package may name, each as often as it is named."""


class Tests:
    """The tests of a package; `roots` are its files of QTI 2 by name."""

    def __init__(self, roots: Mapping[str, Element], package: Package) -> None:
        self.roots, self.package = roots, package
        self.used: set[str] = set()
        self.left = MOST_NAMED

    def tests(self) -> Iterator[tuple[str, StatedTest]]:
        """Each test with its file."""
        for name, root in self.roots.items():
            if name_of(root) == "assessmentTest":
                test = StatedTest(attribute(root, "identifier"), line(attribute(root, "title")))
                said: list[str] = []
                self._take(root, name, test, said, (name,))
                test.intro = Words(" ".join(said), "html")
                yield name, test

    def loose(self) -> list[Entry]:
        """Items that no test has named."""
        alone = {name: root for name, root in self.roots.items() if name_of(root) == "assessmentItem" and name not in self.used}
        return [Entry(stated_item(root, "number 1", self._stimuli(root, name)), name) for name, root in alone.items()]

    def _take(self, element: Element, file: str, test: StatedTest, said: list[str], above: tuple[str, ...]) -> None:
        for each in element:
            if name_of(each) in _NAMES and not self._may_go_on(test):
                return
            match name_of(each):
                case "testPart":
                    self._take(each, file, test, said, above)
                case "assessmentSection":
                    self._section(each, file, test, said, above)
                case "assessmentItemRef":
                    self._item(each, file, test)
                case "assessmentSectionRef":
                    self._elsewhere(each, file, test, said, above)
                case "rubricBlock" if _LEARNERS in attribute(each, "view", _LEARNERS):
                    said.append(f"<div>{html_of(each)}</div>")

    def _section(self, section: Element, file: str, test: StatedTest, said: list[str], above: tuple[str, ...]) -> None:
        before = len(test.entries)
        self._take(section, file, test, said, above)
        there = len(test.entries) - before
        for selection in children(section, "selection"):
            wanted = attribute(selection, "select")
            if wanted.isascii() and wanted.isdecimal() and int(wanted[:6]) < there:
                title = line(attribute(section, "title"))
                test.changes.append(sentences.DRAWN.format(int(wanted[:6]), there, f" of “{title}”" if title else ""))

    def _elsewhere(self, named: Element, file: str, test: StatedTest, said: list[str], above: tuple[str, ...]) -> None:
        """A section in a file of its own."""
        address = attribute(named, "href")
        member = self.package.resolve(address, file)
        try:
            if member is None or member in above:
                raise MemberRefused("It is not in the package." if member is None else "It names itself.")
            section = as_version2(element_of(self.package.read(member)))
            if name_of(section) != "assessmentSection":
                raise MemberRefused("It is no section.")
        except (MemberRefused, XmlRefused) as refused:
            test.entries.append(_missing(test, f"The section {address[:120]} cannot be read. {refused}"))
            return
        self._section(section, member, test, said, (*above, member))

    def _may_go_on(self, test: StatedTest) -> bool:
        """Counts what is named; says once where it is more than any test has."""
        self.left -= 1
        if self.left == -1:
            test.entries.append(_missing(test, f"The tests name more than {MOST_NAMED:,} items and sections; the others were left out."))
        return self.left >= 0

    def _item(self, named: Element, file: str, test: StatedTest) -> None:
        address = attribute(named, "href")
        member = self.package.resolve(address, file)
        root = self.roots.get(member) if member is not None else None
        if member is None or root is None or name_of(root) != "assessmentItem":
            test.entries.append(_missing(test, f"Its file {address[:120]} is not in the package, or holds no item that can be read."))
            return
        self.used.add(member)
        test.entries.append(Entry(stated_item(root, f"number {len(test.entries) + 1}", self._stimuli(root, member)), member))

    def _stimuli(self, item: Element, file: str) -> str:
        """Texts that an item refers to, as HTML."""
        texts = []
        for named in children(item, "assessmentStimulusRef"):
            member = self.package.resolve(attribute(named, "href"), file)
            try:
                root = as_version2(element_of(self.package.read(member))) if member is not None else None
            except (MemberRefused, XmlRefused):
                root = None
            texts += [f"<div>{html_of(each)}</div>" for each in every(root, "stimulusBody")] if root is not None else []
        return " ".join(texts)


def _missing(test: StatedTest, why: str) -> Entry:
    return Entry(Stated(Asks.OTHER, f"number {len(test.entries) + 1}", fault=why))
