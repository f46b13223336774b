"""Search: what is seen as one types, and where enter goes (LEARN-5)."""

from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app.driving import press, settle, story
from tests.app.sections import at_page, line_of, page_of, words_of
from tests.app.staged import StagedHub, staged
from tests.builders import NOW
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.notes import Anchor, Note, NoteKind
from trainhub_core.operations import SaveNote
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.course import CourseScreen
from trainhub_tui.screens.document import DocumentScreen
from trainhub_tui.screens.lesson import LessonScreen
from trainhub_tui.screens.notes import NotesScreen
from trainhub_tui.screens.reading_page import ReadingPage
from trainhub_tui.screens.search_rows import FoundRows

FILLER = "Say what you need, to whom it helps, and by when. " * 12
LESSON = f"# Asking\n\n{FILLER}\n\n## Anchors\n\nThe first figure [named](https://example.org) is an **anchor**.\n\n{FILLER}\n"
GUIDE = f"# Handbook\n\n{FILLER}\n\n## Stones\n\n{FILLER}\n\nQuartz [b]is[/b] hard.\n\n{FILLER}\n".encode()
MARK = Bookmark(kind=BookmarkKind.LESSON, object="negotiation/one", offset=640, title="Lesson one: Anchors", at=NOW)


def known(home: Path, kind: SyncKind = SyncKind.OFFLINE) -> StagedHub:
    """A laptop with a lesson's text, a document and a bookmark; their words are in the index."""
    hub = staged(MARK, home=home, kind=kind)
    hub.snapshot.keep_texts("negotiation", '"e"', 1, [("negotiation/one", 1, LESSON)])
    hub.has_come("partner-handbook", GUIDE)
    hub.search.catch_up()
    return hub


@story
async def test_results_come_as_one_types_and_enter_opens_the_first(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "2", "ctrl+f", *"nego") as pilot:
        assert "Negotiation" in line_of(pilot, "▌ Neg")
        assert "4 found" in page_of(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CourseScreen)
        await press(pilot, "escape", *"zz")
        assert 'Nothing has "negozz". esc clears.' in words_of(pilot)
        await press(pilot, "escape")
        assert "Type a word: titles are searched, and every text on this laptop." in words_of(pilot)
        await press(pilot, "escape")
        assert "Type a word" not in words_of(pilot)


@story
async def test_a_word_of_a_lesson_opens_it_at_its_heading_offline_too(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "ctrl+f", *"figure nam") as pilot:
        assert "Lesson one: Anchors" in page_of(pilot)
        assert "The first figure named is an anchor" in words_of(pilot)
        assert "example.org" not in page_of(pilot)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, LessonScreen)
        assert screen.reader.place == LESSON.index("## Anchors")


def marked(pilot: Pilot[int]) -> list[str]:
    """What is marked as found in the reader, the chosen place in capitals."""
    screen = pilot.app.screen
    assert isinstance(screen, ReadingPage)
    hits, text = screen.reader._hits, screen.reader.document.text
    return [text[a:b].upper() if (a, b) == hits.chosen else text[a:b].lower() for a, b in hits.places]


def top_note(pilot: Pilot[int]) -> str:
    """The note that the list of notes is at."""
    screen = pilot.app.screen
    assert isinstance(screen, NotesScreen)
    return screen.key


@story
async def test_the_words_are_marked_where_one_has_jumped_to_until_esc(tmp_path: Path) -> None:
    """The first one from the place is chosen; enter goes on, / has the words at hand, esc lets them go, then leaves."""
    async with at_page(known(tmp_path), "ctrl+f", *"figure nam", "enter") as pilot:
        assert marked(pilot) == ["FIGURE", "named"]
        assert "figure nam" in page_of(pilot) and "2 found" in page_of(pilot) and "Next place" in page_of(pilot)
        strips = pilot.app.screen._compositor.render_strips()
        seen = [segment.text for strip in strips for segment in strip if segment.style and segment.style.reverse]
        assert "figure" in seen and "named" in seen
        await press(pilot, "enter")
        assert marked(pilot) == ["figure", "NAMED"]
        await press(pilot, "slash", "up")
        assert marked(pilot) == ["FIGURE", "named"]
        await press(pilot, "escape")
        assert marked(pilot) == [] and "2 found" not in page_of(pilot) and isinstance(pilot.app.screen, LessonScreen)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, LessonScreen)


@story
async def test_another_text_typed_on_the_page_takes_the_place_of_the_words(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "ctrl+f", *"quartz hard", "enter") as pilot:
        assert marked(pilot) == ["QUARTZ", "hard"]
        await press(pilot, "slash", "backspace")
        assert marked(pilot) == []
        await press(pilot, "ctrl+u", *"stones")
        assert marked(pilot) == ["STONES"]


@story
async def test_a_thing_found_by_its_title_opens_without_marks(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "ctrl+f", *"partner handb", "enter") as pilot:
        assert marked(pilot) == [] and "Next place" not in page_of(pilot)


@story
async def test_a_note_without_its_passage_opens_in_the_list_of_notes(tmp_path: Path) -> None:
    """LEARN-2, LEARN-5."""
    hub = known(tmp_path)
    for number, quote in enumerate(("is an **anchor**", "was once here"), 1):
        anchor = Anchor(quote=quote)
        told = {"id": f"n{number}", "kind": NoteKind.LESSON, "object": "negotiation/one", "title": "Lesson one", "anchor": anchor}
        hub.do(SaveNote(note=Note.model_validate({**told, "body": f"Zebra {number}", "made": NOW, "at": NOW})))
    hub.search.catch_up()
    async with at_page(hub, "ctrl+f", *"zebra 1", "enter") as pilot:
        assert isinstance(pilot.app.screen, LessonScreen) and pilot.app.screen.reader.place == LESSON.index("is an **anchor")
        await press(pilot, "escape", "escape", "backspace", *"2", "enter")
        assert top_note(pilot) == "n2" and "was once here" in page_of(pilot)


@story
async def test_a_word_deep_in_a_document_opens_the_very_line_and_markup_is_text(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "ctrl+f", *"quartz") as pilot:
        assert "Partner Handbook: Stones" in page_of(pilot)
        assert "Quartz b is /b hard." in words_of(pilot)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, DocumentScreen)
        assert screen.reader.place == GUIDE.decode().index("Quartz")


@story
async def test_the_words_looked_for_are_marked_without_colour_too(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "ctrl+f", *"quar") as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        strips = pilot.app.screen._compositor.render_strips()
        marked = [segment.text for strip in strips for segment in strip if segment.style and segment.style.underline]
        assert "Quartz" in marked


@story
async def test_brackets_turn_to_a_kind_while_one_types_and_esc_goes_back_step_by_step(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "ctrl+f", *"anchor") as pilot:
        assert "2 found" in page_of(pilot)
        await press(pilot, "]", "]")
        assert "1 found" in page_of(pilot) and "lesson" in line_of(pilot, "an anchor")
        await press(pilot, "]")
        assert 'Nothing has "anchor" in Library. [ and ] turn to other kinds.' in words_of(pilot)
        await press(pilot, "[", "[", "[", "[")
        assert "bookmark" in page_of(pilot) and "an anchor" not in page_of(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LessonScreen)
        await press(pilot, "escape", "escape", "escape")
        assert "Type a word" in words_of(pilot)


@story
async def test_tab_goes_to_the_results_where_the_keys_of_lists_work(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "ctrl+f", *"nego", "tab", "j") as pilot:
        assert "Lesson" in line_of(pilot, "▌ Les")
        await press(pilot, "slash", *"zz")
        assert 'Nothing has "negozz"' in words_of(pilot)
        await press(pilot, "tab", "ctrl+f", "y")
        assert 'Nothing has "negozzy"' in words_of(pilot), "the page is open already: its key goes to the field"


@story
async def test_nothing_typed_is_lost_while_the_page_opens(tmp_path: Path) -> None:
    """A fast typist, a slow laptop: every letter arrives, in its order, and is no verb of the page."""
    async with at_page(known(tmp_path), "2") as pilot:
        assert isinstance(pilot.app, TrainhubApp)
        pilot.app.open("search")
        for key in "quartz":
            pilot.app.post_message(Key(key, key))
        await settle(pilot)
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == "quartz"


@pytest.mark.parametrize(("place", "key"), [("2", "ctrl+f"), ("4", "ctrl+f"), ("4", "/")])
@story
async def test_what_is_typed_right_behind_the_key_is_for_the_field(tmp_path: Path, place: str, key: str) -> None:
    """LEARN-5: all of it is on its way to the page before when the field opens; q does not quit, j moves nothing."""
    async with at_page(known(tmp_path), place) as pilot:
        for typed in (key, *"quick 3j"):
            pilot.app.post_message(Key("space" if typed == " " else "slash" if typed == "/" else typed, typed))
        await settle(pilot)
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == "quick 3j"


@story
async def test_what_comes_while_the_page_is_open_is_found(tmp_path: Path) -> None:
    hub = known(tmp_path)
    async with at_page(hub, "ctrl+f", *"basalt") as pilot:
        assert 'Nothing has "basalt"' in words_of(pilot)
        hub.has_come("pricing-guide", b"Basalt is cheap.\n")
        hub.search.catch_up()
        assert isinstance(pilot.app, TrainhubApp)
        pilot.app._hub_changed()
        await press(pilot)
        await press(pilot, "down")
        assert "Pricing Guide" in page_of(pilot) and "1 found" in page_of(pilot)


@story
async def test_without_full_text_the_page_says_that_titles_alone_are_searched(tmp_path: Path) -> None:
    hub = known(tmp_path)
    hub.search.index.full_text = False
    async with at_page(hub, "ctrl+f", *"nego") as pilot:
        assert "titles alone" in page_of(pilot)
        await press(pilot, *"zz")
        assert 'No title has "negozz"' in words_of(pilot)


def test_only_rows_that_are_seen_are_asked_for_their_words(tmp_path: Path) -> None:
    hub = known(tmp_path)
    asked: list[int] = []
    rows = FoundRows(hub.search.find("lesson"), lambda hits, found: asked.append(len(hits)) or hub.search.snippets(hits, found))  # type: ignore[func-returns-value]
    assert rows.count > 10
    rows.page(0, 5)
    rows.page(0, 5)
    assert asked == [5]


@story
async def test_enter_before_the_answer_opens_the_first_hit_of_what_was_typed(tmp_path: Path) -> None:
    async with at_page(known(tmp_path), "ctrl+f") as pilot:
        await pilot.press(*"quartz", "enter")
        await settle(pilot)
        await settle(pilot)
        assert isinstance(pilot.app.screen, DocumentScreen)
