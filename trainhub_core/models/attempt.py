"""What a learner does with a quiz or a scenario: answers, attempts as they were shown, walks. Source: rules.md, Quizzes and assessments."""

from typing import Annotated, Literal

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Moment

Points = tuple[int, int]
"""An exact fraction: so many of so many."""


class Chosen(Fact):
    """The one option chosen: multiple choice, true or false."""

    type: Literal["chosen"] = "chosen"
    option: Id


class Ticked(Fact):
    """The options ticked; none is an answer too."""

    type: Literal["ticked"] = "ticked"
    options: tuple[Id, ...] = ()


class Typed(Fact):
    """What was typed, as it was typed: number, short answer."""

    type: Literal["typed"] = "typed"
    text: Line


class Matched(Fact):
    """Target by item."""

    type: Literal["matched"] = "matched"
    targets: dict[Id, Id]


class Ordered(Fact):
    """The items from first to last."""

    type: Literal["ordered"] = "ordered"
    items: tuple[Id, ...]


class Filled(Fact):
    """What stands in each gap: text, or the id of an option."""

    type: Literal["filled"] = "filled"
    gaps: dict[Id, Line]


Answer = Annotated[Chosen | Ticked | Typed | Matched | Ordered | Filled, Field(discriminator="type")]


class ShownQuestion(Fact):
    """A question as it was shown: its item, that item's version, and the order of what could be chosen (`gap/option` in a cloze)."""

    id: Id
    version: int
    order: tuple[Id, ...] = ()


class Reply(Fact):
    """An answer and what it earned when it was given."""

    answer: Answer
    points: Points
    at: Moment


class Attempt(Fact):
    """One go at the quiz of a lesson. `version` is that of the lesson's text; `replies` go by question id.

    `score` and `ended` are there once it is finished, `event_id` names the event that told of it."""

    id: Id
    lesson_id: Id
    version: int = 1
    shown: tuple[ShownQuestion, ...]
    replies: dict[Id, Reply] = Field(default_factory=dict)
    started: Moment
    ended: Moment | None = None
    score: Points | None = None
    event_id: Id | None = None


class Step(Fact):
    """A choice made at a node of a scenario."""

    node: Id
    choice: Id


class Walk(Fact):
    """One way through the scenario of a lesson."""

    id: Id
    lesson_id: Id
    version: int = 1
    steps: tuple[Step, ...] = ()
    started: Moment
    ended: Moment | None = None
    event_id: Id | None = None
