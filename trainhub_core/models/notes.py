"""Notes and highlights: a passage, a colour, words of one's own (LEARN-2). Source: rules.md, Events are the truth; W3C Web Annotation."""

from enum import StrEnum

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Moment, Text

CONTEXT = 48
"""Characters kept before and after a passage."""
MOST_QUOTED = 5_000
"""Characters of the longest passage that can be marked."""


class Colour(StrEnum):
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"


class NoteKind(StrEnum):
    LESSON = "lesson"
    RESOURCE = "resource"


class Anchor(Fact):
    """Where a note stands: a passage by its words and the words around it (TextQuoteSelector), `start` its offset when it was made.

    `page` (from 1) of a document, `second` of a video; without a quote that alone is the place."""

    quote: Text = ""
    prefix: Text = ""
    suffix: Text = ""
    start: int | None = Field(default=None, ge=0)
    page: int | None = Field(default=None, ge=1)
    second: int | None = Field(default=None, ge=0)


class Revision(Fact):
    """Words that a note once had."""

    body: Text
    at: Moment


class Note(Fact):
    """`title` says what it is on, also when that is gone; `on` is false while it is removed; `revisions` are its other texts."""

    id: Id
    kind: NoteKind
    object: Id
    title: Line = ""
    anchor: Anchor = Field(default_factory=Anchor)
    colour: Colour | None = None
    body: Text = ""
    on: bool = True
    made: Moment
    at: Moment
    revisions: tuple[Revision, ...] = Field(default=(), max_length=20)
