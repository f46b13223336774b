"""Notes that are being written, on this laptop alone: when trainhub is killed, or its terminal is closed, the next start keeps them."""

import os
import secrets
import threading
from typing import TYPE_CHECKING

from trainhub_tui.hub import Hub
from trainhub_tui.processes import beginning, runs

if TYPE_CHECKING:  # start-up
    from trainhub_core.models.notes import Note

PLACE = "draft/"
_MINE = f"{PLACE}{os.getpid()}-{beginning(os.getpid())}/{secrets.token_hex(4)}"
"""One note is written at a time in a window."""


class Draft:
    """One note while it is written: told by the thread that draws, which does not wait for the disk, and written down by others."""

    def __init__(self, hub: Hub, note: "Note") -> None:
        self._hub, self._note = hub, note
        self._text: str | None = None
        self._lock = threading.Lock()

    def tell(self, text: str) -> None:
        """What it is just now."""
        self._text = text

    def write(self) -> None:
        """Keep what was told last, also where a later word was told before this thread had its turn."""
        with self._lock:
            if self._text is not None:
                self._hub.remember(_MINE, self._note.model_copy(update={"body": self._text}).model_dump_json())

    def end(self) -> None:
        """The note is kept or left."""
        with self._lock:
            self._text = None
            self._hub.remember(_MINE, "")


def keep_what_was_begun(hub: Hub) -> int:
    """Save the notes that windows were writing when they ended; how many. Raises CannotSave, and they stay where they are."""
    begun = {name: text for name, text in hub.remembering.under(PLACE).items() if name != _MINE and not _is_written(name)}
    kept = sum(_saved(hub, text) for text in begun.values() if text)
    for name in begun:
        hub.remembering.forget(name)
    return kept


def _is_written(name: str) -> bool:
    """Whether the window that writes it runs still."""
    number, _, began = name.removeprefix(PLACE).partition("/")[0].partition("-")
    return number.isdecimal() and int(number) != os.getpid() and runs(int(number), began)


def _saved(hub: Hub, text: str) -> bool:
    # Late for start-up time: nearly always there is none.
    from trainhub_core.models.notes import Note
    from trainhub_core.operations import SaveNote

    try:
        note = Note.model_validate_json(text)
    except ValueError:
        return False
    hub.do(SaveNote(note=note.model_copy(update={"at": hub.now(), "revisions": ()})))
    return True
