"""Webinars, seats and the waitlist. Never more seats than capacity: guarded updates, a CHECK, one row per learner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_server.database.face import Connection, Dialect, Row

STORED = {SeatState.OFFERED: SeatState.SEAT, SeatState.LAPSED: SeatState.CANCELLED}
"""An offered seat counts as a seat in SQL, told apart by `offered_until`; one that has lapsed is none."""
HELD = f"('{SeatState.SEAT}', '{SeatState.WAITING}')"
SEVERAL = TypeAdapter(tuple[Webinar, ...])
COLUMNS = "capacity, taken, waiting, received, cancelled, CAST(body AS text) AS body"


@dataclass(frozen=True, slots=True)
class Counted:
    """A webinar after it counted a request: `receipt` numbers the requests in the order they were received."""

    webinar: Webinar
    receipt: int


async def find(connection: Connection, webinar_id: str) -> Webinar | None:
    row = await connection.one(f"SELECT {COLUMNS} FROM webinars WHERE id = $1", webinar_id)
    return webinar_of(row) if row else None


async def locked(connection: Connection, webinar_id: str) -> Webinar | None:
    """The webinar, held by this unit of work: nobody else changes its seats meanwhile."""
    row = await connection.one(f"SELECT {COLUMNS} FROM webinars WHERE id = $1 {connection.dialect.for_update}", webinar_id)
    return webinar_of(row) if row else None


async def take_seat_ahead(
    connection: Connection, webinar_id: str, learner: str, after: datetime
) -> tuple[Counted, Sequence[Webinar]] | None:
    """A seat if one is free, nobody waits for it, it begins after a moment and the learner holds nothing of it; and what else of the
    learner's is on at about the same time. All in one statement: most who ask have nothing in their way."""
    row = await connection.one(
        f"""UPDATE webinars SET taken = taken + 1, received = received + 1
        WHERE id = $1 AND taken < capacity AND waiting = 0 AND NOT cancelled AND starts > $3
        AND NOT EXISTS (SELECT 1 FROM registrations WHERE webinar = $1 AND learner = $2 AND state <> 'cancelled')
        RETURNING {COLUMNS}, {_beside(connection.dialect)} AS beside""",
        webinar_id,
        learner,
        after,
    )
    counted = _counted(row)
    return (counted, SEVERAL.validate_json(row.maybe_text("beside") or "[]")) if row and counted else None


async def take_seat(connection: Connection, webinar_id: str) -> Counted | None:
    """A seat if one is free and nobody waits for it."""
    return _counted(
        await connection.one(
            f"""UPDATE webinars SET taken = taken + 1, received = received + 1
            WHERE id = $1 AND taken < capacity AND waiting = 0 AND NOT cancelled RETURNING {COLUMNS}""",
            webinar_id,
        )
    )


async def join_waitlist(connection: Connection, webinar_id: str) -> Counted | None:
    """The last place in the waitlist, unless a seat is free."""
    return _counted(
        await connection.one(
            f"""UPDATE webinars SET waiting = waiting + 1, received = received + 1
            WHERE id = $1 AND (taken >= capacity OR waiting > 0) AND NOT cancelled RETURNING {COLUMNS}""",
            webinar_id,
        )
    )


async def set_counts(connection: Connection, webinar: Webinar) -> None:
    """Seats taken and places waited for, of a webinar that this unit of work holds."""
    await connection.run("UPDATE webinars SET taken = $2, waiting = $3 WHERE id = $1", webinar.id, webinar.taken, webinar.waiting)


async def registration(connection: Connection, webinar_id: str, learner: str) -> Registration | None:
    row = await connection.one(
        "SELECT CAST(body AS text) AS body FROM registrations WHERE webinar = $1 AND learner = $2", webinar_id, learner
    )
    return Registration.model_validate_json(row.text("body")) if row else None


async def hold(connection: Connection, learner: str, registration: Registration, receipt: int, now: datetime) -> bool:
    """Write a seat or a place down; False when the learner holds one already."""
    row = await connection.one(
        """INSERT INTO registrations (webinar, learner, state, position, receipt, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (webinar, learner) DO UPDATE SET state = excluded.state, position = excluded.position,
            receipt = excluded.receipt, at = excluded.at, body = excluded.body, offered_until = NULL
        WHERE registrations.state = 'cancelled' RETURNING webinar""",
        registration.webinar_id,
        learner,
        registration.state.value,
        registration.position,
        receipt,
        now,
        registration.model_dump_json(),
    )
    return row is not None


async def replace(connection: Connection, rows: Sequence[tuple[str, Registration]]) -> None:
    """The new state of registrations that stand, by learner."""
    await connection.run_many(
        "UPDATE registrations SET state = $3, position = $4, offered_until = $5, body = $6 WHERE webinar = $1 AND learner = $2",
        [
            (
                held.webinar_id,
                learner,
                STORED.get(held.state, held.state).value,
                held.position,
                held.offered_until if held.state is SeatState.OFFERED else None,
                held.model_dump_json(),
            )
            for learner, held in rows
        ],
    )


async def offered(connection: Connection, webinar_id: str) -> Sequence[tuple[str, Registration]]:
    """Whom a seat is held for, in the order they came."""
    rows = await connection.all(
        """SELECT learner, CAST(body AS text) AS body FROM registrations
        WHERE webinar = $1 AND offered_until IS NOT NULL ORDER BY receipt""",
        webinar_id,
    )
    return [(row.text("learner"), Registration.model_validate_json(row.text("body"))) for row in rows]


async def with_lapsed_offers(connection: Connection, now: datetime) -> Sequence[str]:
    """The webinars in which an offer has lapsed that the next do not have yet."""
    rows = await connection.all("SELECT DISTINCT webinar FROM registrations WHERE offered_until <= $1", now)
    return [row.text("webinar") for row in rows]


async def waiting(connection: Connection, webinar_id: str) -> Sequence[tuple[str, Registration]]:
    """Who waits, in order."""
    rows = await connection.all(
        """SELECT learner, CAST(body AS text) AS body FROM registrations
        WHERE webinar = $1 AND state = 'waiting' ORDER BY position""",
        webinar_id,
    )
    return [(row.text("learner"), Registration.model_validate_json(row.text("body"))) for row in rows]


async def held_by(connection: Connection, learner: str) -> Sequence[Webinar]:
    """Every webinar the learner has a seat in or waits for."""
    rows = await connection.all(
        f"""SELECT {COLUMNS} FROM webinars WHERE id IN
        (SELECT webinar FROM registrations WHERE learner = $1 AND state IN {HELD})""",
        learner,
    )
    return [webinar_of(row) for row in rows]


def webinar_of(row: Row) -> Webinar:
    """The webinar with its counts as they are now."""
    webinar = Webinar.model_validate_json(row.text("body"))
    return webinar.model_copy(update={"taken": row.number("taken"), "waiting": row.number("waiting")})


def _beside(dialect: Dialect) -> str:
    """An expression: the JSON of webinars that learner $2 has a seat in or waits for, and that are on while this one is."""
    ends, other_ends = (
        dialect.minutes_later.format(moment=f"{it}.starts", minutes=dialect.number_in.format(body=f"{it}.body", name="minutes"))
        for it in ("webinars", "other")
    )
    return f"""CAST((SELECT json_agg(other.body) FROM webinars AS other
        JOIN registrations AS held ON held.webinar = other.id AND held.learner = $2 AND held.state IN {HELD}
        WHERE other.starts < {ends} AND webinars.starts < {other_ends}) AS text)"""


def _counted(row: Row | None) -> Counted | None:
    return Counted(webinar_of(row), row.number("received")) if row else None
