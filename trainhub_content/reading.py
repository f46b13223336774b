"""Text and YAML of content files, read so that every fault can name its line. YAML is parsed safely and strictly. Build-time only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.near import meant
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
            errors = refused.errors(include_url=False, include_context=False)
            told = [error for error in errors if not _follows(error, errors)]
            raise ContentRefused(
                replace(self.fault(_reason(error["loc"], error["msg"]), *place, *error["loc"]), mend=_mend(error, model)) for error in told
            ) from None

    def items(self) -> range:
        """Indices of a file that is a list. Raises ContentRefused where it is not one."""
        if not isinstance(self.data, list):
            raise ContentRefused([self.fault("A list is expected here.")])
        return range(len(self.data))

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
        raise ContentRefused([Fault(file, line, f"Not UTF-8 text: {refused.reason}.")]) from None
    except OSError as refused:
        raise ContentRefused([Fault(file, 1, f"Cannot be read: {refused.strerror}.")]) from None
    if (cleaned := clean(text)) != text:
        same = next((at for at, (was, now) in enumerate(zip(text, cleaned, strict=False)) if was != now), len(cleaned))
        reason = f"The character U+{ord(text[same]):04X} is not used in content."
        raise ContentRefused([Fault(file, text.count("\n", 0, same) + 1, reason)])
    return text


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
    if lines[0] != FENCE:
        raise ContentRefused([Fault(file, 1, "Front matter is expected: a line of three hyphens, fields, and another such line.")])
    if FENCE not in lines[1:]:
        raise ContentRefused([Fault(file, 1, "The front matter does not end: a line of three hyphens is missing.")])
    end = lines.index(FENCE, 1)
    return document_of(file, "\n".join(lines[1:end]), first_line=2), "\n".join(lines[end + 1 :]), end + 2


class _StrictLoader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases are not used in content", mark)
        return super().compose_node(parent, index)


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
    mark = getattr(refused, "problem_mark", None)
    problem = getattr(refused, "problem", None) or str(refused)
    return Fault(file, mark.line + first_line if mark else first_line, f"Not valid YAML: {problem}.")


def _follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Whether a list is only too short because of what is wrong with its items."""
    place = error["loc"]
    return error["type"] == "too_short" and any(it["loc"][: len(place)] == place and it is not error for it in errors)


def _mend(error: ErrorDetails, model: type[BaseModel]) -> str:
    """The field that an unknown one at the top was meant to be."""
    place = error["loc"]
    if error["type"] != "extra_forbidden" or len(place) != 1:
        return ""
    names = [field.alias or name for name, field in model.model_fields.items()]
    return meant(str(place[0]), names) or f"Known are: {', '.join(names)}."


def _reason(place: tuple[str | int, ...], message: str) -> str:
    name = ".".join(str(step) for step in place)
    return f"{name}: {message}." if name else f"{message}."
