"""Scenarios: nodes with choices that lead from one to the next, up to an end. Source: COURSE-4; rules.md, Quizzes and assessments."""

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Percent, Text


class ScenarioChoice(Fact):
    """What one can do at a node, and the node it leads to. `feedback` is said to whoever chose it."""

    id: Id
    text: Line
    to: Id
    feedback: Text = ""


class Node(Fact):
    """A situation. One without choices is an end, which may have a `score`, 0 to 100."""

    id: Id
    title: Line
    text: Text
    choices: tuple[ScenarioChoice, ...] = ()
    score: Percent | None = None

    @property
    def is_end(self) -> bool:
        return not self.choices


class Scenario(Fact):
    """Nodes; the first is where it begins."""

    nodes: tuple[Node, ...] = Field(min_length=1)

    def node(self, node_id: str) -> Node | None:
        """The node of this id, None where there is none."""
        return next((node for node in self.nodes if node.id == node_id), None)
