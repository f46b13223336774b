"""Pictures and links of a lesson: drawn when they are here, fetched quietly when they are small, opened inside the app."""

from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.sections import at_page, page_of, settle
from tests.app.staged import StagedHub, staged
from tests.builders import resource, sample_catalogue
from tests.media.packages import png
from trainhub_core.models.library import Resource
from trainhub_tui.app import TrainhubApp
from trainhub_tui.screens.document import DocumentScreen
from trainhub_tui.screens.lesson import LessonScreen
from trainhub_tui.screens.pictured_page import SMALL
from trainhub_tui.screens.shell import HubChanged

COURSE = "client-communication"
LADDER = f"{COURSE}--ladder.png"
TEXT = (
    f"# Lesson one\n\nThe beginning.\n\n![The ladder of trust](resource:{LADDER})\n\n"
    f"Go [to the next](lesson:{COURSE}/two), [take the sums](resource:{COURSE}--sums.md) or [look](https://example.com).\n"
)
PICTURE = png(30, 20)


def file(id_: str, content: bytes, **changed: object) -> Resource:
    told = {"group": None, "collection": None, "category": None, "course": COURSE, "name": id_.rpartition("--")[2]}
    return resource(id_, id_.rpartition("--")[2], content).model_copy(update={**told, **changed})


def reading(home: Path, *files: Resource) -> StagedHub:
    hub = staged(home=home, things=(*sample_catalogue(), *files))
    texts = {"one": TEXT, "two": "# Two\n\nThe second.", "three": "# Three"}
    hub.snapshot.keep_texts(COURSE, '"e"', 1, [(f"{COURSE}/{name}", 1, text) for name, text in texts.items()])
    return hub


def pictures_of(screen: object) -> list[str]:
    assert isinstance(screen, LessonScreen)
    return list(screen.reader.document.pictures)


@story
async def test_a_picture_that_is_here_is_drawn(tmp_path: Path) -> None:
    """CONT-1, COURSE-4."""
    hub = reading(tmp_path, file(LADDER, PICTURE))
    hub.has_come(LADDER, PICTURE)
    async with at_page(hub, page=("lesson", f"{COURSE}/one")) as pilot:
        assert pictures_of(pilot.app.screen) == [f"resource:{LADDER}"]
        assert "▀▀▀▀" in page_of(pilot)
        assert hub.asked == []


@story
async def test_a_small_picture_is_fetched_and_drawn_when_it_comes(tmp_path: Path) -> None:
    """CONT-1, OFF-1: until then its words stand in its place, and nothing waits for it."""
    hub = reading(tmp_path, file(LADDER, PICTURE))
    async with at_page(hub, page=("lesson", f"{COURSE}/one")) as pilot:
        assert "The ladder of trust" in page_of(pilot) and "The beginning." in page_of(pilot)
        assert hub.asked == [("download", LADDER)]
        pilot.app.post_message(HubChanged())
        await settle(pilot)
        assert hub.asked == [("download", LADDER)], "once is enough"
        hub.has_come(LADDER, PICTURE)
        pilot.app.post_message(HubChanged())
        await settle(pilot)
        assert pictures_of(pilot.app.screen) == [f"resource:{LADDER}"]


@story
async def test_a_large_picture_waits_until_it_is_asked_for(tmp_path: Path) -> None:
    """CONT-1: somebody may be on a phone's network."""
    hub = reading(tmp_path, file(LADDER, PICTURE, size=SMALL + 1))
    async with at_page(hub, page=("lesson", f"{COURSE}/one")) as pilot:
        assert "The ladder of trust" in page_of(pilot)
        assert hub.asked == []


@story
async def test_what_is_no_picture_leaves_its_words(tmp_path: Path) -> None:
    """CONT-1: files may be damaged, or lie."""
    hub = reading(tmp_path, file(LADDER, b"no picture"))
    hub.has_come(LADDER, b"no picture")
    async with at_page(hub, page=("lesson", f"{COURSE}/one")) as pilot:
        assert pictures_of(pilot.app.screen) == []
        assert "The ladder of trust" in page_of(pilot)


@story
async def test_a_link_to_a_lesson_opens_it_inside_the_app(tmp_path: Path) -> None:
    """CONT-1: esc comes back."""
    hub = reading(tmp_path)
    async with at_page(hub, page=("lesson", f"{COURSE}/one")) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LessonScreen)
        screen.reader.action_next_link()
        screen.reader.action_open_link()
        await settle(pilot)
        assert isinstance(pilot.app.screen, LessonScreen) and pilot.app.screen.lesson_id == f"{COURSE}/two"
        await press(pilot, "escape")
        assert pilot.app.screen is screen


@story
async def test_a_link_to_a_file_of_the_course_opens_it(tmp_path: Path) -> None:
    """CONT-1, LIB-3."""
    hub = reading(tmp_path, file(f"{COURSE}--sums.md", b"# Sums\n\nOne and one.\n"))
    hub.has_come(f"{COURSE}--sums.md", b"# Sums\n\nOne and one.\n")
    async with at_page(hub, page=("lesson", f"{COURSE}/one")) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LessonScreen)
        screen.reader.action_next_link()
        screen.reader.action_next_link()
        screen.reader.action_open_link()
        await settle(pilot)
        assert isinstance(pilot.app.screen, DocumentScreen)
        assert "One and one." in page_of(pilot)


@story
async def test_keeping_a_course_fetches_its_files_and_the_library_shows_none_of_them(tmp_path: Path) -> None:
    """LIB-1, LIB-2: D takes a course along whole."""
    hub = reading(tmp_path, file(LADDER, PICTURE, size=SMALL + 1))
    async with at_page(hub, "D", page=("course", COURSE)) as pilot:
        assert hub.asked == [("download", LADDER)]
        assert isinstance(pilot.app, TrainhubApp)
        assert "1 file on the way" in said(pilot.app)[-1]
        await press(pilot, "4")
        assert "ladder.png" not in page_of(pilot)
