"""A page of a list."""

from collections.abc import Sequence

from trainhub_core.models.wire import Item, Page


def page(kind: type[Page[Item]], items: Sequence[Item], offset: int, limit: int) -> Page[Item]:
    """The items from `offset` on, at most `limit` of them, and where the next page starts."""
    end = offset + limit
    return kind(items=tuple(items[offset:end]), total=len(items), next=end if end < len(items) else None)
