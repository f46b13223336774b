"""A problem as questions: each response is one, asked with what stands before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from trainhub_content.importers.drafts import DraftQuestion
from trainhub_content.importers.names import slug
from trainhub_content.importers.olx.answers import ANSWERED, Asked, is_response, why_refused
from trainhub_content.importers.olx.trees import Block
from trainhub_content.importers.pages import line, phrase
from trainhub_content.importers.questions import built
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report, Sort
from trainhub_content.importers.xml import children, every, markup, name_of

_SAYS_NOTHING = {"script", "style", "demandhint", "hintpart", "responseparam", "targetedfeedbackset"}
_ANSWERS = {"choicegroup", "checkboxgroup", "optioninput", "textline", "formulaequationinput", "textbox", "solution", "correcthint"}
_ANSWERS |= {"additional_answer", "stringequalhint", "compoundhint", "answer", "hintgroup", *_SAYS_NOTHING}
_ASKS = {"label", "legend"}


@dataclass(slots=True)
class _Part:
    """A response with what stands before it, and the explanation after it."""

    response: Element
    before: list[str]
    solution: list[str] = field(default_factory=list)


class Problems:
    def __init__(self, report: Report, references: References) -> None:
        self.report, self.references = report, references

    def of(self, block: Block) -> tuple[list[DraftQuestion], str]:
        """The questions of a problem, and its text as Markdown where nothing is asked in it."""
        parts, shared, rest = _parts(block.element)
        if not parts:
            origin = self.report.found(Sort.QUESTION, block.file, block.name, line(block.title))
            origin.refused("Nothing is asked in it that has an answer here; its text came.")
            return [], phrase("".join(rest), self.references, block.file, origin)
        hint = "".join(f"<p>{markup(each)}</p>" for each in every(block.element, "hint") if markup(each).strip())
        drafted = [
            question
            for number, part in enumerate(parts, start=1)
            if (question := self._question(block, part, number if len(parts) > 1 else 0, shared, hint))
        ]
        return drafted, ""

    def _question(self, block: Block, part: _Part, number: int, shared: list[str], hint: str) -> DraftQuestion | None:
        title = line(block.title)
        item = f"{block.name}, {number}" if number else block.name
        origin = self.report.found(Sort.QUESTION, block.file, item, title)
        if why := why_refused(part.response):
            origin.refused(why)
            return None

        def told(html: str) -> str:
            return phrase(html, self.references, block.file, origin)

        before = [*(shared if number > 1 else ()), *part.before]
        asked = Asked(
            origin=origin,
            id="-".join(word for word in (slug(block.name, "question")[:50], str(number) if number else "") if word),
            prompt=told("".join(before)) or title,
            hint=told(hint),
            feedback=told("".join(part.solution)),
            told=told,
        )
        return built(origin, lambda: ANSWERED[name_of(part.response)](part.response, asked))


def _parts(problem: Element) -> tuple[list[_Part], list[str], list[str]]:
    """The responses; what stands before the first one and is no label of its own; and what is left at the end."""
    parts: list[_Part] = []
    shared: list[str] = []
    pending: list[str] = []
    for element, html in _pieces(problem):
        if element is not None and is_response(element):
            inside = [told for each, told in _pieces(element) if each is None or name_of(each) not in _ANSWERS]
            parts.append(_Part(element, [*pending, *inside], [markup(each) for each in every(element, "solution")]))
            pending = []
        elif element is not None and name_of(element) == "solution":
            (parts[-1].solution if parts else pending).append(markup(element))
        elif element is None or name_of(element) not in _ANSWERS:
            pending.append(html)
            if not parts and (element is None or name_of(element) not in _ASKS):
                shared.append(html)
    return parts, shared, pending


def _pieces(element: Element) -> Iterator[tuple[Element | None, str]]:
    """What is in an element, in order: elements as HTML, loose words (None). What holds a response deeper down is gone through."""
    if (element.text or "").strip():
        yield None, f"<p>{markup(_only_text(element.text or ''))}</p>"
    for child in children(element):
        if is_response(child) or not any(is_response(each) for each in child.iter()):
            yield child, _html(child)
        else:
            yield from _pieces(child)
        if (child.tail or "").strip():
            yield None, f"<p>{markup(_only_text(child.tail or ''))}</p>"


def _html(element: Element) -> str:
    holder = Element("div")
    copy = Element("p" if name_of(element) in (*_ASKS, "description") else name_of(element), dict(element.attrib))
    copy.text = element.text
    copy.extend(list(element))
    holder.append(copy)
    return markup(holder)


def _only_text(text: str) -> Element:
    holder = Element("p")
    holder.text = text
    return holder
