"""How answers look: columns that fit, colour only where it is wanted, words for screen readers."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainhub_tui.cli.answer import Cell, Fields, Heading, Say, Table
from trainhub_tui.cli.cells import width_of, wrapped
from trainhub_tui.cli.layout import write_blocks
from trainhub_tui.cli.linear import write_linear
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.terminal import Terminal, terminal_here

COURSES = Table(
    ("Course", "State", "Id"),
    [
        ("Negotiating with confidence in hard times", Cell("completed", Role.DONE), "negotiating"),
        ("営業の基礎", Cell("locked", Role.MUTED), "basics"),
    ],
    "None.",
)


def shown(*blocks: Heading | Say | Fields | Table, width: int | None = None, colour: bool = False) -> str:
    out = io.StringIO()
    write_blocks(blocks, Terminal(out, io.StringIO(), width=width, colour=colour))
    return out.getvalue()


def test_columns_are_aligned_by_cells() -> None:
    """Wide characters take two cells."""
    assert shown(COURSES).splitlines() == [
        f"{'Course':<43}{'State':<11}Id",
        f"{'Negotiating with confidence in hard times':<43}{'completed':<11}negotiating",
        f"{'営業の基礎':<38}{'locked':<11}basics",
    ]


@pytest.mark.parametrize("width", [40, 50, 60, 80])
def test_nothing_is_cut_off_in_a_narrow_terminal(width: int) -> None:
    """LOOK-2: the widest column wraps."""
    text = shown(COURSES, width=width)
    assert max(width_of(line) for line in text.splitlines()) <= width
    first = [line[: text.index("State")].strip() for line in text.splitlines()[1:]]
    assert " ".join(first).startswith("Negotiating with confidence in hard times")


@given(st.text(), st.integers(2, 60))
def test_wrapped_lines_fit_and_lose_no_word(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_colour_says_nothing_that_words_do_not() -> None:
    """interface.md: meaning never by colour alone."""
    coloured = shown(COURSES, Heading("More"), Say("Sent.", Role.DONE), colour=True)
    assert "\x1b[32mcompleted\x1b[0m" in coloured and "\x1b[32mSent.\x1b[0m" in coloured
    plain = coloured
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[32m"):
        plain = plain.replace(code, "")
    assert plain == shown(COURSES, Heading("More"), Say("Sent.", Role.DONE))


@pytest.mark.parametrize(("names", "colour"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch, names: dict[str, str], colour: bool) -> None:
    """LOOK-6."""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", Screen())
    assert terminal_here().colour is colour
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert not terminal_here().colour


def test_linear_text_says_each_column_by_name() -> None:
    """LOOK-6."""
    out = io.StringIO()
    write_linear([Heading("Courses"), COURSES, Fields([("Done", "3 %")]), Table(("A",), [], "None.")], Terminal(out, out))
    assert out.getvalue().splitlines() == [
        "Courses",
        "Negotiating with confidence in hard times; State: completed; Id: negotiating",
        "営業の基礎; State: locked; Id: basics",
        "Done: 3 %",
        "None.",
    ]


def test_progress_is_shown_to_people_alone() -> None:
    err = io.StringIO()
    Terminal(io.StringIO(), err).over("half")
    assert err.getvalue() == ""
    Terminal(io.StringIO(), err, width=20, progress=True).over("half \x1b[2J of it", end=True)
    assert err.getvalue() == "\rhalf [2J of it     \n"
