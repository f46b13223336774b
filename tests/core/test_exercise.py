"""The parts of an exercise, and when it can be accepted (COURSE-4)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trainhub_core.models.catalogue import Lesson, LessonKind
from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.models.texts import LessonText
from trainhub_core.rules.exercise import MOST_POINTS, Exercise, answer_id, exercise_of, why_not_accepted

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
POINTS = ("It has a date", "It has *one* request")
TASK = "# Write it\n\nWrite a message.\n\n- [ ] It has a date\n- [x] It has *one* request\n\n"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", Exercise("")),
        ("Just a task.\n", Exercise("Just a task.\n")),
        (f"{TASK}## Model answer\n\nDear Ana,\n\n- [ ] no point\n", Exercise(TASK, "Dear Ana,\n\n- [ ] no point", POINTS)),
        (f"{TASK}##  MODEL ANSWER ##\nHi.", Exercise(TASK, "Hi.", POINTS)),
        ("```\n## Model answer\n- [ ] code\n```\n", Exercise("```\n## Model answer\n- [ ] code\n```\n")),
        ("### Model answer\nA part of the task.", Exercise("### Model answer\nA part of the task.")),
    ],
)  # fmt: skip
def test_the_task_ends_where_the_model_answer_begins(text: str, parts: Exercise) -> None:
    """COURSE-4: code is never read as a part."""
    assert exercise_of(LessonText(lesson_id="c/l", version=1, text=text)) == parts


@given(some.text(alphabet="ab#`~- []x\n", max_size=200), some.booleans())
def test_the_task_is_the_beginning_of_the_text(text: str, has_model: bool) -> None:
    """LEARN-2: so places in the one are places in the other."""
    whole = f"{text}\n## Model answer\nHi.\n" if has_model else text
    parts = exercise_of(LessonText(lesson_id="c/l", version=1, text=whole))
    assert whole.startswith(parts.task)
    assert len(parts.points) <= MOST_POINTS


def test_a_model_answer_that_comes_apart_is_taken() -> None:
    """COURSE-4: as the content format gives it."""
    told = LessonText(lesson_id="c/l", version=1, text=TASK, model_answer="Dear Ana,\n")
    assert exercise_of(told) == Exercise(TASK, "Dear Ana,", POINTS)


def note(body: str, on: bool = True) -> dict[str, Note]:
    name = answer_id("c/l")
    return {name: Note(id=name, kind=NoteKind.LESSON, object="c/l", body=body, on=on, made=NOON, at=NOON)}


@pytest.mark.parametrize(
    ("notes", "accepted"), [({}, False), (note("  \n"), False), (note("Words", on=False), False), (note("Words"), True)]
)
def test_an_answer_is_accepted_once_something_is_written(notes: dict[str, Note], accepted: bool) -> None:
    """COURSE-4."""
    exercise = Lesson(id="c/l", title="Write it", kind=LessonKind.PROJECT, minutes=5)
    why = why_not_accepted(exercise, notes)
    assert why == (None if accepted else "Write your answer to Write it first; then accept it.")
    assert why_not_accepted(exercise.model_copy(update={"kind": LessonKind.ARTICLE}), {}) is None
