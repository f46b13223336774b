"""Notes that are being written, on this laptop alone: when trainhub is killed, or its terminal is closed, the next start keeps them."""

import os
import secrets
from typing import TYPE_CHECKING

from trainhub_tui.hub import Hub
from trainhub_tui.processes import runs

if TYPE_CHECKING:  # start-up
    from trainhub_core.models.notes import Note

PLACE = "draft/"
_MINE = f"{PLACE}{os.getpid()}/{secrets.token_hex(4)}"
"""One note is written at a time in a window."""


def keep_draft(hub: Hub, note: "Note | None") -> None:
    """The note as it is written just now; None once it is kept or left."""
    hub.remember(_MINE, note.model_dump_json() if note else "")


def keep_what_was_begun(hub: Hub) -> int:
    """Save the notes that windows were writing when they ended; how many. Raises CannotSave, and they stay where they are."""
    begun = {name: text for name, text in hub.remembered_under(PLACE).items() if name != _MINE and not _is_written(name)}
    kept = sum(_saved(hub, text) for text in begun.values() if text)
    for name in begun:
        hub.forget(name)
    return kept


def _is_written(name: str) -> bool:
    """Whether the window that writes it runs still."""
    number = name.removeprefix(PLACE).partition("/")[0]
    return number.isdecimal() and int(number) != os.getpid() and runs(int(number))


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
