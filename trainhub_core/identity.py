"""Identifiers made on the device. UUIDv7 (RFC 9562): sortable by the time they were made, unique without a server."""

import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

NewId = Callable[[], str]


def uuid7(now: datetime, random_bits: Callable[[int], int] = secrets.randbits) -> str:
    """A UUIDv7 of this moment; `random_bits(n)` gives n random bits."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    value = milliseconds << 80 | 0x7 << 76 | random_bits(12) << 64 | 0b10 << 62 | random_bits(62)
    return str(UUID(int=value))
