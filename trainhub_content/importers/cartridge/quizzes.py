"""Quizzes and question banks of a cartridge. Where Canvas wrote a quiz in its own QTI too, that one is read: it says more."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Words
from trainhub_content.importers.cartridge.canvas import document
from trainhub_content.importers.cartridge.manifests import Resource
from trainhub_content.importers.drafts import DraftLesson
from trainhub_content.importers.names import free, words_of
from trainhub_content.importers.packages import Package
from trainhub_content.importers.pages import line
from trainhub_content.importers.qti.lessons import Lessons
from trainhub_content.importers.qti.tests import Banks, StatedTest, banks_in, tests_in
from trainhub_content.importers.report import Report, Sort
from trainhub_content.importers.xml import attribute, every, text_at

OWN = "non_cc_assessments"
_META = "assessment_meta.xml"
_REFERENCE = "assessment_question_identifierref"


@dataclass(slots=True)
class Quizzes:
    """`asked` are the idents of the questions that quizzes have, there and in their banks."""

    package: Package
    report: Report
    made: Lessons
    root: str
    asked: set[str] = field(default_factory=set)
    banks: Banks = field(default_factory=Banks)
    _roots: dict[str, Element | None] = field(default_factory=dict)

    def read_banks(self, members: list[str]) -> None:
        """Notes the banks that quizzes may draw from."""
        found = {name: root for name in members if (root := self._root(name)) is not None}
        self.banks = banks_in(found)

    def title_of(self, resource: Resource) -> str:
        meta = self._meta(resource)
        stated = line(text_at(meta, "title")) if meta is not None else ""
        root = self._root(self.member_of(resource))
        tests = [attribute(each, "title") for each in every(root, "assessment")] if root is not None else []
        return stated or next((line(title) for title in tests if line(title)), "")

    def member_of(self, resource: Resource) -> str:
        """The file that the quiz is read from."""
        own = posixpath.join(self.root, OWN, f"{resource.ident}.xml.qti")
        if own in self.package and (root := self._root(own)) is not None and next(every(root, "item", "bankentry_item"), None) is not None:
            return own
        return next((member for member in resource.members if posixpath.basename(member) != _META), resource.main)

    def lessons(self, resource: Resource, title: str, key: str, required: bool) -> Iterator[DraftLesson]:
        member = self.member_of(resource)
        root = self._root(member)
        tests = tests_in(root, self.banks) if root is not None else []
        if root is None or not tests:
            self.report.found(Sort.LESSON, member, title, title).refused("It is not a quiz that can be read.")
            return
        self._note_asked(root)
        for number, test in enumerate(tests):
            self._dress(test, resource)
            test.is_bank = False
            named = title if not number else test.title or title
            yield from self.made.of(test, member, f"{key}#{number}" if number else key, named, required)

    def rest(self, members: list[str]) -> Iterator[tuple[str, str, tuple[DraftLesson, ...]]]:
        """Key, title and lessons of each bank, without the questions that quizzes have asked."""
        keys: set[str] = set()
        for member in members:
            root = self._root(member)
            for bank in every(root, "objectbank") if root is not None else ():
                twice = [each for each in bank if attribute(each, "ident") in self.asked | self.banks.drawn]
                for each in twice:
                    bank.remove(each)
                if twice:
                    self.report.note(member, f"{len(twice)} of its questions are asked in a quiz; they came once.")
                for test in tests_in(bank, self.banks):
                    if test.entries:
                        key = free(f"bank/{test.ident}", keys)
                        keys.add(key)
                        title = test.title or words_of(posixpath.basename(member).partition(".")[0])
                        yield key, title, tuple(self.made.of(test, member, key, title, required=False))

    def _dress(self, test: StatedTest, resource: Resource) -> None:
        """What Canvas says of a quiz beside its questions."""
        meta = self._meta(resource)
        if meta is None:
            return
        test.intro = Words(f"{text_at(meta, 'description')} {test.intro.text}".strip(), "html")
        test.shuffle = text_at(meta, "shuffle_answers") == "true"
        if minutes := text_at(meta, "time_limit"):
            test.changes.append(f"There were {minutes} minutes for it; here nobody counts them.")
        if "survey" in text_at(meta, "quiz_type"):
            test.changes.append("It was a survey; here its questions are a quiz.")

    def _meta(self, resource: Resource) -> Element | None:
        for folder in (posixpath.dirname(resource.main), posixpath.join(self.root, resource.ident)):
            if (name := posixpath.join(folder, _META)) in self.package:
                return self._root(name)
        return None

    def _root(self, member: str) -> Element | None:
        if member not in self._roots:
            self._roots[member] = document(self.package, member, self.report) if member in self.package else None
        return self._roots[member]

    def _note_asked(self, root: Element) -> None:
        self.asked |= {attribute(item, "ident") for item in every(root, "item")}
        fields = [each for each in every(root, "qtimetadatafield") if text_at(each, "fieldlabel") == _REFERENCE]
        self.asked |= {text_at(each, "fieldentry") for each in fields}
