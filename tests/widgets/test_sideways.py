"""LIB-3: code and tables wider than the screen are wrapped, or looked at through a window that moves sideways."""

from textual.pilot import Pilot

from tests.widgets.test_reader import Shown, reading, screen
from trainhub_tui.media.openers import markdown_document
from trainhub_tui.widgets.reader_flow import Flow
from trainhub_tui.widgets.reader_sideways import windowed
from trainhub_tui.widgets.reader_wrap import Face, Line, Run

CODE = "x = " + " + ".join(f"value_{number}" for number in range(20))
COLUMNS = 60
ROW = "|" + "|".join(f" cell {number} " for number in range(COLUMNS)) + "|\n"
TABLE = 10 * 6 + 50 * 7 + 59 * 3
"""Cells of the table, and of the lines between its columns."""
WIDE = f"# Wide\n\nWords.\n\n```python\n{CODE}\nshort\n```\n\n{ROW}{'|' + '---|' * COLUMNS}\n{ROW * 3}\nThe end.\n"


def flat(document_width: int, shift: int | None) -> list[Line]:
    document = markdown_document(WIDE, "x")
    flow = Flow(document, document_width)
    flow.aside.shift = shift
    return [line for piece in range(len(document.pieces)) for line in flow.lines(piece)]


def test_wide_lines_are_wrapped_or_one_line_each_and_never_wider_than_the_screen() -> None:
    """LIB-3: 40 and 80 columns."""
    for width in (38, 76):
        for shift in (None, 0, 16, 480):
            lines = flat(width, shift)
            assert all(line.cells <= width for line in lines)
            assert lines[-2].text == "The end." or lines[-1].text == "The end."
        wrapped, whole = flat(width, None), flat(width, 0)
        assert any(line.text.startswith("│ ↪") for line in wrapped) and not any("↪" in line.text for line in whole)
        assert any("cell 0: cell 0" in line.text for line in wrapped) and any("cell 0 │ cell 1" in line.text for line in whole)
        assert any(line.text.endswith("cell 59") for line in flat(width, TABLE - width))


def test_a_window_keeps_places_and_cuts_wide_characters_to_spaces() -> None:
    """A character on the edge becomes a space; offsets go with their characters."""
    line = Line(100, (Run("ab", Face(), 100), Run("日本語", Face("code"), 102), Run("xyz", Face(), 105)))
    assert list(windowed(line, 3, 4, "›").runs) == [Run(" 本", Face("code"), 102), Run("›", Face("mark"))]
    assert windowed(line, 8, 4, "›").text == "xyz" and windowed(line, 8, 4, "›").runs[0].at == 105
    assert windowed(line, 50, 4, "›").text == "" and windowed(line, 0, 11, "›").text == line.text


def test_right_and_left_move_the_window_and_come_back_to_wrapped_lines() -> None:
    """LIB-3."""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        before = screen(app)
        assert reader.has_wide_lines and not reader.look_aside(-1)
        assert reader.look_aside(1) and any("x = value_0" in line and line.endswith("›") for line in screen(app))
        assert reader.look_aside(1) and not any("x = value_0" in line for line in screen(app))
        while reader.look_aside(1):
            pass
        assert any(line.endswith("cell 59") for line in screen(app))
        while reader.look_aside(-1):
            pass
        assert screen(app) == before

    reading(steps, source=WIDE)


def test_a_text_that_fits_has_nothing_to_move() -> None:
    """LIB-3."""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        assert not app.reader.has_wide_lines and not app.reader.look_aside(1)

    reading(steps)
