"""A process that forks windows of the app, each doing operations until it is killed. Started by test_kills.

Forking from one warm process makes a kill cost milliseconds instead of an interpreter's start."""

import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.builders import hub_with
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.wire import Changes, Receipt
from trainhub_core.operations import SetBookmark
from trainhub_tui.accounts import Accounts
from trainhub_tui.behind import Reach
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths
from trainhub_tui.sending import said_by


def main(home: str, url: str, token: str) -> None:
    """Reads `number seed` or `number get:RESOURCE` by the line; forks a window for each and prints `number pid`.

    The windows append what was acknowledged to `number.log`."""
    test = os.getppid()
    warm_up()
    for line in sys.stdin:
        number, task = line.split()
        child = os.fork()
        if child == 0:
            try:
                if task.startswith("get:"):
                    fetch(Path(home), url, token, number, task.removeprefix("get:"), test)
                window(Path(home), url, token, number, random.Random(int(task)), test)
            finally:
                os._exit(1)
        print(number, child, flush=True)
        os.waitpid(child, 0)


def warm_up() -> None:
    """Do everything once, so that a child has nothing left to import."""
    with tempfile.TemporaryDirectory() as folder:
        hub = hub_with(home=Path(folder))
        hub.do(mark_of("warm", 1))
        hub.keep_home()
        hub.downloads()
        receipt = Receipt.model_validate_json('{"changes": [], "sentence": ""}')
        Changes.model_validate_json('{"changes": [], "cursor": "", "more": false}')
        assert not said_by(receipt)
        hub.close()


def mark_of(number: str, count: int) -> SetBookmark:
    return SetBookmark(bookmark=Bookmark(kind=BookmarkKind.RESOURCE, object=f"run-{number}-{count}", at=datetime.now(UTC)))


def is_there(test: int) -> bool:
    """Whether the test still runs: a window that nobody kills must not outlive it."""
    try:
        os.kill(test, 0)
    except ProcessLookupError:
        return False
    return True


def window(home: Path, url: str, token: str, number: str, chance: random.Random, test: int) -> None:
    """Do, write down that it was acknowledged, send; until it is killed."""
    hub = opened(home, url, token, chance)
    log = os.open(home / f"{number}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    count = 0
    while is_there(test):
        for _ in range(chance.randint(1, 4)):
            count += 1
            operation = mark_of(number, count)
            hub.do(operation)
            os.write(log, f"{operation.bookmark.id}\n".encode())
        hub.sync_now()


def fetch(home: Path, url: str, token: str, number: str, resource_id: str, test: int) -> None:
    """Fetch a file, and stay."""
    hub = opened(home, url, token, random.Random(1))
    hub.sync_now()
    hub.download(resource_id)
    (home / f"{number}.log").write_text("begun")
    while is_there(test):
        time.sleep(1)


def opened(home: Path, url: str, token: str, chance: random.Random) -> Hub:
    paths = Paths.under(home)
    folder = paths.server(url)
    reach = Reach(server=url, token=token, accounts=folder, chance=chance)
    return Hub(Accounts(folder).profile_of(token), paths, Config(zone="UTC"), reach=lambda: reach)


if __name__ == "__main__":
    main(*sys.argv[1:])
