"""Reads a quiz from the Markdown of its lesson. Every fault is told with its line, those of all questions at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.quizzes.answers import BOX, RADIO, forms, items, numbers, options, ordered, pairs
from trainhub_content.quizzes.blocks import Section, parted, whole
from trainhub_content.reasons import reason_of
from trainhub_content.sources import Prose
from trainhub_core.models.base import MOST_NUMBER
from trainhub_core.models.quiz import (
    ChoiceGap,
    Cloze,
    Gap,
    Matching,
    MultipleChoice,
    MultipleResponse,
    NumberGap,
    Numeric,
    Ordering,
    Question,
    Quiz,
    ShortAnswer,
    TextGap,
    TrueFalse,
)
from trainhub_core.rules.soundness import quiz_faults

FIXED, STRICT = "fixed", "all-or-nothing"
GAP = "gap "


@dataclass(frozen=True, slots=True)
class _Written:
    """A question as it is written: what every type has, and its sections by name."""

    section: Section
    shared: Mapping[str, object]
    flags: frozenset[str]
    parts: Mapping[str, Section]

    @property
    def answers(self) -> Section:
        if "answers" not in self.parts:
            raise self.section.refuse("The answers are missing: a section “### Answers”.")
        return self.parts["answers"]


def quiz_in(prose: Prose, pass_mark: int = 80, shuffle: bool = True) -> tuple[str, Quiz]:
    """What stands before the first question, and the quiz. Raises ContentRefused with all faults."""
    intro, *sections = parted(whole(prose), 2)
    questions: list[Question] = []
    faults: list[Fault] = []
    for section in sections:
        try:
            questions.append(_question(section))
        except ContentRefused as refused:
            faults += refused.faults
    if not faults:
        quiz = Quiz(questions=tuple(questions), pass_mark=pass_mark, shuffle=shuffle)
        homes = {question.id: section for question, section in zip(questions, sections, strict=True)}
        faults = [homes.get(question_id, intro).fault(sentence) for question_id, sentence in quiz_faults(quiz)]
    if faults:
        raise ContentRefused(faults)
    return intro.text, quiz


def _question(section: Section) -> Question:
    heading = section.heading
    read = _TYPES.get(heading.title.casefold()) if heading else None
    if heading is None or read is None:
        known = ", ".join(_TYPES)
        raise section.refuse(f"A question begins with its type: {known}; for example “## Multiple choice {{#name}}”.")
    if not heading.id:
        raise section.refuse(f"The question has no name; write “## {heading.title} {{#name}}”.")
    prompt, *parts = parted(section, 3)
    try:
        written = _Written(section, {"id": heading.id, "prompt": prompt.text, **_values(section)}, heading.flags, _parts(parts))
        return read(written)
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        raise section.refuse(reason_of({**first, "loc": first["loc"][-1:]})[0]) from None


def _values(section: Section) -> dict[str, object]:
    values = dict(section.heading.values) if section.heading else {}
    version = values.pop("version", "1")
    if values:
        raise section.refuse(f"A question has no {next(iter(values))}; it can have a version.")
    if not version.isascii() or not version.isdigit() or len(version) > len(str(MOST_NUMBER)) or not 1 <= int(version) <= MOST_NUMBER:
        raise section.refuse(f"The version of a question is a number from 1 to {MOST_NUMBER}.")
    return {"version": version}


def _parts(sections: list[Section]) -> dict[str, Section]:
    parts: dict[str, Section] = {}
    for section in sections:
        heading = section.heading
        name = heading.title.casefold() if heading else ""
        if heading and name.startswith(GAP):
            name = f"{GAP}{heading.id}"
            if not heading.id:
                raise section.refuse(f"The gap has no name; write “### {heading.title} {{#name}}”.")
        elif name not in ("answers", "unit", "hint", "feedback"):
            raise section.refuse(
                "A question has sections Answers, Unit, Hint and Feedback, and Gap text, Gap number or Gap choice in a cloze."
            )
        if name in parts:
            raise section.refuse("This section is there already.")
        parts[name] = section
    return parts


def _common(written: _Written, flags: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> dict[str, object]:
    """Fields of every type; refuses what this type does not have, so that nothing written is passed over."""
    for flag in sorted(written.flags - set(flags)):
        raise written.section.refuse(f"A question of this type is not {flag}.")
    for name, part in written.parts.items():
        if name not in ("hint", "feedback", *more) and not (name.startswith(GAP) and GAP in more):
            raise part.refuse("A question of this type does not have this section.")
    texts = {name: written.parts[name].text for name in ("hint", "feedback") if name in written.parts}
    marks: dict[str, object] = {FIXED: FIXED in written.flags} if FIXED in flags else {}
    strict: dict[str, object] = {"all_or_nothing": STRICT in written.flags} if STRICT in flags else {}
    return {**written.shared, **texts, **marks, **strict}


def _choice(written: _Written) -> MultipleChoice:
    return MultipleChoice.model_validate({**_common(written, (FIXED,), ("answers",)), "options": options(written.answers, RADIO)})


def _response(written: _Written) -> MultipleResponse:
    fields = _common(written, (FIXED, STRICT), ("answers",))
    return MultipleResponse.model_validate({**fields, "options": options(written.answers, BOX)})


def _true_false(written: _Written) -> TrueFalse:
    fields = _common(written, (), ("answers",))
    found = {item.text.strip().casefold(): item for item in items(written.answers, RADIO)}
    if set(found) != {"true", "false"} or found["true"].right == found["false"].right:
        raise written.answers.refuse("Two answers are expected, True and False, one of them marked as right.")
    said = {"right": found["true"].right, "if_true": found["true"].feedback, "if_false": found["false"].feedback}
    return TrueFalse.model_validate({**fields, **said})


def _numeric(written: _Written) -> Numeric:
    fields = _common(written, (), ("answers", "unit"))
    unit = written.parts["unit"].text if "unit" in written.parts else ""
    return Numeric.model_validate({**fields, "numbers": numbers(written.answers), "unit": unit})


def _short(written: _Written) -> ShortAnswer:
    return ShortAnswer.model_validate({**_common(written, (), ("answers",)), "forms": forms(written.answers)})


def _matching(written: _Written) -> Matching:
    fields = _common(written, (STRICT,), ("answers",))
    matched, targets = pairs(written.answers)
    return Matching.model_validate({**fields, "items": matched, "targets": targets})


def _ordering(written: _Written) -> Ordering:
    return Ordering.model_validate({**_common(written, (STRICT,), ("answers",)), "items": ordered(written.answers)})


def _cloze(written: _Written) -> Cloze:
    fields = _common(written, (STRICT,), (GAP,))
    gaps = [_gap(part) for name, part in written.parts.items() if name.startswith(GAP)]
    return Cloze.model_validate({**fields, "gaps": gaps})


def _gap(section: Section) -> Gap:
    heading = section.heading
    if heading is not None:
        match heading.title.casefold():
            case "gap text":
                return TextGap(id=heading.id, forms=forms(section))
            case "gap number":
                return NumberGap(id=heading.id, numbers=numbers(section))
            case "gap choice":
                return ChoiceGap(id=heading.id, options=options(section, RADIO))
    raise section.refuse("A gap is for a text, a number or a choice: “### Gap text {#name}”.")


_TYPES: Mapping[str, Callable[[_Written], Question]] = {
    "multiple choice": _choice,
    "multiple response": _response,
    "true or false": _true_false,
    "number": _numeric,
    "short answer": _short,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
}
