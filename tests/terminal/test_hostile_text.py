"""Hostile text in every field, in a real terminal: no byte of it acts (reliability.md, Text from elsewhere)."""

from pathlib import Path

import pytest

from tests.terminal.hostile_home import foreign, hostile_home
from tests.terminal.programmes import app, command

pytestmark = pytest.mark.xdist_group("terminal")

OPENED = (
    ("2", "Lead Generation"),
    ("enter", "Lesson two"),
    ("w", "▌"),
    ("escape", "Lead Generation"),
    ("]", "4 modules"),
    ("enter", "0 of 4 modules"),
    ("escape", "Modules"),
    ("]", "6 Courses"),
    ("enter", "Lead Generation"),
    ("3", "Past"),
    ("k", "r Register"),
    ("enter", "esc Back"),
    ("escape", "/ Filter"),
    ("4", "Partner Handbook"),
    ("enter", "network is"),
    ("5", "Levels"),
    ("8", "Downloads"),
    ("1", "Berlin time"),
    ("c", "Lesson 1 of 3"),
    ("pgdn", "%"),
    ("space", "to send"),
    ("8", "to send"),
    ("enter", "to send"),
    ("1", "Berlin time"),
    ("?", "Keys that work here"),
)
"""Keys in turn, each with what stands on the page that it opens."""


def test_no_page_lets_a_foreign_byte_through(tmp_path: Path) -> None:
    """Issue 2, Proof: titles, summaries, presenters, names, lessons; every section and what opens from it."""
    texts = hostile_home(tmp_path)
    assert len(texts) > 9
    with app(tmp_path, "--offline", columns=110, lines=34) as terminal:
        terminal.wait_for("Keys", "offline", "Berlin time")
        for key, seen in OPENED:
            terminal.press(key)
            terminal.wait_for(seen)
        terminal.press("escape")
        terminal.wait_gone("Keys that work here")
        terminal.press("ctrl+p")
        terminal.wait_for("Search for commands")
        assert terminal.process.poll() is None
        assert not foreign(bytes(terminal.raw))


@pytest.mark.parametrize(
    "words", [("dashboard",), ("courses",), ("webinars",), ("library",), ("read", "referral-strategies/one"), ("outbox",)]
)
def test_no_command_lets_a_foreign_byte_through(tmp_path: Path, words: tuple[str, ...]) -> None:
    """The same through the installed command; `tests/cli` has every command, run inside the test."""
    hostile_home(tmp_path)
    done = command(tmp_path, "--offline", *words)
    assert done.returncode == 0, done.stderr
    assert not foreign((done.stdout + done.stderr).encode())
