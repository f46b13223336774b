"""An exercise that the learner checks: its task, the author's answer, points to tick; done when accepted after something was written.

Source: rules.md, project: done when accepted. The author's answer follows the heading `## Model answer`; the points are task items."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from trainhub_core.models.catalogue import Lesson, LessonKind
from trainhub_core.models.notes import Note
from trainhub_core.models.texts import LessonText

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_MODEL = re.compile(r" {0,3}##[ \t]+model answer[ \t]*#*[ \t]*$", re.IGNORECASE)
_POINT = re.compile(r" {0,3}[-*+][ \t]+\[[ xX]\][ \t]+(\S.*)$")
MOST_POINTS = 40


@dataclass(frozen=True, slots=True)
class Exercise:
    """`task` is the beginning of the text, so that places in it are places in the whole; `model_answer` is empty where there is none."""

    task: str
    model_answer: str = ""
    points: tuple[str, ...] = ()


def exercise_of(told: LessonText) -> Exercise:
    """The parts of an exercise; the author's answer comes apart from the text, or at its end."""
    found = _parts(told.text)
    return replace(found, model_answer=told.model_answer.strip()) if told.model_answer.strip() else found


def _parts(text: str) -> Exercise:
    at, fence = 0, ""
    points: list[str] = []
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\n")
        if fenced := _FENCE.match(bare):
            fence = "" if fence and bare.strip().startswith(fence) else fence or fenced[1]
        elif not fence and _MODEL.match(bare):
            return Exercise(text[:at], text[at + len(line) :].strip(), tuple(points[:MOST_POINTS]))
        elif not fence and (point := _POINT.match(bare)):
            points.append(point[1].strip())
        at += len(line)
    return Exercise(text, "", tuple(points[:MOST_POINTS]))


def answer_id(lesson_id: str) -> str:
    """The note that a learner's answer is kept in: one per lesson, whatever the device."""
    return f"answer/{lesson_id}"[:160]


def written(lesson_id: str, notes: Mapping[str, Note]) -> str:
    """What the learner has written, empty while that is nothing."""
    note = notes.get(answer_id(lesson_id))
    return note.body.strip() if note and note.on else ""


def why_not_accepted(lesson: Lesson, notes: Mapping[str, Note]) -> str | None:
    """Why the learner cannot accept an answer to this lesson; None where it can be, or where the lesson is no exercise."""
    if lesson.kind is not LessonKind.PROJECT or written(lesson.id, notes):
        return None
    return f"Write your answer to {lesson.title} first; then accept it."
