"""Whether a quiz or scenario can be taken as it is written: what its author must mend, a sentence each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from trainhub_core.models.quiz import (
    GAP,
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
    Quiz,
    ShortAnswer,
    TextGap,
)
from trainhub_core.models.scenario import Scenario
from trainhub_core.rules.typed import folded


def quiz_faults(quiz: Quiz) -> Iterator[tuple[str, str]]:
    """Question id and sentence of everything that is wrong; the id is "" for the whole."""
    if not quiz.questions:
        yield "", "A quiz has at least one question."
    for question_id in _twice(question.id for question in quiz.questions):
        yield question_id, f"There are two questions {question_id}."
    for question in quiz.questions:
        for sentence in question_faults(question):
            yield question.id, sentence


def question_faults(question: Question) -> Iterator[str]:
    """What is wrong with one question."""
    if not question.prompt.strip():
        yield "The question asks nothing."
    match question:
        case MultipleChoice():
            yield from _one_right(question.options)
        case MultipleResponse():
            yield from _options(question.options)
            if all(option.right for option in question.options):
                yield "Ticking everything would be right; add an option that is not."
        case Numeric():
            yield from _numbers(question.numbers)
        case ShortAnswer():
            yield from _forms(question.forms)
        case Matching():
            yield from _matching(question)
        case Ordering():
            yield from _several([item.text for item in question.items], "items to put in order")
        case Cloze():
            yield from _cloze(question)


def scenario_faults(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Node id and sentence of everything that is wrong: ways that lead nowhere, nodes that no way leads to or that lead to no end."""
    nodes = {node.id: node for node in scenario.nodes}
    for node_id in _twice(node.id for node in scenario.nodes):
        yield node_id, f"There are two nodes {node_id}."
    for node in scenario.nodes:
        for choice in node.choices:
            if choice.to not in nodes:
                yield node.id, f"There is no node {choice.to} for “{choice.text}” to lead to."
        if node.score is not None and node.choices:
            yield node.id, "Only an end has a score; this node has choices."
    ways = {node.id: {choice.to for choice in node.choices if choice.to in nodes} for node in scenario.nodes}
    back: dict[str, set[str]] = {node_id: set() for node_id in nodes}
    for node_id, onward in ways.items():
        for to in onward:
            back[to].add(node_id)
    reached = _reachable(ways, [scenario.nodes[0].id])
    ending = _reachable(back, [node.id for node in scenario.nodes if node.is_end])
    for node_id in nodes:
        if node_id not in reached:
            yield node_id, "No way leads here."
        elif node_id not in ending:
            yield node_id, "No way leads from here to an end."


def _reachable(ways: dict[str, set[str]], start: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        node_id = waiting.pop()
        if node_id not in found:
            found.add(node_id)
            waiting += ways[node_id]
    return found


def _one_right(options: Sequence[Option]) -> Iterator[str]:
    yield from _options(options)
    right = sum(1 for option in options if option.right)
    if right != 1:
        yield f"One option is right in a multiple choice; here {'none is' if not right else f'{right} are'}."


def _options(options: Sequence[Option]) -> Iterator[str]:
    yield from _several([option.text for option in options], "options")


def _several(texts: Sequence[str], what: str) -> Iterator[str]:
    if len(texts) < 2:
        yield f"At least two {what} are needed."
    yield from (f"“{text}” is there twice." for text in _twice(" ".join(text.split()) for text in texts))


def _numbers(numbers: Sequence[Number]) -> Iterator[str]:
    if not any(number.right for number in numbers):
        yield "No number is marked as right."
    for number in numbers:
        if number.tolerance < 0 or (number.upto is not None and number.upto < number.value):
            yield f"The span of {number.value:f} is empty."


def _forms(forms: Sequence[Form]) -> Iterator[str]:
    if not any(form.right for form in forms):
        yield "No answer is marked as right."
    if not all(folded(form.text) for form in forms):
        yield "An answer is empty."
    yield from (f"“{text}” is there twice, but for case and space." for text in _twice(folded(form.text) for form in forms))


def _matching(question: Matching) -> Iterator[str]:
    yield from _several([item.text for item in question.items], "pairs")
    yield from (f"“{text}” is there twice." for text in _twice(target.text for target in question.targets))
    targets = {target.id for target in question.targets}
    yield from (f"“{item.text}” has nothing to be matched with." for item in question.items if item.target not in targets)
    if len(targets) < 2:
        yield "At least two right sides are needed."


def _cloze(question: Cloze) -> Iterator[str]:
    written, described = GAP.findall(question.prompt), [gap.id for gap in question.gaps]
    yield from (f"The gap {gap_id} is there twice." for gap_id in dict.fromkeys([*_twice(written), *_twice(described)]))
    yield from (
        f"The text has a gap {gap_id}, but its answers are missing." for gap_id in dict.fromkeys(written) if gap_id not in described
    )
    yield from (f"There are answers for a gap {gap_id} that the text does not have." for gap_id in described if gap_id not in written)
    if not written:
        yield "The text has no gap; write one as [[name]]."
    for gap in question.gaps:
        yield from (f"Gap {gap.id}: {sentence}" for sentence in _gap(gap))


def _gap(gap: Gap) -> Iterator[str]:
    match gap:
        case TextGap():
            yield from _forms(gap.forms)
        case NumberGap():
            yield from _numbers(gap.numbers)
        case ChoiceGap():
            yield from _one_right(gap.options)


def _twice(things: Iterable[str]) -> list[str]:
    return [thing for thing, count in Counter(things).items() if count > 1]
