"""Writes quizzes and scenarios in the format that `reading` and `scenarios` read: what importers leave for an author to edit."""

from collections.abc import Iterable, Sequence

from trainhub_content.quizzes.blocks import escaped, inside, quote
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
    Quiz,
    ShortAnswer,
    TextGap,
    TrueFalse,
)
from trainhub_core.models.scenario import Node, Scenario
from trainhub_core.rules.marking import number_label


def quiz_markdown(intro: str, quiz: Quiz) -> str:
    """The Markdown of a quiz; pass mark and shuffling belong to the front matter."""
    return _joined([escaped(intro), *(_question(question) for question in quiz.questions)])


def scenario_markdown(intro: str, scenario: Scenario) -> str:
    """The Markdown of a scenario."""
    return _joined([escaped(intro), *(_node(node) for node in scenario.nodes)])


def _question(question: Question) -> str:
    flags = [name for field, name in (("fixed", "fixed"), ("all_or_nothing", "all-or-nothing")) if getattr(question, field, False)]
    version = [f"version={question.version}"] if question.version > 1 else []
    attributes = " ".join([f"#{question.id}", *(f".{flag}" for flag in flags), *version])
    title, parts = _parts(question)
    more = [("Hint", escaped(question.hint)), ("Feedback", escaped(question.feedback))]
    sections = [f"### {name}\n\n{text}" for name, text in (*parts, *more) if text]
    return _joined([f"## {title} {{{attributes}}}", escaped(question.prompt), *sections])


def _parts(question: Question) -> tuple[str, list[tuple[str, str]]]:
    """The type and the sections of its own."""
    match question:
        case MultipleChoice():
            return "Multiple choice", [("Answers", _options(question.options, "()"))]
        case MultipleResponse():
            return "Multiple response", [("Answers", _options(question.options, "[]"))]
        case TrueFalse():
            return "True or false", [("Answers", _options(question.options, "()"))]
        case Numeric():
            return "Number", [("Unit", question.unit), ("Answers", _numbers(question.numbers))]
        case ShortAnswer():
            return "Short answer", [("Answers", _forms(question.forms))]
        case Matching():
            return "Matching", [("Answers", _table(question))]
        case Ordering():
            places = enumerate(question.items, start=1)
            return "Ordering", [("Answers", _listed((f"{at}. ", f"{at}. ", it.text, it.feedback) for at, it in places))]
        case Cloze():
            return "Cloze", [_gap(gap) for gap in question.gaps]


def _gap(gap: Gap) -> tuple[str, str]:
    name = f"Gap {gap.type} {{#{gap.id}}}"
    match gap:
        case TextGap():
            return name, _forms(gap.forms)
        case NumberGap():
            return name, _numbers(gap.numbers)
        case ChoiceGap():
            return name, _options(gap.options, "()")


def _options(options: Sequence[Option], brackets: str) -> str:
    return _listed((_mark(option.right, brackets), "- ", option.text, option.feedback) for option in options)


def _forms(forms: Sequence[Form]) -> str:
    return _listed((_mark(form.right), "- ", form.text, form.feedback) for form in forms)


def _numbers(numbers: Sequence[Number]) -> str:
    return _listed((_mark(number.right), "- ", number_label(number), number.feedback) for number in numbers)


def _mark(right: bool, brackets: str = "()") -> str:
    return f"- {brackets[0]}{'x' if right else ' '}{brackets[1]} "


def _listed(entries: Iterable[tuple[str, str, str, str]]) -> str:
    """List items: how each begins, what its other lines are as wide as, its text, its feedback."""
    lines: list[str] = []
    for start, width, text, feedback in entries:
        indent = " " * len(width)
        lines += [f"{start}{inside(text, indent)}", *quote(feedback, indent)]
    return "\n".join(lines)


def _table(question: Matching) -> str:
    texts = {target.id: target.text for target in question.targets}
    rows = [(item.text, texts[item.target], item.feedback) for item in question.items]
    used = {item.target for item in question.items}
    rows += [("", target.text, "") for target in question.targets if target.id not in used]
    head = [("Left", "Right", "Feedback"), ("---", "---", "---")]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in (*head, *rows))


def _node(node: Node) -> str:
    score = f" score={node.score}" if node.score is not None else ""
    lines: list[str] = []
    for choice in node.choices:
        lines += [f"- [{choice.text}](#{choice.to})", *quote(choice.feedback, "  ")]
    return _joined([f"## {node.title} {{#{node.id}{' .end' if node.is_end else ''}{score}}}", escaped(node.text), "\n".join(lines)])


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip("\n")) + "\n"
