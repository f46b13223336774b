"""trainhub on the page of one document, in a real terminal: `python -m tests.terminal.document_page HOME FILE [PICTURES]`."""

import sys
from pathlib import Path

from textual.pilot import Pilot

from tests.app.staged import staged
from trainhub_tui.app import TrainhubApp
from trainhub_tui.config import Config


async def open_page(pilot: Pilot[object]) -> None:
    """What a person would have come to by keys."""
    assert isinstance(pilot.app, TrainhubApp)
    pilot.app.open("document", "partner-handbook")


def main(home: str, file: str, pictures: str = "auto") -> None:
    """The app as it is, with a handbook that is this file."""
    hub = staged(home=Path(home))
    hub.has_come("partner-handbook", Path(file).read_bytes())
    hub.remember("first-run", "done")
    status = TrainhubApp(hub, Config(pictures=pictures)).run(auto_pilot=open_page)
    sys.exit(status)


if __name__ == "__main__":
    main(*sys.argv[1:])
