"""Responses of Open edX as our questions. What is graded by a program, a picture or a person is refused by its name."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from xml.etree.ElementTree import Element

from trainhub_content.importers.olx.numbers import number_of
from trainhub_content.importers.pages import line, plain
from trainhub_content.importers.questions import Answer, choice, forms, response, true_false
from trainhub_content.importers.report import Origin
from trainhub_content.importers.xml import attribute, children, every, markup, name_of
from trainhub_core.models.quiz import Numeric, Question, ShortAnswer

_GRADED_ELSEWHERE = {
    "customresponse": "It is graded by a program.",
    "coderesponse": "It is graded by a program.",
    "externalresponse": "It is graded by a program.",
    "javascriptresponse": "It is graded by a program.",
    "schematicresponse": "It is graded by a program, on a circuit that is drawn.",
    "symbolicresponse": "It is graded by comparing formulas.",
    "formularesponse": "It is graded by comparing formulas.",
    "imageresponse": "Its answer is a place in a picture.",
    "drag_and_drop": "It is answered by dragging.",
    "jsmeresponse": "Its answer is a molecule that is drawn.",
    "annotationresponse": "Its answer is a mark in a text.",
    "choicetextresponse": "It asks for a choice and a number at once.",
    "jsinputresponse": "It is graded by a program.",
}
_PLAIN_PATTERN = re.compile(r"\^?([^\\.^$*+?{}\[\]()]+)\$?")
_WITHIN = ("choicehint", "optionhint")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question needs besides its answers; `told` turns HTML into Markdown."""

    origin: Origin
    id: str
    prompt: str
    hint: str
    feedback: str
    told: Callable[[str], str]


def is_response(element: Element) -> bool:
    return name_of(element).endswith("response")


def why_refused(element: Element) -> str:
    """Why a response cannot be one of our questions, "" where it can."""
    kind = name_of(element)
    if kind in ANSWERED:
        return ""
    return _GRADED_ELSEWHERE.get(kind, f"Responses of the kind {kind} are not known to us.")


def _one(element: Element, asked: Asked) -> Question:
    """One of several choices, or true and false."""
    answers = list(_choices(element, asked))
    words = {answer.text.strip().casefold(): answer for answer in answers}
    if words.keys() == {"true", "false"} and words["true"].share != words["false"].share:
        truth, falsity = words["true"], words["false"]
        return true_false(
            asked.id,
            asked.prompt,
            truth.share > falsity.share,
            if_true=truth.feedback,
            if_false=falsity.feedback,
            hint=asked.hint,
            feedback=asked.feedback,
        )
    fixed = not any(attribute(each, "shuffle") == "true" for each in every(element, "choicegroup"))
    return choice(asked.origin, asked.id, asked.prompt, answers, hint=asked.hint, feedback=asked.feedback, fixed=fixed)


def _several(element: Element, asked: Asked) -> Question:
    answers = list(_choices(element, asked))
    right = sum(1 for answer in answers if answer.share > 0)
    if right == len(answers):
        raise ValueError("Every choice of it is right, so that it asks nothing.")
    if any(True for _ in every(element, "compoundhint")):
        asked.origin.changed("What is said to certain combinations of choices was left out.")
    partial = bool(attribute(element, "partial_credit"))
    shared = [
        Answer(it.text, Fraction(1, right) if it.share > 0 else Fraction(-1, max(1, len(answers) - right)), it.feedback) for it in answers
    ]
    return response(
        asked.origin, asked.id, asked.prompt, shared, hint=asked.hint, feedback=asked.feedback, all_or_nothing=not partial and right > 0
    )


def _choices(element: Element, asked: Asked) -> Iterator[Answer]:
    """Answers with 1 for right, a share for partly right, 0 for wrong."""
    explained = {attribute(each, "explanation-id"): markup(each) for each in every(element, "targetedfeedback")}
    for each in every(element, "choice"):
        feedback = "".join(markup(hint) for hint in children(each, *_WITHIN) if attribute(hint, "selected", "true") == "true")
        feedback = feedback or explained.get(attribute(each, "explanation-id"), "")
        yield Answer(asked.told(_without(each, *_WITHIN)), _share(each), asked.told(feedback))


def _share(each: Element) -> Fraction:
    stated = attribute(each, "correct").lower()
    if stated.startswith("partial"):
        try:
            return Fraction(Decimal(attribute(each, "point_value", "0.5")))
        except (InvalidOperation, ValueError):
            return Fraction(1, 2)
    return Fraction(1 if stated in ("true", "yes", "correct") else 0)


def _options(element: Element, asked: Asked) -> Question:
    """A drop-down list: its options stand in elements, or in an attribute as a tuple of words."""
    inputs = list(every(element, "optioninput"))
    if len(inputs) != 1:
        raise ValueError(f"It has {len(inputs)} lists to choose from at once; a question of ours has one.")
    answers = [
        Answer(
            asked.told(_without(each, *_WITHIN)),
            Fraction(1 if attribute(each, "correct").lower() == "true" else 0),
            asked.told("".join(markup(hint) for hint in children(each, "optionhint"))),
        )
        for each in children(inputs[0], "option")
    ]
    right = attribute(inputs[0], "correct").strip("'\" ")
    answers = answers or [Answer(plain(text), Fraction(1 if text == right else 0)) for text in _words(attribute(inputs[0], "options"))]
    return choice(asked.origin, asked.id, asked.prompt, answers, hint=asked.hint, feedback=asked.feedback, fixed=True)


def _words(text: str) -> list[str]:
    """The words of `('one','two')`."""
    try:
        found = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [word.strip().strip("'\"") for word in text.strip("() ").split(",") if word.strip()]
    return [line(str(word)) for word in found] if isinstance(found, tuple | list) else [line(str(found))]


def _text(element: Element, asked: Asked) -> Question:
    """A word or a few; case and space never matter here. A pattern comes where it is a list of words."""
    said = {name: asked.told("".join(markup(each) for each in children(element, name))) for name in ("correcthint",)}
    stated = [attribute(element, "answer"), *(attribute(each, "answer") for each in children(element, "additional_answer"))]
    if "regexp" in attribute(element, "type"):
        stated = [word for pattern in stated for word in _alternatives(pattern)]
    elif "ci" not in attribute(element, "type").split():
        asked.origin.changed("Capital and small letters are the same in an answer now.")
    known = [
        Answer(attribute(each, "answer"), Fraction(0), asked.told(markup(each)))
        for each in children(element, "stringequalhint")
        if attribute(each, "answer")
    ]
    answers = [Answer(text.replace("*", "\\*"), Fraction(1), said["correcthint"]) for text in stated if text.strip()]
    return ShortAnswer(
        id=asked.id, prompt=asked.prompt, hint=asked.hint, feedback=asked.feedback, forms=forms(asked.origin, [*answers, *known])
    )


def _alternatives(pattern: str) -> list[str]:
    parts = [_PLAIN_PATTERN.fullmatch(part) for part in pattern.strip("()").split("|")]
    if not all(parts):
        raise ValueError("Its answer is a pattern that stands for many; here each accepted answer is written out.")
    return [part[1].strip() for part in parts if part]


def _number(element: Element, asked: Asked) -> Question:
    said = asked.told("".join(markup(each) for each in children(element, "correcthint")))
    tolerance = next((attribute(each, "default") for each in every(element, "responseparam") if attribute(each, "type") == "tolerance"), "")
    stated = [attribute(element, "answer"), *(attribute(each, "answer") for each in children(element, "additional_answer"))]
    numbers = tuple(number_of(text, tolerance, said, asked.origin) for text in stated if text.strip())
    unit = next((line(attribute(each, "trailing_text")) for each in every(element, "formulaequationinput", "textline")), "")
    return Numeric(id=asked.id, prompt=asked.prompt, hint=asked.hint, feedback=asked.feedback, numbers=numbers, unit=_unit(unit))


def _unit(stated: str) -> str:
    """A unit as it is typed, without the signs of mathematics around it."""
    return re.sub(r"\\[()\[\]]|\\(?:text|textrm|mathrm)|[{}$]|\\(?=%)|\\[ ,;]", "", stated).strip("` ").strip()


def _without(element: Element, *names: str) -> str:
    copy = Element(element.tag, dict(element.attrib))
    copy.text = element.text
    copy.extend(each for each in element if name_of(each) not in names)
    return markup(copy)


ANSWERED: Mapping[str, Callable[[Element, Asked], Question]] = {
    "multiplechoiceresponse": _one,
    "choiceresponse": _several,
    "truefalseresponse": _several,
    "optionresponse": _options,
    "stringresponse": _text,
    "numericalresponse": _number,
}
"""What each kind of response that we know becomes."""
