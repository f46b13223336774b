"""The body of an item of QTI 2 as HTML, with what stands for an interaction in its place."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from trainhub_content.importers.xml import attribute, children, every, markup, name_of

INTERACTION = "Interaction"
_UNSAID = {"feedbackInline", "feedbackBlock", "templateInline", "templateBlock", "infoControl", "modalFeedback", "stylesheet"}
_NOT_LEARNERS = {"scorer", "tutor", "author", "proctor", "testConstructor"}
Replaced = Callable[[Element], str]
"""What stands in the text for an interaction or a gap: HTML that is put in as it is."""


def is_interaction(element: Element) -> bool:
    return name_of(element).endswith(INTERACTION)


def html_of(element: Element | None, replaced: Replaced | None = None) -> str:
    """The HTML inside an element without feedback; interactions by `replaced`, or their prompts alone."""
    if element is None:
        return ""
    put: list[str] = []
    html = markup(_copy(element, replaced or _prompt, put))
    for at, each in enumerate(put):
        html = html.replace(_mark(at), each)
    return html.strip()


def prompt_of(interaction: Element) -> str:
    return " ".join(html_of(each) for each in children(interaction, "prompt"))


def interactions_in(body: Element) -> list[Element]:
    """In order; what stands inside another one is its own."""
    return [each for each in body.iter() if is_interaction(each)]


def feedback_in(element: Element, ident: str) -> str:
    """What stands inside an answer to be shown to whoever chose it."""
    found = [each for each in every(element, "feedbackInline", "feedbackBlock") if attribute(each, "identifier") == ident]
    return " ".join(html_of(each) for each in found if attribute(each, "showHide", "show") == "show")


def _prompt(interaction: Element) -> str:
    prompt = prompt_of(interaction)
    return f"<div>{prompt}</div>" if prompt else ""


def _copy(element: Element, replaced: Replaced, put: list[str]) -> Element:
    copy = Element(element.tag, dict(element.attrib))
    copy.text, copy.tail = element.text, element.tail
    for child in element:
        name = name_of(child)
        if is_interaction(child) or name == "gap":
            put.append(replaced(child))
            copy.append(_stand_in(_mark(len(put) - 1), child))
        elif name in _UNSAID or (name == "rubricBlock" and set(attribute(child, "view").split()) <= _NOT_LEARNERS):
            copy.append(_stand_in("", child))
        elif name == "object":
            copy.append(_object(child))
        else:
            copy.append(_copy(child, replaced, put))
    return copy


def _stand_in(text: str, of: Element) -> Element:
    stand_in = Element("span")
    stand_in.text, stand_in.tail = text, of.tail
    return stand_in


def _object(element: Element) -> Element:
    """A picture, or a link to what it shows."""
    address, words = attribute(element, "data"), "".join(element.itertext()).strip()
    if attribute(element, "type").startswith("image/"):
        made = Element("img", {"src": address, "alt": words})
    else:
        made = Element("a", {"href": address})
        made.text = words or "File"
    made.tail = element.tail
    return made


def _mark(at: int) -> str:
    return f"PLACExx{at}xxPLACE"
