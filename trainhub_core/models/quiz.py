"""Quizzes as their author wrote them: questions with feedback per answer. Source: rules.md, Quizzes and assessments; LEARN-3, ACH-4."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Percent, Text

GAP = re.compile(r"\[\[([A-Za-z0-9][A-Za-z0-9._-]*)\]\]")
"""Where a cloze text has a gap, by the gap's id."""

Exact = Annotated[Decimal, Field(max_digits=40, decimal_places=20)]


class Option(Fact):
    """Something to choose. `feedback` is said to whoever chose it."""

    id: Id
    text: Text
    right: bool = False
    feedback: Text = ""


class Form(Fact):
    """A way to write a short answer: an accepted one, or (`right` false) a known mistake with feedback of its own."""

    text: Line
    right: bool = True
    feedback: Text = ""


class Number(Fact):
    """`value` give or take `tolerance`, or any number from `value` to `upto`; bounds belong to it. A known mistake where not `right`."""

    value: Exact
    tolerance: Exact = Decimal(0)
    upto: Exact | None = None
    right: bool = True
    feedback: Text = ""


class MatchItem(Fact):
    """The left side of a pair; `target` is the id of its right side."""

    id: Id
    text: Line
    target: Id
    feedback: Text = ""


class MatchTarget(Fact):
    """A right side; several items may share one, and one that belongs to no item leads astray."""

    id: Id
    text: Line


class OrderItem(Fact):
    id: Id
    text: Text
    feedback: Text = ""


class TextGap(Fact):
    type: Literal["text"] = "text"
    id: Id
    forms: tuple[Form, ...]


class NumberGap(Fact):
    type: Literal["number"] = "number"
    id: Id
    numbers: tuple[Number, ...]


class ChoiceGap(Fact):
    type: Literal["choice"] = "choice"
    id: Id
    options: tuple[Option, ...]


Gap = Annotated[TextGap | NumberGap | ChoiceGap, Field(discriminator="type")]


class _Item(Fact):
    """What every question has. `feedback` is said after any answer; a new `version` says that answers to older ones are not comparable."""

    id: Id
    version: int = Field(default=1, ge=1)
    prompt: Text
    hint: Text = ""
    feedback: Text = ""


class MultipleChoice(_Item):
    """One option is right. `fixed` options are never shuffled ("all of the above")."""

    type: Literal["multiple-choice"] = "multiple-choice"
    options: tuple[Option, ...]
    fixed: bool = False


class MultipleResponse(_Item):
    """Any number of options is right, none too."""

    type: Literal["multiple-response"] = "multiple-response"
    options: tuple[Option, ...]
    fixed: bool = False
    all_or_nothing: bool = False


class TrueFalse(_Item):
    """Whether the prompt is true."""

    type: Literal["true-false"] = "true-false"
    right: bool
    if_true: Text = ""
    if_false: Text = ""

    @property
    def options(self) -> tuple[Option, ...]:
        """The two answers as options `true` and `false`."""
        return (
            Option(id="true", text="True", right=self.right, feedback=self.if_true),
            Option(id="false", text="False", right=not self.right, feedback=self.if_false),
        )


class Numeric(_Item):
    """A number is typed; `unit` may be typed with it."""

    type: Literal["number"] = "number"
    numbers: tuple[Number, ...]
    unit: Line = ""


class ShortAnswer(_Item):
    """A word or a few are typed."""

    type: Literal["short-answer"] = "short-answer"
    forms: tuple[Form, ...]


class Matching(_Item):
    type: Literal["matching"] = "matching"
    items: tuple[MatchItem, ...]
    targets: tuple[MatchTarget, ...]
    all_or_nothing: bool = False


class Ordering(_Item):
    """`items` are in the right order; they are never shown in it."""

    type: Literal["ordering"] = "ordering"
    items: tuple[OrderItem, ...]
    all_or_nothing: bool = False


class Cloze(_Item):
    """The prompt has gaps, `[[id]]` each."""

    type: Literal["cloze"] = "cloze"
    gaps: tuple[Gap, ...]
    all_or_nothing: bool = False


Question = Annotated[
    MultipleChoice | MultipleResponse | TrueFalse | Numeric | ShortAnswer | Matching | Ordering | Cloze,
    Field(discriminator="type"),
]


class Quiz(Fact):
    """Questions in their author's order; `shuffle` mixes them and their options for each attempt."""

    questions: tuple[Question, ...]
    pass_mark: Percent = 80
    shuffle: bool = True

    def question(self, question_id: str) -> Question | None:
        """The question of this id, None where the quiz has it no more."""
        return next((question for question in self.questions if question.id == question_id), None)
