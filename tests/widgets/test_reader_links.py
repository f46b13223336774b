"""LIB-3, LIB-4: links by keyboard, code in colours, pictures that come late."""

import time
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from tests.widgets.test_reader import LESSON, Shown, reading, screen
from trainhub_tui.media.openers import markdown_document
from trainhub_tui.media.pictures import Picture
from trainhub_tui.widgets.reader_code import LANGUAGES, SECONDS, coloured, stretches_of
from trainhub_tui.widgets.reader_wrap import Face, Run


def chosen_words(app: Shown) -> str:
    """What is drawn as the chosen link."""
    reader = app.reader
    segments = (segment for y in range(reader.size.height) for segment in reader.render_line(y))
    return "".join(each.text for each in segments if each.style and each.style.reverse and each.style.underline)


def test_links_are_chosen_one_after_the_other_and_followed_by_key() -> None:
    """LIB-4: a link is told of, never opened"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        reader.action_open_link()
        reader.action_next_link()
        assert chosen_words(app) == "more" and reader.chosen_link == "https://example.com/1"
        for _ in range(29):
            reader.action_next_link()
        assert reader.chosen_link == "https://example.com/30" and chosen_words(app) == "more"
        assert any("Part 30 has" in line for line in screen(app))
        reader.action_previous_link()
        reader.action_open_link()
        await pilot.pause()
        assert app.links == ["https://example.com/29"]
        reader.action_home()
        reader.action_next_link()
        assert reader.chosen_link == "https://example.com/1"
        reader.action_previous_link()
        assert reader.chosen_link == "https://example.com/1"

    reading(steps)


def test_a_link_into_the_document_leads_there() -> None:
    """LIB-4"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        app.reader.action_next_link()
        app.reader.action_open_link()
        await pilot.pause()
        assert screen(app)[0].strip() == "Part 40" and app.links == []

    reading(steps, source="[Go](#part-40) on\n\n" + LESSON)


def test_looking_for_a_link_ends_soon_where_there_is_none() -> None:
    """LIB-3: long documents"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        began = time.process_time()
        app.reader.action_next_link()
        assert app.reader.chosen_link == "" and time.process_time() - began < 1.0

    reading(steps, source="Plain words without anything.\n\n" * 100_000)


def test_pictures_that_come_late_keep_the_place() -> None:
    """LIB-3"""
    words = markdown_document("![A map](map.png)\n\n" + LESSON, "x")
    whole = replace(words, pictures={"map.png": Picture(30, 20, bytes([200, 10, 10] * 600))})

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        reader.load(replace(words, complete=False))
        reader.go_to(reader.contents[2].offset)
        before = screen(app)
        reader.extend(whole)
        assert screen(app) == before and reader.place == words.contents[2].offset
        reader.action_home()
        lines = screen(app)
        assert [line.strip() for line in lines[:11]] == ["▀" * 30] * 10 + ["▣ A map"]
        style = list(reader.render_line(0))[2].style
        assert style and style.color and style.color.triplet and style.color.triplet.hex == "#c80a0a"

    reading(steps)


def test_code_is_cut_by_role_and_keeps_every_character_and_place() -> None:
    """LIB-3"""
    source = "def f(x):\n    return 'a' + 1  # why\n"
    runs = [Run(source[:9], Face("code-block"), 100), Run("↪ ", Face("code-bar")), Run(source[10:], Face("code-block"), 110)]
    cut = list(coloured(runs, stretches_of(source, "python"), 100))
    assert "".join(run.text for run in cut) == source[:9] + "↪ " + source[10:]
    assert all(source.startswith(run.text, run.at - 100) for run in cut if run.at >= 0)
    roles = {run.text.strip(): run.face.role for run in cut}
    assert (roles["def"], roles["f"], roles["'a'"], roles["1"], roles["# why"]) == (
        "code-keyword",
        "code-name",
        "code-string",
        "code-number",
        "code-comment",
    )


HOSTILE = {
    "brackets": "(" * 9_000,
    "words": "a\n" * 9_000,
    "spaces": " \n" * 9_000,
    "quotes": "'\n" * 9_000,
    "tags": "<a " * 600 + "\n" + "{[" * 900,
    "one line": "x" * 30_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_colouring_hostile_code_stays_within_its_budget(source: str) -> None:
    """Reliability: a lesson cannot make the app stand still"""
    for language in sorted(LANGUAGES):
        stretches_of("x", language)
        assert any(_cost(source, language) < SECONDS + 0.15 for _ in range(3)), language  # a collection of garbage may fall into one
    assert stretches_of("x = 1", "no such language") == []


def _cost(source: str, language: str) -> float:
    """Processor time."""
    began = time.process_time()
    stretches_of(source, language)
    return time.process_time() - began


def test_nothing_wrong_is_drawn_before_the_width_is_known() -> None:
    """LOOK-2"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        app.reader._flow.width = 20
        assert set(screen(app)) == {""}

    reading(steps)
