"""I7: what everybody is told of an object is what stands in its table, also where two units of work met on it."""

import pytest

from tests.server.running import Server
from tests.server.test_feedback import COURSE, graduate, rated
from trainhub_core.models.catalogue import Course
from trainhub_core.models.feedback import Rating
from trainhub_core.models.library import Resource
from trainhub_core.models.wire import Kind
from trainhub_server.database.face import Connection
from trainhub_server.repositories import catalogue, feedback, versions
from trainhub_server.services.renewing import by_id, offer
from trainhub_server.unit import Unit

pytestmark = pytest.mark.anyio


async def facts(unit: Unit) -> dict[tuple[Kind, str], object]:
    found, _ = await catalogue.everything(unit.connection)
    return dict(by_id(found))


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_a_rating_tells_of_the_course_that_was_published_meanwhile(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """COURSE-5, CONT-3: one change at a time is all that SQLite knows."""
    ana, ben, eve = [await graduate(server, name) for name in ("Ana", "Ben", "Eve")]
    await ana.done(rated(5))
    await ben.done(rated(5))
    asked = feedback.rating

    async def published_meanwhile(connection: Connection, learner: str, course: str) -> Rating | None:
        async with server.site.writing() as unit:
            there = (await facts(unit))[Kind.COURSE, COURSE]
            assert isinstance(there, Course)
            await offer(unit, Kind.COURSE, there.model_copy(update={"title": "First Steps, rewritten"}), "published", there)
            await versions.bump(unit.connection, "catalogue")
        return await asked(connection, learner, course)

    monkeypatch.setattr(feedback, "rating", published_meanwhile)
    await eve.done(rated(5))
    told = (await eve.feed())[0]["course", COURSE]
    assert isinstance(told, Course)
    assert (told.title, told.ratings) == ("First Steps, rewritten", 3)


async def test_what_is_published_again_is_told_with_the_counts_of_now(server: Server) -> None:
    """LIB-6: a download between reading and publishing is not untold."""
    ana = await server.partner("Ana")
    async with server.site.reading() as unit:
        before = next(it for it in (await facts(unit)).values() if isinstance(it, Resource) and it.is_on_shelf and it.sha256)
    assert (await ana.get(f"resources/{before.id}/download")).status_code == 200
    async with server.site.writing() as unit:
        await offer(unit, Kind.RESOURCE, before.model_copy(update={"title": "Another title"}), "published", before)
    told = (await ana.feed())[0]["resource", before.id]
    assert isinstance(told, Resource)
    assert (told.title, told.downloads) == ("Another title", before.downloads + 1)
