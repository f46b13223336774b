"""Who may rate a course and when its use is asked (COURSE-5)."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.core.learning_builders import START, catalogue, course, enrolled, event, read
from trainhub_core.models.feedback import Applied, AppliedAnswer, Rating
from trainhub_core.models.learning import Event, EventType, Learner, LearnerState
from trainhub_core.operations import Operation, RateCourse, TellApplied, operation_from
from trainhub_core.rules.certification import completions
from trainhub_core.rules.feedback import (
    LEAST_RATINGS,
    asked_from,
    asks_change_at,
    shown_rating,
    to_ask,
    why_not_applied,
    why_not_rated,
)
from trainhub_core.rules.record import record_of

ONE, TWO = course("one", 10), course("two", 10)
OFFER = catalogue(ONE, TWO)
DONE_AT = START + timedelta(minutes=10)
DONE = [enrolled("one"), *read("one/l1", 10)]
DAY = timedelta(days=1)


def state(*events: Event, applied: Applied | None = None, rating: Rating | None = None) -> LearnerState:
    said = {"applied": {applied.course_id: applied} if applied else {}, "ratings": {rating.course_id: rating} if rating else {}}
    return LearnerState(learner=Learner(id="me", name="Me"), record=record_of(events)).model_copy(update=said)


def asked(known: LearnerState, now: datetime) -> list[str]:
    return [it.id for it in to_ask(OFFER, known, completions(OFFER, known.record), now)]


def test_a_course_is_rated_when_it_is_complete() -> None:
    """COURSE-5: and what was rated can always be changed."""
    assert why_not_rated(ONE, state(enrolled("one"))) == "One can be rated when it is complete."
    assert why_not_rated(ONE, state(*DONE)) is None
    assert why_not_rated(ONE, state(rating=Rating(course_id="one", at=START))) is None


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (timedelta(0), "What One is worth at work is asked in 30 days."),
        (29 * DAY, "What One is worth at work is asked in 1 day."),
        (30 * DAY - timedelta(seconds=1), "What One is worth at work is asked in 1 day."),
        (30 * DAY, None),
        (90 * DAY - timedelta(seconds=1), None),
        (90 * DAY, None),
        (300 * DAY, None),
    ],
)
def test_the_question_comes_thirty_days_after_the_end(after: timedelta, why: str | None) -> None:
    """COURSE-5."""
    assert why_not_applied(ONE, state(*DONE), DONE_AT + after) == why
    is_asked = 30 * DAY <= after < 90 * DAY
    assert asked(state(*DONE), DONE_AT + after) == (["one"] if is_asked else [])


def test_nothing_is_asked_of_a_course_that_is_not_complete() -> None:
    """COURSE-5."""
    begun = state(enrolled("one"))
    assert asked_from(ONE, begun) is None
    assert why_not_applied(ONE, begun, START) == "Complete One first; 30 days later you are asked whether you have used it in real work."


@pytest.mark.parametrize("answer", [*AppliedAnswer, None])
def test_it_is_asked_once_whatever_is_answered(answer: AppliedAnswer | None) -> None:
    """COURSE-5: not wanting to be asked is an answer too, and every answer may be changed."""
    told = state(*DONE, applied=Applied(course_id="one", answer=answer, at=START))
    assert asked(told, DONE_AT + 40 * DAY) == []
    assert why_not_applied(ONE, told, DONE_AT) is None


def test_a_restart_does_not_move_the_date_and_the_oldest_comes_first() -> None:
    """COURSE-5: what was completed first is asked about first."""
    both = [*DONE, enrolled("two"), *read("two/l1", 10, 5), event(EventType.RESTARTED, "one", 60)]
    assert asked_from(ONE, state(*both)) == DONE_AT + 30 * DAY
    assert asked(state(*both), DONE_AT + 31 * DAY) == ["one", "two"]


@given(some.integers(0, 100 * 86400), some.integers(1, 100 * 86400))
def test_between_the_moments_that_are_named_the_same_is_asked(first: int, more: int) -> None:
    """COURSE-5: and at each of them something else is."""
    known = state(*DONE, enrolled("two"), *read("two/l1", 10, 5))
    moments = asks_change_at(OFFER, known, completions(OFFER, known.record))
    one, other = DONE_AT + timedelta(seconds=first), DONE_AT + timedelta(seconds=first + more)
    if not any(one < moment <= other for moment in moments):
        assert asked(known, one) == asked(known, other)
    assert all(asked(known, moment) != asked(known, moment - timedelta(microseconds=1)) for moment in moments)


@pytest.mark.parametrize(
    ("count", "stars", "shown"),
    [
        (0, 0, (0, 0)),
        (1, 5, (0, 0)),
        (2, 6, (0, 0)),
        (3, 15, (50, 3)),
        (3, 3, (10, 3)),
        (3, 13, (43, 3)),
        (4, 17, (43, 4)),
        (8, 18, (23, 8)),
    ],
)
def test_an_average_is_shown_from_three_ratings_on(count: int, stars: int, shown: tuple[int, int]) -> None:
    """COURSE-5, privacy: one person's stars are never shown; tenths are rounded half up."""
    assert shown_rating(count, stars) == shown


@given(some.lists(some.integers(1, 5), max_size=40))
def test_the_average_lies_within_a_twentieth_of_the_truth(given_stars: list[int]) -> None:
    """COURSE-5."""
    average, count = shown_rating(len(given_stars), sum(given_stars))
    if len(given_stars) < LEAST_RATINGS:
        assert (average, count) == (0, 0)
    else:
        assert count == len(given_stars)
        assert abs(Fraction(average, 10) - Fraction(sum(given_stars), count)) <= Fraction(1, 20)
        assert min(given_stars) * 10 <= average <= max(given_stars) * 10


@given(some.lists(some.tuples(some.sampled_from(["one", "two"]), some.one_of(some.none(), some.integers(1, 5))), max_size=12))
def test_the_last_word_counts_and_telling_it_again_changes_nothing(words: list[tuple[str, int | None]]) -> None:
    """COURSE-5: rules.md, last state per item."""
    operations = [RateCourse(rating=Rating(course_id=of, stars=stars, at=START)) for of, stars in words]
    known = state()
    for operation in operations:
        known = operation.applied(operation.applied(known))
    assert {of: it.stars for of, it in known.ratings.items()} == dict(words)


def test_operations_come_back_from_the_journal_and_say_what_they_are() -> None:
    """COURSE-5: both wait behind what was learned in the course."""
    rating, none = Rating(course_id="one", stars=4, sentence="Good.", at=START), Rating(course_id="one", at=START)
    applied = Applied(course_id="one", answer=AppliedAnswer.PARTLY, at=START)
    said: list[tuple[Operation, str]] = [
        (RateCourse(rating=rating), "Rating of one"),
        (RateCourse(rating=none), "Withdraw the rating of one"),
        (TellApplied(told=applied), "Use in real work of one"),
    ]
    for operation, sentence in said:
        assert operation_from(operation.frozen()) == operation
        assert (operation.sentence, operation.entity) == (sentence, "learning/one")
    assert TellApplied(told=applied).applied(state()).applied == {"one": applied}
