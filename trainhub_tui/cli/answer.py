"""What a command answers, said once: facts for `--json`, blocks for people. How blocks look is decided in `layout` and `linear`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from trainhub_tui.cli.endings import Status
from trainhub_tui.cli.roles import Role
from trainhub_tui.media.document import Document

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What can be written as JSON. Spelled here, because pydantic's own name for it takes 70 ms to import."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a role."""

    text: str
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence, or several; wrapped to the terminal."""

    text: str
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Fields:
    """Named values, one a line."""

    pairs: Sequence[tuple[str, str | Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; `empty` is the sentence shown instead of no rows. Where it is narrow `spare` columns go, in this order."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str | Cell]]
    empty: str
    spare: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines that stay as they are."""

    text: str


Block = Heading | Say | Fields | Table | Verbatim | Document


@dataclass(frozen=True, slots=True)
class Answer:
    """`facts` is the JSON, in the shape that docs/CLI.md tells; `blocks` say the same to a person; `fault` goes to the standard error."""

    facts: Json
    blocks: Sequence[Block]
    status: Status = Status.DONE
    fault: str = ""


def cell(value: str | Cell) -> Cell:
    """The value as a cell."""
    return value if isinstance(value, Cell) else Cell(value)
