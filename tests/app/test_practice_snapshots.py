"""Pictures of every type of question, of what is said to an answer, of results and scenarios, at four sizes (LOOK-2, LEARN-3)."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.app.practising import QUIZ_LESSON, WALK_LESSON, practising
from tests.app.test_section_snapshots import pictured
from tests.core.quiz_builders import CHOICE, CLOZE, MATCHING, NUMBER, ORDERING, RESPONSE, SHORT, TRUE
from trainhub_core.models.quiz import Option, Question

Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def the_same_order_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of an attempt is drawn by its id."""
    numbers = count(1)
    monkeypatch.setattr("trainhub_tui.screens.practice_log.uuid7", lambda now: f"attempt-{next(numbers)}")


SIZES = ((40, 30), (80, 24), (120, 40), (200, 60))
QUIZ, SCENARIO = ("quiz", QUIZ_LESSON), ("scenario", WALK_LESSON)
LONG = CHOICE.model_copy(
    update={
        "prompt": "A client who has been quiet for three weeks sends you **one line**: `Can we talk?` What do you do first?",
        "options": (
            Option(
                id="a",
                text="Write a long mail that explains everything that happened in those three weeks, with all the dates.",
                feedback="No.",
            ),
            Option(
                id="b",
                text="Call, listen, and say what you have heard before you say anything else.",
                right=True,
                feedback="Yes: *first listen*.",
            ),
            Option(id="c", text="Wait.", feedback="For what?"),
        ),
        "feedback": "Whoever asks to talk wants to be heard.",
    }
)
KEYS: dict[str, tuple[Question, tuple[str, ...]]] = {
    "choice": (LONG, ("b",)),
    "response": (RESPONSE, ("a", "c")),
    "true": (TRUE, ()),
    "number": (NUMBER, (*"12.5",)),
    "short": (SHORT, (*"way out", "left")),
    "matching": (MATCHING, ("a", "b")),
    "ordering": (ORDERING, ("space", "down")),
    "cloze": (CLOZE, (*"clients", "tab", "3", "tab", "right")),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", KEYS)
def test_question(snap_compare: Compare, tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    question, keys = KEYS[name]
    assert pictured(snap_compare, practising(tmp_path, question, TRUE.model_copy(update={"id": "last"})), size, QUIZ, *keys)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("question", "keys"), [(LONG, ("a",)), (RESPONSE, ("a", "c"))], ids=["wrong", "partly"])
def test_feedback(snap_compare: Compare, tmp_path: Path, question: Question, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    assert pictured(snap_compare, practising(tmp_path, question, TRUE.model_copy(update={"id": "last"})), size, QUIZ, *keys, "enter")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_result(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    keys = ("b", "enter", "enter", "a", "c", "enter", "enter")
    assert pictured(snap_compare, practising(tmp_path, LONG, RESPONSE), size, QUIZ, *keys)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("keys", [(), ("a", "enter")], ids=["start", "end"])
def test_scenario(snap_compare: Compare, tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    assert pictured(snap_compare, practising(tmp_path), size, SCENARIO, *keys)


@pytest.mark.parametrize("size", SIZES[:3], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_lesson_of_a_quiz(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert pictured(snap_compare, practising(tmp_path), size, ("lesson", QUIZ_LESSON))
