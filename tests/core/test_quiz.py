"""Practice quizzes from the first question to the review (LEARN-3; rules.md, Quizzes)."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.quiz_builders import CHOICE, CLOZE, MATCHING, NUMBER, ORDERING, QUESTIONS, QUIZ, RESPONSE, SHORT, TRUE, options
from tests.core.quiz_strategies import answers, quizzes
from trainhub_core.models.attempt import Answer, Attempt, Chosen, Filled, Matched, Ordered, Ticked, Typed
from trainhub_core.models.quiz import MultipleResponse, Question, Quiz
from trainhub_core.rules.quiz import (
    begun,
    finished,
    next_question,
    replied,
    result,
    review,
    score_of,
    shown,
    why_no_answer,
    why_no_reply,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def attempt(quiz: Quiz = QUIZ) -> Attempt:
    return begun(quiz, "selling/check", 1, "attempt-1", NOW)


def test_an_attempt_keeps_the_order_that_was_shown_and_the_versions() -> None:
    one = attempt()
    assert one.shown == shown(QUIZ, "attempt-1") == attempt().shown
    assert {it.id: it.version for it in one.shown} == {it.id: it.version for it in QUESTIONS}
    assert {shown(QUIZ, f"attempt-{n}") for n in range(9)} > {one.shown}
    assert Attempt.model_validate_json(one.model_dump_json()) == one


@given(quizzes(), st.text(max_size=8))
def test_every_question_is_shown_once_with_all_that_can_be_chosen(quiz: Quiz, seed: str) -> None:
    order = shown(quiz, seed)
    assert sorted(it.id for it in order) == sorted(it.id for it in quiz.questions)
    if not quiz.shuffle:
        assert [it.id for it in order] == [it.id for it in quiz.questions]
    for it in order:
        question = quiz.question(it.id)
        assert question is not None and len(set(it.order)) == len(it.order)
        if question.type == "ordering":
            assert sorted(it.order) == [item.id for item in question.items] != list(it.order)
        if question.type == "multiple-choice":
            assert sorted(it.order) == [option.id for option in question.options]
            assert not question.fixed or list(it.order) == sorted(it.order)
        if question.type == "matching":
            assert sorted(it.order) == [target.id for target in question.targets]


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        (CHOICE, Chosen(option="b"), None),
        (CHOICE, Chosen(option="z"), "Choose one of the options."),
        (TRUE, Chosen(option="false"), None),
        (RESPONSE, Ticked(), None),
        (RESPONSE, Ticked(options=("z",)), "Tick options of this question."),
        (NUMBER, Typed(text="1 200,5 hours"), None),
        (NUMBER, Typed(text=" "), "Type a number first."),
        (NUMBER, Typed(text="a few"), "“a few” is not a number: write it like 1200, 12.5 or 1/2."),
        (SHORT, Typed(text="anything"), None),
        (SHORT, Typed(text=" "), "Type an answer first."),
        (MATCHING, Matched(targets={"1": "a", "2": "b", "3": "c"}), "Match the 1 that is left."),
        (MATCHING, Matched(targets={}), "Match the 4 that are left."),
        (ORDERING, Ordered(items=tuple("edcba")), None),
        (ORDERING, Ordered(items=("a",)), "Every item belongs in the order, once."),
        (CLOZE, Filled(gaps={"who": "x", "many": "1", "what": "a"}), None),
        (CLOZE, Filled(gaps={"who": "x", "many": "1"}), "Fill the 1 gap that is left."),
        (CLOZE, Filled(gaps={"who": "x", "many": "one", "what": "a"}), "“one” is not a number: write it like 1200, 12.5 or 1/2."),
        (CLOZE, Filled(gaps={"who": "x", "many": "1", "what": "z"}), "Choose one of the options of each gap."),
        (CLOZE, Ticked(), "This answer does not belong to this question."),
    ],
)
def test_an_answer_that_cannot_be_marked_yet_says_what_is_missing(question: Question, answer: Answer, sentence: str | None) -> None:
    assert why_no_answer(question, answer) == sentence


def test_the_first_reply_to_a_question_counts() -> None:
    one = replied(QUIZ, attempt(), "choice", Chosen(option="a"), NOW)
    assert why_no_reply(QUIZ, one, "choice", Chosen(option="b")) == "This question is answered; the next attempt asks it again."
    assert why_no_reply(QUIZ, one, "other", Chosen(option="b")) == "This question is not in the attempt."
    with pytest.raises(ValueError, match="This question is answered"):
        replied(QUIZ, one, "choice", Chosen(option="b"), NOW)
    over = finished(one, NOW, "event-1")
    assert why_no_reply(QUIZ, over, "true", Chosen(option="true")) == "This attempt is over. Start another one."


def test_the_next_question_follows_the_order_shown() -> None:
    one = attempt(Quiz(questions=(TRUE, CHOICE), shuffle=False))
    assert next_question(one) == "true"
    one = replied(QUIZ, one, "true", Chosen(option="true"), NOW)
    assert next_question(one) == "choice"
    assert next_question(replied(QUIZ, one, "choice", Chosen(option="a"), NOW)) is None
    assert next_question(finished(one, NOW, "event-1")) is None


@pytest.mark.parametrize(
    ("shares", "pass_mark", "passed", "why"),
    [
        (["1"] * 4 + ["0"], 80, True, "4 of 5 points, 80 %"),
        (["1"] * 3 + ["1/2", "1/4"], 80, False, "3 3/4 of 5 points, 75 %, 80 % needed"),
        (["1", "1", "2/5"], 80, True, "2 2/5 of 3 points, 80 %"),
        (["1", "1", "399/1000"], 80, False, "2 399/1000 of 3 points, 79 %, 80 % needed"),
        (["2/3"], 66, True, "2/3 of 1 points, 66 %"),
        (["2/3"], 67, False, "2/3 of 1 points, 66 %, 67 % needed"),
        (["0", "0"], 80, False, "0 of 2 points, 0 %, 80 % needed"),
        (["0"], 0, True, "0 of 1 points, 0 %"),
    ],
)
def test_the_pass_mark_is_compared_unrounded(shares: list[str], pass_mark: int, passed: bool, why: str) -> None:
    question = MultipleResponse(id="q", prompt="?", options=options("a"))
    quiz = Quiz(questions=tuple(question.model_copy(update={"id": f"q{n}"}) for n in range(len(shares))), shuffle=False)
    one = attempt(quiz)
    for at, share in enumerate(shares):
        one = replied(quiz, one, f"q{at}", Ticked(), NOW)
        reply = one.replies[f"q{at}"].model_copy(update={"points": Fraction(share).as_integer_ratio()})
        one = one.model_copy(update={"replies": {**one.replies, f"q{at}": reply}})
    found = result(finished(one, NOW, "event-1"), pass_mark)
    assert (found.passed, found.why) == (passed, why)
    assert found.share == sum(map(Fraction, shares)) / len(shares)


def test_whole_points_are_told_over_the_number_of_questions() -> None:
    one = replied(QUIZ, attempt(), "choice", Chosen(option="b"), NOW)
    assert score_of(one) == (1, 8)
    assert score_of(replied(QUIZ, one, "response", Ticked(options=("a",)), NOW)) == (3, 16)


@given(quizzes(), st.data())
def test_a_whole_attempt_earns_the_sum_of_its_marks_and_can_be_reviewed(quiz: Quiz, data: st.DataObject) -> None:
    one = attempt(quiz)
    given_so_far: dict[str, Answer] = {}
    while question_id := next_question(one):
        question = quiz.question(question_id)
        assert question is not None
        answer = data.draw(answers(question))
        given_so_far[question_id] = answer
        one = replied(quiz, one, question_id, answer, NOW + timedelta(seconds=len(given_so_far)))
    over = finished(one, NOW + timedelta(minutes=5), "event-1")
    seen = review(quiz, over)
    assert [it.shown for it in seen] == list(over.shown)
    assert {it.shown.id: it.reply.answer for it in seen if it.reply} == given_so_far
    assert result(over, 80).share == sum((it.mark.share for it in seen if it.mark), Fraction(0)) / len(quiz.questions)
    assert result(over, 80).passed is (result(over, 80).share >= Fraction(4, 5))
    assert Attempt.model_validate_json(over.model_dump_json()) == over


def test_the_review_says_what_has_changed_since() -> None:
    over = finished(replied(QUIZ, attempt(), "choice", Chosen(option="b"), NOW), NOW, "event-1")
    newer = Quiz(questions=(CHOICE.model_copy(update={"version": 2}), *QUESTIONS[2:]))
    notes = {it.shown.id: it.note for it in review(newer, over)}
    assert notes["choice"] == "This question has changed since: version 1 was shown, this is version 2."
    assert notes["response"] == "This question is no longer in the quiz."
    assert result(over, 80) == result(over, 80) and over.score == (1, 8)
    unanswered = next(it for it in review(newer, over) if it.shown.id == "true")
    assert unanswered.mark is not None and unanswered.mark.why == "Not answered."
