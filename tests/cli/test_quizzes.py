"""trainhub quiz: attempts and walks as table, plain text and JSON (LEARN-3)."""

import json
from pathlib import Path

import pytest

from tests.app.practising import COURSE, QUIZ_LESSON, WALK_LESSON, practising
from tests.builders import NOW
from tests.cli.scripted import CommandLine
from trainhub_core.models.attempt import Attempt, ShownQuestion, Step, Walk

ATTEMPT = Attempt(
    id="attempt-1",
    lesson_id=QUIZ_LESSON,
    shown=tuple(ShownQuestion(id=it, version=1) for it in "abcd"),
    started=NOW,
    ended=NOW,
    score=(7, 8),
    event_id="event-1",
)
WALK = Walk(id="walk-1", lesson_id=WALK_LESSON, steps=(Step(node="start", choice="call"),), started=NOW, ended=NOW, event_id="event-2")


@pytest.fixture
def practised(trainhub: CommandLine) -> CommandLine:
    """A learner who took the quiz and the scenario once."""
    trainhub.facts = (*trainhub.facts, COURSE, ATTEMPT, WALK)
    return trainhub


def test_attempts_are_listed_for_people_for_screen_readers_and_as_json(practised: CommandLine) -> None:
    table = practised("quiz", "check yourself")
    assert table.status == 0 and "50 % to pass; 1 attempt." in table.out and "87 %" in table.out and "passed" in table.out
    assert "3 1/2 of 4" in table.out
    assert "passed" in practised("quiz", QUIZ_LESSON, "--plain").out
    [attempt] = json.loads(practised("quiz", QUIZ_LESSON, "--json").out)["items"]
    assert (attempt["right"], attempt["out_of"], attempt["percent"], attempt["passed"]) == (7, 8, 87, True)


def test_ways_through_a_scenario_are_listed_by_their_ends(practised: CommandLine, tmp_path: Path) -> None:
    texts = practising(tmp_path / "other").snapshot
    practised.texts = {WALK_LESSON: "# The late link"}
    practised.practice = {WALK_LESSON: texts.practice(WALK_LESSON) or ""}
    assert "She thanks you" in practised("quiz", "the late link").out
    [walk] = json.loads(practised("quiz", WALK_LESSON, "--json").out)["items"]
    assert (walk["end"], walk["score"]) == ("She thanks you", 100)


def test_a_quiz_not_taken_yet_and_a_lesson_that_is_none(trainhub: CommandLine) -> None:
    trainhub.facts = (*trainhub.facts, COURSE)
    assert "Not taken yet; take it in the app." in trainhub("quiz", QUIZ_LESSON).out
    refused = trainhub("quiz", "practice/read")
    assert (refused.status, refused.err.strip()) == (1, "Read this first is no quiz and no scenario.")
