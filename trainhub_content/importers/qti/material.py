"""What QTI 1.2 says (`material` and what is in it) as HTML."""

import re
from collections.abc import Callable, Iterator
from html import escape
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Words
from trainhub_content.importers.xml import attribute, children, every, markup, name_of

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w{2,31};")
_PLAIN = "text/plain"
_PICTURE_TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
AtResponse = Callable[[Element], Iterator[str]]


def html_in(element: Element | None) -> str:
    """All that is said in an element, in order."""
    if element is None:
        return ""
    return " ".join(_material(each) for each in every(element, "material")).strip()


def words_in(element: Element | None) -> Words:
    return Words(html_in(element), "html")


def laid_out(element: Element, at_response: AtResponse) -> Iterator[str]:
    """What a presentation says, with what `at_response` makes of each response where it stands."""
    for child in element:
        name = name_of(child)
        if name == "material":
            yield _material(child)
        elif name.startswith("response_"):
            yield from at_response(child)
        elif name.startswith("flow"):
            yield f"<div>{' '.join(laid_out(child, at_response))}</div>"


def own_material(response: Element) -> str:
    """What a response says of itself, before its choices."""
    return " ".join(_material(each) for each in children(response, "material"))


def _material(material: Element) -> str:
    return "".join(_part(each) for each in material)


def _part(element: Element) -> str:
    match name_of(element):
        case "mattext":
            return _text(element)
        case "matemtext":
            return f"<em>{_text(element)}</em>"
        case "matbreak":
            return "<br>"
        case "matimage":
            return f'<img src="{escape(_address(element))}" alt="{escape(attribute(element, "label"))}">'
        case "mataudio" | "matvideo":
            label = attribute(element, "label") or ("Audio" if name_of(element) == "mataudio" else "Video")
            return f'<a href="{escape(attribute(element, "uri"))}">{escape(label)}</a>'
    return ""


def _text(element: Element) -> str:
    if len(element):
        return markup(element)
    text = element.text or ""
    kind = attribute(element, "texttype")
    if kind == _PLAIN or (not kind and not _TAG.search(text)):
        return escape(text).replace("\n", "<br>") if text.strip() else ""
    return text


def _address(element: Element) -> str:
    """Of a picture; one that is written into the file is a data address."""
    kind = attribute(element, "imagtype").lower()
    if attribute(element, "embedded").lower() == "base64" and kind in _PICTURE_TYPES:
        return f"data:{kind};base64,{''.join((element.text or '').split())}"
    return attribute(element, "uri")
