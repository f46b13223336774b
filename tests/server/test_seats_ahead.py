"""A seat in one statement: given exactly where the rule has no objection, well before the start. Rules: Webinars, rules.md."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from tests.server.programme import NOW, SmallPack, webinar
from tests.server.running import started
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_core.models.wire import Receipt
from trainhub_core.rules.seats import OFFERS_BEGIN, WebinarState, overlapping, webinar_status
from trainhub_server.database.who import DatabaseRole, Who
from trainhub_server.repositories import webinars

pytestmark = pytest.mark.anyio
AHEAD = NOW + OFFERS_BEGIN
STANDS = list(product((0, 1, 2), (0, 1, 2), (0, 1), (False, True), (timedelta(0), timedelta(microseconds=1), timedelta(days=5))))
"""Capacity, seats taken, places waited for, whether it is cancelled, and how long after the last day begins."""
OF_A_LAPTOP = (SeatState.REQUESTED, SeatState.LEAVING)
"""Never of a server."""
ANA = Who(DatabaseRole.APP, "ana")


async def test_a_seat_is_given_where_the_rule_says_open_and_nowhere_else(database: str, tmp_path: Path) -> None:
    """WEB-2: on both engines, to the microsecond."""
    planned = [
        webinar(f"w{number}", AHEAD + later, capacity=capacity).model_copy(update={"cancelled": cancelled})
        for number, (capacity, _, _, cancelled, later) in enumerate(STANDS)
    ]
    async with started(database, tmp_path / "files", pack=lambda: SmallPack().with_webinars(*planned)) as server:
        await server.partner()
        async with server.site.writing() as unit:
            for it, (capacity, taken, waiting, _, _) in zip(planned, STANDS, strict=True):
                await webinars.set_counts(unit.connection, it.model_copy(update={"taken": min(taken, capacity), "waiting": waiting}))
        for it in planned:
            async with server.site.writing(ANA) as unit:
                stands = await webinars.find(unit.connection, it.id)
                assert stands is not None
                is_open = webinar_status(stands, None, NOW).state is WebinarState.OPEN
                found = await webinars.take_seat_ahead(unit.connection, it.id, "ana", AHEAD)
            assert (found is not None) == (is_open and it.starts > AHEAD), stands
            if found:
                assert (found[0].webinar.taken, found[0].receipt) == (stands.taken + 1, 1)


@pytest.mark.parametrize("state", [it for it in SeatState if it not in OF_A_LAPTOP])
async def test_who_holds_something_is_given_nothing_more(database: str, tmp_path: Path, state: SeatState) -> None:
    """WEB-2, I2."""
    pack = SmallPack().with_webinars(webinar("far", NOW + timedelta(days=9), capacity=5))
    async with started(database, tmp_path / "files", pack=lambda: pack) as server:
        ana = await server.partner()
        await ana.register("far")
        position = 1 if state is SeatState.WAITING else None
        held = Registration(webinar_id="far", state=state, position=position, at=NOW, offered_until=NOW + timedelta(days=1))
        async with server.site.writing(ANA) as unit:
            await webinars.replace(unit.connection, [("ana", held)])
        async with server.site.writing(ANA) as unit:
            found = await webinars.take_seat_ahead(unit.connection, "far", "ana", AHEAD)
        assert (found is None) == (state not in (SeatState.CANCELLED, SeatState.LAPSED))


async def test_what_is_on_at_the_same_time_is_the_rule_s_to_say(database: str, tmp_path: Path) -> None:
    """To the minute, whatever lies between: the statement finds no fewer than the rule does."""
    noon = NOW + timedelta(days=9)
    offsets = (-90, -31, -30, -29, 0, 1, 44, 45, 46, 200)
    others = [webinar(f"at{minutes}", noon + timedelta(minutes=minutes), minutes=30, capacity=5) for minutes in offsets]
    talk = webinar("noon", noon, minutes=45, capacity=5)
    async with started(database, tmp_path / "files", pack=lambda: SmallPack().with_webinars(talk, *others)) as server:
        ana = await server.partner()
        for it in others:
            assert (await ana.register(it.id)).status_code == 200
        async with server.site.writing(ANA) as unit:
            found = await webinars.take_seat_ahead(unit.connection, "noon", "ana", AHEAD)
        assert found is not None
        assert {it.id for it in found[1]} == {it.id for it in others if overlapping(talk, [it])}
        answer = Receipt.model_validate_json((await ana.register("noon")).content)
        assert "It is on at the same time as " in answer.sentence
