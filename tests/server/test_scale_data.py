"""Scale data: the same for the same seed, and what our rules make of the events in them (issue 5, Proof)."""

import asyncio
from datetime import UTC, datetime

import asyncpg  # type: ignore[import-untyped]
import pytest

from benchmarks import scale_check, scale_data
from benchmarks.scale_data import Size
from benchmarks.scale_people import learner_id, token_of
from tests.server.postgres import Postgres
from tests.server.postgres import fresh_database as fresh
from trainhub_core.models.learning import Learner
from trainhub_server.database.opening import open_database
from trainhub_server.services.accounts import hash_of

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
SMALL = Size(learners=30, events=600, courses=45, webinars=6, seed=7, secret="a word")
DIGEST = """SELECT md5(string_agg(concat_ws('|', learner, id, body), ';' ORDER BY learner, id)) AS events,
    (SELECT md5(string_agg(concat_ws('|', audience, kind, id, body), ';' ORDER BY audience, kind, id)) FROM changes) AS feed,
    (SELECT md5(string_agg(concat_ws('|', webinar, learner, body), ';' ORDER BY webinar, learner)) FROM registrations) AS seats
    FROM learning_events"""


@pytest.fixture(autouse=True)
def _few_archetypes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale_data, "ARCHETYPES", 6)


def test_scale_data_are_what_the_rules_make_of_their_events(postgres_server: Postgres) -> None:
    """Every learner's record, progress, awards and feed are worked out once more; a changed record is found."""

    async def work() -> None:
        async with fresh(postgres_server) as owner:
            address = owner.replace("hub_owner@", "postgres@")
            filled = await scale_data.fill(address, SMALL, NOW)
            assert filled.rows["learning_events"] == 600
            assert filled.rows["learners"] == filled.rows["tokens"] == 30
            assert filled.rows["courses"] == 45
            assert filled.rows["registrations"] == 60
            database, door = await open_database(address), await asyncpg.connect(address)
            try:
                assert await scale_check.faults(database, 30, 30, 1) == []
                assert await door.fetchval("SELECT learner FROM tokens WHERE hash = $1", hash_of(token_of("a word", 17))) == learner_id(17)
                assert Learner.model_validate_json(
                    await door.fetchval("SELECT body FROM learners WHERE id = $1", learner_id(17))
                ).memberships
                assert await door.fetchval("SELECT count(*) = count(DISTINCT seq) AND max(seq) < nextval('changes_seq') FROM changes")
                indexes = await door.fetch("SELECT FROM pg_indexes WHERE tablename = 'learning_events'")
                assert len(indexes) >= 3
                await door.execute("DELETE FROM learning_events WHERE learner = $1 AND type = 'studied'", learner_id(17))
                assert any("record" in fault for fault in await scale_check.faults(database, 30, 30, 1))
                with pytest.raises(RuntimeError, match="empty"):
                    await scale_data.fill(address, SMALL, NOW)
            finally:
                await door.close()
                await database.close()

    asyncio.run(work())


def test_scale_data_are_the_same_for_the_same_seed(postgres_server: Postgres) -> None:
    """Events, feed and seats to the letter; another seed gives others."""

    async def digest(size: Size) -> tuple[str, ...]:
        async with fresh(postgres_server) as owner:
            address = owner.replace("hub_owner@", "postgres@")
            await scale_data.fill(address, size, NOW)
            door = await asyncpg.connect(address)
            try:
                return tuple(await door.fetchrow(DIGEST))
            finally:
                await door.close()

    async def work() -> None:
        small = Size(learners=12, events=120, courses=45, webinars=4, seed=7)
        first = await digest(small)
        assert first == await digest(small)
        assert first[0] != (await digest(Size(learners=12, events=120, courses=45, webinars=4, seed=8)))[0]

    asyncio.run(work())
