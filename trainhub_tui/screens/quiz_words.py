"""A quiz in words: what is said to an answer, how an attempt went, the review of it. Pure."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from textual.content import Content

from trainhub_core.models.attempt import Attempt
from trainhub_core.models.quiz import GAP, Cloze, Numeric, Question, Quiz, ShortAnswer
from trainhub_core.rules.marking import Mark, Remark, Verdict
from trainhub_core.rules.quiz import Result, Reviewed, result, review
from trainhub_tui import palette
from trainhub_tui.widgets.passage import Lines, hanging, plain, prose

SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")
SIGNS = {
    Verdict.RIGHT: (palette.MARKS["completed"].symbol, palette.DONE),
    Verdict.WRONG: (palette.MARKS["trouble"].symbol, palette.TROUBLE),
    Verdict.MISSED: (palette.MARKS["available"].symbol, palette.UNDER_WAY),
}


def prompt_of(question: Question) -> str:
    """What is asked, the gaps of a cloze numbered."""
    if not isinstance(question, Cloze):
        return question.prompt
    places = {gap.id: place for place, gap in enumerate(question.gaps, 1)}
    return GAP.sub(lambda found: f"**({places.get(found[1], '?')}) \\_\\_\\_\\_**", question.prompt)


def how_to(question: Question) -> str:
    """How this type is answered, in a line."""
    return {
        "multiple-choice": "One is right. A letter, or space, chooses.",
        "multiple-response": "Any number may be right. A letter, or space, ticks.",
        "true-false": "True or false? A letter, or space, chooses.",
        "number": "Type a number.",
        "short-answer": "Type a word or a few.",
        "matching": "↑↓ to an item; a letter, or →, gives it its match.",
        "ordering": "Space takes an item, ↑↓ move it, space puts it down; or a digit sends it to that place.",
        "cloze": "Type into the gaps; ↑↓ go from gap to gap, ← → turn through choices.",
    }[question.type]


def headline(mark: Mark) -> tuple[str, str, str]:
    """Sign, role and word of a mark."""
    if mark.is_right:
        return (*SIGNS[Verdict.RIGHT], "Right.")
    if mark.share:
        return palette.MARKS["in progress"].symbol, palette.UNDER_WAY, f"Partly right, {share_words(mark.share)} of the point: {mark.why}"
    return (*SIGNS[Verdict.WRONG], mark.why)


def share_words(share: Fraction) -> str:
    """An exact share for people."""
    return f"{share.numerator}/{share.denominator}"


def said_to(question: Question, mark: Mark, width: int) -> Lines:
    """Everything that is said to an answer, as lines."""
    sign, role, words = headline(mark)
    lines = hanging(Content.styled(f"{sign} ", role), lambda room: plain(words, room, f"bold {role}"), width)
    for remark in _spoken(question, mark):
        lines += _remark_lines(question, remark, width)
    if mark.feedback:
        lines += [Content(""), *prose(mark.feedback, width)]
    return lines


def _spoken(question: Question, mark: Mark) -> Sequence[Remark]:
    """The remarks that say more than the headline does."""
    if isinstance(question, Numeric | ShortAnswer) or question.type in ("multiple-choice", "true-false"):
        return [remark for remark in mark.remarks if remark.text or remark.right]
    return mark.remarks


def _remark_lines(question: Question, remark: Remark, width: int) -> Lines:
    sign, role = SIGNS[remark.verdict]
    said = plain if _is_typed(question) else prose
    lines: Lines = []
    if len(_one_only(question)) == 0:
        label = _label(question, remark)
        lines += hanging(Content.styled(f"{sign} ", role), lambda room: said(label, room), width)
    elif remark.right:
        lines += hanging(Content("  "), lambda room: said(f"You said: {_in_line(remark.label)}", room, palette.MUTED), width)
    if remark.text:
        lines += hanging(Content("  "), lambda room: prose(remark.text, room, palette.MUTED if lines else palette.INK), width)
    if remark.right:
        lines += hanging(Content.styled("  → ", palette.DONE), lambda room: said(remark.right, room), width)
    return lines


def _is_typed(question: Question) -> bool:
    """Whether its answers are words as they are typed, not Markdown; so are the choices of a gap."""
    return isinstance(question, Numeric | ShortAnswer | Cloze)


def _one_only(question: Question) -> str:
    """The type, where an answer is one thing; nothing where it has parts."""
    return question.type if question.type in ("multiple-choice", "true-false", "number", "short-answer") else ""


def _label(question: Question, remark: Remark) -> str:
    if isinstance(question, Cloze):
        place = next((place for place, gap in enumerate(question.gaps, 1) if gap.id == remark.of), 0)
        return f"({place}) {remark.label}"
    return f"{_in_line(remark.label)} (right, and not ticked)" if remark.verdict is Verdict.MISSED else remark.label


def result_line(outcome: Result) -> str:
    """How an attempt went."""
    return f"{'Passed' if outcome.passed else 'Not passed yet'}: {outcome.why}"


def best_of(attempts: Iterable[Attempt], lesson_id: str, pass_mark: int) -> Result | None:
    """The best result of the attempts at this lesson that are over."""
    over = [result(it, pass_mark) for it in attempts if it.lesson_id == lesson_id and it.ended]
    return max(over, key=lambda it: it.share, default=None)


def review_text(quiz: Quiz, attempt: Attempt, title: str) -> str:
    """An attempt question by question, as Markdown."""
    outcome = result(attempt, quiz.pass_mark)
    parts = [f"# {escaped(title)}: {escaped(result_line(outcome))}", f"The pass mark is {quiz.pass_mark} %."]
    for place, each in enumerate(review(quiz, attempt), 1):
        parts += _reviewed(place, each)
    return "\n\n".join(parts) + "\n"


def _reviewed(place: int, each: Reviewed) -> list[str]:
    if each.question is None or each.mark is None:
        return [f"## {place}.", escaped(each.note)]
    sign, _, words = headline(each.mark)
    parts = [f"## {place}. {sign} {escaped(words)}", prompt_of(each.question)]
    for remark in each.mark.remarks:
        label = _label(each.question, remark)
        said = escaped if _is_typed(each.question) else _in_line
        lines = [f"- {SIGNS[remark.verdict][0]} {said(label)}"]
        lines += [_in_line(remark.text)] if remark.text else []
        lines += [f"**→ {said(remark.right)}**"] if remark.right else []
        parts.append("\\\n  ".join(lines))
    return [*parts, each.mark.feedback] if each.mark.feedback else parts


def escaped(text: str) -> str:
    """Words that no Markdown is read in."""
    return SPECIAL.sub(r"\\\1", _in_line(text))


def _in_line(text: str) -> str:
    return " ".join(text.split())
