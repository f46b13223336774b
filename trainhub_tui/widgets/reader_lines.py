"""From blocks to lines: what each kind of block looks like in the reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from trainhub_tui.media.blocks import Block, Code, Image, Item, Lines, PageBreak, Paragraph, Rule, Table, Title
from trainhub_tui.media.pictures import Picture
from trainhub_tui.widgets.reader_code import coloured, stretches_of, unlearned
from trainhub_tui.widgets.reader_picture import picture_lines
from trainhub_tui.widgets.reader_sideways import Sideways, windowed
from trainhub_tui.widgets.reader_table import natural_lines, natural_width, table_lines
from trainhub_tui.widgets.reader_wrap import Face, Line, Run, runs_of, wrap, wrap_verbatim

if TYPE_CHECKING:  # comes with the first canvas
    from trainhub_tui.widgets.graphics import Canvas

SIGNS = {
    "bullets": "•◦▪",
    "rule": "─",
    "heavy": "━",
    "cross": "─┼─",
    "heavy cross": "━┿━",
    "bar": "│",
    "quote": "▌ ",
    "picture": "▣ ",
    "more": "↪ ",
    "on": "›",
    "done": "[✔] ",
    "open": "[ ] ",
}
ASCII_SIGNS = {
    "bullets": "*-+",
    "rule": "-",
    "heavy": "=",
    "cross": "-+-",
    "heavy cross": "=+=",
    "bar": "|",
    "quote": "| ",
    "picture": "[picture] ",
    "more": "> ",
    "on": ">",
    "done": "[x] ",
    "open": "[ ] ",
}
NO_PICTURES: Mapping[str, Picture] = {}
NAMELESS = "picture"
LEAST_PICTURE = 16
"""Pixels under which a picture inside a line is a sign, not worth drawing."""
ROOM = 12
"""Cells that marks and indents leave to the text, however deep a quote or a list is."""


class Looks(NamedTuple):
    """What drawing needs to know besides the width: signs, and the pictures that are there."""

    signs: dict[str, str]
    ascii_only: bool
    pictures: Mapping[str, Picture]
    late: set[str] | None
    canvas: Canvas | None
    aside: Sideways


def lines_of(
    blocks: Iterable[Block],
    width: int,
    ascii_only: bool = False,
    pictures: Mapping[str, Picture] = NO_PICTURES,
    late: set[str] | None = None,
    canvas: Canvas | None = None,
    aside: Sideways | None = None,
) -> list[Line]:
    """All lines of some blocks, none wider than `width` (≥ 20); their offsets never go down.

    Code in languages that are not ready is left as it is when there is a set `late` to put them into."""
    lines: list[Line] = []
    looks = Looks(ASCII_SIGNS if ascii_only else SIGNS, ascii_only, pictures, late, canvas, aside or Sideways())
    signs = ASCII_SIGNS if ascii_only else SIGNS
    before: Block | None = None
    for block in blocks:
        if before is not None and _apart(before, block):
            lines.append(Line(lines[-1].at if lines else block.at, _prefix(min(before.quote, block.quote), 0, width, signs)))
        for index, line in enumerate(_block(block, width, looks)):
            at = max(line.at if index else block.at, block.at, lines[-1].at if lines else 0)
            lines.append(line._replace(at=at))
        before = block
    if before is not None and before.gap and lines:
        lines.append(Line(lines[-1].at, ()))
    return lines


def _apart(before: Block, block: Block) -> bool:
    """Whether a blank line stands between two blocks."""
    if isinstance(before, Item) and isinstance(block, Item):
        return not (before.tight and block.tight)
    return before.gap


def _block(block: Block, width: int, looks: Looks) -> Iterator[Line]:
    signs = looks.signs
    prefix = _prefix(block.quote, block.indent, width, signs)
    room = width - sum(cell_len(run.text) for run in prefix)
    match block:
        case Item():
            lines = _item(block, room, signs)
        case Paragraph(at=at, spans=spans):
            lines = _wrapped(at, runs_of(spans, "quote" if block.quote else "text", signs["picture"]), room)
        case Title():
            lines = _title(block, room, signs)
        case Code():
            lines = _code(block, room, looks)
        case Lines(at=at, text=text):
            lines = (Line(place, runs) for place, runs in wrap_verbatim(text, at, room, Face()))
        case Table():
            lines = _table(block, room, looks)
        case Image():
            lines = _image(block, room, looks)
        case PageBreak(at=at, page=page, word=word):
            label = f" {word} {page} "
            side = signs["rule"] * max(1, (room - len(label)) // 2)
            lines = iter([Line(at, (Run(side + label + side, Face("mark")),))])
        case Rule(at=at):
            lines = iter([Line(at, (Run(signs["rule"] * room, Face("mark")),))])
        case _:
            raise TypeError(f"No looks for {type(block).__name__}")
    for line in lines:
        yield line._replace(runs=(*prefix, *line.runs)) if prefix else line
    for span in block.spans if isinstance(block, Paragraph | Item) else ():
        picture = looks.pictures.get(span.link) if span.image else None
        if picture and picture.cells >= LEAST_PICTURE:
            for line in picture_lines(picture, span.at, room, looks.ascii_only, looks.canvas):
                yield line._replace(runs=(*prefix, *line.runs)) if prefix else line


def _image(image: Image, width: int, looks: Looks) -> Iterator[Line]:
    """The picture where there is one, and below it its words; else the words alone."""
    if picture := looks.pictures.get(image.url):
        yield from picture_lines(picture, image.at, width, looks.ascii_only, looks.canvas)
        if image.alt == NAMELESS:
            return
    link = image.url if "://" in image.url else ""
    words = [Run(looks.signs["picture"], Face("mark", link=link)), Run(image.alt, Face("image", link=link), image.alt_at)]
    yield from _wrapped(image.at, words, width)


def _prefix(quote: int, indent: int, width: int, signs: dict[str, str]) -> tuple[Run, ...]:
    """Quote bars and list indents, as many as leave room for the text."""
    bars = min(quote, max(0, width - ROOM) // 2)
    spaces = min(2 * indent, max(0, width - ROOM - 2 * bars))
    runs = []
    if bars:
        runs.append(Run(signs["quote"] * bars, Face("bar")))
    if spaces:
        runs.append(Run(" " * spaces, Face()))
    return tuple(runs)


def _wrapped(at: int, runs: list[Run], width: int) -> Iterator[Line]:
    for line in wrap(runs, width):
        first = next((run.at for run in line if run.at >= 0), at)
        yield Line(first, line)


def _item(item: Item, width: int, signs: dict[str, str]) -> Iterator[Line]:
    mark = f"{item.number}. " if item.number is not None else signs["bullets"][min(item.indent, 2)] + " "
    if item.done is not None:
        mark = signs["done"] if item.done else signs["open"]
    role = "done" if item.done else "text"
    hang = min(cell_len(mark), width - 2)
    for index, line in enumerate(_wrapped(item.at, runs_of(item.spans, "text", signs["picture"]), width - hang)):
        head = Run(mark[:hang], Face(role if item.done else "mark")) if index == 0 else Run(" " * hang, Face())
        yield Line(line.at, (head, *line.runs))


def _title(title: Title, width: int, signs: dict[str, str]) -> Iterator[Line]:
    role = f"title-{min(title.level, 4)}"
    longest = 0
    for line in _wrapped(title.at, runs_of(title.spans, role, signs["picture"]), width):
        runs = tuple(run._replace(face=run.face._replace(strong=True)) for run in line.runs)
        longest = max(longest, line.cells)
        yield line._replace(runs=runs)
    if title.level == 1:
        yield Line(title.at, (Run(signs["heavy"] * width, Face("mark")),))
    elif title.level == 2:
        yield Line(title.at, (Run(signs["rule"] * longest, Face("mark")),))


def _code(code: Code, width: int, looks: Looks) -> Iterator[Line]:
    signs = looks.signs
    bar = Run(signs["bar"] + " ", Face("code-bar"))
    name = unlearned(code.language) if looks.late is not None else ""
    if looks.late is not None and name:
        looks.late.add(name)
    stretches = [] if name else stretches_of(code.text, code.language)
    widest = max(map(cell_len, code.text.split("\n")))
    looks.aside.note(widest + 2)
    whole = looks.aside.shift is not None and widest + 2 > width
    room = max(1, widest) if whole else width - 2
    for at, runs in wrap_verbatim(code.text, code.at, room, Face("code-block"), signs["more"], Face("code-bar")):
        line = Line(at, tuple(coloured(runs, stretches, code.at)), "code-block")
        shown = windowed(line, looks.aside.shift or 0, width - 2, signs["on"]) if whole else line
        yield shown._replace(runs=(bar, *shown.runs))


def _table(table: Table, width: int, looks: Looks) -> Iterator[Line]:
    """A table in the room there is; looked at sideways, as much of it as the window shows."""
    natural = natural_width(table)
    looks.aside.note(natural)
    if looks.aside.shift is None or natural <= width:
        yield from table_lines(table, width, looks.signs)
    else:
        for line in natural_lines(table, looks.signs):
            yield windowed(line, looks.aside.shift, width, looks.signs["on"])
