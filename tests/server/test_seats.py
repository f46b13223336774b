"""Seats and the waitlist, on both engines. Rules: Webinars, rules.md; Server, reliability.md."""

import asyncio
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.server.programme import NOW, SmallPack, webinar
from tests.server.running import Partner, Server, problem, started
from trainhub_core.models.views import WebinarRow
from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_core.models.wire import Page, Receipt

pytestmark = pytest.mark.anyio


async def registration(partner: Partner, webinar_id: str) -> Registration:
    """What the feed says the learner holds."""
    found = (await partner.feed())[0]["registration", webinar_id]
    assert isinstance(found, Registration)
    return found


async def test_a_free_seat_is_given_and_everybody_hears_of_it(server: Server) -> None:
    """WEB-2."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    _, cursor = await ben.feed()
    receipt = Receipt.model_validate_json((await ana.register("talk")).content)
    assert receipt.sentence == "You have a seat in Talk."
    assert [(it.kind, it.id) for it in receipt.changes] == [("registration", "talk"), ("webinar", "talk")]
    news, _ = await ben.feed(cursor)
    assert isinstance(talk := news["webinar", "talk"], Webinar)
    assert talk.taken == 1
    assert len(news) == 1
    rows = await ana.read(Page[WebinarRow], "webinars")
    assert [(row.webinar.id, row.webinar.taken, row.registration and row.registration.state) for row in rows.items] == [
        ("talk", 1, SeatState.SEAT),
        ("tiny", 0, None),
    ]


async def test_a_seat_that_overlaps_another_is_given_with_a_word_about_it(server: Server) -> None:
    ana = await server.partner()
    await ana.register("talk")
    answer = Receipt.model_validate_json((await ana.register("tiny")).content)
    assert answer.sentence == "You have a seat in Tiny. It is on at the same time as Talk."


async def test_registering_again_gives_the_standing_seat(server: Server) -> None:
    """I2: by nature once, under whatever key."""
    ana = await server.partner()
    first = Receipt.model_validate_json((await ana.register("talk")).content)
    again = Receipt.model_validate_json((await ana.register("talk")).content)
    assert again.changes == first.changes


async def test_a_freed_seat_goes_to_the_first_who_waits_and_the_others_move_up(server: Server) -> None:
    """WEB-2: a seat freed promotes the first waiting learner, exactly once."""
    ana, ben, cem, dea = [await server.partner(name) for name in ("Ana", "Ben", "Cem", "Dea")]
    for partner, sentence in (
        (ana, "You have a seat in Tiny."),
        (ben, "You are number 1 in the waitlist of Tiny."),
        (cem, "You are number 2 in the waitlist of Tiny."),
        (dea, "You are number 3 in the waitlist of Tiny."),
    ):
        assert Receipt.model_validate_json((await partner.register("tiny")).content).sentence == sentence
    assert (await ana.cancel("tiny")).status_code == 200
    assert [(await registration(it, "tiny")).state for it in (ana, ben, cem)] == ["cancelled", "seat", "waiting"]
    assert [(await registration(it, "tiny")).position for it in (ben, cem, dea)] == [None, 1, 2]
    assert (await cem.cancel("tiny")).status_code == 200
    assert (await registration(dea, "tiny")).position == 1
    tiny = (await dea.feed())[0]["webinar", "tiny"]
    assert isinstance(tiny, Webinar)
    assert (tiny.taken, tiny.waiting) == (1, 1)
    assert Receipt.model_validate_json((await ana.register("tiny")).content).sentence == "You are number 2 in the waitlist of Tiny."


async def test_nothing_to_cancel_is_refused_with_a_reason(server: Server) -> None:
    ana = await server.partner()
    refusal = problem(await ana.cancel("talk"))
    assert (refusal.type, refusal.detail) == ("/problems/refused", "You have no seat in Talk.")
    assert problem(await ana.cancel("nothing")).status == 404
    assert problem(await ana.register("nothing")).status == 404


async def test_the_clock_closes_waitlist_and_registration(server: Server) -> None:
    """Rule: waitlist closed an hour before; nobody is promoted from then on."""
    ana, ben, cem = [await server.partner(name) for name in ("Ana", "Ben", "Cem")]
    await ana.register("tiny")
    await ben.register("tiny")
    server.clock.now = NOW + timedelta(days=3)
    assert problem(await cem.register("tiny")).detail == "Tiny is full and its waitlist closed an hour before the start."
    assert (await ana.cancel("tiny")).status_code == 200
    assert (await registration(ben, "tiny")).position == 1
    server.clock.now = NOW + timedelta(days=3, minutes=31)
    assert problem(await cem.register("tiny")).detail == "Tiny has begun; registration is closed."
    assert [row.webinar.id for row in (await ana.read(Page[WebinarRow], "webinars", when="past")).items] == []
    server.clock.now = NOW + timedelta(days=4)
    assert [row.webinar.id for row in (await ana.read(Page[WebinarRow], "webinars", when="past")).items] == ["tiny", "talk"]


async def test_five_hundred_at_once_get_exactly_fifty_seats(database: str, tmp_path: Path) -> None:
    """WEB-2, I2: adjacent duplicates (a twin in flight is told to ask again, and does) count once, the rest wait in order of receipt."""
    pack = SmallPack().with_webinars(webinar("rush", capacity=50))
    async with started(database, tmp_path / "files", pack=lambda: pack) as server:
        partners = [await server.partner(f"Partner {number}") for number in range(250)]
        requests = [(partner, key) for partner in partners for key in ("same", Random(partner.id).choice(("same", "other")))]
        await asyncio.gather(*(partner.register("rush", key) for partner, key in requests))
        assert {(await partner.register("rush", key)).status_code for partner, key in requests} == {200}
        async with server.site.reading() as unit:
            rows = await unit.connection.all("SELECT learner, state, position FROM registrations ORDER BY receipt")
            counts = await unit.connection.one("SELECT taken, waiting FROM webinars WHERE id = 'rush'")
        assert counts is not None
        assert (counts.number("taken"), counts.number("waiting")) == (50, 200)
        assert len({row.text("learner") for row in rows}) == len(rows) == 250
        assert [row.text("state") for row in rows] == ["seat"] * 50 + ["waiting"] * 200
        assert [row.maybe_number("position") for row in rows[50:]] == list(range(1, 201))


async def test_leaving_and_coming_all_at_once_keeps_the_counts_true(server: Server) -> None:
    """WEB-2: however requests interleave, seats and places are what the rows say, and positions have no gap."""
    partners = [await server.partner(f"Partner {number}") for number in range(12)]
    for order in range(4):
        rng = Random(order)
        await asyncio.gather(*(rng.choice((it.register, it.cancel))("tiny") for it in rng.sample(partners * 2, 24)))
        async with server.site.reading() as unit:
            rows = await unit.connection.all("SELECT state, position FROM registrations WHERE webinar = 'tiny' ORDER BY position")
            counts = await unit.connection.one("SELECT taken, waiting FROM webinars WHERE id = 'tiny'")
        assert counts is not None
        states = [row.text("state") for row in rows]
        assert (counts.number("taken"), counts.number("waiting")) == (states.count("seat"), states.count("waiting"))
        assert [row.number("position") for row in rows if row.text("state") == "waiting"] == list(range(1, states.count("waiting") + 1))
        assert states.count("seat") == 1 or not states.count("waiting")
