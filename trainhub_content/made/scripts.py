"""The script of a video: slides, and the sentences that are spoken to each."""

from pathlib import Path

from pydantic import Field, model_validator

from trainhub_content.reading import document_of, text_of
from trainhub_core.models.base import Line, Order

LONGEST_SENTENCE = 130
"""Characters of what is said at once: two lines of captions."""


class Slide(Order):
    """A picture of a title and a few lines, or a small table; what is said while it is shown."""

    title: Line
    lines: tuple[Line, ...] = Field(default=(), max_length=6)
    table: tuple[tuple[Line, ...], ...] = Field(default=(), max_length=6)
    say: tuple[Line, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def is_small(self) -> "Slide":
        if self.lines and self.table:
            raise ValueError("A slide has lines or a table, not both")
        if len({len(row) for row in self.table}) > 1:
            raise ValueError("The rows of a table have as many cells each")
        if long := next((it for it in self.say if len(it) > LONGEST_SENTENCE), None):
            raise ValueError(f"At most {LONGEST_SENTENCE} characters are said at once; “{long[:30]}…” has {len(long)}")
        return self


class Script(Order):
    """One video."""

    title: Line
    slides: tuple[Slide, ...] = Field(min_length=1)


def script_of(path: Path) -> Script:
    """The script in this file. Raises ContentRefused."""
    return document_of(path.name, text_of(path, path.parent)).read(Script)
