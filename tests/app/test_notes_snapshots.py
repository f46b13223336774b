"""Pictures of texts with highlights and of the page of notes, at four sizes and in every theme (LEARN-2, LOOK-2)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.sections import settle
from tests.app.staged import StagedHub, staged
from tests.builders import NOW, course, finished
from trainhub_core.models.notes import Anchor, Colour, Note, NoteKind, Revision
from trainhub_core.rules.anchors import anchor_of
from trainhub_tui.app import TrainhubApp
from trainhub_tui.config import Config
from trainhub_tui.theme import THEME_NAMES

Compare = Callable[..., bool]
SIZES = ((40, 30), (80, 24), (120, 40), (200, 60))
LESSON = "client-communication/one"
TEXT = """# Asking well

Ask every happy client for one name, **at the moment** they are happy. Say what you need, to whom it helps, and by when.

## When to ask

- right after a success, while it is fresh
- never in the first week

Wait a week before you ask again. Nobody minds being asked once, and `thanks` is said twice.
"""
WORDS = "Said *better* on the phone than in a mail.\n\n- prepare the name of the success\n- ask for one name only"


def marked(quote: str, colour: Colour | None, number: int, body: str = "", **more: object) -> Note:
    told = {"id": f"note-{number}", "kind": NoteKind.LESSON, "object": LESSON, "title": "Lesson one", "made": NOW, "at": NOW, **more}
    at = TEXT.find(quote)
    anchor = anchor_of(TEXT, at, at + len(quote)) if at >= 0 else Anchor(quote=quote, start=9)
    return Note.model_validate({**told, "anchor": anchor, "colour": colour, "body": body})


def noted_hub(home: Path) -> StagedHub:
    before = Revision(body="Said better on the phone.", at=NOW)
    notes = (
        marked("Ask every happy client for one name, **at the moment** they are happy.", Colour.YELLOW, 1, WORDS, revisions=(before,)),
        marked("right after a success", Colour.GREEN, 2),
        marked("never in the first week", Colour.BLUE, 3, "Except when they offer."),
        marked("Nobody minds being asked once, and `thanks` is said twice.", Colour.PINK, 4),
        marked("This sentence was in the version of last year.", Colour.PINK, 5, "Ask Sarah where it went."),
        marked(
            "", None, 6, "Prices are on the last page.", kind=NoteKind.RESOURCE, object="partner-handbook", title="Partner Handbook"
        ).model_copy(update={"anchor": Anchor(quote="Prices", page=3)}),
    )
    hub = staged(*finished(course("referral-strategies", "Referral Strategies")), *notes, home=home)
    hub.snapshot.keep_texts("client-communication", '"e"', 1, [(LESSON, 1, TEXT)])
    return hub


def pictured(compare: Compare, home: Path, size: tuple[int, int], page: tuple[str, ...], *keys: str, theme: str = "dark") -> bool:
    app = TrainhubApp(noted_hub(home), Config(theme=theme, zone="Europe/Berlin"))

    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        app.open(*page)
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("page", [("lesson", LESSON), ("notes",)], ids=lambda page: page[0])
def test_page(snap_compare: Compare, tmp_path: Path, page: tuple[str, ...], size: tuple[int, int]) -> None:
    assert pictured(snap_compare, tmp_path, size, page)


@pytest.mark.parametrize("theme", [name for name in THEME_NAMES if name != "dark"])
def test_highlights_in_every_theme(snap_compare: Compare, tmp_path: Path, theme: str) -> None:
    assert pictured(snap_compare, tmp_path, (80, 24), ("lesson", LESSON), theme=theme)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_selecting(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert pictured(snap_compare, tmp_path, size, ("lesson", LESSON), "v", "j", "right_parenthesis")


@pytest.mark.parametrize("size", SIZES[:3], ids=lambda size: f"{size[0]}x{size[1]}")
def test_writing_a_note(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert pictured(snap_compare, tmp_path, size, ("notes",), "j", "j", "n")
