"""What an item of QTI 2 says afterwards, by when it is said."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from trainhub_content.importers.qti.version2.bodies import html_of
from trainhub_content.importers.xml import attribute, child, children, name_of

_BRANCHES = {"responseIf", "responseElseIf"}
ALWAYS, RIGHT, WRONG, OTHER = "always", "right", "wrong", "other"
VALUE = "value:"


@dataclass(slots=True)
class Told:
    """HTML for everybody, for right and for wrong answers, and by value; `is_unsaid` where something found no place."""

    always: str = ""
    right: str = ""
    wrong: str = ""
    values: dict[str, str] = field(default_factory=dict)
    is_unsaid: bool = False


def told_by(item: Element) -> Told:
    shown: dict[tuple[str, str], set[str]] = {}
    own: set[str] = set()
    processing = child(item, "responseProcessing")
    for outcome, value, when in _settings(processing, ALWAYS) if processing is not None else ():
        if value:
            shown.setdefault((outcome, value), set()).add(when)
        else:
            own.add(outcome)
    told = Told()
    for feedback in children(item, "modalFeedback"):
        outcome, ident = attribute(feedback, "outcomeIdentifier"), attribute(feedback, "identifier")
        html = html_of(feedback)
        if not html or attribute(feedback, "showHide", "show") != "show":
            continue
        whens = shown.get((outcome, ident), {VALUE + ident} if outcome in own else {OTHER})
        for when in whens:
            _place(told, when, html)
    return told


def _place(told: Told, when: str, html: str) -> None:
    if when == ALWAYS:
        told.always += f"<div>{html}</div>"
    elif when == RIGHT:
        told.right += f"<div>{html}</div>"
    elif when == WRONG:
        told.wrong += f"<div>{html}</div>"
    elif when.startswith(VALUE):
        value = when.removeprefix(VALUE)
        told.values[value] = told.values.get(value, "") + f"<div>{html}</div>"
    else:
        told.is_unsaid = True


def _settings(element: Element, when: str) -> Iterator[tuple[str, str, str]]:
    """(outcome, value, when) of everything that is set; value is "" where the outcome becomes the response itself."""
    for each in element:
        name = name_of(each)
        if name == "setOutcomeValue":
            outcome = attribute(each, "identifier")
            if len(each) and name_of(each[0]) == "variable":
                yield outcome, "", when
            elif len(each) and name_of(each[0]) == "baseValue":
                yield outcome, (each[0].text or "").strip(), when
        elif name == "responseCondition":
            yield from _branches(each, when)


def _branches(condition: Element, when: str) -> Iterator[tuple[str, str, str]]:
    first = OTHER
    for branch in condition:
        if name_of(branch) in _BRANCHES:
            inside = _when(branch[0]) if len(branch) else OTHER
            first = inside if name_of(branch) == "responseIf" else OTHER
        else:
            inside = WRONG if first == RIGHT else RIGHT if first == WRONG else OTHER
        yield from _settings(branch, inside if when == ALWAYS else OTHER)


def _when(test: Element) -> str:
    """When a condition holds: the response is right, is wrong, is one value, or something else."""
    inside = {name_of(each) for each in test}
    if name_of(test) == "not" and len(test) == 1:
        return WRONG if _when(test[0]) == RIGHT else OTHER
    if name_of(test) in ("match", "member", "stringMatch") and inside == {"variable", "correct"}:
        return RIGHT
    if name_of(test) in ("match", "member", "stringMatch") and inside == {"variable", "baseValue"}:
        value = next(each for each in test if name_of(each) == "baseValue")
        return VALUE + (value.text or "").strip()
    return OTHER
