"""Scenarios are walked from node to node up to an end (COURSE-4, ACH-4)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.quiz_strategies import scenarios
from trainhub_core.models.attempt import Walk
from trainhub_core.models.scenario import Node, Scenario, ScenarioChoice
from trainhub_core.rules.scenario import score, set_out, standing, stepped, stepped_back, travelled, why_no_step
from trainhub_core.rules.soundness import scenario_faults

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CALL = Scenario(
    nodes=(
        Node(
            id="start",
            title="It is late",
            text="What now?",
            choices=(
                ScenarioChoice(id="a", text="Call", to="called", feedback="Early is kind."),
                ScenarioChoice(id="b", text="Wait", to="waited"),
                ScenarioChoice(id="c", text="Hide", to="nowhere"),
            ),
        ),
        Node(id="waited", title="It is later", text="And now?", choices=(ScenarioChoice(id="a", text="Call", to="called"),)),
        Node(id="called", title="She thanks you", text="The end.", score=100),
    )
)


def walk(*choices: str) -> Walk:
    found = set_out("selling/late", 1, "walk-1", NOW)
    for choice in choices:
        found = stepped(CALL, found, choice, NOW)
    return found


def test_a_walk_ends_at_an_end_and_has_its_score() -> None:
    assert (standing(CALL, walk()).id, walk().ended, score(CALL, walk())) == ("start", None, None)
    assert (standing(CALL, walk("b")).id, walk("b").ended) == ("waited", None)
    assert (standing(CALL, walk("b", "a")).id, walk("b", "a").ended, score(CALL, walk("b", "a"))) == ("called", NOW, 100)


def test_a_way_that_cannot_be_taken_says_why() -> None:
    assert why_no_step(CALL, walk(), "z") == "That is not one of the choices here."
    assert why_no_step(CALL, walk(), "c") == "The way to nowhere leads nowhere."
    assert why_no_step(CALL, walk("a"), "a") == "This is an end. Go back, or start again."
    with pytest.raises(ValueError, match="This is an end"):
        stepped(CALL, walk("a"), "a", NOW)


def test_one_can_go_back_even_from_the_end() -> None:
    assert stepped_back(walk("b", "a")) == walk("b")
    assert stepped_back(walk()) == walk()


def test_the_way_taken_is_kept_with_its_feedback() -> None:
    assert [(node.title, choice.text, choice.feedback) for node, choice in travelled(CALL, walk("b", "a"))] == [
        ("It is late", "Wait", ""),
        ("It is later", "Call", ""),
    ]
    assert travelled(CALL, walk("a"))[0][1].feedback == "Early is kind."


def test_a_walk_through_an_older_version_stands_where_it_still_can() -> None:
    newer = Scenario(nodes=(CALL.nodes[0], CALL.nodes[2]))
    assert standing(newer, walk("b")).id == "start"


@given(scenarios(), st.data())
def test_every_sound_scenario_can_be_walked_to_an_end(scenario: Scenario, data: st.DataObject) -> None:
    assert list(scenario_faults(scenario)) == []
    here = set_out("selling/late", 1, "walk-1", NOW)
    while not (node := standing(scenario, here)).is_end:
        onward = node.choices if len(here.steps) < 5 else node.choices[:1]
        here = stepped(scenario, here, data.draw(st.sampled_from(onward)).id, NOW)
    assert here.ended == NOW or not here.steps
    assert len(travelled(scenario, here)) == len(here.steps)
    assert Walk.model_validate_json(here.model_dump_json()) == here
