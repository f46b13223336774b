"""Text from elsewhere is clean before anything shows it (reliability.md, Text from elsewhere; LOOK-1)."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainhub_core.models.catalogue import Category
from trainhub_core.text import _PLAIN, _clean_run, clean, clean_line, is_clean

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "terminal"


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mred", "a[31mred"),
        ("\x1b]52;c;aGk=\x07", "]52;c;aGk="),
        ("\x9b31m", "31m"),
        ("right\u202eleft", "rightleft"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tab\there", "tab here"),
        ("line\r\nend", "line end"),
        ("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f"),
        ("a\u200db", "ab"),
        ("n\u0303" + "\u0303" * 9, "n" + "\u0303" * 4),
        ("\ud800", "\ufffd"),
        ("no\u00a0break", "no break"),
    ],
)
def test_a_line_holds_characters_alone(dirty: str, shown: str) -> None:
    assert clean_line(dirty) == shown


def test_text_keeps_its_lines() -> None:
    assert clean("one\r\ntwo\n\tthree\x0b") == "one\ntwo\n    three\n"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert is_clean(once)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text())
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    for char in clean_line(text):
        assert char.isprintable() or char in "\u200d\ufe0f"


def test_the_fast_path_takes_nothing_that_would_be_changed() -> None:
    for number in range(0x110000):
        char = chr(number)
        if _PLAIN.fullmatch(char):
            assert char.isprintable() and not unicodedata.combining(char) and _clean_run(char) == char


def test_models_clean_what_they_are_given() -> None:
    assert Category(id="one", title="\x1b[2JSales", colour="one").title == "[2JSales"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared sample data is not beside the project")
def test_the_naughty_strings_are_made_harmless() -> None:
    naughty = [
        *json.loads((SHARED / "blns" / "blns.json").read_text("utf-8")),
        *(it.read_text("latin-1") for it in SHARED.glob("xterm/*.in")),
    ]
    assert len(naughty) > 500
    for text in naughty:
        assert all(char.isprintable() or char in "\n\u200d\ufe0f" for char in clean(text))
