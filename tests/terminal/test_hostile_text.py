"""Hostile text in every field, in a real terminal: no byte of it acts (reliability.md, Text from elsewhere)."""

from contextlib import suppress
from pathlib import Path

import pytest

from tests.terminal.hostile_home import foreign, hostile_home
from tests.terminal.programmes import app, command
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.xdist_group("terminal")

OPENED = (
    ("2", "d Download  b Bookmark  / Filter"),
    ("enter", "D Download all"),
    ("w", "DEF: Finish"),
    ("escape", "/ Filter"),
    ("]", "c Continue  / Filter"),
    ("enter", "e Enrol"),
    ("escape", "c Continue  / Filter"),
    ("]", "] Next tab"),
    ("enter", "b Bookmark  / Filter"),
    ("3", "r Register  / Filter"),
    ("enter", "esc Back"),
    ("escape", "r Register  / Filter"),
    ("4", "f Filters"),
    ("enter", "network is"),
    ("5", "Levels"),
    ("8", "Downloads"),
    ("1", "c Continue  r Register"),
    ("c", "0 % seen"),
    ("pgdn", "1 % seen"),
    ("space", "c Continue  > Next lesson"),
    ("8", "x Export"),
    ("enter", "▌ Nothing is downloaded yet."),
    ("1", "c Continue  r Register"),
    ("?", "Keys that work here"),
)
"""Keys in turn, each with what it brings: it stands there once the page that the key opens is filled, and did not before."""


def bring(terminal: Terminal, key: str, seen: str) -> None:
    """Press the key until this was seen: a sentence goes by itself, and on a busy machine nobody may have looked meanwhile."""
    for patience in (10.0, 10.0, 10.0) if key == "w" else ():
        terminal.press(key)
        with suppress(AssertionError):
            terminal.wait_for(seen, patience=patience)
            return
    terminal.press(key)
    terminal.wait_for(seen)


def test_no_page_lets_a_foreign_byte_through(tmp_path: Path) -> None:
    """Issue 2, Proof: titles, summaries, presenters, names, lessons; every section and what opens from it."""
    texts = hostile_home(tmp_path)
    assert len(texts) > 9
    with app(tmp_path, "--offline", columns=110, lines=34) as terminal:
        terminal.wait_for("c Continue  r Register", "offline", "Berlin time")
        for key, seen in OPENED:
            assert seen not in terminal.text(), f"{seen!r} proves nothing of {key}"
            bring(terminal, key, seen)
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
