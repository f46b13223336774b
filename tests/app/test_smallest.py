"""The smallest terminal that is no too small one, 40x12: what has to be seen is seen."""

from pathlib import Path

import pytest

from tests.app.driving import press, seen, settle, story
from tests.app.practising import COURSE as COURSE_OF_PRACTICE
from tests.app.practising import QUIZ_LESSON, practising
from tests.app.sections import at_page, page_of, words_of
from tests.app.seed_home import StillHub
from tests.app.staged import staged
from tests.builders import NOW, course
from trainhub_core.models.catalogue import Path as LearningPath
from trainhub_core.models.learning import LessonRecord, Record
from trainhub_tui.app import SMALLEST, TrainhubApp
from trainhub_tui.screens.asking import STARS
from trainhub_tui.screens.lesson_words import foot
from trainhub_tui.widgets.verdict import Verdict

LONG = "What it is about, said at length. " * 8
COURSE = course("referral-strategies", "Referral Strategies").model_copy(update={"summary": LONG})
PATH = LearningPath(id="partner-success", title="Partner Success Mastery", summary=LONG, courses=("referral-strategies", "negotiation"))


@pytest.mark.parametrize("page", [("course", "referral-strategies"), ("path", "partner-success")])
@story
async def test_the_row_that_is_chosen_is_seen(tmp_path: Path, page: tuple[str, ...]) -> None:
    """LOOK-2, COURSE-2, PATH-1: the words above the list give way."""
    async with at_page(staged(COURSE, PATH, home=tmp_path), page=page, size=SMALLEST) as pilot:
        await press(pilot, "G")
        assert "▌" in page_of(pilot)
        await press(pilot, "g")
        assert "▌" in page_of(pilot)


@story
async def test_a_rating_shows_its_stars_and_its_keys(tmp_path: Path) -> None:
    """LOOK-2, COURSE-5."""
    async with (app := TrainhubApp(StillHub(tmp_path))).run_test(size=SMALLEST) as pilot:
        app.push_screen(Verdict("What was Account Planning worth to you?", STARS))
        await settle(pilot)
        page = seen(app)
        assert all(words in page for words in ("very useful", "not useful", "A sentence", "⏎ Keep", "tab Sentence", "esc Leave"))


@story
async def test_the_first_run_shows_both_choices(tmp_path: Path) -> None:
    """LOOK-2, LOOK-4."""
    hub = StillHub(tmp_path, None)
    hub.kept.clear()
    async with (app := TrainhubApp(hub)).run_test(size=SMALLEST) as pilot:
        await settle(pilot)
        assert "⏎ starts." in seen(app) and "https://its.address login" in seen(app)


@story
async def test_the_line_below_a_lesson_is_whole_at_forty_columns(tmp_path: Path) -> None:
    """LOOK-2, LEARN-3: how it stands, which lesson it is, how long it takes."""
    async with at_page(practising(tmp_path), "G", page=("lesson", "practice/read"), size=(40, 24)) as pilot:
        assert "Lesson 1 of 3 · 10 min done in" in words_of(pilot) and "s of reading, or with space" in words_of(pilot)


def test_a_failed_quiz_and_which_lesson_it_is_stand_one_below_the_other() -> None:
    """LOOK-2, LEARN-3: where both have no room on a line."""
    lesson = COURSE_OF_PRACTICE.lessons[-1]
    record = LessonRecord(lesson_id=QUIZ_LESSON, course_id=COURSE_OF_PRACTICE.id, scores=((NOW, 0, 1),))
    said = foot(lesson, COURSE_OF_PRACTICE, Record(lessons={QUIZ_LESSON: record}), 0, 40).plain
    assert said.splitlines() == [" ▶ quiz not passed, 50 % needed", " Lesson 3 of 3 · 5 min"]
    assert "\n" not in foot(lesson, COURSE_OF_PRACTICE, Record(lessons={QUIZ_LESSON: record}), 0, 80).plain
