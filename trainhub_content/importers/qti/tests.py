"""Tests, sections and question banks of QTI 1.2."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Asks, Stated, Words
from trainhub_content.importers.pages import line
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.items import stated_item
from trainhub_content.importers.qti.material import html_in
from trainhub_content.importers.qti.reading_item import facts_of
from trainhub_content.importers.xml import attribute, children, every, name_of, text_at

NOTHING = Words()
MOST_DRAWN = 20_000


class Entry(NamedTuple):
    """A question of a test, and the file that it stands in where that is not the test's."""

    stated: Stated
    file: str = ""


@dataclass(slots=True)
class StatedTest:
    """Questions that belong together; `changes` is what of the test our quizzes do not have."""

    ident: str
    title: str = ""
    intro: Words = NOTHING
    entries: list[Entry] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    is_bank: bool = False
    shuffle: bool | None = None


@dataclass(slots=True)
class Banks:
    """Questions that tests draw from, by the bank's ident and by their own. `drawn` are the idents that tests have asked for,

    `left` how many may still be drawn."""

    items: Mapping[str, list[Element]] = field(default_factory=dict)
    drawn: set[str] = field(default_factory=set)
    left: int = MOST_DRAWN
    known: Mapping[str, Element] = field(default_factory=dict)

    def of(self, bank: str) -> list[Element]:
        found = self.items.get(bank, [])[: max(0, self.left)]
        self.left -= len(self.items.get(bank, []))
        self.drawn.update(attribute(each, "ident") for each in found)
        return found

    def _by_ident(self) -> Mapping[str, Element]:
        if not self.known:
            self.known = {attribute(each, "ident"): each for items in self.items.values() for each in items}
        return self.known

    def item(self, ident: str) -> Element | None:
        found = self._by_ident().get(ident)
        self.left -= 1
        if found is None or self.left < 0:
            return None
        self.drawn.add(ident)
        return found


def banks_in(roots: Mapping[str, Element]) -> Banks:
    banks: dict[str, list[Element]] = {}
    for root in roots.values():
        for bank in every(root, "objectbank"):
            banks.setdefault(attribute(bank, "ident"), []).extend(every(bank, "item"))
    return Banks(banks)


def tests_in(root: Element, banks: Banks) -> list[StatedTest]:
    """The tests and banks of one file; what stands in none of them is a bank without a title."""
    holders = [root] if name_of(root) in ("assessment", "objectbank") else children(root, "assessment", "objectbank")
    tests = [_Reading(banks).test(each) for each in holders]
    loose = _Reading(banks)
    for each in [root] if name_of(root) in ("item", "section", "assessment", "objectbank") else root:
        if each not in holders:
            loose.take(each)
    if loose.of.entries:
        loose.of.is_bank = True
        tests.append(loose.of)
    return tests


class _Reading:
    """One test while it is read; questions are numbered as they come."""

    def __init__(self, banks: Banks) -> None:
        self.banks = banks
        self.of = StatedTest("")

    def test(self, element: Element) -> StatedTest:
        facts = facts_of(element)
        self.of.ident = attribute(element, "ident")
        self.of.title = line(attribute(element, "title") or facts.get("bank_title", ""))
        self.of.is_bank = name_of(element) == "objectbank"
        said = " ".join(html_in(each) for each in children(element, "presentation_material", "rubric"))
        self.of.intro = Words(said, "html")
        for each in element:
            self.take(each)
        return self.of

    def take(self, element: Element) -> None:
        match name_of(element):
            case "item":
                self._add(element)
            case "section":
                self._section(element)
            case "bankentry_item":
                ident = attribute(element, "item_ref")
                found = self.banks.item(ident)
                if found is None:
                    self._missing(attribute(element, "sourcebank_ref"))
                else:
                    self._add(found)

    def _section(self, section: Element) -> None:
        before = len(self.of.entries)
        for each in section:
            self.take(each)
        for selection in every_selection(section):
            bank = text_at(selection, "sourcebank_ref")
            if bank and len(self.of.entries) == before:
                found = self.banks.of(bank)
                for each in found:
                    self._add(each)
                if not found:
                    self._missing(bank)
            self._say_drawn(section, selection, sum(1 for it in self.of.entries[before:] if it.stated.asks is not Asks.DESCRIPTION))

    def _say_drawn(self, section: Element, selection: Element, there: int) -> None:
        wanted = text_at(selection, "selection_number")
        if wanted.isascii() and wanted.isdecimal() and int(wanted[:6]) < there:
            title = line(attribute(section, "title"))
            self.of.changes.append(sentences.DRAWN.format(int(wanted[:6]), there, f" of “{title}”" if title else ""))

    def _add(self, item: Element) -> None:
        self.of.entries.append(Entry(stated_item(item, f"number {len(self.of.entries) + 1}")))

    def _missing(self, bank: str) -> None:
        place = f"number {len(self.of.entries) + 1}"
        why = sentences.MORE_DRAWN if self.banks.left < 0 else sentences.NO_BANK.format(bank or "of another course")
        self.of.entries.append(Entry(Stated(Asks.OTHER, place, fault=why)))


def every_selection(section: Element) -> Iterator[Element]:
    """How many of its questions a section draws, and from which bank."""
    return (selection for ordering in children(section, "selection_ordering") for selection in children(ordering, "selection"))
