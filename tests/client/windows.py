"""Windows of the app without a screen: hubs on the fault server, whose time moves by hand."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders import NOW
from tests.client.fault_server import FaultServer
from trainhub_core.identity import uuid7
from trainhub_core.models.attempt import Attempt, ShownQuestion
from trainhub_core.models.learning import Bookmark, BookmarkKind, EventType
from trainhub_core.operations import CancelWebinar, Enroll, Operation, RecordProgress, RegisterWebinar, SetBookmark, SubmitAttempt, Unenroll
from trainhub_tui.accounts import Accounts
from trainhub_tui.behind import Reach
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths


@dataclass
class Time:
    """A wall clock that may jump, and a monotonic one that only goes on."""

    wall: datetime = NOW
    passed: float = 1000.0

    def clock(self) -> datetime:
        self.wall += timedelta(milliseconds=1)
        return self.wall

    def monotonic(self) -> float:
        return self.passed

    def wait(self, seconds: float) -> None:
        self.passed += seconds
        self.wall += timedelta(seconds=seconds)


@dataclass
class Laptop:
    """One learner's laptop; windows are opened and closed on it."""

    home: Path
    server: FaultServer
    token: str = "token-ada"
    time: Time = field(default_factory=Time)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def open(self) -> Hub:
        paths = Paths.under(self.home)
        folder = paths.server(self.server.url)
        reach = Reach(server=self.server.url, token=self.token, accounts=folder, monotonic=self.time.monotonic, chance=self.chance)
        profile = Accounts(folder).profile_of(self.token)
        return Hub(profile, paths, Config(zone="Europe/Berlin"), clock=self.time.clock, reach=lambda: reach)


def bookmark(hub: Hub, object_id: str = "negotiation", on: bool = True) -> SetBookmark:
    return SetBookmark(bookmark=Bookmark(kind=BookmarkKind.COURSE, object=object_id, on=on, at=hub.now()))


def attempt(hub: Hub) -> SubmitAttempt:
    """An attempt at a quiz that is over."""
    now = hub.now()
    event = hub.event(EventType.SCORED, "negotiation/two", score=(1, 2))
    shown = (ShownQuestion(id="one", version=1), ShownQuestion(id="two", version=1))
    over = Attempt(id=uuid7(now), lesson_id="negotiation/two", shown=shown, started=now, ended=now, score=(1, 2), event_id=event.id)
    return SubmitAttempt(event=event, attempt=over)


MAKE: dict[str, Callable[[Hub], Operation]] = {
    "enroll": lambda hub: Enroll(event=hub.event(EventType.ENROLLED, "negotiation")),
    "unenroll": lambda hub: Unenroll(event=hub.event(EventType.UNENROLLED, "negotiation")),
    "record-progress": lambda hub: RecordProgress(event=hub.event(EventType.LEFT_AT, "negotiation/one", offset=9, share=400)),
    "submit-attempt": attempt,
    "set-bookmark": bookmark,
    "register-webinar": lambda hub: RegisterWebinar(webinar_id="advanced-referrals", at=hub.now()),
    "cancel-webinar": lambda hub: CancelWebinar(webinar_id="app-trends", at=hub.now()),
}
"""One of each operation, as a learner would do it."""
