"""The commonest page of the change feed: nothing new. Read without the models, which an app that rests need not load."""

import json
from dataclasses import dataclass
from typing import Literal

from trainhub_core.text import clean_line

SHORT = 1_000
"""Bytes; a page that is longer has something on it."""
LONGEST_CURSOR = 400


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page with nothing on it, the last one."""

    cursor: str
    changes: tuple[()] = ()
    more: Literal[False] = False


def unchanged(body: bytes) -> Unchanged | None:
    """The page, where it is exactly this; None for every other, which the model reads and judges."""
    if len(body) > SHORT:
        return None
    try:
        page = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(page, dict) or page.get("changes") != [] or page.get("more") is not False:
        return None
    cursor = page.get("cursor")
    if not isinstance(cursor, str) or len(cursor) > LONGEST_CURSOR or clean_line(cursor) != cursor:
        return None
    return Unchanged(cursor)
