"""What a footer names can be done (LOOK-3)."""

from pathlib import Path

import pytest

from tests.app.driving import story
from tests.app.practising import QUIZ_LESSON, WALK_LESSON, practising
from tests.app.sections import at_page
from tests.app.staged import StagedHub
from tests.app.videos_world import with_video
from trainhub_tui.screens.page import Page

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


@story
async def _check(hub: StagedHub, page: tuple[str, ...], keys: tuple[str, ...]) -> None:
    async with at_page(hub, *keys, page=page) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Page)
        named = [verb_id for verb_id, _, _ in screen.footer_hints()]
        refused = {verb_id: reason for verb_id in named if (reason := screen.why_not(verb_id))}
        assert named and not refused
