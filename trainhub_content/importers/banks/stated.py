"""A question as a bank states it, before our rules are asked."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Asks(StrEnum):
    """What kind of answer is asked for; `DESCRIPTION` asks nothing."""

    CHOICE = "multichoice"
    TRUE_FALSE = "truefalse"
    SHORT = "shortanswer"
    NUMBER = "numerical"
    MATCHING = "matching"
    ORDERING = "ordering"
    CLOZE = "cloze"
    ESSAY = "essay"
    DESCRIPTION = "description"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Words:
    """A text and how it is written: html, markdown, plain, or moodle (plain or HTML, as it looks)."""

    text: str = ""
    written: str = "moodle"


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """`value` give or take `tolerance`, or up to `upto`."""

    value: Decimal
    tolerance: Decimal = Decimal(0)
    upto: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StatedAnswer:
    """An answer with its share of the mark; of a matching question `words` is the left side and `right` the right one."""

    words: Words
    share: Fraction = Fraction(1)
    feedback: Words = Words()
    right: Words = Words()
    number: StatedNumber | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """`place` says where it stands in the file; `fault` why it could not be read; `unsaid` what of it our questions do not have."""

    asks: Asks
    place: str
    name: str = ""
    prompt: Words = Words()
    answers: tuple[StatedAnswer, ...] = ()
    category: tuple[str, ...] = ()
    feedback: Words = Words()
    hint: Words = Words()
    unit: str = ""
    is_single: bool = True
    is_fixed: bool = False
    is_strict: bool = False
    """Answers that earn all or nothing together."""
    fault: str = ""
    unsaid: tuple[str, ...] = ()
    missing_word: bool = False
    """The gap was in the middle of the sentence; the prompt has a line in its place."""


GAP = "_____"
MANY_MARKS = "It counted {} marks; here every question counts the same."
NOTHING_LIKE = "Questions of the type “{}” have nothing like them here."
CASE = "Upper and lower case mattered; here they do not."
COMBINED = "What was said to right, partly right and wrong answers as a whole was left out."
