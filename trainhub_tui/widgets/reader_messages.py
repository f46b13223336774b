"""What a reader tells its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:  # the reader sends them
    from trainhub_tui.widgets.reader import Reader


class Moved(Message, namespace="reader"):
    """The reader is at another place, or at the end. Where it is, it says itself: it may show another text by the time this is heard."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    @property
    def control(self) -> Reader:
        """The reader that moved."""
        return self.reader


class LinkChosen(Message, namespace="reader"):
    """A link was followed that leads out of the document. Nothing has been opened."""

    def __init__(self, reader: Reader, url: str) -> None:
        super().__init__()
        self.reader, self.url = reader, url

    @property
    def control(self) -> Reader:
        """The reader whose link it is."""
        return self.reader


class LinkPointed(Message, namespace="reader"):
    """Another link is chosen, or none any more; or there is another place to go back to."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    @property
    def control(self) -> Reader:
        """The reader whose link it is."""
        return self.reader
