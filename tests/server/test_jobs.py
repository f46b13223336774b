"""Jobs: done once, whatever becomes of who does them; tried again, given up for an operator to see. Both engines (API-1)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from tests.server.postgres import administered
from tests.server.programme import NOW
from tests.server.running import Server, started
from trainhub_core.models.jobs import StandingJob
from trainhub_server import jobs
from trainhub_server.database.face import Connection
from trainhub_server.database.migrate import migrate_at, undo_at
from trainhub_server.job_faults import JobFault
from trainhub_server.job_kinds import FILES, INSIDE, Kind, lanes
from trainhub_server.jobs import LEASE, MOST, MOST_TRIES
from trainhub_server.repositories import idempotency, organisations, tokens
from trainhub_server.repositories import jobs as repository
from trainhub_server.repositories.jobs import Job
from trainhub_server.repositories.tokens import Owner
from trainhub_server.site import Site
from trainhub_server.unit import Unit

pytestmark = pytest.mark.anyio
LOOK = 20.0


class _Killed(BaseException):
    """The worker ends here: nothing of its own runs any more."""


@dataclass
class Work:
    """Does jobs of the kind "count" by adding a row, and what the test wishes besides."""

    fault: BaseException | None = None
    outside: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return {"count": Kind(inside=self.inside), "tell": Kind(outside=self.tell)}

    async def inside(self, unit: Unit, job: Job) -> None:
        await unit.connection.run("INSERT INTO settings (name, value) VALUES ($1, $2)", f"{job.id}/{job.claim}", job.body)
        if self.fault:
            raise self.fault

    async def tell(self, _: Site, job: Job) -> None:
        self.outside.append(job.id)
        if self.fault:
            raise self.fault


async def written(server: Server, kind: str = "count", key: str = "one", learner: str | None = None) -> None:
    async with server.site.writing() as unit:
        await repository.add(unit.connection, kind, key, '{"n": 1}', unit.now, unit.now, learner)


async def effects(server: Server) -> int:
    async with server.site.reading() as unit:
        return len(await unit.connection.all("SELECT name FROM settings WHERE name LIKE '%/%'"))


async def standing(server: Server, *states: str) -> list[StandingJob]:
    async with server.site.reading() as unit:
        found = await repository.standing(unit.connection, states or ("waiting", "leased", "failed", "done"), 100)
    return [it for it in found if it.kind in ("count", "tell")]


async def test_a_job_written_down_twice_is_done_once(server: Server) -> None:
    work = Work()
    for _ in range(2):
        await written(server)
        assert await jobs.work_due(server.site, work.kinds, LOOK) == LOOK
    assert await effects(server) == 1
    (done,) = await standing(server)
    assert (done.state, done.tries) == ("done", 1)


async def test_what_is_due_later_is_slept_for_and_no_longer(server: Server) -> None:
    work = Work()
    async with server.site.writing() as unit:
        await repository.add(unit.connection, "count", "later", "{}", NOW + timedelta(seconds=7), NOW)
    assert await jobs.work_due(server.site, work.kinds, LOOK) == 7
    server.clock.now += timedelta(seconds=7)
    assert await jobs.work_due(server.site, work.kinds, LOOK) == LOOK
    assert await effects(server) == 1


async def test_a_worker_killed_in_the_middle_leaves_the_job_to_another_and_its_effect_is_once(server: Server) -> None:
    """What it did in the database went with it; the lease ends, and the job runs again."""
    await written(server)
    with pytest.raises(_Killed):
        await jobs.work_due(server.site, Work(fault=_Killed()).kinds, LOOK)
    assert await effects(server) == 0
    assert [it.state for it in await standing(server)] == ["leased"]
    work = Work()
    assert await jobs.work_due(server.site, work.kinds, 100.0) == LEASE.total_seconds(), "nobody takes it while the lease stands"
    server.clock.now += LEASE
    await jobs.work_due(server.site, work.kinds, LOOK)
    assert await effects(server) == 1


async def test_who_comes_back_after_the_lease_ended_has_no_effect(server: Server) -> None:
    """A worker that stood still: its claim is old, and what it would do is another's."""
    await written(server)
    async with server.site.writing() as unit:
        old = await repository.claim(unit.connection, ["count"], NOW, NOW + LEASE)
    assert old is not None
    server.clock.now += LEASE
    work = Work()
    await jobs.work_due(server.site, work.kinds, LOOK)
    await jobs._worked(server.site, old, work.kinds["count"])
    async with server.site.writing() as unit:
        await repository.put_off(unit.connection, old, NOW, "too late")
        await repository.fail(unit.connection, old, NOW, "too late")
        assert not await repository.renew(unit.connection, old, NOW + 9 * LEASE)
    assert await effects(server) == 1
    assert [(it.state, it.fault) for it in await standing(server)] == [("done", "")]


async def test_many_processes_do_each_job_once(database: str, tmp_path: Path) -> None:
    async with started(database, tmp_path / "files") as one, started(database, tmp_path / "files") as other:
        for number in range(40):
            await written(one, key=str(number))
        work = Work()

        async def until_empty(server: Server) -> None:
            while await jobs.work_due(server.site, work.kinds, LOOK) < LOOK:
                continue

        await asyncio.gather(*(until_empty(server) for server in (one, other) for _ in range(3)))
        assert await effects(one) == 40
        assert {it.tries for it in await standing(one)} == {1}


async def test_what_went_wrong_is_tried_again_later_and_later_and_then_given_up_for_an_operator(server: Server) -> None:
    await written(server)
    work = Work(fault=JobFault("The mail server is gone."))
    pauses = []
    while not await standing(server, "failed"):
        seconds = await jobs.work_due(server.site, work.kinds, 1e9)
        pauses.append(seconds)
        server.clock.now += timedelta(seconds=seconds if seconds < 1e9 else 0)
    assert len(pauses) == MOST_TRIES
    assert 5 <= pauses[0] <= 6.25
    assert pauses[:7] == sorted(pauses[:7])
    assert max(pauses[:-1]) <= MOST.total_seconds() * 1.25
    assert timedelta(hours=24) < timedelta(seconds=sum(pauses[:-1])) < timedelta(hours=48)
    (failed,) = await standing(server, "failed")
    assert (failed.tries, failed.fault) == (MOST_TRIES, "The mail server is gone.")
    assert await effects(server) == 0
    async with server.site.writing() as unit:
        assert await repository.retry(unit.connection, failed.id, unit.now)
        assert not await repository.retry(unit.connection, failed.id, unit.now)
    work.fault = None
    await jobs.work_due(server.site, work.kinds, LOOK)
    assert [it.state for it in await standing(server)] == ["done"]
    assert await effects(server) == 1


async def test_a_fault_that_is_final_is_given_up_at_once_and_one_that_nobody_expected_stops_nobody(server: Server) -> None:
    """What an unexpected fault says may be secret: its name alone is kept."""
    await written(server)
    await jobs.work_due(server.site, Work(fault=JobFault("There is no such address.", final=True)).kinds, LOOK)
    await written(server, key="two")
    await jobs.work_due(server.site, Work(fault=ValueError("a secret")).kinds, LOOK)
    await written(server, key="three")
    await jobs.work_due(server.site, Work().kinds, LOOK)
    found = {it.id: (it.state, it.fault) for it in await standing(server)}
    assert [found[repository.id_of("count", key)] for key in ("one", "two", "three")] == [
        ("failed", "There is no such address."),
        ("waiting", "Something unexpected: ValueError."),
        ("done", ""),
    ]


async def test_a_job_that_ends_every_worker_is_given_up(server: Server) -> None:
    await written(server)
    for _ in range(MOST_TRIES):
        with pytest.raises(_Killed):
            await jobs.work_due(server.site, Work(fault=_Killed()).kinds, LOOK)
        server.clock.now += LEASE
    await jobs.work_due(server.site, Work().kinds, LOOK)
    (failed,) = await standing(server)
    assert (failed.state, failed.fault) == ("failed", f"Given up: each of {MOST_TRIES} workers ended in the middle of it.")


async def test_what_is_done_outside_comes_first_and_its_lease_is_renewed_meanwhile(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow mail server: nobody else begins the same while somebody is at it."""
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.03))
    await written(server, "tell")
    renewed = asyncio.Event()
    original = repository.renew

    async def watched(*told: object) -> bool:
        stands = await original(*told)  # type: ignore[arg-type]
        renewed.set()
        return stands

    monkeypatch.setattr(repository, "renew", watched)

    async def slow(_: Site, job: Job) -> None:
        await asyncio.wait_for(renewed.wait(), 60)

    await jobs.work_due(server.site, {"tell": Kind(outside=slow)}, LOOK)
    assert [it.state for it in await standing(server)] == ["done"]


async def test_the_loop_goes_on_after_the_database_was_gone(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    await written(server)
    looks = 0

    async def gone(*_: object) -> None:
        raise RuntimeError("whatever a driver says")

    async def pause(seconds: float) -> None:
        nonlocal looks
        looks += 1
        assert seconds <= LOOK
        if looks == 2:
            monkeypatch.undo()
        if looks == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr(repository, "next_due", gone)
    with pytest.raises(asyncio.CancelledError):
        await jobs.keep(server.site, Work().kinds, LOOK, pause)
    assert await effects(server) == 1


async def test_clean_up_comes_again_and_again_and_forgets_what_was_kept_for_its_time(server: Server) -> None:
    """Keys of requests, invitations, tokens and jobs that have ended; nothing that has not."""
    await server.partner("Ana")
    async with administered(server.site.settings.database) as connection:
        run = connection.run
        await organisations.put(connection, "acme", "Acme", NOW)
        for name, days in (("old", 61), ("young", 59)):
            await idempotency.claim(connection, "ana", name, "d", NOW - timedelta(days=days))
        for name, days in (("old", -31), ("lately", -29), ("good", 5)):
            await tokens.add(connection, name, Owner("ana", "read", expires=NOW + timedelta(days=days)), NOW)
        for name, days in (("over", 0), ("open", 1)):
            sql = "INSERT INTO invitations (hash, organisation, role, made, expires) VALUES ($1, 'acme', 'learner', $2, $3)"
            await run(sql, name, NOW, NOW + timedelta(days=days))
    await written(server)
    await jobs.work_due(server.site, Work().kinds, LOOK)
    await rounds(server, timedelta(0))
    assert await left(server, "idempotency", "key") == {"young"}
    assert await left(server, "invitations", "hash") == {"open"}
    assert await left(server, "tokens", "hash") >= {"lately", "good"}
    assert "old" not in await left(server, "tokens", "hash")
    assert await left(server, "jobs", "kind") == {"count", "clean-up", "clear-files"}
    await rounds(server, timedelta(minutes=59))
    assert await left(server, "jobs", "kind") == {"count", "clean-up", "clear-files"}
    await rounds(server, timedelta(days=30))
    assert await left(server, "jobs", "kind") == {"clean-up", "clear-files"}
    assert await left(server, "idempotency", "key") == await left(server, "invitations", "hash") == set()


@pytest.mark.parametrize("mails", [False, True])
def test_no_seat_waits_for_a_disk_a_bucket_or_a_mail_server(mails: bool) -> None:
    """WEB-2: what is worked on beside a seat's offer waits for the database alone."""
    beside = [kinds for kinds in lanes(mails) if "seats" in kinds]
    assert [name for kinds in beside for name, kind in kinds.items() if kind.outside] == []
    assert {name for kinds in lanes(mails) for name in kinds} == {"seats", "clean-up", "clear-files", *(["mail"] if mails else [])}


async def rounds(server: Server, *steps: timedelta) -> None:
    """The server's own jobs, with so much time before each look."""
    left_to_do = list(steps)

    async def pause(_: float) -> None:
        if not left_to_do:
            raise asyncio.CancelledError
        server.clock.now += left_to_do.pop(0)

    with pytest.raises(asyncio.CancelledError):
        await jobs.keep(server.site, {**INSIDE, **FILES}, LOOK, pause)


async def left(server: Server, table: str, column: str) -> set[str]:
    async with administered(server.site.settings.database) as connection:
        return {row.text("name") for row in await connection.all(f"SELECT {column} AS name FROM {table}")}


async def test_offers_that_stand_when_the_table_comes_lapse_by_a_job_too(empty_database: str) -> None:
    """WEB-2: an update of the server in the middle of the half hour."""
    await migrate_at(empty_database)
    await undo_at(empty_database, "20260101001133_jobs_rows")
    async with administered(empty_database) as connection:
        await _offered(connection)
    await migrate_at(empty_database)
    async with administered(empty_database) as connection:
        row = await connection.one("SELECT kind, key, due FROM jobs")
    assert row is not None
    assert (row.text("kind"), row.text("key").rpartition("/")[0], row.moment("due")) == ("seats", "tiny", NOW)


async def _offered(connection: Connection) -> None:
    await connection.run("INSERT INTO learners (id, created, body) VALUES ('ana', $1, '{}')", NOW)
    await connection.run("INSERT INTO webinars (id, starts, capacity, origin, body) VALUES ('tiny', $1, 1, 'starter', '{}')", NOW)
    sql = """INSERT INTO registrations (webinar, learner, state, receipt, at, offered_until, body)
        VALUES ('tiny', 'ana', 'seat', 1, $1, $1, '{}')"""
    await connection.run(sql, NOW)


async def test_a_job_of_a_learner_is_theirs_and_goes_with_them(server: Server) -> None:
    """API-3: own data."""
    ana = await server.partner("Ana")
    await written(server, learner="ana")
    assert [row["kind"] for row in (await ana.get("my-data")).json()["tables"]["jobs"]] == ["count"]
    async with server.site.writing() as unit:
        await unit.connection.run("DELETE FROM learners WHERE id = 'ana'")
    assert await standing(server) == []
