"""A page of the change feed, read without the models, which an app that rests need not load. What is not plainly one the model judges."""

import json
from collections.abc import Mapping
from typing import NoReturn

from trainhub_core.light import light
from trainhub_core.text import clean_line

LONGEST = 400
MOST = 2**63 - 1


@light(frozen=True)
class Changed:
    """As `wire.Change`; the body is read, and cleaned, by who makes a fact of it."""

    kind: str
    id: str
    seq: int
    body: Mapping[str, object] | None


@light(frozen=True)
class FeedPage:
    """As `wire.Changes`."""

    changes: tuple[Changed, ...]
    cursor: str
    more: bool


def feed_page(body: bytes) -> FeedPage | None:
    """The page; None for one that has anything else in it than the model says, or says it in another way."""
    try:
        page = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    if not isinstance(page, dict):
        return None
    told, cursor, more = page.get("changes"), page.get("cursor"), page.get("more")
    if not isinstance(told, list) or not _is_line(cursor) or not isinstance(more, bool):
        return None
    changes = [_changed(it) for it in told]
    return None if None in changes else FeedPage(tuple(it for it in changes if it), str(cursor), more)


def _changed(it: object) -> Changed | None:
    if not isinstance(it, dict) or not _is_line(it.get("kind")) or not _is_line(it.get("id")):
        return None
    seq, body = it.get("seq"), it.get("body")
    if type(seq) is not int or not -MOST <= seq <= MOST or not (body is None or isinstance(body, dict)):
        return None
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None  # half a character, or nested too deeply
    return Changed(it["kind"], it["id"], seq, body)


def _is_line(found: object) -> bool:
    return isinstance(found, str) and len(found) <= LONGEST and clean_line(found) == found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
