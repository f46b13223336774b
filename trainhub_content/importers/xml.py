"""XML of somebody else's as elements. No entity and no DTD is ever resolved; depth, size and count have limits."""

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from trainhub_core.text import clean_line

MOST_DEPTH = 200
MOST_ELEMENTS = 1_000_000
MOST_ATTRIBUTES = 200
DOCTYPE_WITHIN = 4096
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_OWN = {"amp", "lt", "gt", "quot", "apos"}


class XmlRefused(ValueError):
    """The XML is not read; its text is the sentence that says why."""


def element_of(content: bytes) -> Element:
    """The root. Tags and attributes have their namespace in braces, as ElementTree writes them. Raises XmlRefused.

    Characters that HTML names (&nbsp;) are understood though XML does not have them; bytes that are not UTF-8 are read as Windows-1252."""
    if b"<!DOCTYPE" in content[:DOCTYPE_WITHIN]:
        content = _spelled(content)  # where a DTD is named, the parser would pass over what it does not know
    try:
        return _Reading().root(content)
    except expat.ExpatError as error:
        if error.code == _code("XML_ERROR_UNDEFINED_ENTITY") and (spelled := _spelled(content)) != content:
            return element_of(spelled)
        if error.code == _code("XML_ERROR_INVALID_TOKEN") and not _is_utf8(content):
            return _second_try(content)
        raise _not_well_formed(error) from None


def name_of(element: Element) -> str:
    """The tag without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str, otherwise: str = "") -> str:
    """An attribute by its name, whatever its namespace."""
    if (value := element.get(name)) is not None:
        return value
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), otherwise)


def children(element: Element, *names: str) -> list[Element]:
    """The children of these names (all, where none is named), whatever their namespace."""
    return [child for child in element if not names or name_of(child) in names]


def child(element: Element | None, *path: str) -> Element | None:
    """The first child at the end of this path of names."""
    for name in path:
        element = next((each for each in element if name_of(each) == name), None) if element is not None else None
    return element


def every(element: Element, *names: str) -> Iterator[Element]:
    """All elements of these names below, in document order."""
    return (each for each in element.iter() if name_of(each) in names)


def text_at(element: Element | None, *path: str) -> str:
    """All the text of the element at this path, "" where there is none."""
    found = child(element, *path)
    return "".join(found.itertext()).strip() if found is not None else ""


def markup(element: Element) -> str:
    """What is inside an element, as HTML without namespaces."""
    inside = [(element.text and _quoted(element.text)) or ""]
    inside += [ElementTree.tostring(_plain(each), encoding="unicode", method="html") for each in element]
    return "".join(inside)


class _Reading:
    """One parse: what is open, what was counted."""

    def __init__(self, encoding: str | None = None) -> None:
        self.builder = ElementTree.TreeBuilder()
        self.depth = self.count = 0
        parser = self.parser = expat.ParserCreate(encoding, "}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.builder.data
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._entity
        parser.SkippedEntityHandler = self._unknown
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def root(self, content: bytes) -> Element:
        self.parser.Parse(content, True)
        return self.builder.close()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > MOST_DEPTH:
            raise XmlRefused(f"The XML is nested more than {MOST_DEPTH} deep.")
        if self.count > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise XmlRefused("The XML has more elements or attributes than any course.")
        self.builder.start(_braced(tag), {_braced(key): value for key, value in attributes.items()})

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.builder.end(_braced(tag))

    def _unknown(self, name: str, *_: object) -> None:
        raise XmlRefused(f"The XML uses an entity that it does not define: {name}.")

    def _entity(self, *_: object) -> int:
        raise XmlRefused("The XML defines entities; none is ever resolved.")


def _second_try(content: bytes) -> Element:
    try:
        return _Reading("windows-1252").root(content)
    except expat.ExpatError as error:
        raise _not_well_formed(error) from None


def _not_well_formed(error: expat.ExpatError) -> XmlRefused:
    return XmlRefused(f"The XML is not well formed (line {error.lineno}: {clean_line(expat.ErrorString(error.code))}).")


def _code(name: str) -> int:
    return expat.errors.codes[getattr(expat.errors, name)]


def _spelled(content: bytes) -> bytes:
    """Characters that HTML names as numbers."""

    def number(found: re.Match[bytes]) -> bytes:
        name = found[1].decode("ascii")
        return b"&#%d;" % name2codepoint[name] if name in name2codepoint and name not in _OWN else found[0]

    return _NAMED.sub(number, content)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _braced(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(element: Element) -> Element:
    """A copy without namespaces."""
    copy = Element(name_of(element), {key.rpartition("}")[2]: value for key, value in element.items()})
    copy.text, copy.tail = element.text, element.tail
    copy.extend(_plain(each) for each in element)
    return copy
