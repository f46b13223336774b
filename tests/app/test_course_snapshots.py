"""Pictures of exercises, of what a course was worth, and of what is new in it (COURSE-2, COURSE-4, COURSE-5)."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.test_course_own import PAGE, PLAIN, done
from tests.app.test_exercise import LESSON, writing
from tests.app.test_section_snapshots import Compare, pictured
from tests.builders import NOW
from trainhub_core.models.learning import CourseRecord

SIZES = ((40, 24), (80, 24), (120, 40), (200, 60))
EACH_SIZE = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@EACH_SIZE
def test_an_exercise(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert pictured(snap_compare, writing(tmp_path), size, ("exercise", LESSON), "enter", *"Hi Ana", "ctrl+s", "a")


def test_an_exercise_with_nothing_written(snap_compare: Compare, tmp_path: Path) -> None:
    assert pictured(snap_compare, writing(tmp_path), (80, 24), ("exercise", LESSON))


@EACH_SIZE
def test_a_course_that_is_complete_and_newer(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    one, two, three = PLAIN.lessons
    lessons = (one, two.model_copy(update={"changed": 3}), three.model_copy(update={"since": 2}))
    module = PLAIN.modules[0].model_copy(update={"lessons": lessons})
    newer = PLAIN.model_copy(update={"version": 3, "modules": (module,), "rating": 43, "ratings": 12})
    before = CourseRecord(course_id=PLAIN.id, enrolled=True, version=1, at=NOW - timedelta(days=40), event_id="event-1")
    assert pictured(snap_compare, done(35, newer, before, home=tmp_path), size, PAGE)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_what_a_course_was_worth(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert pictured(snap_compare, done(3, home=tmp_path), size, PAGE, "asterisk", "4", "tab", *"Good")
