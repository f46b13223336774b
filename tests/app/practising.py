"""A course with a quiz of every type of question and a scenario, on a staged hub."""

from datetime import timedelta
from pathlib import Path

from tests.app.staged import StagedHub, staged
from tests.builders import sample_catalogue
from tests.core.quiz_builders import CHOICE, CLOZE, MATCHING, NUMBER, ORDERING, RESPONSE, SHORT, TRUE
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Module, Prerequisite
from trainhub_core.models.quiz import Question, Quiz
from trainhub_core.models.scenario import Node, Scenario, ScenarioChoice
from trainhub_core.models.texts import LessonText
from trainhub_tui.cache.practice import practice_of
from trainhub_tui.facts import SyncKind

EVERY = (CHOICE, RESPONSE, TRUE, NUMBER, SHORT, MATCHING, ORDERING, CLOZE)
QUIZ_LESSON, WALK_LESSON = "practice/check", "practice/late"
SCENARIO = Scenario(
    nodes=(
        Node(
            id="start",
            title="Thursday morning",
            text="Monday's date **will not hold**.",
            choices=(
                ScenarioChoice(id="call", text="Call now", to="kept", feedback="The moment to call."),
                ScenarioChoice(id="wait", text="Wait until you know more", to="friday"),
            ),
        ),
        Node(id="friday", title="Friday", text="Now you know.", choices=(ScenarioChoice(id="late", text="Call at last", to="lost"),)),
        Node(id="kept", title="She thanks you", text="She moves the training day.", score=100),
        Node(id="lost", title="She hears it from others", text="She asks for the notice period.", score=20),
    )
)
COURSE = Course(
    id="practice",
    title="Practice Makes Perfect",
    category="sales",
    modules=(
        Module(
            id="practice-a",
            title="All of it",
            lessons=(
                Lesson(id="practice/read", title="Read this first", minutes=10),
                Lesson(id=WALK_LESSON, title="The late link", minutes=3, kind=LessonKind.SCENARIO),
                Lesson(id=QUIZ_LESSON, title="Check yourself", minutes=5, kind=LessonKind.QUIZ, pass_mark=50),
            ),
        ),
    ),
)
OPENED = Course(
    id="opened",
    title="What It Opens",
    category="sales",
    after=(Prerequisite(course_id="practice"),),
    modules=(Module(id="opened-a", title="More", lessons=(Lesson(id="opened/one", title="One", minutes=5),)),),
)


def practising(
    home: Path, *questions: Question, facts: tuple[Fact, ...] = (), kind: SyncKind = SyncKind.SYNCED, text: str = "Eight questions."
) -> StagedHub:
    """A hub with the course; its quiz has these questions (one of every type when there are none) in their order."""
    hub = staged(*facts, home=home, kind=kind, things=(*sample_catalogue(), COURSE, OPENED))
    quiz = Quiz(questions=questions or EVERY, pass_mark=50, shuffle=False)
    texts = (
        LessonText(lesson_id="practice/read", version=1, text="# Read this first\n\nWords.\n"),
        LessonText(lesson_id=WALK_LESSON, version=1, text="# The late link\n\nMonday's date will not hold.\n", scenario=SCENARIO),
        LessonText(lesson_id=QUIZ_LESSON, version=1, text=f"# Check yourself\n\n{text}\n", quiz=quiz),
    )
    rows = [(it.lesson_id, it.version, it.text) for it in texts]
    hub.snapshot.keep_texts("practice", '"e"', 1, rows, {it.lesson_id: practice_of(it) for it in texts if it.quiz or it.scenario})
    return hub


def move_clock(hub: StagedHub, seconds: int) -> None:
    """So many seconds pass."""
    later = hub.now() + timedelta(seconds=seconds)
    hub._clock = lambda: later
