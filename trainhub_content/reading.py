"""Text and YAML of content files, read so that every fault can name its line. YAML is parsed safely and strictly. Build-time only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.reasons import reason_of
from trainhub_core.models.base import MOST_NUMBER
from trainhub_core.text import clean

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
FENCE = "---"
MOST_TEXT = 4_000_000
"""Bytes of a text or a table; a book has less than one."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML value with the line of each of its parts. A place is the way to a part: keys and indices."""

    file: str
    data: object
    lines: Mapping[Place, int]

    def fault(self, reason: str, *place: str | int) -> Fault:
        """A fault at this place, or at the nearest part around it that is written down."""
        while place not in self.lines:
            place = place[:-1]
        return Fault(self.file, self.lines[place], reason)

    def read(self, model: type[Model], *place: str | int) -> Model:
        """The part at this place as a model; unknown fields are refused. Raises ContentRefused with every fault of the part."""
        try:
            return model.model_validate(self._part(place), extra="forbid")
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
            raise ContentRefused(self._refused(error, model, place) for error in errors if not _follows(error, errors)) from None

    def items(self) -> range:
        """Indices of a file that is a list. Raises ContentRefused where it is not one."""
        if not isinstance(self.data, list):
            raise ContentRefused([self.fault("A list is expected here.")])
        return range(len(self.data))

    def _refused(self, error: ErrorDetails, model: type[BaseModel], place: Place) -> Fault:
        reason, mend = reason_of(error, model)
        return replace(self.fault(reason, *place, *error["loc"]), mend=mend)

    def _part(self, place: Place) -> object:
        part = self.data
        for step in place:
            part = part[step]  # type: ignore[index]
        return part


def text_of(path: Path, folder: Path) -> str:
    """The text of a file. Raises ContentRefused where it is not clean UTF-8 with plain line ends."""
    file = path.relative_to(folder).as_posix()
    try:
        if (size := path.stat().st_size) > MOST_TEXT:
            raise ContentRefused(
                [Fault(file, 1, f"A text of {size // 1_000_000} MB is not read; {MOST_TEXT // 1_000_000} MB are allowed.")]
            )
        text = path.read_bytes().decode()
    except UnicodeDecodeError as refused:
        line = refused.object[: refused.start].count(b"\n") + 1
        raise ContentRefused([Fault(file, line, f"Not UTF-8 text: {refused.reason}.", "Save the file as UTF-8.")]) from None
    except OSError as refused:
        raise ContentRefused([Fault(file, 1, f"Cannot be read: {refused.strerror}.")]) from None
    if (cleaned := clean(text)) != text:
        same = next((at for at, (was, now) in enumerate(zip(text, cleaned, strict=False)) if was != now), len(cleaned))
        reason = f"The character U+{ord(text[same]):04X} is not used in content."
        raise ContentRefused([Fault(file, text.count("\n", 0, same) + 1, reason, _CHARACTER_MENDS.get(text[same], "Remove it."))])
    return text


_CHARACTER_MENDS = {
    "\t": "It is a tab; write spaces.",
    "\r": "Save the file with the line ends of Unix (LF), not of Windows (CRLF).",
    "\ufeff": "Save the file as UTF-8 without a byte-order mark.",
    "\u00a0": "Write an ordinary space.",
    "\u202f": "Write an ordinary space.",
    "\u2028": "Begin a new line.",
}
"""What to do about the characters that editors leave behind."""


def document_of(file: str, text: str, first_line: int = 1) -> Document:
    """The YAML document in this text. Raises ContentRefused for broken YAML, aliases, duplicate keys and tags that are not plain data."""
    loader = _StrictLoader(text)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.YAMLError as refused:
        raise ContentRefused([_yaml_fault(file, refused, first_line)]) from None
    except (ValueError, RecursionError) as refused:
        raise ContentRefused([Fault(file, first_line, f"A value cannot be read: {refused}.")]) from None
    finally:
        loader.dispose()
    if node is None:
        raise ContentRefused([Fault(file, first_line, "There is nothing here.")])
    lines: dict[Place, int] = {}
    faults = [Fault(file, line + first_line, f"The key {key} is there twice.") for key, line in _walk(node, (), lines, first_line)]
    if faults:
        raise ContentRefused(faults)
    return Document(file, data, lines)


def front_matter(file: str, text: str) -> tuple[Document, str, int]:
    """The YAML between the first two `---` lines, the Markdown after it, and the line on which the Markdown begins."""
    lines = text.split("\n")
    fences = [at for at, line in enumerate(lines) if line.rstrip() == FENCE]
    if fences[:1] != [0]:
        raise ContentRefused([Fault(file, 1, "Front matter is expected: a line of three hyphens, fields, and another such line.")])
    if len(fences) < 2:
        raise ContentRefused([Fault(file, 1, "The front matter does not end: a line of three hyphens is missing.")])
    end = fences[1]
    return document_of(file, "\n".join(lines[1:end]), first_line=2), "\n".join(lines[end + 1 :]), end + 2


class _StrictLoader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases are not used in content", mark)
        return super().compose_node(parent, index)

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        number = super().construct_yaml_int(node)
        if abs(number) > MOST_NUMBER:
            raise yaml.constructor.ConstructorError(None, None, f"numbers beyond {MOST_NUMBER} are not used in content", node.start_mark)
        return number


_StrictLoader.add_constructor("tag:yaml.org,2002:int", _StrictLoader.construct_yaml_int)


def _walk(node: yaml.Node, place: Place, lines: dict[Place, int], first_line: int) -> list[tuple[str, int]]:
    """Notes the line of each part; gives the keys that are there twice with their lines (from 0)."""
    lines.setdefault(place, node.start_mark.line + first_line)
    doubled: list[tuple[str, int]] = []
    if isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            doubled += _walk(item, (*place, at), lines, first_line)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(key.value)
            if (*place, name) in lines:
                doubled.append((name, key.start_mark.line))
            lines[(*place, name)] = key.start_mark.line + first_line
            doubled += _walk(value, (*place, name), lines, first_line)
    return doubled


def _yaml_fault(file: str, refused: yaml.YAMLError, first_line: int) -> Fault:
    """What the parser cannot go on from, and where the part begins that it was in."""
    mark = getattr(refused, "problem_mark", None)
    problem = getattr(refused, "problem", None) or str(refused)
    line = mark.line + first_line if mark else first_line
    if begun := getattr(refused, "context_mark", None):
        problem = f"{problem} ({getattr(refused, 'context', '')}, which begins in line {begun.line + first_line})"
    mend = next((mend for part, mend in _YAML_MENDS.items() if part in problem), "")
    return Fault(file, line, f"Not valid YAML: {problem}.", mend)


_YAML_MENDS = {
    "mapping values are not allowed": "Put a text that has a colon in it in quotes.",
    "cannot start any token": "Put the text in quotes.",
    "a quoted scalar": "A quotation mark is missing at the end.",
    "flow sequence": "A bracket ] or a comma is missing.",
    "flow mapping": "A bracket } or a comma is missing.",
    "another document": "A line of three hyphens stands only at the top.",
    "a constructor for the tag": "Tags (!) are not used in content; put the text in quotes.",
    "expected <block end>": "Lines that belong together begin in the same column.",
}
"""What to do about the mistakes that are made most, by words of the parser."""


def _follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Whether a list is only too short because of what is wrong with its items."""
    place = error["loc"]
    return error["type"] == "too_short" and any(it["loc"][: len(place)] == place and it is not error for it in errors)
