"""A page of a list."""

from collections.abc import Sequence

from trainhub_core.models.wire import Item, Page


def page(kind: type[Page[Item]], items: Sequence[Item], offset: int, limit: int) -> Page[Item]:
    """The items from `offset` on, at most `limit` of them, and where the next page starts."""
    return page_of(kind, items[offset : offset + limit], len(items), offset, limit)


def page_of(kind: type[Page[Item]], found: Sequence[Item], total: int, offset: int, limit: int) -> Page[Item]:
    """The same of what the database has paged: `found` is the page, `total` how many there are."""
    end = offset + limit
    return kind(items=tuple(found), total=total, next=end if end < total else None)
