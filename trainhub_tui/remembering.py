"""Small things remembered on this laptop alone, such as `place/resource/ID` (where a document was left) or `first-run`."""

from contextlib import suppress

from trainhub_tui.cache.journal import Journal
from trainhub_tui.troubles import CannotSave


class Remembering:
    """In the journal; where nothing can be written (the status says so), until the end of this window."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._unsaved: dict[str, str] = {}

    def remembered(self, name: str) -> str | None:
        """The value, None where there is none."""
        if name in self._unsaved:
            return self._unsaved[name]
        try:
            return self._journal.remembered(name)
        except CannotSave:
            return None

    def under(self, prefix: str) -> dict[str, str]:
        """All of the journal whose names begin so."""
        try:
            return self._journal.remembered_under(prefix)
        except CannotSave:
            return {}

    def forget(self, name: str) -> None:
        """Remove it."""
        self._unsaved.pop(name, None)
        with suppress(CannotSave):
            self._journal.forget(name)

    def remember(self, name: str, value: str) -> None:
        """Keep it."""
        try:
            self._journal.remember(name, value)
            self._unsaved.pop(name, None)
        except CannotSave:
            self._unsaved[name] = value
