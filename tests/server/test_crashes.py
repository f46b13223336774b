"""Processes and the database killed under load: nothing that was acknowledged is lost, nothing is done twice. Source: the issue's Proof."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.mail_server import mail_server
from tests.server import postgres
from tests.server.crowd import Learner, Processes, learners, listens, looking, processes
from tests.server.programme import NOW
from tests.server.small_server import COUNTED, RATE
from trainhub_core.models.organisations import Invitation, Role
from trainhub_core.operations import ROOT, RegisterWebinar
from trainhub_server.database.face import Database
from trainhub_server.database.who import LOGIN
from trainhub_server.limits import SLICES
from trainhub_server.mail_settings import HOST, PORT, PUBLIC_URL, SECURITY, SENDER
from trainhub_server.offer import Offer
from trainhub_server.repositories import jobs
from trainhub_server.services import notices
from trainhub_server.unit import Unit

pytestmark = pytest.mark.anyio
GONE = "The server cannot reach its database; try again in a moment."


@pytest.fixture
async def address(durable: postgres.Postgres) -> AsyncIterator[str]:
    async with postgres.fresh_database(durable) as found:
        yield found


async def with_jobs(database: Database, number: int) -> None:
    """So many jobs that count, due now."""
    async with database.writing(LOGIN) as connection:
        await connection.run("CREATE TABLE counted (job text NOT NULL)")
        await connection.run("GRANT ALL ON counted TO PUBLIC")
        for at in range(number):
            await jobs.add(connection, COUNTED, str(at), "{}", NOW, NOW)


async def found(database: Database, sql: str) -> int:
    """The one number that this asks for."""
    async with database.reading(LOGIN) as connection:
        row = await connection.one(f"SELECT CAST(({sql}) AS bigint) AS found")
    assert row is not None
    return row.number("found")


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Look again until it is so, for a minute at most."""
    async with asyncio.timeout(60):
        for _ in count():
            if await is_so():
                return
            await asyncio.sleep(0.01)


async def all_jobs_done_once(database: Database, number: int) -> None:
    async def all_done() -> bool:
        return await found(database, "SELECT count(*) FROM jobs WHERE kind = 'counted' AND state <> 'done'") == 0

    await until(all_done)
    assert await found(database, "SELECT count(*) FROM counted") == number
    assert await found(database, "SELECT count(DISTINCT job) FROM counted") == number


async def everything_is_there(database: Database, people: Sequence[Learner], rounds: int) -> None:
    """Each change that was acknowledged is there, and was done once."""
    assert {status for it in people for status in it.statuses} <= {200, 409, 503}, "no fault of the server's shows"
    done = len(people) * rounds
    assert sum(it.statuses.count(200) for it in people) == 3 * done
    assert await found(database, "SELECT count(*) FROM bookmarks") == done
    assert await found(database, "SELECT received FROM webinars WHERE id = 'talk'") == done, "each seat was taken once"
    assert await found(database, "SELECT taken FROM webinars WHERE id = 'talk'") == 0
    assert await found(database, "SELECT count(*) FROM idempotency WHERE answer IS NOT NULL") == 3 * done


async def killing(servers: Processes, people: Sequence[Learner], times: int) -> None:
    """Kill one process after the other, each once some more was done; another takes its place."""
    for turn in range(1, times + 1):

        async def is_more_done(most: int = turn * 30) -> bool:
            return sum(len(it.statuses) for it in people) >= most

        await until(is_more_done)
        servers.kill(servers.running[0])
        assert await asyncio.to_thread(listens, servers.start())


async def test_processes_killed_under_load_lose_nothing_and_do_nothing_twice(address: str, tmp_path: Path) -> None:
    """API-1, API-5: requests and jobs."""
    async with looking(address) as database:
        await with_jobs(database, 80)
        with processes(address, tmp_path, 2) as servers:
            async with learners(database, servers.port, 6) as people:
                await asyncio.gather(killing(servers, people, 2), *(it.work(10) for it in people))
                await everything_is_there(database, people, 10)
                await all_jobs_done_once(database, 80)


async def test_a_database_killed_under_load_is_said_and_got_over(durable: postgres.Postgres, address: str, tmp_path: Path) -> None:
    """API-1: 503 with a sentence while it is away; afterwards the same process goes on by itself, with all that it acknowledged."""
    async with looking(address) as database:
        await with_jobs(database, 60)
        with processes(address, tmp_path, 1) as servers:
            async with learners(database, servers.port, 6) as people:
                gone = asyncio.Event()

                async def all_at_work() -> bool:
                    return all(len(it.statuses) > 3 for it in people)

                async def all_were_told() -> bool:
                    return all(GONE in it.sentences for it in people)

                async def crash() -> None:
                    await until(all_at_work)
                    await asyncio.to_thread(durable.end_at_once)
                    gone.set()  # nobody is through before it: each has work that meets it
                    await until(all_were_told)
                    await asyncio.to_thread(durable.start)

                await asyncio.gather(crash(), *(it.work(12, gone) for it in people))
                async with looking(address) as again:
                    await everything_is_there(again, people, 12)
                    await all_jobs_done_once(again, 60)
                assert servers.running[0].poll() is None


async def test_a_worker_killed_while_it_hands_a_mail_over_leaves_it_to_another(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail comes, once or under the same name again, and is written down as sent."""
    async with mail_server() as mails, looking(address) as database:
        monkeypatch.setenv(HOST, "127.0.0.1")
        monkeypatch.setenv(PORT, str(mails.port))
        monkeypatch.setenv(SECURITY, "none")
        monkeypatch.setenv(SENDER, "hub@example.com")
        monkeypatch.setenv(PUBLIC_URL, "https://hub.example.com")
        mails.may_answer.clear()
        async with database.writing() as connection:
            unit = Unit(connection, Offer(), datetime.now(UTC))
            made = Invitation(code="thi_code", organisation_id="acme", role=Role.LEARNER, expires=unit.now + timedelta(days=1))
            await notices.invited(unit, "nina@partner.example", made, "Acme", "hash-of-the-code")
        with processes(address, tmp_path, 1) as servers:
            async with asyncio.timeout(60):
                await mails.asked.wait()
            servers.kill(servers.running[0])
            mails.may_answer.set()
            assert await asyncio.to_thread(listens, servers.start())

            async def is_done() -> bool:
                return await found(database, "SELECT count(*) FROM jobs WHERE kind = 'mail' AND state = 'done'") == 1

            await until(is_done)
        assert len(mails.received) in (1, 2)
        assert len({it["Message-ID"] for it in mails.messages}) == 1


async def test_two_processes_behave_as_one(address: str, tmp_path: Path) -> None:
    """API-5: the same key to both at once is one change; one limit for both; each job once."""
    async with looking(address) as database:
        await with_jobs(database, 30)
        with processes(address, tmp_path, 1) as one, processes(address, tmp_path, 1) as other:
            async with learners(database, one.port, 2) as (ana, _):
                doors = [f"http://127.0.0.1:{it.port}{ROOT}" for it in (one, other)]
                order = RegisterWebinar(webinar_id="talk", at=NOW).body()
                for turn in range(4):
                    headers = {"Idempotency-Key": f"key-{turn}", "Content-Type": "application/json"}
                    both = [ana.http.post(f"{door}/register-webinar", content=order, headers=headers) for door in doors * 2]
                    answers = await asyncio.gather(*both)
                    assert {it.status_code for it in answers} <= {200, 409} and 200 in {it.status_code for it in answers}
                    assert len({it.text for it in answers if it.status_code == 200}) == 1
                    left = {"Idempotency-Key": f"left-{turn}", "Content-Type": "application/json"}
                    body = f'{{"webinar_id":"talk","at":"{NOW.isoformat()}"}}'
                    assert (await ana.http.post(f"{doors[turn % 2]}/cancel-webinar", content=body, headers=left)).status_code == 200
                assert await found(database, "SELECT received FROM webinars WHERE id = 'talk'") == 4
                await all_jobs_done_once(database, 30)
                await _spend_nearly_all(database)
                answers = await asyncio.gather(*(ana.http.get(f"{door}/bookmarks") for door in doors * 90))
                given = sum(it.status_code == 200 for it in answers)
                assert {it.status_code for it in answers} == {200, 429}
                assert 40 <= given <= 40 + 2 * RATE.burst // SLICES


async def _spend_nearly_all(database: Database) -> None:
    """What a third process would have told: forty are left."""
    async with database.writing() as connection:
        sql = """INSERT INTO spending (account, remaining, at) VALUES ('learner-0', 40, clock_timestamp())
            ON CONFLICT (account) DO UPDATE SET remaining = 40, at = excluded.at"""
        await connection.run(sql)
