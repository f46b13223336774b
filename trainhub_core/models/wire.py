"""How facts travel: the change feed, pages, refusals (RFC 9457)."""

from typing import Generic, TypeVar

from pydantic import Field, JsonValue

from trainhub_core.models.base import Fact, Line, Moment, Text
from trainhub_core.models.words import Kind as Kind


class Change(Fact):
    """The newest state of one object; `seq` grows with each change of it, `body` is None when it is gone."""

    kind: Line
    id: Line
    seq: int
    body: dict[str, JsonValue] | None = None


class Changes(Fact):
    """A page of the feed. Ask again from `cursor` while `more`."""

    changes: tuple[Change, ...] = ()
    cursor: Line = ""
    more: bool = False


class Receipt(Fact):
    """Answer to an operation: what it changed, and a sentence where there is something to say."""

    changes: tuple[Change, ...] = ()
    sentence: Text = ""


Item = TypeVar("Item")


class Page(Fact, Generic[Item]):
    """Up to 100 items; `next` is the offset of the following page, None at the end."""

    items: tuple[Item, ...]
    total: int
    next: int | None = None


class Problem(Fact):
    """Problem details: `detail` is a sentence a person can act on."""

    type: Line = "about:blank"
    title: Line = ""
    status: int = Field(default=500)
    detail: Text = ""


class SignIn(Fact):
    """Where people sign in: the address of the sign-in service and the public key to ask it with. Empty: by access token alone."""

    service: str = Field(default="", max_length=2_000)
    key: str = Field(default="", max_length=2_000)


class FileLink(Fact):
    """Where to get a file without credentials: an address signed until `expires` (a path on the same server, or https)."""

    url: str = Field(max_length=4_000)
    size: int
    sha256: Line
    name: Line
    expires: Moment
