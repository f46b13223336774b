"""LIB-3: pictures in the terminal's own pixels; nothing but our own placeholders passes the last wall."""

import random
import re
import zlib
from base64 import standard_b64decode

import pytest
from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Background

from trainhub_tui.drawing import kind_for
from trainhub_tui.last_wall import LastWall
from trainhub_tui.media.pictures import Picture
from trainhub_tui.widgets.graphics import MARKS, PLACEHOLDER, Canvas
from trainhub_tui.widgets.graphics_sixel import quantised, sixels
from trainhub_tui.widgets.reader_picture import picture_lines

RED = Picture(16, 8, bytes((255, 0, 0)) * 128, fine=8)
BLACK = Background(0, 0, 0)


def written(canvas: Canvas, number: int, text: str) -> str:
    return canvas.translated(f"\x1b[38;2;{number >> 16};{number >> 8 & 255};{number & 255};48;2;0;0;0m{text}\x1b[0m")


def painted(data: str) -> list[list[str]]:
    """The rows of a sixel picture, a colour number for each pixel, by a decoder of the test's own."""
    found = re.fullmatch(r'\x1bP0;1;0q"1;1;(\d+);(\d+)((?:#\d+;2;\d+;\d+;\d+)*)(.*)\x1b\\', data)
    assert found
    rows = [["" for _ in range(int(found[1]))] for _ in range(int(found[2]))]
    for band, words in enumerate(found[4].split("-")):
        for line in words.split("$"):
            colour, x = "", 0
            for part in re.finditer(r"#(\d+)|!(\d+)(.)|([?-~])", line):
                colour = part[1] or colour
                for _ in range(int(part[2] or 1) if not part[1] else 0):
                    bits = ord(part[3] or part[4]) - 63
                    for row in range(6):
                        if bits >> row & 1:
                            rows[6 * band + row][x] = colour
                    x += 1
    return rows


def test_the_marks_are_those_of_the_protocol_and_take_no_cell() -> None:
    """297 of them, as its table has."""
    assert len(MARKS) == len(set(MARKS)) == 297 and MARKS[0] == "\u0305" and MARKS[-1] == "\U0001d244"
    assert cell_len(Canvas.placeholders(5, 40)) == 40 and cell_len("".join(PLACEHOLDER + mark * 2 for mark in MARKS)) == 297


def test_a_picture_is_a_row_of_placeholders_for_each_line() -> None:
    """LIB-3."""
    canvas = Canvas("kitty", (10, 20))
    (line,) = picture_lines(RED, 7, 60, ascii_only=False, canvas=canvas)
    assert line.cells == 2 and line.at == 7 and canvas.knows(line.text, line.runs[0].face.ink)
    assert next(picture_lines(RED, 7, 60, ascii_only=True, canvas=canvas)).text == "::"


def test_kitty_is_sent_the_pixels_once_and_forgets_them_at_the_end() -> None:
    """LIB-3: nothing that the terminal would answer."""
    canvas = Canvas("kitty", (10, 20), 0x123456)
    number, placed = canvas.place(RED, 60)
    text = canvas.placeholders(0, placed.columns)
    first, second = written(canvas, number, text), written(canvas, number, text)
    sent = re.match(r"\x1b_Gq=2,a=T,U=1,f=24,o=z,t=d,s=16,v=8,i=(\d+),c=2,r=1,m=0;([^\x1b]*)\x1b\\", first)
    assert sent and int(sent[1]) == number and zlib.decompress(standard_b64decode(sent[2])) == RED.pixels
    assert first.endswith(second) and "\x1b_G" not in second
    assert canvas.farewell() == f"\x1b_Gq=2,a=d,d=I,i={number}\x1b\\"


def test_long_pictures_are_sent_in_chunks() -> None:
    """The protocol allows 4,096 bytes."""
    canvas = Canvas("kitty", (10, 20))
    noise = random.Random(3).randbytes(200 * 100 * 3)
    number, placed = canvas.place(Picture(200, 100, noise), 80)
    chunks = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", written(canvas, number, canvas.placeholders(0, placed.columns)))
    assert len(chunks) > 1 and all(len(data) <= 4_096 and "q=2" in about for about, data in chunks)
    assert [about[-3:] for about, _ in chunks] == ["m=1"] * (len(chunks) - 1) + ["m=0"]
    assert zlib.decompress(standard_b64decode("".join(data for _, data in chunks))) == noise


def test_a_sixel_is_painted_over_its_cells_and_the_cursor_comes_back() -> None:
    """LIB-3."""
    canvas = Canvas("sixel", (10, 20))
    number, placed = canvas.place(RED, 60)
    data = written(canvas, number, canvas.placeholders(0, placed.columns))
    found = re.search(r"m  \x1b7\x1b\[2D(\x1bP.*\x1b\\)\x1b8\x1b\[0m", data)
    assert found and PLACEHOLDER not in data
    rows = painted(found[1])
    assert (len(rows), len(rows[0])) == (20, 20) and {pixel for row in rows for pixel in row} == {"180"}


def test_sixels_say_every_pixel() -> None:
    """Three colours, a width that is no multiple of six."""
    lines = [bytes((x * y) % 3 * 40 for x in range(23)) for y in range(13)]
    assert painted(sixels(lines)) == [[str(value) for value in line] for line in lines]
    assert quantised(bytes((255, 255, 255, 0, 0, 0, 0, 255, 0))) == bytes((215, 0, 30))


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        (PLACEHOLDER + MARKS[0] * 2, 0xFFFFFF),
        (PLACEHOLDER + MARKS[0] * 2 + "\x1b[2J", 0),
        (PLACEHOLDER, 0),
        ("words", 0),
    ],
)
def test_the_wall_lets_no_other_placeholder_through(text: str, colour: int) -> None:
    """Reliability: only what we placed, in its own colour (0 stands for the picture's)."""
    wall, canvas = LastWall(), Canvas("kitty", (10, 20))
    number, _ = canvas.place(RED, 60)
    wall.canvas = canvas
    ink = colour or number
    style = Style(color=Color.from_rgb(ink >> 16, ink >> 8 & 255, ink & 255))
    passed = wall.apply([Segment(text, style)], BLACK)[0].text
    assert PLACEHOLDER not in passed and "\x1b" not in passed
    whole = canvas.placeholders(0, 2)
    own = Style(color=Color.from_rgb(number >> 16, number >> 8 & 255, number & 255))
    assert wall.apply([Segment(whole, own)], BLACK)[0].text == whole


@pytest.mark.parametrize(
    ("setting", "env", "kind"),
    [
        ("auto", {"TERM": "xterm-256color"}, ""),
        ("auto", {"TERM": "xterm-kitty"}, "kitty"),
        ("auto", {"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ("auto", {"TERM": "foot"}, "sixel"),
        ("auto", {"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "sixel"),
        ("auto", {"TERM": "xterm-256color", "KONSOLE_VERSION": "211200"}, ""),
        ("auto", {"TERM": "xterm-256color", "KONSOLE_VERSION": "230805"}, "sixel"),
        ("auto", {"TERM": "screen-256color", "KITTY_WINDOW_ID": "1"}, ""),
        ("kitty", {"TERM": "screen"}, "kitty"),
        ("blocks", {"TERM": "xterm-kitty"}, ""),
        ("off", {"TERM": "xterm-kitty"}, ""),
    ],
)
def test_the_terminal_is_known_by_its_environment_or_chosen(setting: str, env: dict[str, str], kind: str) -> None:
    """LIB-3: no question is written to the terminal."""
    assert kind_for(setting, env) == kind
