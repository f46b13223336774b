"""The process ends before or after each commit and each send: after the next start everything counts once (I1, I2, I6)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.client.fault_server import FaultServer
from tests.client.windows import MAKE, Laptop
from trainhub_tui.api import Api
from trainhub_tui.cache.journal import Journal
from trainhub_tui.cache.snapshot import Snapshot
from trainhub_tui.hub import SyncKind

POINTS: dict[str, tuple[type, str]] = {
    "keeping the operation": (Journal, "add"),
    "marking it in flight": (Journal, "begin"),
    "sending it": (Api, "send"),
    "keeping what it changed": (Snapshot, "apply"),
    "taking it out of the outbox": (Journal, "set_state"),
    "fetching changes": (Api, "changes"),
    "keeping Home": (Snapshot, "keep_memo"),
}


class Death(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("name", ["set-bookmark", "register-webinar", "enroll"])
def test_dying_anywhere_loses_nothing_and_doubles_nothing(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, point: str, when: str
) -> None:
    laptop = Laptop(tmp_path, server)
    hub = laptop.open()
    hub.sync_now()
    owner, method = POINTS[point]
    acknowledged = False
    with monkeypatch.context() as patch:
        patch.setattr(owner, method, _dying(getattr(owner, method), when))
        try:
            hub.do(MAKE[name](hub))
            acknowledged = True
            hub.sync_now()
        except Death:
            pass
        else:
            pytest.fail("the point was not reached")
    waiting = len(hub.journal.pending())
    hub.close()

    laptop.time.wait(3600)
    again = laptop.open()
    account = server.accounts["ada"]
    if acknowledged:
        assert waiting or sum(account.effects.values()) == 1, "what was shown as saved is in the outbox or on the server"
    assert again.sync_now().kind is SyncKind.SYNCED
    assert list(again.outbox()) == []
    assert set(account.effects.values()) <= {1}
    assert sum(account.effects.values()) == 1 or (point, when) == ("keeping the operation", "before")
    assert (again.state().bookmarks, again.state().registrations) == (account.state.bookmarks, account.state.registrations)
    again.close()


def _dying(real: Callable[..., object], when: str) -> Callable[..., object]:
    def dying(*arguments: object, **named: object) -> object:
        if when == "after":
            real(*arguments, **named)
        raise Death

    return dying
