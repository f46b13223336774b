"""What pages may ask of the app, so that they need not import it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from trainhub_tui.config import Config
from trainhub_tui.hub import Hub

if TYPE_CHECKING:  # comes with the first text that has pictures
    from trainhub_tui.widgets.graphics import Canvas


class HubChanged(Message, bubble=False):
    """What the hub knows has changed; pages read anew. Several in a row count as one."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, HubChanged)


class Shell(App[int]):
    """The app as pages see it."""

    hub: Hub
    config: Config
    keys: Mapping[str, str]
    """The learner's own keys, by verb."""
    generation: int = 0
    """Grows with every change of the hub, so that a page that comes back knows whether to read anew."""

    @abstractmethod
    def open(self, name: str, *args: str) -> None:
        """Open the page of this name (see the table in app.py) about these ids. A section's name goes to that section."""

    @abstractmethod
    def open_outside(self, target: str) -> str | None:
        """Open an https link or a local file in the system's program; the sentence that says why not, None when it was opened."""

    @abstractmethod
    def canvas(self) -> Canvas | None:
        """Where this terminal draws pictures in its own pixels; None where they are made of half blocks, or not drawn."""

    @abstractmethod
    def sections(self) -> tuple[str, ...]:
        """The verbs of the sections that exist, in order."""

    @abstractmethod
    def set_config(self, **changes: str | bool | int) -> None:
        """Change settings (fields of `config.Config`), now and for the next start."""

    @abstractmethod
    def why_no_shell(self) -> str | None:
        """Why `action_to_the_shell` cannot act in this terminal, None when it can."""

    @abstractmethod
    def action_to_the_shell(self) -> None:
        """Stop until the shell that trainhub was started from continues it."""
