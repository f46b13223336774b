"""Reads server-sent events as the WHATWG's HTML standard has them, however the bytes are cut into pieces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BYTES = 64 * 1024
"""Of one line, and of the data of one event."""
_LINE_END = re.compile(rb"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event; `id` is the last that the stream named."""

    name: str
    data: str
    id: str = ""


class TooLong(ValueError):
    """A line, or an event, is longer than any should be."""


class EventReader:
    """See the module. `retry` is in seconds, as the stream last asked for it."""

    def __init__(self) -> None:
        self.retry: float | None = None
        self._line = bytearray()
        self._is_first = True
        self._after_cr = False
        self._name = ""
        self._data: list[str] = []
        self._size = 0
        self._id = ""

    def feed(self, piece: bytes) -> Iterator[ServerEvent]:
        """The events that this piece completes. Raises TooLong."""
        if self._after_cr and piece.startswith(b"\n"):
            piece, self._after_cr = piece[1:], False
        if not piece:
            return
        self._after_cr = piece.endswith(b"\r")
        *ended, rest = _LINE_END.split(piece)
        for part in ended:
            self._grow(part)
            line = bytes(self._line)
            self._line.clear()
            if (found := self._took(line)) is not None:
                yield found
        self._grow(rest)

    def _grow(self, part: bytes) -> None:
        self._line += part
        if len(self._line) > MOST_BYTES:
            raise TooLong

    def _took(self, line: bytes) -> ServerEvent | None:
        if self._is_first:
            self._is_first = False
            line = line.removeprefix(_BOM)
        if not line:
            return self._dispatched()
        name, _, value = line.decode("utf-8", "replace").partition(":")
        self._field(name, value.removeprefix(" "))
        return None

    def _field(self, name: str, value: str) -> None:
        """A comment is a field without a name."""
        if name == "event":
            self._name = value
        elif name == "data":
            self._size += len(value) + 1
            if self._size > MOST_BYTES:
                raise TooLong
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdigit() and len(value) < 10:
            self.retry = int(value) / 1000

    def _dispatched(self) -> ServerEvent | None:
        name, data = self._name or "message", self._data
        self._name, self._data, self._size = "", [], 0
        return ServerEvent(name, "\n".join(data), self._id) if data else None
