"""Pictures drawn with half blocks: two pixels in a cell, one above the other; with ASCII by their brightness.

Where there is a canvas it draws them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainhub_tui.media.pictures import Picture
from trainhub_tui.widgets.reader_wrap import Face, Line, Run

if TYPE_CHECKING:  # comes with the first canvas
    from trainhub_tui.widgets.graphics import Canvas

UPPER = "▀"
RAMP = " .:-=+*#%@"


def picture_lines(picture: Picture, at: int, width: int, ascii_only: bool, canvas: Canvas | None = None) -> Iterator[Line]:
    """The lines of a picture, at most so many cells wide; all stand for one place of the text."""
    if canvas and not ascii_only:
        number, placed = canvas.place(picture, width)
        for row in range(placed.rows):
            yield Line(at, (Run(canvas.placeholders(row, placed.columns), Face("image", ink=number)),))
        return
    fitted = picture.fitted(min(width, picture.cells))
    for y in range(0, fitted.height, 2):
        cells = [(_colour(fitted, x, y), _colour(fitted, x, y + 1)) for x in range(fitted.width)]
        yield Line(at, tuple(_in_ascii(cells) if ascii_only else _in_colour(cells)))


def _colour(picture: Picture, x: int, y: int) -> int:
    """0xRRGGBB of a pixel, -1 below the last row."""
    if y >= picture.height:
        return -1
    red, green, blue = picture.pixel(x, y)
    return red << 16 | green << 8 | blue


def _in_colour(cells: list[tuple[int, int]]) -> Iterator[Run]:
    start = 0
    for end in range(1, len(cells) + 1):
        if end == len(cells) or cells[end] != cells[start]:
            ink, paper = cells[start]
            yield Run(UPPER * (end - start), Face("image", ink=ink, paper=paper))
            start = end


def _in_ascii(cells: list[tuple[int, int]]) -> Iterator[Run]:
    lights = (_brightness(ink) + _brightness(ink if paper < 0 else paper) for ink, paper in cells)
    yield Run("".join(RAMP[light * len(RAMP) // 512] for light in lights), Face())


def _brightness(colour: int) -> int:
    """0 to 255, as an eye weighs the colours."""
    return (299 * (colour >> 16) + 587 * (colour >> 8 & 255) + 114 * (colour & 255)) // 1_000
