"""Colours: the seed's palette, readable contrast in every theme, and no hex anywhere but in theme.py."""

import re
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from trainhub_tui import palette
from trainhub_tui.config import THEMES as CONFIG_THEMES
from trainhub_tui.theme import COARSE, DARK, GROUNDS, MARKERS, READ_ON_SURFACE, ROLES, SIXTEEN, THEME_NAMES, THEMES, themes_for

APP = Path(__file__).parents[2] / "trainhub_tui"

TEXT_MODE = ("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
             "#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff")  # fmt: skip
"""The sixteen colours as the Linux console and VGA have them."""


def luminance(colour: Color) -> float:
    """Relative luminance, WCAG 2."""
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", (*THEMES, COARSE), ids=(*THEME_NAMES, "dark-256"))
@pytest.mark.parametrize(("ground", "least"), [("background", 4.5), ("surface", 4.5), ("chosen", 3.0)])
def test_text_of_every_role_can_be_read(theme: Theme, ground: str, least: float) -> None:
    """LOOK-1: 4.5:1 on page and card; 3:1 where the cursor passes over it."""
    ratios = {role: contrast(theme.variables[role], theme.variables[ground]) for role in READ_ON_SURFACE}
    assert {role: round(ratio, 2) for role, ratio in ratios.items() if ratio < least} == {}


@pytest.mark.parametrize("theme", THEMES, ids=THEME_NAMES)
def test_highlighted_text_can_be_read(theme: Theme) -> None:
    """LEARN-2, LOOK-1."""
    ratios = {role: contrast(theme.variables["ink"], theme.variables[role]) for role in MARKERS}
    assert {role: round(ratio, 2) for role, ratio in ratios.items() if ratio < 4.5} == {}


def test_the_dark_theme_is_the_palette_of_the_seed() -> None:
    """LOOK-1."""
    dark = next(theme for theme in THEMES if theme.name == DARK)
    roles = ("background", "surface", "edge", "ink", "muted", "progress", "done", "under-way")
    assert [dark.variables[role] for role in roles] == [
        "#111827", "#1f2937", "#374151", "#f3f4f6", "#9ca3af", "#FFA726", "#4ade80", "#facc15",
    ]  # fmt: skip


def test_where_there_are_256_colours_the_dark_grounds_are_greys_and_differ() -> None:
    """LOOK-1: the seed's dark blues come out as navy there."""
    assert [theme.name for theme in themes_for("256")] == list(THEME_NAMES) and themes_for("truecolor") == THEMES
    shown = [RichColor.parse(themes_for("256")[0].variables[role]).downgrade(ColorSystem.EIGHT_BIT).number for role in GROUNDS]
    assert all(number is not None and 232 <= number <= 255 for number in shown) and len(set(shown)) == len(shown)


@pytest.mark.parametrize("theme", SIXTEEN, ids=THEME_NAMES)
def test_where_there_are_sixteen_colours_everything_can_be_read_too(theme: Theme) -> None:
    """LOOK-1: TERM=xterm and the Linux console, in the colours of the text mode; the dark theme's cards came out as grey there."""
    shown = {role: TEXT_MODE[RichColor.parse(theme.variables[role]).downgrade(ColorSystem.STANDARD).number or 0] for role in ROLES}
    grounds = (("background", 4.5), ("surface", 4.5), ("chosen", 3.0))
    ratios = {(role, ground): contrast(shown[role], shown[ground]) / least for role in READ_ON_SURFACE for ground, least in grounds}
    ratios |= {("ink", marker): contrast(shown["ink"], shown[marker]) / 4.5 for marker in MARKERS}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 1} == {}
    assert shown["background"] not in (shown["edge"], shown["chosen"]), "a card's edge and the chosen row are seen"


@pytest.mark.parametrize("colours", ["standard", "windows"])
def test_a_terminal_of_sixteen_colours_gets_the_themes_for_them(colours: str) -> None:
    """LOOK-1."""
    assert themes_for(colours) == SIXTEEN and [theme.name for theme in SIXTEEN] == list(THEME_NAMES)


def test_every_theme_has_every_role() -> None:
    """LOOK-1: light, high-contrast and monochrome besides."""
    assert THEME_NAMES == CONFIG_THEMES
    assert all(set(ROLES) <= set(theme.variables) for theme in (*THEMES, *SIXTEEN))


def test_the_monochrome_theme_has_no_hue() -> None:
    """LOOK-1."""
    mono = next(theme for theme in THEMES if theme.name == "monochrome")
    assert all(Color.parse(mono.variables[role]).hsl.s < 0.01 for role in ROLES)


def test_colours_are_written_in_the_theme_alone() -> None:
    found = [
        str(file.relative_to(APP))
        for pattern in ("*.py", "*.tcss")
        for file in APP.rglob(pattern)
        if file.name != "theme.py" and re.search(r"[\"'\s:]#[0-9a-fA-F]{6}\b", file.read_text("utf-8"))
    ]
    assert found == []


def test_states_differ_by_their_signs_and_words_not_by_colour_alone() -> None:
    """PATH-1, LOOK-6."""
    states = [palette.mark(state) for state in ("completed", "in progress", "locked", "available", "offline", "fetching", "badge")]
    assert len({mark.symbol for mark in states}) == len({mark.word for mark in states}) == len(states)


def test_every_mark_has_an_ascii_form_of_one_cell() -> None:
    """LOOK-6."""
    forms = [mark.symbol.translate(palette.ASCII) for mark in palette.MARKS.values()]
    assert all(form.isascii() and len(form) == 1 for form in forms)


@pytest.mark.parametrize(
    ("percent", "drawn"), [(0, "──────────"), (1, "╸─────────"), (60, "━━━━━━────"), (99, "━━━━━━━━━╸"), (100, "━━━━━━━━━━")]
)
def test_a_bar_is_empty_at_nought_and_full_at_a_hundred_alone(percent: int, drawn: str) -> None:
    """PATH-3."""
    assert palette.bar(percent, 10).plain == drawn
