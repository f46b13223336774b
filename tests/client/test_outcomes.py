"""The response matrix: every operation against every way a server or a network can answer (I1 to I3, I8, I10 to I12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.client.fault_server import OUTCOMES, WAITS, Account, FaultServer
from tests.client.windows import MAKE, Laptop, bookmark
from trainhub_core.models.learning import Bookmark, LearnerState
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_tui.cache.journal import Journal
from trainhub_tui.cache.snapshot import Snapshot
from trainhub_tui.fetching import fetch_changes
from trainhub_tui.hub import Hub, SyncKind

REFUSALS = ("404", "409", "410", "422")
UNTOUCHED = ("offline", "request lost", "401", "404", "409", "410", "422", "429", "500", "503", "html")


@dataclass
class Case:
    laptop: Laptop
    hub: Hub
    account: Account
    server: FaultServer


@pytest.fixture
def case(server: FaultServer, tmp_path: Path) -> Iterator[Case]:
    """A laptop in sync, with a seat in one webinar."""
    account = server.accounts["ada"]
    seat = Registration(webinar_id="app-trends", state=SeatState.SEAT)
    account.state = account.state.model_copy(update={"registrations": {"app-trends": seat}})
    account.say(seat)
    laptop = Laptop(tmp_path, server)
    hub = laptop.open()
    assert hub.sync_now().kind is SyncKind.SYNCED
    yield Case(laptop, hub, account, server)
    hub.close()


def own(state: LearnerState) -> tuple[object, ...]:
    """What can be compared between laptop and server."""
    return state.record, state.registrations, state.bookmarks


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("name", MAKE)
def test_nothing_is_lost_and_nothing_counts_twice(case: Case, name: str, outcome: str) -> None:
    hub, server, account = case.hub, case.server, case.account
    before, operation = own(hub.state()), MAKE[name](hub)
    hub.do(operation)
    shown = own(hub.state())
    key = hub.outbox()[0].key
    assert shown != before, "what was done shows at once"

    if outcome == "reordered":
        _meanwhile_elsewhere(case)
    if outcome == "offline":
        server.stop()
    else:
        server.script.append(outcome)
    status = hub.sync_now()
    assert account.effects[key] == (0 if outcome in UNTOUCHED else 1)
    _assert_said(hub, outcome, status.kind, status.sentence)
    if outcome in REFUSALS:
        assert own(hub.state()) == before, "a refused change is not shown as made"
        hub.sync_now()
        assert server.sends[key] == 1, "what was refused is not repeated"
        hub.retry(key)
    elif outcome not in ("online", "reordered"):
        assert own(hub.state()) == shown, "what waits is still shown"

    hub.close()
    if outcome == "offline":
        server.start()
    case.laptop.time.wait(3600)
    case.hub = hub = case.laptop.open()
    assert hub.sync_now().kind is SyncKind.SYNCED
    assert list(hub.outbox()) == []
    assert account.effects[key] == 1
    assert own(hub.state()) == own(account.state), "I7: what the laptop shows is what the server has"


@pytest.mark.parametrize("outcome", WAITS)
def test_a_wish_to_wait_is_honoured_even_when_the_learner_asks(case: Case, outcome: str) -> None:
    """I12."""
    case.hub.do(MAKE["set-bookmark"](case.hub))
    key = case.hub.outbox()[0].key
    case.server.script.append(outcome)
    case.hub.sync_now()
    case.laptop.time.wait(float(WAITS[outcome]) - 0.5)
    case.hub.sync_now()
    assert case.server.sends[key] == 1
    case.laptop.time.wait(1.0)
    case.hub.sync_now()
    assert case.account.effects[key] == 1


def test_a_blocked_operation_blocks_its_entity_alone(case: Case) -> None:
    """I5."""
    for name in ("set-bookmark", "register-webinar"):
        case.hub.do(MAKE[name](case.hub))
    case.hub.do(MAKE["set-bookmark"](case.hub))
    case.server.script.append("500")
    case.hub.sync_now()
    waiting = case.hub.outbox()
    assert [it.state for it in waiting] == ["blocked", "queued"]
    assert all("Bookmark" in it.sentence for it in waiting)


def test_a_refused_operation_that_is_retried_is_the_last_word(case: Case) -> None:
    """I5: retrying says it anew."""
    case.hub.do(bookmark(case.hub, on=True))
    case.server.script.append("422")
    case.hub.sync_now()
    refused = case.hub.outbox()[0].key
    case.hub.do(bookmark(case.hub, on=False))
    case.hub.retry(refused)
    assert case.hub.state().bookmarks["course/negotiation/0"].on
    case.hub.sync_now()
    assert case.account.state.bookmarks["course/negotiation/0"].on and not case.hub.outbox()


def test_what_is_dropped_is_neither_shown_nor_sent(case: Case) -> None:
    case.hub.do(MAKE["set-bookmark"](case.hub))
    case.hub.drop(case.hub.outbox()[0].key)
    assert case.hub.state().bookmarks == {}
    case.hub.sync_now()
    assert case.account.effects == {}


def test_sends_are_bounded_while_the_server_is_broken(case: Case) -> None:
    """I12: 50 operations and a broken server make a handful of requests, not hundreds."""
    for number in range(50):
        case.hub.do(bookmark(case.hub, f"course-{number}"))
    case.server.script.extend(["500"] * 1000)
    asked = len(case.server.requests)
    case.hub.sync_now()
    assert len(case.server.requests) - asked < 10


def test_a_key_with_another_body_has_no_effect(case: Case) -> None:
    """I3."""
    case.hub.do(MAKE["set-bookmark"](case.hub))
    key = case.hub.outbox()[0].key
    case.account.answers[key] = ("another body", "{}")
    case.hub.sync_now()
    assert [(it.state, it.answer) for it in case.hub.outbox()] == [("refused", "This key was used for something else.")]
    assert case.account.effects[key] == 0


def test_no_moment_shows_neither_the_request_nor_the_answer(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The overlay vanishes when the operation leaves the outbox, and not before its effect is in the cache."""
    frames: list[SeatState] = []

    def watched(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def watching(*arguments: object, **named: object) -> object:
            for act in (lambda: None, lambda: real(*arguments, **named)):
                result = act()
                frames.append(case.hub.state().registrations["advanced-referrals"].state)
            return result

        monkeypatch.setattr(owner, name, watching)

    case.hub.do(MAKE["register-webinar"](case.hub))
    for owner, name in ((Snapshot, "apply"), (Journal, "set_state"), (Journal, "begin")):
        watched(owner, name)
    case.hub.sync_now()
    assert frames[0] is SeatState.REQUESTED and frames[-1] is SeatState.SEAT
    assert set(frames) == {SeatState.REQUESTED, SeatState.SEAT}


def _assert_said(hub: Hub, outcome: str, kind: SyncKind, sentence: str) -> None:
    waiting = hub.outbox()
    if outcome in ("online", "reordered"):
        assert (kind, list(waiting)) == (SyncKind.SYNCED, [])
    elif outcome in REFUSALS:
        assert kind is SyncKind.SYNCED
        assert [it.state for it in waiting] == ["refused"] and waiting[0].answer.endswith(".")
    else:
        expected = {"offline": SyncKind.OFFLINE, "401": SyncKind.SIGNED_OUT}.get(outcome, SyncKind.TROUBLE)
        assert (kind, len(waiting)) == (expected, 1)
        assert sentence.endswith((".", "?).", "?)"))
        assert waiting[0].state in ("queued", "blocked")


def _meanwhile_elsewhere(case: Case) -> None:
    """Before the answer arrives, another device changes the same thing, and another window hears of it."""
    other = case.laptop.open()

    def during() -> None:
        account = case.account
        for (kind, id_), (_, _, body) in list(account.objects.items()):
            if kind == "bookmark" and body:
                later = Bookmark.model_validate_json(body).model_copy(update={"title": "Said later"})
                account.state = account.state.model_copy(update={"bookmarks": {**account.state.bookmarks, id_: later}})
                account.say(later)
            if kind == "registration" and body:
                held = Registration.model_validate_json(body).model_copy(update={"position": 3})
                account.state = account.state.model_copy(update={"registrations": {**account.state.registrations, id_: held}})
                account.say(held)
        fetch_changes(other._running().sync.reach(), other.snapshot)
        other.close()

    case.server.during = during
