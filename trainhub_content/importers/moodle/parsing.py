"""Questions of Moodle XML as they are stated."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.courses import category_of
from trainhub_content.importers.banks.stated import (
    CASE,
    COMBINED,
    MANY_MARKS,
    NOTHING_LIKE,
    Asks,
    Stated,
    StatedAnswer,
    StatedNumber,
    Words,
)
from trainhub_content.importers.moodle.dropdowns import dropdowns
from trainhub_content.importers.xml import attribute, child, children, markup, text_at

Bring = Callable[[bytes, str], str]
"""Takes a file along by its bytes and name; the address it has in the draft."""

_WRITTEN = {"html": "html", "plain_text": "plain", "markdown": "markdown"}
_TYPES = {
    "multichoice": Asks.CHOICE,
    "multichoiceset": Asks.CHOICE,
    "truefalse": Asks.TRUE_FALSE,
    "shortanswer": Asks.SHORT,
    "numerical": Asks.NUMBER,
    "matching": Asks.MATCHING,
    "match": Asks.MATCHING,
    "ddmatch": Asks.MATCHING,
    "ordering": Asks.ORDERING,
    "cloze": Asks.CLOZE,
    "multianswer": Asks.CLOZE,
    "gapselect": Asks.CLOZE,
    "ddwtos": Asks.CLOZE,
    "essay": Asks.ESSAY,
    "description": Asks.DESCRIPTION,
}
_FILE = re.compile(r"@@PLUGINFILE@@/([^\"'\s<>?#)]+)")
_USUAL = re.compile(r"(?:<p>)?(?:your answer is (?:partially )?(?:in)?correct\.?|[\s\xa0])*(?:</p>)?", re.I)
_TRUE = {"1", "true"}


def stated_in(root: Element, bring: Bring) -> Iterator[Stated]:
    """Every question and description in order, with its category."""
    category: tuple[str, ...] = ()
    for number, element in enumerate(children(root, "question"), start=1):
        kind = attribute(element, "type")
        if kind == "category":
            category = category_of(text_at(element, "category", "text"))
            continue
        yield _Reading(element, kind, bring).stated(f"number {number}", category)


class _Reading:
    """One question element."""

    def __init__(self, element: Element, kind: str, bring: Bring) -> None:
        self.element, self.kind, self.bring = element, kind, bring
        self.asks = _TYPES.get(kind, Asks.OTHER)

    def stated(self, place: str, category: tuple[str, ...]) -> Stated:
        name = text_at(self.element, "name", "text")
        try:
            answers = self._answers()
            prompt = self.words(child(self.element, "questiontext"))
            if self.kind in ("gapselect", "ddwtos"):
                prompt = Words(dropdowns(self.element, prompt.text), prompt.written)
        except ValueError as unclear:
            return Stated(Asks.OTHER, place, name, category=category, fault=str(unclear))
        return Stated(
            asks=self.asks,
            place=place,
            name=name,
            prompt=prompt,
            answers=answers,
            category=category,
            feedback=self.words(child(self.element, "generalfeedback")),
            hint=self._hint(),
            unit=text_at(self.element, "units", "unit", "unit_name"),
            is_single=self.kind != "multichoiceset" and text_at(self.element, "single").lower() in {*_TRUE, ""},
            is_strict=self.kind == "multichoiceset",
            is_fixed=text_at(self.element, "shuffleanswers").lower() in ("0", "false"),
            fault="" if self.asks is not Asks.OTHER else NOTHING_LIKE.format(self.kind),
            unsaid=tuple(self._unsaid()),
        )

    def words(self, element: Element | None) -> Words:
        """A text with its files; formats that are not stated are Moodle's own."""
        if element is None:
            return Words()
        inner = child(element, "text")
        source = "" if inner is None else markup(inner) if len(inner) else (inner.text or "")
        files = {attribute(file, "name"): file for file in children(element, "file")}
        text = _FILE.sub(lambda found: self._file(found, files), source).strip()
        return Words(text, _WRITTEN.get(attribute(element, "format"), "moodle"))

    def _file(self, found: re.Match[str], files: Mapping[str, Element]) -> str:
        name = unquote(found[1])
        element = files.get(name)
        if element is None:
            return quote(name)
        try:
            content = base64.b64decode("".join((element.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            raise ValueError(f"The file {name} in it is damaged.") from None
        return self.bring(content, name) if content else quote(name)

    def _answers(self) -> tuple[StatedAnswer, ...]:
        if self.asks is Asks.MATCHING:
            return tuple(self._pair(each) for each in children(self.element, "subquestion"))
        answers = children(self.element, "answer")
        if self.asks is Asks.ORDERING:
            answers = sorted(answers, key=lambda each: _fraction(attribute(each, "fraction", "0")))
        if self.asks is Asks.NUMBER:
            answers = [each for each in answers if text_at(each, "text") != "*"]
        return tuple(self._answer(each) for each in answers)

    def _answer(self, element: Element) -> StatedAnswer:
        share = _fraction(attribute(element, "fraction", "0")) / 100
        number = _number(element) if self.asks is Asks.NUMBER else None
        return StatedAnswer(self.words(element), share, self.words(child(element, "feedback")), number=number)

    def _pair(self, element: Element) -> StatedAnswer:
        right = self.words(child(element, "answer"))
        return StatedAnswer(self.words(element), right=Words(right.text, "plain" if right.written == "moodle" else right.written))

    def _hint(self) -> Words:
        hints = [hint for each in children(self.element, "hint") if (hint := self.words(each)).text]
        if not hints:
            return Words()
        return Words(("<br><br>" if hints[0].written == "html" else "\n\n").join(hint.text for hint in hints), hints[0].written)

    def _unsaid(self) -> Iterator[str]:
        grade = text_at(self.element, "defaultgrade")
        if grade and _fraction(grade) not in (0, 1):
            yield MANY_MARKS.format(f"{float(_fraction(grade)):g}")
        if text_at(self.element, "usecase").lower() in _TRUE:
            yield CASE
        said = [text_at(self.element, f"{when}feedback", "text") for when in ("correct", "partiallycorrect", "incorrect")]
        if any(not _USUAL.fullmatch(each) for each in said):
            yield COMBINED


def _number(element: Element) -> StatedNumber:
    text = text_at(element, "text")
    try:
        return StatedNumber(Decimal(text.replace(",", ".")), Decimal(text_at(element, "tolerance") or 0))
    except InvalidOperation:
        raise ValueError(f"“{text}” is no number.") from None


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"The share of an answer, {text}, is no number.") from None
