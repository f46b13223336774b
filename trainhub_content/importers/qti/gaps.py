"""Gaps of a cloze text, as `banks.gaps` reads them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from trainhub_content.importers.banks.stated import StatedNumber

_MEANT = re.compile(r"([~=#{}/\"\\])")
BACKSLASHED = r"\\\1"


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """What may stand in a gap, as plain words, and what is said to it as HTML."""

    text: str
    is_right: bool = True
    feedback: str = ""


def text_gap(answers: Iterable[GapAnswer]) -> str:
    return _gap("SHORTANSWER", answers)


def choice_gap(answers: Iterable[GapAnswer]) -> str:
    return _gap("MULTICHOICE", answers)


def number_gap(numbers: Iterable[StatedNumber]) -> str:
    """A range is its middle give or take half of it."""
    told = []
    for number in numbers:
        half = (number.upto - number.value) / 2 if number.upto is not None else number.tolerance
        told.append(f"={(number.value + half) if number.upto is not None else number.value:f}:{half:f}")
    return f"{{1:NUMERICAL:{'~'.join(told)}}}"


def _gap(kind: str, answers: Iterable[GapAnswer]) -> str:
    told = [f"{'=' if it.is_right else ''}{_said(escape(it.text))}#{_said(it.feedback)}" for it in answers]
    return f"{{1:{kind}:{'~'.join(told)}}}"


def _said(html: str) -> str:
    return _MEANT.sub(BACKSLASHED, html)
