"""What is kept for a while and then no more. A line here is all that it takes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from trainhub_server.database.face import Connection
from trainhub_server.repositories import idempotency, jobs, organisations, spending, tokens
from trainhub_server.unit import Unit

Forget = Callable[[Connection, datetime], Awaitable[None]]
"""Deletes what ended, or was written, before a moment."""

KEPT: Mapping[Forget, timedelta] = {
    idempotency.forget_before: timedelta(days=60),
    organisations.forget_invitations: timedelta(0),
    tokens.forget_expired: timedelta(days=30),
    jobs.forget_ended: timedelta(days=30),
    spending.forget_before: timedelta(hours=1),
}


async def clean_up(unit: Unit) -> None:
    """Forget what has been kept for its time."""
    for forget, kept in KEPT.items():
        await forget(unit.connection, unit.now - kept)
