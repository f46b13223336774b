"""Reads a scenario from the Markdown of its lesson: nodes as headings, choices as links to them."""

from pydantic import ValidationError

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.quizzes.answers import letter
from trainhub_content.quizzes.blocks import CHOICE, Section, parted, unescaped, unquoted, whole
from trainhub_content.reasons import reason_of
from trainhub_content.sources import Prose
from trainhub_core.models.scenario import Node, Scenario, ScenarioChoice
from trainhub_core.rules.soundness import scenario_faults

END = "end"


def scenario_in(prose: Prose) -> tuple[str, Scenario]:
    """What stands before the first node, and the scenario. Raises ContentRefused with all faults."""
    intro, *sections = parted(whole(prose), 2)
    if not sections:
        raise intro.refuse("A scenario has at least one node: “## Where it begins {#name}”.")
    nodes: list[Node] = []
    faults: list[Fault] = []
    for section in sections:
        try:
            nodes.append(_node(section))
        except ContentRefused as refused:
            faults += refused.faults
    if not faults:
        homes = {node.id: section for node, section in zip(nodes, sections, strict=True)}
        faults = [homes[node_id].fault(sentence) for node_id, sentence in scenario_faults(Scenario(nodes=tuple(nodes)))]
    if faults:
        raise ContentRefused(faults)
    return intro.text, Scenario(nodes=tuple(nodes))


def _node(section: Section) -> Node:
    heading = section.heading
    if heading is None or not heading.id or not heading.title:
        raise section.refuse("A node has a title and a name: “## What happens {#name}”.")
    if unknown := [*sorted(heading.flags - {END}), *(key for key in heading.values if key != "score")]:
        raise section.refuse(f"A node has no {unknown[0]}; it can be an .end and have a score.")
    start = next((at for at, line in enumerate(section.lines) if CHOICE.fullmatch(line)), len(section.lines))
    choices = _choices(section, start)
    if bool(choices) == (END in heading.flags):
        raise section.refuse("An end has no choices." if choices else "There are no choices here; an end is marked with {.end}.")
    text = unescaped(section.lines[:start])
    if not text.strip():
        raise section.refuse("Nothing is said here.")
    try:
        return Node.model_validate(
            {"id": heading.id, "title": heading.title, "text": text, "choices": choices, "score": heading.values.get("score")}
        )
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        raise section.refuse(reason_of({**first, "loc": first["loc"][-1:]})[0]) from None


def _choices(section: Section, start: int) -> tuple[ScenarioChoice, ...]:
    found: list[tuple[str, str, list[str]]] = []
    for at, line in enumerate(section.lines[start:], start):
        if choice := CHOICE.fullmatch(line):
            found.append((choice[1].strip(), choice[2], []))
            if not choice[1].strip() or not choice[2]:
                raise section.refuse("A choice has a text and the name of a node: “- [What to do](#name)”.", at)
        elif line.startswith("  >"):
            found[-1][2].append(line[2:])
        elif line.strip():
            raise section.refuse("Choices come last in a node: “- [What to do](#name)”, feedback below as “  > …”.", at)
    return tuple(
        ScenarioChoice(id=letter(at), text=text, to=to, feedback=unquoted(feedback)) for at, (text, to, feedback) in enumerate(found)
    )
