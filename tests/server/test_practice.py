"""Quizzes and scenarios on the server: what it hands out, what it takes in, whose score counts. Source: rules.md, Quizzes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.server.practising import PRACTICE, RIGHT, answered, submitted, walked
from tests.server.programme import FACTS, NOW, QUIZ, SCENARIO, SmallPack, event, marked
from tests.server.running import Server, problem, started
from trainhub_core.models.attempt import Attempt, Chosen, Ticked, Walk
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Module
from trainhub_core.models.learning import EventType, LessonRecord
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.texts import CourseText
from trainhub_core.models.views import CoursePage
from trainhub_core.models.wire import Receipt
from trainhub_core.operations import RecordProgress, SubmitAttempt

pytestmark = pytest.mark.anyio


@pytest.fixture
async def server(database: str, tmp_path: Path) -> AsyncIterator[Server]:
    """A server whose programme has a quiz and a scenario."""
    async with started(database, tmp_path / "files", pack=lambda: PRACTICE) as running:
        yield running


async def test_the_text_of_a_course_brings_its_quizzes_and_scenarios(server: Server) -> None:
    """LEARN-3, COURSE-4: whole, so that they work offline."""
    text = await (await server.partner()).read(CourseText, "courses/check-up/text")
    assert [(it.quiz, it.scenario) for it in text.lessons] == [(QUIZ, None), (None, SCENARIO)]


async def test_the_model_answer_of_an_exercise_comes_with_its_text(database: str, tmp_path: Path) -> None:
    """COURSE-4: the laptop shows it once something was answered, offline too."""
    pack = replace(SmallPack(), model_answers={"first-steps/l1": "Like this."})
    async with started(database, tmp_path / "files", pack=lambda: pack) as server:
        text = await (await server.partner()).read(CourseText, "courses/first-steps/text")
    answers = {it.lesson_id: it.model_answer for it in text.lessons}
    assert answers.pop("first-steps/l1") == "Like this." and set(answers.values()) == {""}


async def test_a_newer_pack_replaces_a_quiz(database: str, tmp_path: Path) -> None:
    """CONT-3 in small."""
    newer = Quiz(questions=QUIZ.questions[:1], pass_mark=50)
    async with started(database, tmp_path / "files", pack=lambda: PRACTICE):
        pass
    async with started(database, tmp_path / "files", pack=lambda: SmallPack().with_practice(newer, "2")) as server:
        text = await (await server.partner()).read(CourseText, "courses/check-up/text")
    assert text.lessons[0].quiz == newer


async def test_a_passed_quiz_and_an_end_reached_complete_the_course(server: Server) -> None:
    """COURSE-4: done when passed, done when an end is reached; both come back in the feed as they were shown."""
    ana = await server.partner()
    attempt = answered()
    await ana.done(submitted(attempt))
    await ana.done(walked())
    page = await ana.read(CoursePage, "courses/check-up")
    assert page.course.state == "completed"
    feed, _ = await ana.feed()
    kept = feed["attempt", attempt.id]
    assert isinstance(kept, Attempt)
    assert (kept.shown, kept.replies, kept.score) == (attempt.shown, attempt.replies, (2, 2))
    assert isinstance(feed["walk", "walk-1"], Walk)


async def test_the_score_of_the_server_counts(server: Server) -> None:
    """Rule: the same rules mark it again, whatever the laptop said."""
    ana = await server.partner()
    wrong = answered({"silence": Chosen(option="false"), "signs": Ticked(options=("a", "b"))})
    boast = wrong.model_copy(
        update={"score": (2, 2), "replies": {key: it.model_copy(update={"points": (1, 1)}) for key, it in wrong.replies.items()}}
    )
    await ana.done(submitted(boast))
    feed, _ = await ana.feed()
    kept, record = feed["attempt", wrong.id], feed["lesson-record", "check-up/quiz"]
    assert isinstance(kept, Attempt) and isinstance(record, LessonRecord)
    assert kept.score == (0, 2) and {it.points for it in kept.replies.values()} == {(0, 1)}
    assert [score[1:] for score in record.scores] == [(0, 2)]


async def test_an_attempt_counts_once_however_often_it_is_told(server: Server) -> None:
    """I3: the same key, another key, another window with other answers under the same id."""
    ana = await server.partner()
    first = submitted(answered())
    assert await ana.done(first, "key-a") == await ana.done(first, "key-a")
    again = submitted(answered({"silence": Chosen(option="false")}))
    [change] = (await ana.done(again)).changes
    assert change.body is not None and change.body["score"] == [2, 2]
    feed, _ = await ana.feed()
    record = feed["lesson-record", "check-up/quiz"]
    assert isinstance(record, LessonRecord) and len(record.scores) == 1


async def test_an_attempt_of_an_older_version_keeps_the_points_of_questions_that_have_changed(server: Server) -> None:
    """Taken offline before the quiz was changed: what still stands is marked again, the rest counts as it was marked then."""
    ana = await server.partner()
    gone = QUIZ.questions[0].model_copy(update={"id": "gone"})
    older = Quiz(questions=(gone, QUIZ.questions[1]))
    attempt = answered({"gone": Chosen(option="true"), "signs": Ticked(options=("b",))}, older, version=1)
    await ana.done(submitted(attempt))
    feed, _ = await ana.feed()
    kept = feed["attempt", attempt.id]
    assert isinstance(kept, Attempt) and kept.score == (1, 2)


async def test_what_cannot_be_an_attempt_is_refused_with_a_reason_and_leaves_no_trace(server: Server) -> None:
    ana = await server.partner()
    whole = answered()
    half = whole.model_copy(update={"shown": whole.shown[:1], "replies": {}})
    twice = whole.model_copy(update={"shown": (*whole.shown, whole.shown[0])})
    huge = whole.model_copy(update={"replies": {"signs": whole.replies["signs"].model_copy(update={"points": (7, 1)})}})
    elsewhere = whole.model_copy(update={"lesson_id": "first-steps/l1"})
    for attempt, sentence in (
        (half, "An attempt shows every question of the quiz."),
        (twice, "An attempt shows each question once and answers only those."),
        (huge, "An answer earns a part of one point."),
        (elsewhere, "There is no quiz in this lesson."),
    ):
        assert problem(await ana.do(submitted(attempt))).detail == sentence
    assert problem(await ana.do(walked(steps=0))).detail == "This walk has not come to an end."
    body = submitted(whole).body()
    for broken in (body.replace('"type":"scored"', '"type":"reached-end"'), body.replace("told-of-attempt-1", "another-event", 1)):
        assert problem(await ana.send("POST", SubmitAttempt.path, broken)).status == 422
    feed, _ = await ana.feed()
    assert not {kind for kind, _ in feed} & {"attempt", "walk", "lesson-record"}


async def test_a_score_without_its_answers_counts_for_nothing(server: Server) -> None:
    """Issue 2: a quiz is passed by answers; a bare score is refused, among other events it is left out, what was known stays."""
    ana = await server.partner()
    bare = event(EventType.SCORED, "check-up/quiz", score=(2, 2))
    assert "counts with its answers" in problem(await ana.do(RecordProgress(event=bare))).detail
    receipt = Receipt.model_validate_json((await ana.tell([bare, *marked("first-steps/l1")])).content)
    assert "counts with its answers" in receipt.sentence
    feed, _ = await ana.feed()
    assert ("lesson-record", "first-steps/l1") in feed and ("lesson-record", "check-up/quiz") not in feed
    told = submitted(answered())
    await ana.done(told)
    before = (await ana.feed())[0]["lesson-record", "check-up/quiz"]
    await ana.done(RecordProgress(event=told.event))
    await ana.done(RecordProgress(event=told.event.model_copy(update={"score": (0, 2)})))
    assert problem(await ana.do(RecordProgress(event=bare))).status == 409
    assert (await ana.feed())[0]["lesson-record", "check-up/quiz"] == before


async def test_a_score_that_the_server_cannot_mark_counts_as_it_is_told(server: Server) -> None:
    """A lesson without a quiz of its own here, such as a package that marks itself."""
    ana = await server.partner()
    await ana.done(RecordProgress(event=event(EventType.SCORED, "first-steps/l1", score=(2, 3))))
    assert ("lesson-record", "first-steps/l1") in (await ana.feed())[0]


async def test_nobody_says_of_a_quiz_that_it_is_done(server: Server) -> None:
    """rules.md: a quiz is done when passed, a scenario when its end is reached."""
    ana = await server.partner()
    for lesson_id, sentence in (
        ("check-up/quiz", "Quiz is done when 80 % of its points are reached."),
        ("check-up/walk", "Walk is done when one of its ends is reached."),
    ):
        answer = await ana.do(RecordProgress(event=event(EventType.MARKED_DONE, lesson_id)))
        assert problem(answer).detail == sentence


async def test_a_video_is_watched_or_its_transcript_read_but_not_marked(database: str, tmp_path: Path) -> None:
    """VID-3, PROG-1: what a laptop can count is not the learner's to say."""
    film = Lesson(id="films/one", title="Film", kind=LessonKind.VIDEO, minutes=1, media_seconds=100)
    films = Course(id="films", title="Films", category="sales", modules=(Module(id="m", title="Module", lessons=(film,)),))
    async with started(database, tmp_path / "files", pack=lambda: replace(SmallPack(), facts=(*FACTS, films))) as server:
        ana = await server.partner()
        refusal = problem(await ana.do(RecordProgress(event=event(EventType.MARKED_DONE, film.id))))
        assert (refusal.status, refusal.detail) == (409, "Film is done when 90 % of it is watched.")
        await ana.tell([event(EventType.REACHED_END, film.id)])
        begun = await ana.read(CoursePage, "courses/films")
        assert begun.modules[0].lessons[0].why == "0 % watched; transcript read, 18 more seconds on it"
        end = int(NOW.timestamp())
        await ana.tell([event(EventType.STUDIED, film.id, span=(end - 18, end))])
        assert (await ana.read(CoursePage, "courses/films")).course.state == "completed"


async def test_right_answers_are_what_the_rules_call_right() -> None:
    assert answered(RIGHT).score == (2, 2)
