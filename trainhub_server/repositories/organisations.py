"""Organisations, memberships and invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trainhub_core.models.learning import Learner
from trainhub_core.models.organisations import CourseStanding, Invitation, Member, Membership, Organisation, Role
from trainhub_server.database.face import Connection, Row

ENDED = "(SELECT min(CASE WHEN ended IS NULL THEN 0 ELSE 1 END) FROM memberships WHERE learner = {learner})"
"""An expression: 1 where somebody's every membership has ended, 0 where one has not, NULL where there is none."""
_MEMBERS = """SELECT m.learner, m.role, m.since, m.ended, CAST(l.body AS text) AS body
    FROM memberships m JOIN learners l ON l.id = m.learner WHERE m.organisation = $1"""
_BY_NAME = "ORDER BY lower(l.body ->> 'name'), m.learner LIMIT $2 OFFSET $3"


@dataclass(frozen=True, slots=True)
class Held:
    """A membership as it stands."""

    role: Role
    is_active: bool


async def put(connection: Connection, organisation: str, name: str, now: datetime, programme: bool = False) -> None:
    """Make it where there is none of this id."""
    await connection.run(
        "INSERT INTO organisations (id, name, created, programme) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        *(organisation, name, now, programme),
    )


async def count(connection: Connection) -> int:
    row = await connection.one("SELECT count(*) AS found FROM organisations")
    return row.number("found") if row else 0


async def every(connection: Connection, offset: int, limit: int) -> Sequence[Organisation]:
    """All organisations, by name."""
    rows = await connection.all(
        """SELECT o.id, o.name, o.programme,
            (SELECT count(*) FROM memberships m WHERE m.organisation = o.id AND m.ended IS NULL) AS members
        FROM organisations o ORDER BY lower(o.name), o.id LIMIT $1 OFFSET $2""",
        limit,
        offset,
    )
    return [
        Organisation(
            organisation_id=row.text("id"), name=row.text("name"), programme=row.number("programme") == 1, members=row.number("members")
        )
        for row in rows
    ]


async def programme_role(connection: Connection, learner: str) -> Role | None:
    """What somebody is in the programme's own organisation."""
    row = await connection.one(
        """SELECT m.role FROM memberships m JOIN organisations o ON o.id = m.organisation
        WHERE m.learner = $1 AND m.ended IS NULL AND o.programme ORDER BY m.role LIMIT 1""",
        learner,
    )
    return Role(row.text("role")) if row else None


async def runs_programme(connection: Connection, organisation: str) -> bool:
    """Whether this organisation is the programme's own."""
    return await connection.one("SELECT id FROM organisations WHERE id = $1 AND programme", organisation) is not None


async def name_of(connection: Connection, organisation: str, lock: bool = False) -> str | None:
    """Its name; with `lock` one unit of work at a time has the organisation."""
    hold = connection.dialect.for_update if lock else ""
    row = await connection.one(f"SELECT name FROM organisations WHERE id = $1 {hold}", organisation)
    return row.text("name") if row else None


async def of_learner(connection: Connection, learner: str) -> Sequence[Membership]:
    rows = await connection.all(
        """SELECT o.id, o.name, o.programme, m.role, m.since FROM memberships m JOIN organisations o ON o.id = m.organisation
        WHERE m.learner = $1 AND m.ended IS NULL ORDER BY lower(o.name), o.id""",
        learner,
    )
    return [
        Membership(
            organisation_id=row.text("id"),
            name=row.text("name"),
            role=Role(row.text("role")),
            since=row.moment("since"),
            programme=row.number("programme") == 1,
        )
        for row in rows
    ]


async def held(connection: Connection, organisation: str, learner: str) -> Held | None:
    row = await connection.one(
        "SELECT role, ended FROM memberships WHERE organisation = $1 AND learner = $2",
        organisation,
        learner,
    )
    return Held(Role(row.text("role")), row.maybe_moment("ended") is None) if row else None


async def join(connection: Connection, organisation: str, learner: str, role: Role, now: datetime) -> None:
    await connection.run(
        "INSERT INTO memberships (organisation, learner, role, since) VALUES ($1, $2, $3, $4)", organisation, learner, role.value, now
    )


async def set_role(connection: Connection, organisation: str, learner: str, role: Role) -> None:
    await connection.run("UPDATE memberships SET role = $3 WHERE organisation = $1 AND learner = $2", organisation, learner, role.value)


async def set_ended(connection: Connection, organisation: str, learner: str, ended: datetime | None) -> None:
    await connection.run("UPDATE memberships SET ended = $3 WHERE organisation = $1 AND learner = $2", organisation, learner, ended)


async def count_admins(connection: Connection, organisation: str) -> int:
    row = await connection.one(
        "SELECT count(*) AS found FROM memberships WHERE organisation = $1 AND role = 'admin' AND ended IS NULL", organisation
    )
    return row.number("found") if row else 0


async def count_members(connection: Connection, organisation: str, active: bool) -> int:
    row = await connection.one(f"SELECT count(*) AS found FROM memberships m WHERE m.organisation = $1{_only(active)}", organisation)
    return row.number("found") if row else 0


async def members(connection: Connection, organisation: str, active: bool, offset: int, limit: int) -> Sequence[Member]:
    """Those who are in (or all who ever were), by name."""
    rows = await connection.all(f"{_MEMBERS}{_only(active)} {_BY_NAME}", organisation, limit, offset)
    return [_member(row) for row in rows]


async def standings(connection: Connection, organisation: str, offset: int, limit: int) -> Sequence[tuple[str, CourseStanding]]:
    """How far this page of its active members is, in every course they have begun."""
    rows = await connection.all(
        f"""SELECT p.learner, p.course, p.state, p.percent, p.completed FROM user_progress p JOIN (
            {_MEMBERS}{_only(True)} {_BY_NAME}) AS page ON page.learner = p.learner ORDER BY p.learner, p.course""",
        *(organisation, limit, offset),
    )
    return [
        (
            row.text("learner"),
            CourseStanding(
                course_id=row.text("course"),
                state=row.text("state"),
                percent=row.number("percent"),
                completed=row.maybe_moment("completed"),
            ),
        )
        for row in rows
    ]


async def add_invitation(connection: Connection, code_hash: str, told: Invitation, made_by: str | None, now: datetime) -> None:
    await connection.run(
        "INSERT INTO invitations (hash, organisation, role, made, expires, made_by) VALUES ($1, $2, $3, $4, $5, $6)",
        *(code_hash, told.organisation_id, told.role.value, now, told.expires, made_by),
    )


async def count_invitations(connection: Connection, organisation: str, now: datetime) -> int:
    """Those that are open; the others go."""
    await connection.run("DELETE FROM invitations WHERE organisation = $1 AND expires <= $2", organisation, now)
    row = await connection.one("SELECT count(*) AS found FROM invitations WHERE organisation = $1", organisation)
    return row.number("found") if row else 0


async def forget_invitations(connection: Connection, moment: datetime) -> None:
    """Those that expired before this moment."""
    await connection.run("DELETE FROM invitations WHERE expires <= $1", moment)


async def take_invitation(connection: Connection, code_hash: str, now: datetime) -> tuple[str, Role] | None:
    """The organisation and role of an open invitation, which is gone with that. Of two who ask at once one gets it."""
    row = await connection.one("DELETE FROM invitations WHERE hash = $1 AND expires > $2 RETURNING organisation, role", code_hash, now)
    return (row.text("organisation"), Role(row.text("role"))) if row else None


def _only(active: bool) -> str:
    return " AND m.ended IS NULL" if active else ""


def _member(row: Row) -> Member:
    name = Learner.model_validate_json(row.text("body")).name
    ended = row.maybe_moment("ended")
    return Member(learner_id=row.text("learner"), name=name, role=Role(row.text("role")), since=row.moment("since"), ended=ended)
