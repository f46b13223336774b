"""Practice quizzes by keyboard: every type of question, what is said to an answer, the result, what survives (LEARN-3)."""

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.app.driving import press, said, settle, story
from tests.app.practising import EVERY, QUIZ_LESSON, WALK_LESSON, move_clock, practising
from tests.app.sections import at_page, journalled, line_of, page_of, told, words_of
from tests.app.staged import StagedHub
from tests.app.test_practice_snapshots import LONG
from tests.builders import NOW
from tests.core.quiz_builders import CHOICE, CLOZE, MATCHING, NUMBER, ORDERING, RESPONSE, SHORT, TRUE
from trainhub_core.models.attempt import Answer, Attempt, Chosen, Filled, Matched, Ordered, Ticked, Typed
from trainhub_core.models.learning import Event, EventType, LessonRecord
from trainhub_core.models.quiz import Question
from trainhub_core.rules.marking import mark
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind

QUIZ = ("quiz", QUIZ_LESSON)


def app_of(pilot: Pilot[int]) -> TrainhubApp:
    assert isinstance(pilot.app, TrainhubApp)
    return pilot.app


def kept(hub: StagedHub) -> Attempt:
    """The attempt that is under way, as the laptop remembers it."""
    return Attempt.model_validate_json(hub.remembered(f"attempt/{QUIZ_LESSON}") or "")


WAYS: tuple[tuple[Question, tuple[str, ...], Answer], ...] = (
    (CHOICE, ("b",), Chosen(option="b")),
    (CHOICE, ("2",), Chosen(option="b")),
    (CHOICE, ("down", "space"), Chosen(option="b")),
    (CHOICE, ("a", "c"), Chosen(option="c")),
    (RESPONSE, ("a", "b", "d", "d"), Ticked(options=("a", "b"))),
    (RESPONSE, ("space", "j", "j", "space"), Ticked(options=("a", "c"))),
    (RESPONSE, (), Ticked()),
    (TRUE, ("a",), Chosen(option="true")),
    (NUMBER, (*"12,3", "backspace", "5", "space", *"hours"), Typed(text="12,5 hours")),
    (SHORT, (*"ay out", "home", "W"), Typed(text="Way out")),
    (SHORT, (*"quit?", "left", "delete"), Typed(text="quit")),
    (MATCHING, ("a", "b", "c", "a"), Matched(targets={"1": "a", "2": "b", "3": "c", "4": "a"})),
    (
        MATCHING,
        ("1", "2", "3", "up", "up", "up", "right", "down", "down", "down", "4"),
        Matched(targets={"1": "b", "2": "b", "3": "c", "4": "d"}),
    ),
)


@pytest.mark.parametrize(("question", "keys", "answer"), WAYS, ids=lambda it: getattr(it, "type", None))
def test_each_type_is_answered_by_keys(tmp_path: Path, question: Question, keys: tuple[str, ...], answer: Answer) -> None:
    """LEARN-3: a to f, digits, space, typing, matching; marked as the rules mark it."""

    @story
    async def answered() -> None:
        hub = practising(tmp_path, question, TRUE.model_copy(update={"id": "another"}))
        async with at_page(hub, page=QUIZ) as pilot:
            shown = dict(zip("abcd", _order(pilot), strict=False)) if question.type == "matching" else {}
            await press(pilot, *keys, "enter")
            reply = kept(hub).replies[question.id]
            expected = answer
            if isinstance(answer, Matched):
                expected = Matched(targets={item: shown[target] for item, target in answer.targets.items()})
            assert reply.answer == expected
            assert reply.points == mark(question, expected).share.as_integer_ratio()
            assert pilot.app.screen.query_one("#said").display

    answered()


def _order(pilot: Pilot[int]) -> list[str]:
    """The targets in the order of the letters."""
    sheet = pilot.app.screen.query_one("AnswerSheet").sheet  # type: ignore[attr-defined]
    return [target for target, _ in sheet.targets]


@story
async def test_items_are_put_in_order_by_moving_them(tmp_path: Path) -> None:
    """LEARN-3: space takes an item, the arrows move it; a digit sends it to a place; shift moves at once."""
    hub = practising(tmp_path, ORDERING, TRUE)
    async with at_page(hub, page=QUIZ) as pilot:
        ids = [id_ for id_, _ in pilot.app.screen.query_one("AnswerSheet").sheet.items]  # type: ignore[attr-defined]
        await press(pilot, "space", "down", "down", "space", "up", "5", "K", "enter")
        moved = [ids[1], ids[2], ids[0], *ids[3:]]
        moved.append(moved.pop(1))
        moved[3], moved[4] = moved[4], moved[3]
        assert kept(hub).replies["ordering"].answer == Ordered(items=tuple(moved))


@story
async def test_gaps_are_filled_one_after_the_other(tmp_path: Path) -> None:
    """LEARN-3: typing, tab to the next gap, a letter where there are options."""
    hub = practising(tmp_path, CLOZE, TRUE)
    async with at_page(hub, page=QUIZ) as pilot:
        assert "(1) ____" in page_of(pilot)
        await press(pilot, "enter")
        assert said(app_of(pilot))[-1] == f"Fill the {len(CLOZE.gaps)} gaps that are left."
        for gap in CLOZE.gaps:
            await press(pilot, *("a" if gap.type == "choice" else "12" if gap.type == "number" else "you"), "tab")
        await press(pilot, "enter")
        answer = kept(hub).replies["cloze"].answer
        assert isinstance(answer, Filled) and answer.gaps.keys() == {gap.id for gap in CLOZE.gaps}


@story
async def test_an_answer_that_is_not_whole_is_not_taken(tmp_path: Path) -> None:
    """One sentence says what is missing; nothing is told."""
    hub = practising(tmp_path, CHOICE, NUMBER)
    async with at_page(hub, "enter", page=QUIZ) as pilot:
        assert said(app_of(pilot))[-1] == "Choose one of the options."
        await press(pilot, "e", "f", "9", "enter")
        assert said(app_of(pilot))[-1] == "Choose one of the options.", "a letter past the last option chooses nothing and goes nowhere"
        await press(pilot, "b", "enter", "enter", *"many", "enter")
        assert said(app_of(pilot))[-1] == "“many” is not a number: write it like 1200, 12.5 or 1/2."


@story
async def test_feedback_comes_at_once_and_a_hint_by_key(tmp_path: Path) -> None:
    """LEARN-3: feedback per answer; the first answer counts."""
    hub = practising(tmp_path, CHOICE, TRUE)
    async with at_page(hub, "ctrl+t", page=QUIZ) as pilot:
        assert "Hint: Not the first." in words_of(pilot)
        await press(pilot, "a", "enter")
        words = words_of(pilot)
        assert "✖ Not right." in words and "About a." in words and "→ Option b" in words and "In general." in words
        await press(pilot, "b")
        assert kept(hub).replies["choice"].answer == Chosen(option="a")
        await press(pilot, "enter")
        assert "Question 2 of 2" in page_of(pilot) and "Water is wet." in page_of(pilot)
        await press(pilot, "ctrl+t")
        assert said(app_of(pilot))[-1] == "This question has no hint."


@story
async def test_what_is_said_to_an_answer_is_brought_into_sight(tmp_path: Path) -> None:
    """LEARN-3, LOOK-3: below a question that fills a small screen."""
    hub = practising(tmp_path, LONG, TRUE)
    async with at_page(hub, page=QUIZ, size=(40, 18)) as pilot:
        assert "Question 1 of 2" in page_of(pilot) and "Wait." not in page_of(pilot)
        await press(pilot, "ctrl+t")
        assert "Hint: Not the first." in words_of(pilot)
        await press(pilot, "a", "enter")
        assert "✖ Not right." in words_of(pilot) and "Whoever asks to talk wants to be heard." in words_of(pilot)
        await press(pilot, "enter")
        assert "Question 2 of 2" in page_of(pilot)


@story
async def test_the_next_question_begins_at_its_top_however_fast_it_is_asked_for(tmp_path: Path) -> None:
    """LEARN-3"""
    long = LONG.model_copy(update={"id": "long"})
    async with at_page(practising(tmp_path, LONG, long), "a", page=QUIZ, size=(40, 18)) as pilot:
        for _ in range(2):
            pilot.app.post_message(events.Key("enter", None))
        await settle(pilot)
        assert "Question 2 of 2" in page_of(pilot)


@story
async def test_pasted_text_is_typed(tmp_path: Path) -> None:
    hub = practising(tmp_path, SHORT, TRUE)
    async with at_page(hub, page=QUIZ) as pilot:
        assert pilot.app.focused is not None
        pilot.app.focused.post_message(events.Paste("way\x1b out\nsecond line"))
        await press(pilot, "enter")
        assert kept(hub).replies["short"].answer == Typed(text="way out")


@story
async def test_passing_completes_the_course_and_opens_the_next_one_offline(tmp_path: Path) -> None:
    """COURSE-4, PATH-2, LEARN-3: done when passed; the score and the attempt go to the outbox once."""
    done = tuple(LessonRecord(lesson_id=it, course_id="practice", marked=(NOW,)) for it in ("practice/read", WALK_LESSON))
    hub = practising(tmp_path, CHOICE, TRUE, facts=done, kind=SyncKind.OFFLINE)
    async with at_page(hub, "b", "enter", "enter", "a", "enter", "enter", page=QUIZ) as pilot:
        words = words_of(pilot)
        assert "Check yourself: Passed: 2 of 2 points, 100 %" in words and "The pass mark is 50 %." in words
        assert "Practice Makes Perfect is complete. What It Opens is open now." in words
        assert [it for it in journalled(hub) if not it.endswith("studied")] == ["enroll/enrolled", "submit-attempt/scored"]
        [scored] = told(hub, EventType.SCORED)
        assert isinstance(scored, Event) and scored.score == (2, 2)
        [attempt] = hub.state().attempts.values()
        assert attempt.event_id == scored.id and not hub.remembered(f"attempt/{QUIZ_LESSON}")


@story
async def test_a_quiz_that_is_not_passed_says_what_is_needed_and_is_taken_again(tmp_path: Path) -> None:
    """LEARN-3: unlimited attempts, each kept."""
    hub = practising(tmp_path, CHOICE, TRUE)
    async with at_page(hub, "a", "enter", "enter", "b", "enter", "enter", page=QUIZ) as pilot:
        assert "Not passed yet: 0 of 2 points, 0 %, 50 % needed" in words_of(pilot)
        assert "1. ✖ Not right." in words_of(pilot) and "→ Option b" in words_of(pilot)
        await press(pilot, "E")
        assert "Question 1 of 2" in page_of(pilot)
        await press(pilot, "b", "enter", "enter", "a", "enter", "enter")
        assert "Passed: 2 of 2 points" in words_of(pilot) and "best 100 %" in page_of(pilot)
        assert [attempt.score for attempt in hub.state().attempts.values()] == [(0, 2), (2, 2)]


@story
async def test_an_attempt_begun_is_there_after_leaving_and_after_a_kill(tmp_path: Path) -> None:
    """LEARN-3: what was answered stays answered, in the order that was shown."""
    hub = practising(tmp_path)
    async with at_page(hub, "b", "enter", "enter", "escape", page=QUIZ) as pilot:
        assert not page_of(pilot).count("Question 2")
    before = kept(hub)
    hub.close()
    again = practising(tmp_path)  # the first hub was never asked to say goodbye to anything
    async with at_page(again, page=QUIZ) as pilot:
        assert f"Question 2 of {len(EVERY)}" in page_of(pilot) and "you went on where you left" in page_of(pilot)
        await press(pilot, "a", "enter")
        after = kept(again)
        assert (after.id, after.shown, list(after.replies)) == (before.id, before.shown, ["choice", "response"])


@story
async def test_an_attempt_that_was_over_but_not_told_is_told(tmp_path: Path) -> None:
    """Killed between the last answer and the outbox: told once when the quiz is opened again."""
    hub = practising(tmp_path, CHOICE)
    async with at_page(hub, "b", "enter", page=QUIZ):
        pass
    [entry] = [it for it in hub.journal.pending() if "submit-attempt" in it.operation]
    [attempt] = hub.state().attempts.values()
    hub.journal.drop(entry.key)
    hub.remember(f"attempt/{QUIZ_LESSON}", attempt.model_dump_json())
    for _ in range(2):
        async with at_page(hub, page=QUIZ):
            pass
    assert [it.id for it in told(hub, EventType.SCORED)] == [attempt.event_id]  # type: ignore[attr-defined]


@story
async def test_a_question_that_was_changed_meanwhile_begins_the_quiz_anew(tmp_path: Path) -> None:
    hub = practising(tmp_path, CHOICE, TRUE)
    async with at_page(hub, "b", "enter", page=QUIZ):
        pass
    newer = practising(tmp_path, CHOICE.model_copy(update={"version": 2}), TRUE)
    async with at_page(newer, page=QUIZ) as pilot:
        assert "Question 1 of 2" in page_of(pilot)


@story
async def test_time_spent_answering_counts_as_study(tmp_path: Path) -> None:
    """PROG-1: told on leaving, idle time for five minutes at most."""
    hub = practising(tmp_path, CHOICE, TRUE)
    async with at_page(hub, page=QUIZ) as pilot:
        move_clock(hub, 40)
        await press(pilot, "b")
        move_clock(hub, 20)
        await press(pilot, "escape")
        [studied] = told(hub, EventType.STUDIED)
        assert isinstance(studied, Event) and studied.span is not None
        assert (studied.object, studied.span[1] - studied.span[0]) == (QUIZ_LESSON, 60)


@story
async def test_the_lesson_player_leads_to_the_quiz_and_on(tmp_path: Path) -> None:
    """COURSE-4: next and previous pass through quizzes and scenarios; space does not call them done."""
    hub = practising(tmp_path, CHOICE, TRUE)
    async with at_page(hub, "greater_than_sign", "greater_than_sign", page=("lesson", "practice/read")) as pilot:
        words = words_of(pilot)
        assert "Check yourself" in words and "2 questions · 50 % to pass. ⏎ Begin" in words and "not taken yet" in words
        await press(pilot, "G", "space")
        assert said(app_of(pilot))[-1] == "Check yourself is done when 50 % of its points are reached."
        assert QUIZ_LESSON not in {event.object for event in told(hub, EventType.REACHED_END)}  # type: ignore[attr-defined]
        await press(pilot, "enter", "b", "enter")
        await press(pilot, "less_than_sign")
        assert "The late link" in page_of(pilot) and "A scenario. ⏎ Begin" in words_of(pilot)
        await press(pilot, "greater_than_sign")
        assert "one is under way" in words_of(pilot)


@story
async def test_keys_of_answering_are_not_those_of_the_page(tmp_path: Path) -> None:
    """Every key in the footer does what it says: what is typed is typed."""
    hub = practising(tmp_path, SHORT, TRUE)
    async with at_page(hub, *"q1?cE", page=QUIZ) as pilot:
        assert "q1?cE" in page_of(pilot)
        footer = page_of(pilot).splitlines()[-1]
        assert "Quit" not in footer and "Keys" not in footer and "⏎ Answer" in footer and "esc Back" in footer
        await press(pilot, "enter")
        assert "q Quit" in page_of(pilot).splitlines()[-1]
        assert line_of(pilot, "⏎ Next")


@story
async def test_what_cannot_be_had_offline_says_so(tmp_path: Path) -> None:
    hub = practising(tmp_path, kind=SyncKind.OFFLINE)
    hub.snapshot.keep_texts("practice", "", 1, ())
    async with at_page(hub, page=QUIZ) as pilot:
        assert "This lesson is not on this laptop yet; it needs the network." in words_of(pilot)
