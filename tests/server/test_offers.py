"""Offers of seats during the last day, on both engines. Rule: Webinars, rules.md."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.server.programme import NOW, SmallPack, webinar
from tests.server.running import Partner, Server, problem, started
from trainhub_core.models.views import WebinarRow
from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_core.models.wire import Page, Receipt
from trainhub_core.operations import RegisterWebinar
from trainhub_server import jobs, seat_clock
from trainhub_server.job_kinds import INSIDE

pytestmark = pytest.mark.anyio
LATE = NOW + timedelta(days=2, hours=12)
"""Eighteen and a half hours before the tiny webinar starts."""
HALF_HOUR = timedelta(minutes=30)


async def registration(partner: Partner, webinar_id: str = "tiny") -> Registration:
    """What the feed says the learner holds."""
    found = (await partner.feed())[0]["registration", webinar_id]
    assert isinstance(found, Registration)
    return found


async def queue(server: Server, *names: str) -> list[Partner]:
    """These learners in the order of receipt: the first has the one seat, the others wait; then the last day begins."""
    partners = [await server.partner(name) for name in names]
    for partner in partners:
        assert (await partner.register("tiny")).status_code == 200
    server.clock.now = LATE
    return partners


async def test_in_the_last_day_a_freed_seat_is_offered_for_half_an_hour_and_taken_with_the_same_verb(server: Server) -> None:
    """WEB-2."""
    ana, ben, cem = await queue(server, "Ana", "Ben", "Cem")
    await ana.cancel("tiny")
    offer = await registration(ben)
    assert (offer.state, offer.offered_until, offer.position) == (SeatState.OFFERED, LATE + HALF_HOUR, None)
    assert (await registration(cem)).position == 1
    tiny = (await cem.feed())[0]["webinar", "tiny"]
    assert isinstance(tiny, Webinar)
    assert (tiny.taken, tiny.waiting) == (1, 1), "a seat that is offered is nobody else's"
    server.clock.now = LATE + timedelta(minutes=29)
    taken = await ben.done(RegisterWebinar(webinar_id="tiny", at=NOW, offered_until=offer.offered_until))
    assert taken.sentence == "You have a seat in Tiny."
    assert (await registration(ben)).state is SeatState.SEAT
    server.clock.now = LATE + timedelta(hours=2)
    await seat_clock.settle_due(server.site)
    assert (await registration(ben)).state is SeatState.SEAT
    assert (await registration(cem)).position == 1


async def test_an_offer_that_lapsed_goes_to_the_next_and_a_late_acceptance_is_refused_with_the_reason(server: Server) -> None:
    """WEB-2, WEB-3: an acceptance that was queued offline comes too late."""
    ana, ben, cem = await queue(server, "Ana", "Ben", "Cem")
    await ana.cancel("tiny")
    offer = await registration(ben)
    server.clock.now = LATE + HALF_HOUR
    late = problem(await ben.do(RegisterWebinar(webinar_id="tiny", at=LATE, offered_until=offer.offered_until)))
    assert (late.status, late.type) == (409, "/problems/refused")
    assert late.detail == (
        "The seat in Tiny was held for you for half an hour and has gone to the next who waits. Register again for a place in the waitlist."
    )
    await cem.read(Page[WebinarRow], "webinars")
    assert [(await registration(it)).state for it in (ben, cem)] == [SeatState.LAPSED, SeatState.OFFERED]
    assert (await registration(cem)).offered_until == LATE + 2 * HALF_HOUR
    again = Receipt.model_validate_json((await ben.register("tiny")).content)
    assert again.sentence == "You are number 1 in the waitlist of Tiny."


async def test_a_declined_offer_goes_to_the_next_at_once(server: Server) -> None:
    """WEB-2."""
    ana, ben, cem = await queue(server, "Ana", "Ben", "Cem")
    await ana.cancel("tiny")
    declined = Receipt.model_validate_json((await ben.cancel("tiny")).content)
    assert declined.sentence == "You have declined the seat in Tiny; it goes to the next who waits."
    assert [(await registration(it)).state for it in (ben, cem)] == [SeatState.CANCELLED, SeatState.OFFERED]


async def test_an_offer_stands_its_time_after_the_waitlist_closed_and_nobody_is_asked_after_it(server: Server) -> None:
    """Rule: closed 1 h before."""
    ana, ben, cem = await queue(server, "Ana", "Ben", "Cem")
    server.clock.now = NOW + timedelta(days=3, minutes=-31)
    await ana.cancel("tiny")
    server.clock.now += timedelta(minutes=29)
    assert (await ben.register("tiny")).status_code == 200
    assert (await registration(ben)).state is SeatState.SEAT
    await ben.cancel("tiny")
    await seat_clock.settle_due(server.site)
    assert (await registration(cem)).state is SeatState.WAITING


async def test_however_many_look_at_once_the_next_is_offered_the_seat_once(server: Server) -> None:
    """WEB-2: exactly once."""
    ana, ben, cem, dea = await queue(server, "Ana", "Ben", "Cem", "Dea")
    await ana.cancel("tiny")
    server.clock.now = LATE + HALF_HOUR
    await asyncio.gather(*(seat_clock.settle_due(server.site) for _ in range(8)), ben.register("tiny"), dea.get("webinars"))
    assert (await registration(cem)).state is SeatState.OFFERED
    assert (await registration(dea)).position == 1
    assert (await registration(ben)).position == 2


async def test_the_clock_offers_in_time_when_nobody_asks(server: Server) -> None:
    """WEB-2: the next in line does not wait for somebody to look."""
    ana, _, cem = await queue(server, "Ana", "Ben", "Cem")
    await ana.cancel("tiny")

    async def pause(seconds: float) -> None:
        server.clock.now += timedelta(seconds=seconds)
        if server.clock.now > LATE + HALF_HOUR:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await jobs.keep(server.site, INSIDE, 20.0, pause)
    found = await registration(cem)
    assert (found.state, found.offered_until) == (SeatState.OFFERED, LATE + 2 * HALF_HOUR), "at the very moment"


@dataclass
class Watcher:
    """What the rows say after each round, held against the round before."""

    server: Server
    capacity: int
    waited: list[str] = field(default_factory=list)
    offers: dict[str, datetime] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    """Who did something in this round: they may have gone from the line, or from an offer, by themselves."""

    async def look(self) -> None:
        async with self.server.site.reading() as unit:
            rows = await unit.connection.all("SELECT learner, position, CAST(body AS text) AS body FROM registrations ORDER BY receipt")
            counts = await unit.connection.one("SELECT taken, waiting FROM webinars WHERE id = 'tiny'")
        held = {row.text("learner"): Registration.model_validate_json(row.text("body")) for row in rows}
        line = sorted((it.position or 0, who) for who, it in held.items() if it.state is SeatState.WAITING)
        offers = {who: it.offered_until for who, it in held.items() if it.state is SeatState.OFFERED and it.offered_until}
        seats = [who for who, it in held.items() if it.state is SeatState.SEAT]
        assert counts is not None
        assert (counts.number("taken"), counts.number("waiting")) == (len(seats) + len(offers), len(line))
        assert len(seats) + len(offers) <= self.capacity
        assert [place for place, _ in line] == list(range(1, len(line) + 1))
        order = list(held)
        assert [who for _, who in line] == sorted((who for _, who in line), key=order.index), "first come, first in line"
        stay = [who for who in self.waited if who not in self.left]
        passed = [who in offers or who in seats for who in stay]
        assert passed == sorted(passed, reverse=True), "nobody is passed over"
        for who, until in self.offers.items():
            assert who in offers or who in self.left or until <= self.server.clock.now, "an offer stands until it is over or declined"
        assert len(seats) + len(offers) == self.capacity or not line, "no seat is empty while somebody waits"
        self.waited, self.offers, self.left = [who for _, who in line], offers, set()


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_comes_nobody_is_passed_over_and_no_seat_is_given_twice(database: str, tmp_path: Path, seed: int) -> None:
    """WEB-2: seats and offers never exceed capacity, first in first out, an offer ends by its holder or its time alone."""
    rng = Random(seed)
    pack = SmallPack().with_webinars(webinar("tiny", NOW + timedelta(hours=30), capacity=2))
    async with started(database, tmp_path / "files", pack=lambda: pack) as server:
        partners = [await server.partner(f"Partner {number}") for number in range(7)]
        watcher = Watcher(server, 2)
        for _ in range(30):
            server.clock.now += timedelta(minutes=rng.choice((0, 5, 20, 30, 45)))
            acting = rng.sample(partners, rng.choice((0, 1, 3)))
            watcher.left = {it.id for it in acting}
            await asyncio.gather(*(rng.choice((it.register, it.cancel))("tiny") for it in acting))
            await seat_clock.settle_due(server.site)
            await watcher.look()
