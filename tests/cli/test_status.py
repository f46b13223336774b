"""How this computer stands to the server, in a line."""

from datetime import UTC, datetime

import pytest

from trainhub_tui.cli.status import status_words
from trainhub_tui.facts import SyncKind, SyncStatus

AT = datetime(2025, 1, 28, 14, 2, tzinfo=UTC)
WHEN = "Tue 28 Jan 2025 14:02"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SyncStatus(SyncKind.STARTING, AT), f"last synced {WHEN}; the server was not asked this time"),
        (SyncStatus(SyncKind.STARTING), "nothing has come from the server yet"),
        (SyncStatus(SyncKind.SYNCED, AT), f"synced {WHEN}"),
        (SyncStatus(SyncKind.OFFLINE, AT, 2), f"offline, last synced {WHEN}; 2 changes to send"),
        (SyncStatus(SyncKind.OFFLINE), "offline"),
    ],
)
def test_the_line_says_when_and_whether_the_server_was_asked(status: SyncStatus, words: str) -> None:
    """API-5, LOOK-4."""
    assert status_words(status, "UTC") == words
