"""Cloze texts as Moodle writes them, `{1:SHORTANSWER:=Paris~%50%Lyon#near}`, as ours with [[gaps]]."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from trainhub_content.importers.converting import escaped_text
from trainhub_content.importers.pages import line
from trainhub_content.importers.questions import CLOSE, WHOLE, Answer, forms, percent
from trainhub_content.importers.report import Origin
from trainhub_content.quizzes.answers import letter
from trainhub_core.models.quiz import ChoiceGap, Gap, Number, NumberGap, Option, TextGap

_GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:[^{}\\]|\\.)*)\}", re.S)
_PART = re.compile(r"(?<!\\)~")
_ANSWER = re.compile(r"(=|%(-?\d+(?:\.\d+)?)%)?(.*?)(?:(?<!\\)#(.*))?", re.S)
_ESCAPED = re.compile(r"\\([~=#{}/\"\\])")
_TEXTS = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_NUMBERS = {"NUMERICAL", "NM"}
_MARK = "GAPxx{}xxGAP"
_MARKED = re.compile(r"GAPxx(\d+)xxGAP")


def cloze(origin: Origin, markdown: Callable[[str], str], source: str) -> tuple[str, tuple[Gap, ...]]:
    """The prompt and its gaps. Raises ValueError for gaps that ours cannot be."""
    gaps: list[Gap] = []

    def marked(found: re.Match[str]) -> str:
        gaps.append(_gap(origin, f"gap-{len(gaps) + 1}", found[2], found[3]))
        return _MARK.format(len(gaps))

    text = markdown(_GAP.sub(marked, source))
    return _MARKED.sub(lambda found: f"[[gap-{found[1]}]]", text), tuple(gaps)


def _gap(origin: Origin, name: str, kind: str, source: str) -> Gap:
    answers = [_answer(part) for part in _PART.split(source) if part.strip()]
    if kind in _TEXTS:
        return TextGap(id=name, forms=forms(origin, answers))
    if kind in _NUMBERS:
        return NumberGap(id=name, numbers=tuple(_number(origin, answer) for answer in answers if answer.text != "*"))
    if kind.startswith(("MULTICHOICE", "MC")):
        best = max((answer.share for answer in answers), default=Fraction(0))
        for answer in answers:
            if 0 < answer.share < best:
                origin.changed(f"“{answer.text[:80]}” earned {percent(answer.share)} of a gap; it counts as wrong.")
        return ChoiceGap(id=name, options=tuple(_option(at, answer, best) for at, answer in enumerate(answers)))
    raise ValueError(f"A gap of the type {kind} is not known; ours are for a text, a number or one choice.")


def _option(at: int, answer: Answer, best: Fraction) -> Option:
    return Option(id=letter(at), text=answer.text, right=answer.share == best > 0, feedback=answer.feedback)


def _answer(part: str) -> Answer:
    found = _ANSWER.fullmatch(part.strip())
    assert found is not None  # every part of it may be empty
    share = Fraction(0) if not found[1] else Fraction(1) if found[1] == "=" else Fraction(found[2]) / 100
    return Answer(line(_ESCAPED.sub(r"\1", found[3])), share, escaped_text(line(_ESCAPED.sub(r"\1", found[4] or ""))))


def _number(origin: Origin, answer: Answer) -> Number:
    value, _, tolerance = answer.text.partition(":")
    try:
        is_right = answer.share >= WHOLE - CLOSE
        return Number(value=Decimal(value), tolerance=Decimal(tolerance or 0), right=is_right, feedback=answer.feedback)
    except InvalidOperation:
        raise ValueError(f"“{answer.text}” is no number.") from None
