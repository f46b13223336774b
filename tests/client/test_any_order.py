"""The outbox under anything in any order: operations, outcomes, restarts, a second window, a new token, clock jumps, a server restored.

Invariants I1, I2, I5 to I8, I10, I11, I13, I16 of reliability.md. A failing run prints the steps that replay it."""

import os
import random
import shutil
import sqlite3
import tempfile
import unittest
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.client.fault_server import OUTCOMES, Account, FaultServer
from tests.client.windows import Laptop, Time, bookmark
from trainhub_core.models.learning import Bookmark, BookmarkKind, EventType, LearnerState
from trainhub_core.operations import CancelWebinar, Enroll, Operation, RecordProgress, RegisterWebinar, Unenroll
from trainhub_tui.hub import Hub, Refused, SyncKind

pytestmark = pytest.mark.timeout(1200)
IN_CI = bool(os.environ.get("CI"))
PARTS = 5
RAM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
THINGS = ("negotiation", "lead-generation", "referral-strategies")
KINDS = ("enroll", "unenroll", "place", "mark", "unmark", "register", "cancel")


def made(hub: Hub, kind: str, thing: str) -> Operation:
    webinar = "app-trends" if thing == THINGS[0] else "advanced-referrals"
    match kind:
        case "enroll":
            return Enroll(event=hub.event(EventType.ENROLLED, thing))
        case "unenroll":
            return Unenroll(event=hub.event(EventType.UNENROLLED, thing))
        case "place":
            return RecordProgress(event=hub.event(EventType.LEFT_AT, f"{thing}/one", offset=3, share=200))
        case "register":
            return RegisterWebinar(webinar_id=webinar, at=hub.now())
        case "cancel":
            return CancelWebinar(webinar_id=webinar, at=hub.now())
    return bookmark(hub, thing, on=kind == "mark")


class Outbox(RuleBasedStateMachine):
    """Ada's laptop with two windows, Bob's with one, and a server that does what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="trainhub-test-", dir=RAM))
        self.server = FaultServer()
        self.server.account("ada", "token-0")
        self.server.account("bob", "token-bob")
        self.time = Time()
        self.tokens = 0
        self.ada = Laptop(self.home / "ada", self.server, "token-0", self.time, random.Random(1))
        self.bob = Laptop(self.home / "ada", self.server, "token-bob", self.time, random.Random(2))
        self.windows = [self.ada.open(), self.ada.open()]
        self.others = self.bob.open()
        self.saved: dict[str, str] = {}
        self.retried: set[str] = set()
        self.kept_back = self.server.backup("ada")
        self.forgotten: set[str] = set()
        self.written_off: set[str] = set()
        """What the server forgot and a new token, with its new cursor, cannot notice."""
        self.all_windows()

    def all_windows(self) -> None:
        for window in (*self.windows, self.others):
            window.sync_now()

    @property
    def account(self) -> Account:
        return self.server.accounts["ada"]

    # --- what people do
    @rule(window=st.integers(0, 1), kind=st.sampled_from(KINDS), thing=st.sampled_from(THINGS))
    def do(self, window: int, kind: str, thing: str) -> None:
        hub = self.windows[window]
        known = {it.key for it in hub.journal.open_entries()}
        try:
            hub.do(made(hub, kind, thing))
        except Refused:
            return
        (new,) = [it for it in hub.journal.open_entries() if it.key not in known]
        self.saved[new.key] = new.entity

    @rule(
        window=st.integers(0, 1),
        thing=st.sampled_from(THINGS),
        kinds=st.lists(st.sampled_from(("mark", "unmark", "place")), min_size=2, max_size=4),
        outcomes=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=3),
    )
    def do_several_and_send(self, window: int, thing: str, kinds: list[str], outcomes: list[str]) -> None:
        """Where order within an entity is at stake."""
        for kind in kinds:
            self.do(window, kind, thing)
        self.server.script.clear()
        self.server.script.extend(outcomes)
        self.sync(window)

    @rule(thing=st.sampled_from(THINGS))
    def bob_does(self, thing: str) -> None:
        self.others.do(bookmark(self.others, thing))

    @rule(window=st.integers(0, 1))
    def retry_refused(self, window: int) -> None:
        for waiting in self.windows[window].outbox():
            if waiting.state == "refused":
                self.windows[window].retry(waiting.key)
                self.retried.add(waiting.key)

    @rule(window=st.integers(0, 2))
    def sync(self, window: int) -> None:
        (*self.windows, self.others)[window].sync_now()

    @rule(window=st.integers(0, 1), clean=st.booleans())
    def restart(self, window: int, clean: bool) -> None:
        """Unclean: the old one is left as a killed one leaves it, with its operation in flight."""
        if clean:
            self.windows[window].close()
        else:
            pending = self.windows[window].journal.pending()
            if pending:
                self.windows[window].journal.begin(pending[0].key)
            self.windows[window].close()
        self.windows[window] = self.ada.open()

    # --- what the world does
    @rule(outcomes=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=3))
    def misbehave(self, outcomes: list[str]) -> None:
        self.server.script.extend(outcomes)

    @rule(outcome=st.sampled_from(("401", "429", "500", "html", "request lost")))
    def misbehave_in_the_feed(self, outcome: str) -> None:
        self.server.feed_script.append(outcome)

    @rule(seconds=st.sampled_from((1, 30, 600)))
    def wait(self, seconds: int) -> None:
        self.time.wait(seconds)

    @rule(years=st.sampled_from((-10, 10)))
    def jump(self, years: int) -> None:
        self.time.wall += timedelta(days=365 * years)

    @rule(thing=st.sampled_from(THINGS), on=st.booleans())
    def change_elsewhere(self, thing: str, on: bool) -> None:
        """Another device of Ada's."""
        with self.server.lock:
            mark = Bookmark(kind=BookmarkKind.COURSE, object=thing, on=on, title="Elsewhere", at=self.time.wall)
            self.account.state = self.account.state.model_copy(update={"bookmarks": {**self.account.state.bookmarks, mark.id: mark}})
            self.account.say(mark)

    @rule()
    def new_token(self) -> None:
        """The old one ends; the windows are opened with the new one, which takes the old rows over once the server knows whose it is."""
        self.tokens += 1
        self.written_off |= self.forgotten - self.account.answers.keys()
        self.server.renew(self.ada.token, f"token-{self.tokens}")
        self.ada.token = f"token-{self.tokens}"
        self.server.feed_script.clear()
        for number, window in enumerate(self.windows):
            window.close()
            self.windows[number] = self.ada.open()
        self.windows[0].sync_now()

    @rule()
    def back_up(self) -> None:
        self.kept_back = self.server.backup("ada")

    @rule()
    def restore(self) -> None:
        before = set(self.account.answers)
        self.server.restore(self.kept_back)
        self.forgotten |= before - self.account.answers.keys()

    # --- what holds at every moment
    @invariant()
    def what_was_saved_is_somewhere(self) -> None:
        """I1: on the server, in the outbox, or under needs attention."""
        waiting = {it.key for hub in self.windows for it in hub.journal.open_entries()}
        assert self.saved.keys() <= waiting | self.account.answers.keys() | self.forgotten | self.old_rows()

    @invariant()
    def one_effect_for_each_key(self) -> None:
        """I2."""
        assert all(count == 1 for count in self.account.effects.values())

    @invariant()
    def effects_of_an_entity_are_in_order(self) -> None:
        """I5: in the order they were made (keys sort so, the clock of the test goes on within a run of no jumps)."""
        made_order = {key: number for number, key in enumerate(self.saved)}
        for keys in self.account.order.values():
            own = [made_order[key] for key in keys if key in made_order and key not in self.retried | self.written_off]
            assert own == sorted(own)

    @invariant()
    def one_reads_what_one_wrote(self) -> None:
        """I6: the last pending word on a bookmark is the one shown."""
        for hub in self.windows:
            last = {it.entity: it for it in hub.journal.pending() if it.entity.startswith("bookmark/")}
            for entity, entry in last.items():
                shown = hub.state().bookmarks[entity.removeprefix("bookmark/")]
                assert f'"on":{str(shown.on).lower()}' in entry.operation and shown.title == ""

    @invariant()
    def nobody_sees_another(self) -> None:
        """I10."""
        ours = {it.key for it in self.others.journal.open_entries()}
        assert not ours & self.saved.keys()
        assert not self.server.accounts["bob"].effects.keys() & self.saved.keys()

    def old_rows(self) -> set[str]:
        """Keys in folders of older tokens, until they are taken over."""
        found: set[str] = set()
        if self.tokens:
            for file in (self.home / "ada").rglob("journal.db"):
                connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
                found |= {str(key) for (key,) in connection.execute("SELECT key FROM outbox WHERE state <> 'done'")}
                connection.close()
        return found

    def teardown(self) -> None:
        """I7: once all is well and the outbox is empty, both sides see the same."""
        try:
            self.server.script.clear()
            self.server.feed_script.clear()
            for _ in range(4):
                self.time.wait(7200)
                for waiting in self.windows[0].outbox():
                    if waiting.state == "refused":
                        self.windows[0].retry(waiting.key)
                self.all_windows()
            for hub in (*self.windows, self.others):
                assert hub.status().kind is SyncKind.SYNCED, hub.status()
                assert hub.status().pending == 0, hub.outbox()
            assert self.saved.keys() - self.written_off <= self.account.answers.keys(), "what the server forgot was sent again"
            for hub in self.windows:
                assert own(hub.state()) == own(self.account.state)
            assert own(self.others.state()) == own(self.server.accounts["bob"].state)
        finally:
            for hub in (*self.windows, self.others):
                hub.close()
            self.server.end()
            shutil.rmtree(self.home, ignore_errors=True)


def own(state: LearnerState) -> tuple[object, ...]:
    return state.record, state.registrations, state.bookmarks


def part(number: int) -> type[unittest.TestCase]:
    """A part of the examples, with a seed of its own: parts run side by side."""

    @seed(number)
    class Part(Outbox):
        """Ada's laptop again."""

    found: type[unittest.TestCase] = Part.TestCase
    Part.TestCase.settings = settings(
        max_examples=(500 if IN_CI else 15) // PARTS,
        stateful_step_count=50 if IN_CI else 30,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    return found


TestOutbox1, TestOutbox2, TestOutbox3, TestOutbox4, TestOutbox5 = map(part, range(PARTS))
