"""What an answer earns, and what is said to it. Rule: Quizzes and assessments, rules.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from trainhub_core.models.attempt import Answer, Chosen, Filled, Matched, Ordered, Ticked, Typed
from trainhub_core.models.quiz import (
    ChoiceGap,
    Cloze,
    Form,
    Gap,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Number,
    NumberGap,
    Numeric,
    Option,
    Ordering,
    Question,
    ShortAnswer,
    TextGap,
    TrueFalse,
)
from trainhub_core.rules.typed import folded, readings

NONE, WHOLE = Fraction(0), Fraction(1)
CURRENCIES = ("£", "$", "€", "¥")


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    """Right, and not chosen."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of feedback: `label` is what was answered, `of` the id of the option, item or gap ("" for the whole answer).

    `text` is what the author says to it, `right` the right answer where another one was given."""

    of: str
    verdict: Verdict
    label: str
    text: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """`share` of the point that was earned, exact; `why` in a sentence; `feedback` is the author's word to any answer."""

    share: Fraction
    why: str
    remarks: tuple[Remark, ...] = ()
    feedback: str = ""

    @property
    def is_right(self) -> bool:
        return self.share == WHOLE


def mark(question: Question, answer: Answer | None) -> Mark:
    """What this answer earns. No answer, or one that does not belong to the question, earns nothing."""
    share, why, remarks = _marked(question, answer)
    return Mark(share, why, tuple(remarks), question.feedback)


def number_label(number: Number, unit: str = "") -> str:
    """An accepted number for people: 12.5 ± 0.5 hours, £10 to £20."""
    before, after = (unit, "") if unit in CURRENCIES else ("", f" {unit}" if unit else "")
    span = f"{before}{number.value:f}"
    if number.upto is not None:
        return f"{span} to {before}{number.upto:f}{after}"
    return f"{span} ± {number.tolerance:f}{after}" if number.tolerance else f"{span}{after}"


Marked = tuple[Fraction, str, Sequence[Remark]]


def _marked(question: Question, answer: Answer | None) -> Marked:
    match question, answer:
        case _, None:
            return NONE, "Not answered.", []
        case ((MultipleChoice() | TrueFalse()), Chosen()):
            return _chosen(question.options, answer.option)
        case MultipleResponse(), Ticked():
            return _ticked(question, answer)
        case Numeric(), Typed():
            return _whole(_number(question.numbers, answer.text, question.unit))
        case ShortAnswer(), Typed():
            return _whole(_form(question.forms, answer.text))
        case Matching(), Matched():
            return _matched(question, answer)
        case Ordering(), Ordered():
            return _ordered(question, answer)
        case Cloze(), Filled():
            return _filled(question, answer)
    return NONE, "This answer does not belong to this question.", []


def _chosen(options: Sequence[Option], chosen: str) -> Marked:
    option = next((it for it in options if it.id == chosen), None)
    if option is None:
        return NONE, "That is not one of the options.", []
    return _whole(Remark(option.id, _verdict(option.right), option.text, option.feedback, "" if option.right else _first_right(options)))


def _ticked(question: MultipleResponse, answer: Ticked) -> Marked:
    """max(0, right/|correct| − wrong/|incorrect|); nothing ticked is right only where no option is."""
    ticked = set(answer.options)
    correct = {option.id for option in question.options if option.right}
    incorrect = {option.id for option in question.options} - correct
    right, wrong = len(ticked & correct), len(ticked - correct)
    remarks = [
        Remark(it.id, _verdict(it.right) if it.id in ticked else Verdict.MISSED, it.text, it.feedback if it.id in ticked else "")
        for it in question.options
        if it.id in ticked or it.right
    ]
    if not correct:
        return (WHOLE, "Right: none of them is.", remarks) if not ticked else (NONE, "None of the options is right.", remarks)
    earned = max(NONE, Fraction(right, len(correct)) - (Fraction(wrong, max(1, len(incorrect)))))
    share = earned if not question.all_or_nothing or earned == WHOLE else NONE
    why = f"{right} of {len(correct)} right ones ticked, {wrong} of {len(incorrect)} wrong ones."
    return share, "Right." if share == WHOLE else f"{why} All or nothing." if question.all_or_nothing else why, remarks


def _number(numbers: Sequence[Number], text: str, unit: str = "", of: str = "") -> Remark:
    """The remark on a typed number: right if a reading of it lies in an accepted span, else on the known mistake that it is."""
    values = readings(text, unit)
    hit = next((it for it in sorted(numbers, key=lambda it: not it.right) if any(_holds(it, value) for value in values)), None)
    accepted = next((number_label(it, unit) for it in numbers if it.right), "")
    return _remark(of, text, hit, accepted)


def _form(forms: Sequence[Form], text: str, of: str = "") -> Remark:
    typed = folded(text)
    hit = next((it for it in sorted(forms, key=lambda it: not it.right) if folded(it.text) == typed), None)
    return _remark(of, text, hit, next((it.text for it in forms if it.right), ""))


def _matched(question: Matching, answer: Matched) -> Marked:
    texts = {target.id: target.text for target in question.targets}
    remarks = []
    for item in question.items:
        given = answer.targets.get(item.id, "")
        right = given == item.target
        label = f"{item.text}: {texts.get(given, 'nothing')}"
        remarks.append(Remark(item.id, _verdict(right), label, item.feedback, "" if right else texts.get(item.target, "")))
    return _parts(remarks, "pairs", question.all_or_nothing)


def _ordered(question: Ordering, answer: Ordered) -> Marked:
    """As with several right options: pairs in the right order less pairs in the wrong order, over all pairs."""
    places = {item.id: place for place, item in enumerate(question.items)}
    if sorted(answer.items) != sorted(places):
        return NONE, "Every item belongs in the order, once.", []
    given = [places[item_id] for item_id in answer.items]
    remarks = [
        Remark(
            item.id,
            _verdict(at == places[item.id]),
            item.text,
            item.feedback,
            "" if at == places[item.id] else f"Place {places[item.id] + 1}",
        )
        for at, item in enumerate(question.items[place] for place in given)
    ]
    pairs = list(combinations(given, 2))
    kept = sum(1 for one, other in pairs if one < other)
    earned = max(NONE, Fraction(2 * kept - len(pairs), len(pairs))) if pairs else WHOLE
    share = earned if not question.all_or_nothing or earned == WHOLE else NONE
    why = f"{kept} of {len(pairs)} pairs stand in the right order."
    return share, "Right." if share == WHOLE else f"{why} All or nothing." if question.all_or_nothing else why, remarks


def _filled(question: Cloze, answer: Filled) -> Marked:
    return _parts([_gap(gap, answer.gaps) for gap in question.gaps], "gaps", question.all_or_nothing)


def _gap(gap: Gap, given: Mapping[str, str]) -> Remark:
    text = given.get(gap.id, "")
    match gap:
        case TextGap():
            return _form(gap.forms, text, gap.id)
        case NumberGap():
            return _number(gap.numbers, text, of=gap.id)
        case ChoiceGap():
            chosen = next((option for option in gap.options if option.id == text), None)
            return _remark(gap.id, chosen.text if chosen else "", chosen, _first_right(gap.options))


def _parts(remarks: Sequence[Remark], name: str, all_or_nothing: bool) -> Marked:
    right = sum(1 for remark in remarks if remark.verdict is Verdict.RIGHT)
    share = Fraction(right, len(remarks)) if remarks else NONE
    if share == WHOLE:
        return share, "Right.", remarks
    why = f"{right} of {len(remarks)} {name} right."
    return (NONE, f"{why} All or nothing.", remarks) if all_or_nothing else (share, why, remarks)


def _whole(remark: Remark) -> Marked:
    right = remark.verdict is Verdict.RIGHT
    return (WHOLE, "Right.", [remark]) if right else (NONE, "Not right.", [remark])


def _remark(of: str, given: str, hit: Option | Form | Number | None, accepted: str) -> Remark:
    if hit is None:
        return Remark(of, Verdict.WRONG, given or "nothing", "", accepted)
    return Remark(of, _verdict(hit.right), given, hit.feedback, "" if hit.right else accepted)


def _holds(number: Number, value: Fraction) -> bool:
    middle, around = Fraction(number.value), Fraction(number.tolerance)
    if number.upto is not None:
        return middle <= value <= Fraction(number.upto)
    return middle - around <= value <= middle + around


def _first_right(options: Iterable[Option]) -> str:
    return next((option.text for option in options if option.right), "")


def _verdict(right: bool) -> Verdict:
    return Verdict.RIGHT if right else Verdict.WRONG
