"""Lessons' texts with their quizzes and scenarios, between the cache and the models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trainhub_tui.cache.snapshot import Snapshot

if TYPE_CHECKING:  # a pass of sync that finds nothing new loads no models
    from trainhub_core.models.texts import LessonText

PRACTICE = {"quiz", "scenario", "model_answer"}


def practice_of(text: LessonText) -> str:
    """What the cache keeps of a lesson besides its words."""
    return text.model_dump_json(include=PRACTICE, exclude_none=True)


def lesson_text(snapshot: Snapshot, lesson_id: str) -> LessonText | None:
    """The lesson's text, None where it is not in the cache."""
    found, practice = snapshot.text(lesson_id), snapshot.practice(lesson_id)
    if found is None:
        return None
    from trainhub_core.models.texts import LessonText  # late: memory at rest

    return LessonText.model_validate({"lesson_id": lesson_id, "version": found[0], "text": found[1], **json.loads(practice or "{}")})
