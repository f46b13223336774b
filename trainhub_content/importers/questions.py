"""Questions of other systems as ours. What our rules cannot express is changed and said, or refused and said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pydantic import ValidationError

from trainhub_content.faults import ContentRefused
from trainhub_content.importers.report import Origin
from trainhub_content.quizzes.answers import letter
from trainhub_content.quizzes.reading import quiz_in
from trainhub_content.quizzes.writing import quiz_markdown
from trainhub_content.sources import Prose
from trainhub_core.models.quiz import (
    Form,
    MatchItem,
    MatchTarget,
    MultipleChoice,
    MultipleResponse,
    Option,
    OrderItem,
    Question,
    Quiz,
    TrueFalse,
)
from trainhub_core.rules.soundness import question_faults

WHOLE = Fraction(1)
CLOSE = Fraction(1, 100)
"""Shares that differ by less are the same: systems write a third as 33.33333 %."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with the share of the mark that it earns: 1 for all of it, below 0 for what it costs."""

    text: str
    share: Fraction
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    question: Question
    origin: Origin


def built(origin: Origin, build: Callable[[], Question]) -> DraftQuestion | None:
    """The question, or None with its reason said: it must be sound, and the same when it is written and read again."""
    try:
        question = build()
        faults = tuple(question_faults(question))
        if not faults:
            faults = _lost_in_writing(question)
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_context=False)[0]
        faults = (f"{first['loc'][-1] if first['loc'] else 'question'}: {first['msg']}.",)
    except ValueError as refused:
        faults = (str(refused),)
    if faults:
        origin.refused(" ".join(faults))
        return None
    return DraftQuestion(question, origin)


def choice(
    origin: Origin, id: str, prompt: str, answers: Sequence[Answer], *, hint: str = "", feedback: str = "", fixed: bool = False
) -> Question:
    """One answer is to be chosen. Raises ValueError where none is right; where several are, all of them are to be ticked."""
    best = max((answer.share for answer in answers), default=Fraction(0))
    if best <= 0:
        raise ValueError("No answer is right.")
    if sum(1 for answer in answers if answer.share >= best - CLOSE) > 1:
        origin.changed("Any one of several answers was right; now all of them are to be ticked.")
        told = [Answer(it.text, Fraction(it.share >= best - CLOSE), it.feedback) for it in answers]
        return MultipleResponse(
            id=id, prompt=prompt, hint=hint, feedback=feedback, fixed=fixed, options=_options(told, lambda it: it.share > 0)
        )
    costs = {answer.share for answer in answers if answer.share < 0}
    if costs:
        origin.changed(f"A wrong answer took {' or '.join(sorted(percent(-cost) for cost in costs))} of the mark; here it earns nothing.")
    if best < WHOLE - CLOSE:
        origin.changed(f"The best answer earned {percent(best)}; it counts as right.")
    _partly(origin, [answer for answer in answers if 0 < answer.share < best])
    return MultipleChoice(
        id=id, prompt=prompt, hint=hint, feedback=feedback, fixed=fixed, options=_options(answers, lambda it: it.share == best)
    )


def response(
    origin: Origin, id: str, prompt: str, answers: Sequence[Answer], *, hint: str = "", feedback: str = "", all_or_nothing: bool = False
) -> Question:
    """Any number of answers is to be chosen. We give equal shares for right ones and take equal shares for wrong ones."""
    right, wrong = [it for it in answers if it.share > 0], [it for it in answers if it.share <= 0]
    if not all_or_nothing:
        if any(abs(it.share - Fraction(1, len(right))) > CLOSE for it in right):
            origin.changed("Right answers earned different shares; they earn equal shares now.")
        if any(abs(it.share + Fraction(1, len(wrong))) > CLOSE for it in wrong):
            origin.changed(f"A wrong answer costs {percent(Fraction(1, len(wrong)))} of the mark now.")
    return MultipleResponse(
        id=id,
        prompt=prompt,
        hint=hint,
        feedback=feedback,
        all_or_nothing=all_or_nothing,
        options=_options(answers, lambda it: it.share > 0),
    )


def true_false(id: str, prompt: str, right: bool, *, if_true: str = "", if_false: str = "", hint: str = "", feedback: str = "") -> Question:
    return TrueFalse(id=id, prompt=prompt, right=right, if_true=if_true, if_false=if_false, hint=hint, feedback=feedback)


def forms(origin: Origin, answers: Sequence[Answer]) -> tuple[Form, ...]:
    """Ways to write an answer. A partly right one becomes a known mistake; `*` as a wildcard cannot be expressed. Raises ValueError."""
    kept: dict[str, Form] = {}
    for answer in answers:
        text = answer.text.replace("\\*", "*").strip()
        if "*" in answer.text.replace("\\*", ""):
            if answer.share >= WHOLE - CLOSE:
                raise ValueError(f"“{answer.text}” stands for many answers; here each accepted answer is written out.")
            origin.changed("What was said to any other answer (*) was left out.")
            continue
        _partly(origin, [answer] if 0 < answer.share < WHOLE - CLOSE else [])
        key = " ".join(text.casefold().split())
        if not key:
            continue
        kept.setdefault(key, Form(text=text, right=answer.share >= WHOLE - CLOSE, feedback=answer.feedback))
    return tuple(kept.values())


def pairs(rows: Sequence[tuple[str, str, str]]) -> tuple[tuple[MatchItem, ...], tuple[MatchTarget, ...]]:
    """Items and targets by left side, right side and feedback; a row without a left side is a right side too many."""
    told = [(" ".join(left.split()), " ".join(right.split()), feedback) for left, right, feedback in rows]
    rights = dict.fromkeys([right for left, right, _ in told if left] + [right for left, right, _ in told if not left])
    names = {right: letter(at) for at, right in enumerate(rights)}
    lefts = [row for row in told if row[0]]
    items = (
        MatchItem(id=str(at), text=left, target=names[right], feedback=feedback)
        for at, (left, right, feedback) in enumerate(lefts, start=1)
    )
    return tuple(items), tuple(MatchTarget(id=name, text=right) for right, name in names.items())


def order_items(texts: Sequence[str]) -> tuple[OrderItem, ...]:
    return tuple(OrderItem(id=letter(at), text=text) for at, text in enumerate(texts))


def percent(share: Fraction) -> str:
    return f"{float(share * 100):.4g} %"


def _options(answers: Sequence[Answer], is_right: Callable[[Answer], bool]) -> tuple[Option, ...]:
    return tuple(Option(id=letter(at), text=it.text, right=is_right(it), feedback=it.feedback) for at, it in enumerate(answers))


def _partly(origin: Origin, answers: Sequence[Answer]) -> None:
    for answer in answers:
        origin.changed(f"“{answer.text[:80]}” earned {percent(answer.share)}; here an answer is right or not, and it counts as wrong.")


def _lost_in_writing(question: Question) -> tuple[str, ...]:
    """Why the question would not be the same after it was written into a file and read again."""
    text = quiz_markdown("# Quiz", Quiz(questions=(question,)))
    try:
        _, again = quiz_in(Prose("quiz.md", text, 1))
    except ContentRefused as refused:
        return tuple(f"It cannot be written in our format: {fault.reason}" for fault in refused.faults[:1])
    if again.questions != (question,):
        return ("It would not be the same when it is written in our format.",)
    return ()
