"""What a footer names can be done (LOOK-3)."""

from pathlib import Path

import pytest

from tests.app.driving import press, story
from tests.app.practising import QUIZ_LESSON, WALK_LESSON, practising
from tests.app.sections import at_page, page_of
from tests.app.staged import StagedHub, staged
from tests.app.videos_world import resources, with_video
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Module
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.learn import LearnScreen
from trainhub_tui.screens.page import Page
from trainhub_tui.widgets.footer import Footer

HANDBOOK = "partner-handbook"
FAKE = b"\x00\x00\x00\x18ftypmp42" + bytes(500)
LESSONS = (
    (("lesson", "practice/read"), ()),
    (("lesson", "practice/read"), ("space",)),
    (("lesson", "practice/read"), ("space", "greater_than_sign")),
    (("lesson", "practice/read"), ("tab",)),
    (("lesson", QUIZ_LESSON), ()),
    (("quiz", QUIZ_LESSON), ()),
    (("quiz", QUIZ_LESSON), ("b", "enter")),
    (("scenario", WALK_LESSON), ()),
    (("scenario", WALK_LESSON), ("a", "enter")),
    (("notes",), ()),
    (("course", "practice"), ()),
)
FILES = ((("document", HANDBOOK), ()), (("video", "how-to-ask"), ()))


@pytest.mark.parametrize(("page", "keys"), LESSONS)
def test_the_footer_of_a_lesson_names_what_can_be_done(tmp_path: Path, page: tuple[str, ...], keys: tuple[str, ...]) -> None:
    """LOOK-3, COURSE-4."""
    _check(practising(tmp_path), page, keys)


@pytest.mark.parametrize(("page", "keys"), FILES)
def test_the_footer_of_a_file_names_what_can_be_done(tmp_path: Path, page: tuple[str, ...], keys: tuple[str, ...]) -> None:
    """LOOK-3, LIB-3."""
    hub = with_video(tmp_path, FAKE)
    hub.has_come(HANDBOOK, b"# Guide\n\nWords to read.\n")
    _check(hub, page, keys)


AWAY = (
    ("lesson", "negotiation/one"),
    ("lesson", "asking/handout"),
    ("lesson", "asking/film"),
    ("document", HANDBOOK),
    ("video", "how-to-ask"),
    ("course", "closing-techniques"),
    ("learn",),
    ("library",),
    ("offline",),
    ("bookmarks",),
    ("notes",),
    ("search",),
    ("document", "never-heard-of"),
)
FILM = Lesson(id="asking/film", title="Film", kind=LessonKind.VIDEO, minutes=1, media="how-to-ask", media_seconds=3)
HANDOUT = Lesson(id="asking/handout", title="Handout", kind=LessonKind.DOWNLOAD, minutes=1, media=HANDBOOK)
ASKING = Course(id="asking", title="Asking", category="sales", modules=(Module(id="asking-a", title="All", lessons=(FILM, HANDOUT)),))


@pytest.mark.parametrize("page", AWAY, ids=" ".join)
def test_the_footer_names_nothing_that_needs_what_is_not_here(tmp_path: Path, page: tuple[str, ...]) -> None:
    """LOOK-3: off the network, with neither texts nor files on the laptop, and where nothing was kept yet."""
    _check(staged(*resources(FAKE), ASKING, home=tmp_path, kind=SyncKind.OFFLINE), page, ())


@story
async def test_the_footer_follows_the_row_that_is_chosen(tmp_path: Path) -> None:
    """LOOK-3: a locked course cannot be enrolled in, the next one can."""
    async with at_page(staged(home=tmp_path), page=("learn",)) as pilot:
        rows = {}
        for _ in range(8):
            screen = pilot.app.screen
            assert isinstance(screen, LearnScreen)
            rows[screen.key] = ("e Enrol" in page_of(pilot), screen.why_not("enrol") is None)
            await press(pilot, "down")
    assert all(named == can for named, can in rows.values()) and {named for named, _ in rows.values()} == {True, False}


@story
async def _check(hub: StagedHub, page: tuple[str, ...], keys: tuple[str, ...]) -> None:
    async with at_page(hub, *keys, page=page) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Page)
        named = [verb_id for verb_id, _, _ in screen.footer_hints()]
        refused = {verb_id: reason for verb_id in named if (reason := screen.why_not(verb_id))}
        assert named and not refused
        assert list(screen.query_one(Footer)._hints) == screen.footer_hints(), "what is seen is what holds now"
