"""Practice quizzes from the first question to the review: order shown, replies, result. Rule: Quizzes and assessments, rules.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from random import Random
from typing import TypeVar

from trainhub_core.models.attempt import (
    Answer,
    Attempt,
    Chosen,
    Filled,
    Matched,
    Ordered,
    Points,
    Reply,
    ShownQuestion,
    Ticked,
    Typed,
)
from trainhub_core.models.quiz import (
    ChoiceGap,
    Cloze,
    Matching,
    MultipleChoice,
    MultipleResponse,
    NumberGap,
    Numeric,
    Ordering,
    Question,
    Quiz,
    ShortAnswer,
    TrueFalse,
)
from trainhub_core.rules.marking import Mark, mark
from trainhub_core.rules.typed import readings

Thing = TypeVar("Thing")
MOST_PARTS = 1000
"""Into how many parts a point can be divided."""


@dataclass(frozen=True, slots=True)
class Result:
    """`share` of all points, exact, as the pass mark is compared; `percent` is rounded down; `why` in a sentence."""

    share: Fraction
    percent: int
    passed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question of an attempt as it was shown. `mark` is None where the question is not what it was; `note` says so."""

    shown: ShownQuestion
    question: Question | None
    reply: Reply | None
    mark: Mark | None
    note: str = ""


def shown(quiz: Quiz, seed: str) -> tuple[ShownQuestion, ...]:
    """The questions and what can be chosen in them, in the order of one attempt: the same for the same seed."""
    questions = _shuffled(quiz.questions, f"{seed}/questions") if quiz.shuffle else list(quiz.questions)
    return tuple(ShownQuestion(id=it.id, version=it.version, order=_order(it, quiz.shuffle, f"{seed}/{it.id}")) for it in questions)


def begun(quiz: Quiz, lesson_id: str, version: int, attempt_id: str, now: datetime) -> Attempt:
    """A new attempt, its order drawn by its id."""
    return Attempt(id=attempt_id, lesson_id=lesson_id, version=version, shown=shown(quiz, attempt_id), started=now)


def next_question(attempt: Attempt) -> str | None:
    """The id of the first question without a reply, None when all have one or the attempt is over."""
    open_ones = (it.id for it in attempt.shown if it.id not in attempt.replies)
    return next(open_ones, None) if attempt.ended is None else None


def why_no_answer(question: Question, answer: Answer) -> str | None:
    """The sentence that says what is missing before this answer can be marked, None when it can."""
    match question, answer:
        case ((MultipleChoice() | TrueFalse()), Chosen()):
            return None if answer.option in {it.id for it in question.options} else "Choose one of the options."
        case MultipleResponse(), Ticked():
            return None if set(answer.options) <= {it.id for it in question.options} else "Tick options of this question."
        case Numeric(), Typed():
            return _why_no_number(answer.text, question.unit)
        case ShortAnswer(), Typed():
            return None if answer.text.strip() else "Type an answer first."
        case Matching(), Matched():
            left = sum(1 for item in question.items if item.id not in answer.targets)
            return f"Match the {left} that {'is' if left == 1 else 'are'} left." if left else None
        case Ordering(), Ordered():
            return None if sorted(answer.items) == sorted(it.id for it in question.items) else "Every item belongs in the order, once."
        case Cloze(), Filled():
            return _why_gaps_left(question, answer)
    return "This answer does not belong to this question."


def why_no_reply(quiz: Quiz, attempt: Attempt, question_id: str, answer: Answer) -> str | None:
    """The sentence that says why this cannot be a reply in the attempt: the first answer to a question counts, as feedback follows it."""
    question = quiz.question(question_id)
    if attempt.ended is not None:
        return "This attempt is over. Start another one."
    if question is None or question_id not in {it.id for it in attempt.shown}:
        return "This question is not in the attempt."
    if question_id in attempt.replies:
        return "This question is answered; the next attempt asks it again."
    return why_no_answer(question, answer)


def replied(quiz: Quiz, attempt: Attempt, question_id: str, answer: Answer, now: datetime) -> Attempt:
    """The attempt with this reply, marked. Raises ValueError with the sentence of `why_no_reply`."""
    question = quiz.question(question_id)
    reason = why_no_reply(quiz, attempt, question_id, answer)
    if reason or question is None:
        raise ValueError(reason)
    reply = Reply(answer=answer, points=mark(question, answer).share.as_integer_ratio(), at=now)
    return attempt.model_copy(update={"replies": {**attempt.replies, question_id: reply}})


def score_of(attempt: Attempt) -> Points:
    """Points of all questions shown, those without a reply for nothing; whole points stand over the number of questions (8 of 10)."""
    earned = sum((Fraction(*it.points) for it in attempt.replies.values()), Fraction(0))
    return earned.numerator, earned.denominator * max(1, len(attempt.shown))


def finished(attempt: Attempt, now: datetime, event_id: str) -> Attempt:
    """The attempt at its end; `event_id` is of the event that will tell its score."""
    return attempt.model_copy(update={"ended": now, "score": score_of(attempt), "event_id": event_id})


def why_not_counted(quiz: Quiz, version: int, attempt: Attempt) -> str | None:
    """The sentence that says why an attempt told by somebody else cannot count; `version` is that of the text that the quiz is in."""
    ids = [it.id for it in attempt.shown]
    if not ids or len(set(ids)) != len(ids) or not attempt.replies.keys() <= set(ids):
        return "An attempt shows each question once and answers only those."
    if any(not 0 <= earned <= out_of <= MOST_PARTS or not out_of for earned, out_of in (it.points for it in attempt.replies.values())):
        return "An answer earns a part of one point."
    is_as_shown = attempt.version != version or {(it.id, it.version) for it in attempt.shown} == {
        (it.id, it.version) for it in quiz.questions
    }
    return None if is_as_shown else "An attempt shows every question of the quiz."


def remarked(quiz: Quiz, attempt: Attempt) -> Attempt:
    """The attempt marked once more and scored; the points of questions that are not what they were stay as they were given."""
    standing = {it.id: quiz.question(it.id) for it in attempt.shown}
    as_shown = {it.id: standing[it.id] for it in attempt.shown if (found := standing[it.id]) and found.version == it.version}
    replies = {
        id_: reply.model_copy(update={"points": mark(question, reply.answer).share.as_integer_ratio()})
        if (question := as_shown.get(id_))
        else reply
        for id_, reply in attempt.replies.items()
    }
    marked = attempt.model_copy(update={"replies": replies})
    return marked.model_copy(update={"score": score_of(marked)})


def can_go_on(quiz: Quiz, attempt: Attempt) -> bool:
    """Whether every question of the attempt is still as it was shown."""
    return all((question := quiz.question(it.id)) is not None and question.version == it.version for it in attempt.shown)


def result(attempt: Attempt, pass_mark: int) -> Result:
    """How the attempt stands against the pass mark, which is compared unrounded."""
    right, out_of = attempt.score or score_of(attempt)
    share = Fraction(right, out_of)
    points = share * len(attempt.shown)
    passed = share * 100 >= pass_mark
    percent = int(share * 100)
    less = "" if passed else f", {pass_mark} % needed"
    return Result(share, percent, passed, f"{_mixed(points)} of {len(attempt.shown)} points, {percent} %{less}")


def review(quiz: Quiz, attempt: Attempt) -> tuple[Reviewed, ...]:
    """The attempt question by question, as it was shown, with what was answered and what is said to it."""
    return tuple(_reviewed(quiz, attempt, it) for it in attempt.shown)


def _reviewed(quiz: Quiz, attempt: Attempt, it: ShownQuestion) -> Reviewed:
    question, reply = quiz.question(it.id), attempt.replies.get(it.id)
    if question is None:
        return Reviewed(it, None, reply, None, "This question is no longer in the quiz.")
    if question.version != it.version:
        note = f"This question has changed since: version {it.version} was shown, this is version {question.version}."
        return Reviewed(it, question, reply, None, note)
    return Reviewed(it, question, reply, mark(question, reply.answer if reply else None))


def _order(question: Question, shuffle: bool, seed: str) -> tuple[str, ...]:
    match question:
        case MultipleChoice() | MultipleResponse():
            ids = [option.id for option in question.options]
            return tuple(_shuffled(ids, seed) if shuffle and not question.fixed else ids)
        case TrueFalse():
            return tuple(option.id for option in question.options)
        case Matching():
            return tuple(_shuffled([target.id for target in question.targets], seed))
        case Ordering():
            return tuple(_out_of_order([item.id for item in question.items], seed))
        case Cloze():
            chosen = [(gap.id, [it.id for it in gap.options]) for gap in question.gaps if isinstance(gap, ChoiceGap)]
            return tuple(f"{gap}/{it}" for gap, ids in chosen for it in (_shuffled(ids, f"{seed}/{gap}") if shuffle else ids))
    return ()


def _shuffled(things: Sequence[Thing], seed: str) -> list[Thing]:
    return Random(seed).sample(things, len(things))


def _out_of_order(ids: list[str], seed: str) -> list[str]:
    """Never the right order, which would be right without a thought."""
    mixed = _shuffled(ids, seed)
    return mixed if mixed != ids else [*ids[1:], *ids[:1]]


def _why_no_number(text: str, unit: str = "") -> str | None:
    if not text.strip():
        return "Type a number first."
    return None if readings(text, unit) else f"“{text.strip()}” is not a number: write it like 1200, 12.5 or 1/2."


def _why_gaps_left(question: Cloze, answer: Filled) -> str | None:
    given = {gap.id: answer.gaps.get(gap.id, "").strip() for gap in question.gaps}
    if left := sum(1 for text in given.values() if not text):
        return f"Fill the {left} gap{'' if left == 1 else 's'} that {'is' if left == 1 else 'are'} left."
    for gap in question.gaps:
        if isinstance(gap, NumberGap) and (reason := _why_no_number(given[gap.id])):
            return reason
        if isinstance(gap, ChoiceGap) and given[gap.id] not in {option.id for option in gap.options}:
            return "Choose one of the options of each gap."
    return None


def _mixed(points: Fraction) -> str:
    whole, rest = divmod(points, 1)
    return f"{whole} {rest}" if whole and rest else f"{rest or whole}"
