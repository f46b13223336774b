"""The empty sheet of a question, its options in the order of the attempt."""

from collections.abc import Sequence
from typing import TypeVar

from trainhub_core.models.attempt import ShownQuestion
from trainhub_core.models.quiz import (
    ChoiceGap,
    Cloze,
    Matching,
    MatchTarget,
    MultipleChoice,
    MultipleResponse,
    Numeric,
    Option,
    Ordering,
    OrderItem,
    Question,
    ShortAnswer,
    TrueFalse,
)
from trainhub_tui.widgets.cloze_sheet import Blank, ClozeSheet
from trainhub_tui.widgets.sheets import ChoiceSheet, MatchSheet, Named, OrderSheet, Sheet, TypedSheet

Thing = TypeVar("Thing", Option, OrderItem, MatchTarget)


def sheet_for(question: Question, shown: ShownQuestion) -> Sheet:
    """See the module."""
    match question:
        case MultipleChoice() | TrueFalse():
            return ChoiceSheet(_named(question.options, shown.order))
        case MultipleResponse():
            return ChoiceSheet(_named(question.options, shown.order), many=True)
        case Numeric():
            return TypedSheet(unit=question.unit)
        case ShortAnswer():
            return TypedSheet()
        case Matching():
            return MatchSheet(tuple((item.id, item.text) for item in question.items), _named(question.targets, shown.order))
        case Ordering():
            return OrderSheet(_named(question.items, shown.order))
        case Cloze():
            return ClozeSheet(
                tuple(Blank(gap.id, _offered(gap, shown.order) if isinstance(gap, ChoiceGap) else ()) for gap in question.gaps)
            )


def _named(things: Sequence[Thing], order: Sequence[str]) -> tuple[Named, ...]:
    places = {id_: place for place, id_ in enumerate(order)}
    return tuple((it.id, it.text) for it in sorted(things, key=lambda it: places.get(it.id, len(places))))


def _offered(gap: ChoiceGap, order: Sequence[str]) -> tuple[Named, ...]:
    return _named(gap.options, [id_.partition("/")[2] for id_ in order if id_.partition("/")[0] == gap.id])
