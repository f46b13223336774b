"""PROG-1: what a package in the browser reports, as a standing and an exact score; the lesson is done when it says so."""

import pytest

from tests.builders import NOW
from trainhub_core.models.catalogue import Lesson, LessonKind
from trainhub_core.models.interactive import Reported
from trainhub_core.models.learning import LessonRecord
from trainhub_core.rules.interactive import Result, standing
from trainhub_core.rules.progress import lesson_progress, why_not_marked


@pytest.mark.parametrize(
    ("told", "mark", "result", "score"),
    [
        ({}, 0, Result.OPENED, None),
        ({"status": "incomplete"}, 0, Result.BEGUN, None),
        ({"status": "passed", "raw": "80"}, 0, Result.PASSED, (4, 5)),
        ({"status": "completed"}, 80, Result.COMPLETED, None),
        ({"status": "completed", "raw": "70"}, 80, Result.FAILED, (7, 10)),
        ({"status": "incomplete", "raw": "90"}, 80, Result.BEGUN, (9, 10)),
        ({"status": "incomplete", "raw": "90", "is_over": True}, 80, Result.PASSED, (9, 10)),
        ({"status": "completed", "success": "failed", "scaled": "0.5"}, 0, Result.FAILED, (1, 2)),
        ({"status": "unknown", "success": "passed", "scaled": "0.8333"}, 0, Result.PASSED, (8333, 10000)),
        ({"status": "completed", "raw": "7", "least": "5", "most": "8"}, 0, Result.COMPLETED, (2, 3)),
        ({"status": "completed", "scaled": "-0.4"}, 0, Result.COMPLETED, (0, 1)),
        ({"status": "completed", "raw": "400"}, 0, Result.COMPLETED, (1, 1)),
    ],
)
def test_standings(told: dict[str, str], mark: int, result: Result, score: tuple[int, int] | None) -> None:
    found = standing(Reported.model_validate({"api": "2004", "sequence": 1, **told}), mark)
    assert (found.result, found.score) == (result, score)


@pytest.mark.parametrize("raw", ["NaN", "Infinity", "1e999", "1e-999", "ten", "", "9" * 30, "1_0_0_0_0_0_0_0_0_0_0"])
def test_what_is_no_number_is_no_score(raw: str) -> None:
    assert standing(Reported(api="1.2", sequence=1, raw=raw)).score is None


def test_a_tiny_share_stays_within_whole_numbers() -> None:
    found = standing(Reported(api="2004", sequence=1, scaled="0.3333333333333333"))
    assert found.score is not None and found.score[1] <= 10**9 and found.percent == 33


def test_the_lesson_is_done_by_its_package_alone() -> None:
    lesson = Lesson(id="a/b", title="Try it", kind=LessonKind.INTERACTIVE, minutes=5, pass_mark=0)
    known = LessonRecord(lesson_id="a/b", course_id="a", scores=((NOW, 1, 2),))
    assert lesson_progress(lesson, known).why == "not finished, 50 % last"
    assert lesson_progress(lesson, known.model_copy(update={"reached": (NOW,)})).done
    assert why_not_marked(lesson) == "Try it is done when its page in the browser says so."
