"""Lists and tables of answers: options and forms with their marks and feedback, numbers, pairs, items in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_lowercase

from trainhub_content.quizzes.blocks import Section, outside, unquoted
from trainhub_core.models.quiz import Form, MatchItem, MatchTarget, Number, Option, OrderItem

RADIO = re.compile(r"- \(([ xX])\) (.*)")
BOX = re.compile(r"- \[([ xX])\] (.*)")
PLACE = re.compile(r"(\d+)\. (.*)")
EXPECTED = {
    RADIO: "An answer begins with “- (x) ” where it is right and “- ( ) ” where it is not.",
    BOX: "An answer begins with “- [x] ” where it is right and “- [ ] ” where it is not.",
    PLACE: "An item begins with its place: “1. ”, “2. ” and so on.",
}
_NUMBER = r"-?\d+(?:\.\d+)?"
_SPAN = re.compile(rf"({_NUMBER})(?: (±|\+-|to) ({_NUMBER}))?")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Item:
    """One answer of a list; `mark` is what its brackets hold, or its place; `line` counts from 0 in the section."""

    mark: str
    text: str
    feedback: str
    line: int

    @property
    def right(self) -> bool:
        return self.mark in "xX"


def letter(at: int) -> str:
    """The name of the option at this place: a, b, … z, aa, ab …"""
    before, last = divmod(at, len(ascii_lowercase))
    return (letter(before - 1) if before else "") + ascii_lowercase[last]


def items(section: Section, shape: re.Pattern[str]) -> list[Item]:
    """The items of a list: text, below it lines indented to match, last the feedback as a block quote."""
    found: list[tuple[re.Match[str], int, list[str]]] = []
    for at, line in enumerate(section.lines):
        if start := shape.fullmatch(line):
            found.append((start, at, []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            raise section.refuse(EXPECTED[shape], at)
    return [_item(section, start, at, rest, shape) for start, at, rest in found]


def options(section: Section, shape: re.Pattern[str]) -> tuple[Option, ...]:
    return tuple(
        Option(id=letter(at), text=item.text, right=item.right, feedback=item.feedback) for at, item in enumerate(items(section, shape))
    )


def ordered(section: Section) -> tuple[OrderItem, ...]:
    found = items(section, PLACE)
    for at, item in enumerate(found, start=1):
        if int(item.mark) != at:
            raise section.refuse(f"This is item {at}; it is numbered {item.mark}.", item.line)
    return tuple(OrderItem(id=letter(at), text=item.text, feedback=item.feedback) for at, item in enumerate(found))


def forms(section: Section) -> tuple[Form, ...]:
    return tuple(Form(text=_line(section, item), right=item.right, feedback=item.feedback) for item in items(section, RADIO))


def numbers(section: Section) -> tuple[Number, ...]:
    return tuple(_number(section, item) for item in items(section, RADIO))


def pairs(section: Section) -> tuple[tuple[MatchItem, ...], tuple[MatchTarget, ...]]:
    """The rows of a table: left side, right side, feedback if there is any. A row without a left side is a right side too many."""
    rows = list(_rows(section))
    rights = [right for left, right, _ in rows if left] + [right for left, right, _ in rows if not left]
    names = {text: letter(at) for at, text in enumerate(dict.fromkeys(rights))}
    lefts = [row for row in rows if row[0]]
    matched = (
        MatchItem(id=str(at), text=left, target=names[right], feedback=feedback)
        for at, (left, right, feedback) in enumerate(lefts, start=1)
    )
    return tuple(matched), tuple(MatchTarget(id=name, text=text) for text, name in names.items())


def _item(section: Section, start: re.Match[str], at: int, rest: list[str], shape: re.Pattern[str]) -> Item:
    indent = " " * (len(start[1]) + 2 if shape is PLACE else 2)
    lines: list[str] = []
    for below, line in enumerate(rest, start=at + 1):
        if line.strip() and not line.startswith(indent):
            raise section.refuse(f"{EXPECTED[shape]} What belongs to it is indented by {len(indent)} spaces.", below)
        lines.append(line[len(indent) :])
    quoted = next((number for number, line in enumerate(lines) if line.startswith(">")), len(lines))
    stray = next((number for number, line in enumerate(lines[quoted:], quoted) if line.strip() and not line.startswith(">")), None)
    if stray is not None:
        raise section.refuse("Feedback comes last in an answer, each of its lines with “> ”.", at + 1 + stray)
    text = outside(start[2], lines[:quoted])
    if not text.strip():
        raise section.refuse("This answer is empty.", at)
    return Item(start[1], text, unquoted(line for line in lines[quoted:] if line.strip()), at)


def _line(section: Section, item: Item) -> str:
    if "\n" in item.text:
        raise section.refuse("What is to be typed is one line.", item.line)
    return item.text.strip()


def _number(section: Section, item: Item) -> Number:
    found = _SPAN.fullmatch(_line(section, item))
    if found is None:
        raise section.refuse(f"{item.text} is no number: 12.5, 12.5 ± 0.5 or 10 to 20 is expected.", item.line)
    value, sign, more = Decimal(found[1]), found[2], Decimal(found[3] or 0)
    if sign == "to":
        return Number(value=value, upto=more, right=item.right, feedback=item.feedback)
    return Number(value=value, tolerance=more, right=item.right, feedback=item.feedback)


def _rows(section: Section) -> Iterator[tuple[str, str, str]]:
    lines = [(at, line.strip()) for at, line in enumerate(section.lines) if line.strip()]
    if len(lines) < 2 or not _RULE.fullmatch(lines[1][1]):
        raise section.refuse(
            "A table of pairs is expected: a heading row, a row of hyphens, then | left | right | or | left | right | feedback |."
        )
    for at, line in lines[2:]:
        cells = [cell.strip().replace("\\|", "|") for cell in _CELL_END.split(line)]
        if len(cells) not in (4, 5) or cells[0] or cells[-1] or not cells[2]:
            raise section.refuse("A row has two cells, or three with feedback: | left | right | feedback |.", at)
        yield cells[1], cells[2], cells[3] if len(cells) == 5 else ""
