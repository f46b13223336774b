"""Walking through a scenario: where one stands, which ways lead on, when it is over. Rule: lesson progress (scenario), rules.md."""

from datetime import datetime

from trainhub_core.models.attempt import Step, Walk
from trainhub_core.models.scenario import Node, Scenario, ScenarioChoice


def set_out(lesson_id: str, version: int, walk_id: str, now: datetime) -> Walk:
    """A new walk, at the beginning."""
    return Walk(id=walk_id, lesson_id=lesson_id, version=version, started=now)


def standing(scenario: Scenario, walk: Walk) -> Node:
    """The node that the walk has come to. Steps that the scenario has no more are passed over."""
    node = scenario.nodes[0]
    for step in walk.steps:
        choice = _choice(node, step.choice) if node.id == step.node else None
        node = (scenario.node(choice.to) if choice else None) or node
    return node


def why_no_step(scenario: Scenario, walk: Walk, choice_id: str) -> str | None:
    """The sentence that says why this way cannot be taken, None when it can."""
    node = standing(scenario, walk)
    if node.is_end:
        return "This is an end. Go back, or start again."
    choice = _choice(node, choice_id)
    if choice is None:
        return "That is not one of the choices here."
    return None if scenario.node(choice.to) else f"The way to {choice.to} leads nowhere."


def stepped(scenario: Scenario, walk: Walk, choice_id: str, now: datetime) -> Walk:
    """The walk one choice further; at an end it is over. Raises ValueError with the sentence of `why_no_step`."""
    if reason := why_no_step(scenario, walk, choice_id):
        raise ValueError(reason)
    step = Step(node=standing(scenario, walk).id, choice=choice_id)
    further = walk.model_copy(update={"steps": (*walk.steps, step)})
    return further.model_copy(update={"ended": now}) if standing(scenario, further).is_end else further


def stepped_back(walk: Walk) -> Walk:
    """The walk without its last choice; one that was over goes on, and is a walk that no event has told of."""
    return walk.model_copy(update={"steps": walk.steps[:-1], "ended": None, "event_id": None})


def travelled(scenario: Scenario, walk: Walk) -> tuple[tuple[Node, ScenarioChoice], ...]:
    """The nodes passed, each with the choice made there, in order: the review of a walk."""
    pairs = []
    for step in walk.steps:
        node = scenario.node(step.node)
        choice = _choice(node, step.choice) if node else None
        if node and choice:
            pairs.append((node, choice))
    return tuple(pairs)


def score(scenario: Scenario, walk: Walk) -> int | None:
    """The score of the end reached, 0 to 100; None before an end, or where the end has none."""
    return standing(scenario, walk).score if standing(scenario, walk).is_end else None


def _choice(node: Node, choice_id: str) -> ScenarioChoice | None:
    return next((choice for choice in node.choices if choice.id == choice_id), None)
