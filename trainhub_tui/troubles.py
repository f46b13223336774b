"""What can go wrong below the screens. Each carries a sentence that a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # start-up: authors alone meet these
    from trainhub_core.models.publishing import ContentFault


class Trouble(Exception):
    """Base of all; `sentence` is shown as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Offline(Trouble):
    """The server cannot be reached."""


class Refused(Trouble):
    """A rule or the server said no; asking again will not help. `status` is the server's, 0 where the laptop's own rules refused."""

    def __init__(self, sentence: str, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class NotAllowed(Refused):
    """The server knows who asks, and says that it is not for them."""


class Faulty(Refused):
    """The server found faults in a course that was sent; `faults` are where."""

    def __init__(self, sentence: str, faults: tuple[ContentFault, ...]) -> None:
        super().__init__(sentence, 422)
        self.faults = faults


class ServerTrouble(Trouble):
    """The server, or something in between, did not answer as agreed; asking later may help. `retry_after` in seconds, as it asked.

    `busy` tells that the server itself asked to wait (429, 503), so that every request waits, not this one alone."""

    def __init__(self, sentence: str, retry_after: float | None = None, busy: bool = False) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.busy = busy


class SignedOut(Trouble):
    """The server does not know this token (any more)."""


class CannotSave(Trouble):
    """The change could not be written down on this laptop, so it was not made."""
