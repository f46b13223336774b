"""Webinars: the table in the learner's zone, seats taken and given back, overlap, offline."""

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.app.driving import press, said, settle, story
from tests.app.sections import at_page, journalled, line_of, page_of
from tests.app.staged import staged
from tests.builders import NOW, webinar
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_tui.app import TrainhubApp
from trainhub_tui.cache.journal import DONE, REFUSED
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.times import time_label

SEAT = Registration(webinar_id="advanced-referrals", state=SeatState.SEAT)


def toasts(pilot: object) -> list[str]:
    app = getattr(pilot, "app", None)
    assert isinstance(app, TrainhubApp)
    return said(app)


@story
async def test_the_table_has_date_time_topic_presenter_length_and_status_in_the_learners_zone(tmp_path: Path) -> None:
    """WEB-1."""
    async with at_page(staged(home=tmp_path), "3") as pilot:
        row = line_of(pilot, "Advanced Referral Strategies")
        for fact in ("Tue 28 Jan 14:00", "Sarah Johnson", "60 min", "in 2 days", "open"):
            assert fact in row, fact
        assert "Berlin time" in page_of(pilot)
        await press(pilot, "]")
        assert "7 days ago" in line_of(pilot, "Client Retention Masterclass")


@story
async def test_the_footer_of_an_empty_list_names_nothing_that_needs_a_row(tmp_path: Path) -> None:
    """LOOK-3: neither where nothing has ended nor where the filter leaves nothing."""
    hub = staged(home=tmp_path, things=[webinar("soon", "Soon")])
    async with at_page(hub, "3") as pilot:
        assert "r Register" in page_of(pilot)
        for keys in (("]",), ("[", "/", *"zzz", "enter")):
            await press(pilot, *keys)
            assert "⏎ Open" not in page_of(pilot) and "r Register" not in page_of(pilot)


@story
async def test_the_hosts_own_time_stands_in_brackets_when_it_is_another(tmp_path: Path) -> None:
    """WEB-1; rules.md, Webinars."""
    far = webinar("far", "From Far Away").model_copy(update={"zone": "America/New_York"})
    async with at_page(staged(far, home=tmp_path), page=("webinar", "far")) as pilot:
        assert "Tue 28 Jan 14:00–15:00 Berlin time (08:00 New York time)" in page_of(pilot)


@story
async def test_one_key_asks_for_a_seat_and_gives_it_back(tmp_path: Path) -> None:
    """WEB-2."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "3", "r") as pilot:
        assert journalled(hub) == ["register-webinar"]
        assert "seat requested" in line_of(pilot, "Advanced Referral")
        assert toasts(pilot) == ["A seat in Advanced Referral Strategies is requested."]
        assert "r Cancel" in page_of(pilot)
        await press(pilot, "r")
        assert journalled(hub) == ["register-webinar", "cancel-webinar"]
        assert "giving up seat" in line_of(pilot, "Advanced Referral")


@story
async def test_a_seat_asked_for_offline_is_shown_as_requested_and_said_to_be_sent_later(tmp_path: Path) -> None:
    """WEB-3."""
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    async with at_page(hub, "3", "r") as pilot:
        assert "seat requested" in line_of(pilot, "Advanced Referral")
        assert "1 to send" in page_of(pilot)
        assert toasts(pilot) == [
            "A seat in Advanced Referral Strategies is requested. It is sent, and confirmed or refused, when the network is back."
        ]


@story
async def test_an_overlap_is_named_and_a_second_key_registers_all_the_same(tmp_path: Path) -> None:
    """WEB-2; rules.md: a warning that names it, and the learner decides."""
    other = webinar("other", "Another Talk", NOW + timedelta(days=2, minutes=30))
    hub = staged(SEAT, other, home=tmp_path)
    async with at_page(hub, "r", page=("webinar", "other")) as pilot:
        assert journalled(hub) == []
        assert "on at the same time as Advanced Referral Strategies" in toasts(pilot)[0]
        await press(pilot, "r")
        assert journalled(hub) == ["register-webinar"]


@story
async def test_a_full_webinar_offers_its_waitlist_and_says_why(tmp_path: Path) -> None:
    """WEB-2, LOOK-4."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "3", "j", "w") as pilot:
        assert "waitlist open" in line_of(pilot, "App Development Trends")
        assert "App Development Trends is full: 20 of 20 seats taken." in toasts(pilot)[0]
        await press(pilot, "r")
        assert journalled(hub) == ["register-webinar"]


@story
async def test_a_webinar_that_has_ended_refuses_with_a_sentence(tmp_path: Path) -> None:
    """WEB-2."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "3", "]", "r") as pilot:
        assert toasts(pilot) == ["Client Retention Masterclass has ended."]
        assert journalled(hub) == []


@story
async def test_the_countdown_follows_the_clock(tmp_path: Path) -> None:
    """WEB-1."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "3") as pilot:
        hub._clock = lambda: NOW + timedelta(days=1, hours=23, minutes=48)
        getattr(pilot.app.screen, "_tick")()  # noqa: B009  # what the interval calls
        await pilot.pause()
        assert "in 12 min" in line_of(pilot, "Advanced Referral")


@story
async def test_no_webinars_and_filtered_to_nothing_are_sentences(tmp_path: Path) -> None:
    """LOOK-4."""
    async with at_page(staged(home=tmp_path), "3", "slash", *"zz") as pilot:
        assert 'Nothing matches "zz". esc clears.' in page_of(pilot)
        await press(pilot, "enter", "enter")
        assert toasts(pilot) == ["There is nothing here to open."]


OFFER = Registration(webinar_id="advanced-referrals", state=SeatState.OFFERED, offered_until=NOW + timedelta(minutes=25))


@story
async def test_an_offered_seat_says_until_when_and_one_key_takes_it(tmp_path: Path) -> None:
    """WEB-2: an offer is held for half an hour; what r does is said."""
    hub = staged(OFFER, home=tmp_path)
    until = time_label(NOW + timedelta(minutes=25), hub.zone)
    async with at_page(hub, "3") as pilot:
        assert f"take by {until}" in line_of(pilot, "Advanced Referral")
        assert "r Take seat" in page_of(pilot)
        await press(pilot, "w")
        why = toasts(pilot)[-1]
        assert f"is held for you until {until}: r takes it. If you let it be, it goes to the next who waits." in why
        await press(pilot, "r")
        assert toasts(pilot)[-1] == "The seat in Advanced Referral Strategies that is held for you is taken."
        (sent,) = hub.outbox()
        assert sent.sentence == "Take the offered seat in Advanced Referral Strategies"
        assert "seat requested" in line_of(pilot, "Advanced Referral")


@story
async def test_an_offer_taken_offline_waits_and_says_how_long_it_is_held(tmp_path: Path) -> None:
    """WEB-3."""
    hub = staged(OFFER, home=tmp_path, kind=SyncKind.OFFLINE)
    until = time_label(NOW + timedelta(minutes=25), hub.zone)
    async with at_page(hub, "3", "r") as pilot:
        assert toasts(pilot)[-1].endswith(f"It is sent, and confirmed or refused, when the network is back. It is held until {until}.")
        assert journalled(hub) == ["register-webinar"]


@story
async def test_an_offer_that_lapsed_is_said_and_asking_again_means_the_waitlist(tmp_path: Path) -> None:
    """WEB-2."""
    full = webinar("advanced-referrals", "Advanced Referral Strategies").model_copy(update={"capacity": 5, "taken": 5, "waiting": 2})
    hub = staged(full, OFFER.model_copy(update={"offered_until": NOW - timedelta(minutes=1)}), home=tmp_path)
    async with at_page(hub, page=("webinar", "advanced-referrals")) as pilot:
        assert "offer lapsed" in page_of(pilot)
        await press(pilot, "w")
        assert toasts(pilot)[-1].endswith("has gone to the next who waits. r puts you in the waitlist again.")
        await press(pilot, "r")
        assert toasts(pilot)[-1] == "A seat in Advanced Referral Strategies is requested."


@story
async def test_what_the_server_said_to_what_was_just_done_is_said_when_it_arrives(tmp_path: Path) -> None:
    """WEB-2: seat or place in the waitlist, or the reason why not, once, for what was done in this window."""
    hub = staged(home=tmp_path)
    async with at_page(hub, "3", "r") as pilot:
        app = pilot.app
        assert isinstance(app, TrainhubApp)
        (sent,) = hub.journal.pending()
        hub.journal.set_state(sent.key, DONE, "You are number 2 in the waitlist of Advanced Referral Strategies.")
        for _ in range(2):
            await asyncio.to_thread(app._hub_changed)
            await settle(pilot)
        answer = ["You are number 2 in the waitlist of Advanced Referral Strategies."]
        assert toasts(pilot) == answer, "in the place of the words for the asking"
        await press(pilot, "r", "j", "r")
        for entry in hub.journal.pending():
            hub.journal.set_state(entry.key, REFUSED, "App Development Trends is full.")
        await asyncio.to_thread(app._hub_changed)
        await settle(pilot)
        assert toasts(pilot).count("App Development Trends is full.") == 1
    again = staged(home=tmp_path)
    assert not again.answers.take(), "what another window or an earlier run did is no news here"
    assert [it.answer for it in again.answers.latest()] == ["You are number 2 in the waitlist of Advanced Referral Strategies."]
