"""What travels in an event stream (server-sent events of the WHATWG's HTML standard), as bytes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from trainhub_server.repositories.changes import Place

HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"connection", b"close"),
)
"""The third asks nginx to pass on what comes as it comes."""
HEARTBEAT = b":\n\n"


@dataclass(frozen=True)
class News:
    """There are changes of these kinds up to a cursor of the feed. Nobody needs them sooner than `spread` seconds.

    Without kinds: of which kinds is not known."""

    cursor: str
    kinds: frozenset[str] = frozenset()
    spread: float = 0.0
    place: Place = field(default_factory=Place)
    """What the cursor names."""

    def joined(self, other: "News") -> "News":
        """Both in one, for somebody who was told neither yet."""
        kinds = self.kinds | other.kinds if self.kinds and other.kinds else frozenset()
        further = max(self, other, key=lambda it: it.place)
        return News(further.cursor, kinds, min(self.spread, other.spread), further.place)

    @cached_property
    def told(self) -> bytes:
        """The event; made once, however many are told."""
        return event("changes", {"kinds": sorted(self.kinds), "spread": round(self.spread, 1)}, self.cursor)


def event(name: str, data: dict[str, object], cursor: str = "", retry_seconds: float | None = None) -> bytes:
    """One event. JSON has no line ends within, so its data is one line; so are names and cursors, which are ours."""
    lines = [f"event: {name}", f"data: {json.dumps(data, separators=(',', ':'))}", *_maybe("id", cursor)]
    if retry_seconds is not None:
        lines.append(f"retry: {round(retry_seconds * 1000)}")
    return ("\n".join(lines) + "\n\n").encode()


def hello(cursor: str) -> bytes:
    """The first event: the stream passes, and this is where it stands."""
    return event("hello", {}, cursor)


def last(name: str, sentence: str, retry_seconds: float) -> bytes:
    """The last event: why the stream ends, and when to come again."""
    return event(name, {"reason": sentence}, retry_seconds=retry_seconds)


def _maybe(field: str, value: str) -> Iterable[str]:
    return (f"{field}: {value}",) if value else ()
