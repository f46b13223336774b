"""How a command ends. Light, because the app starts through it too."""

from enum import IntEnum


class Status(IntEnum):
    """Exit status of every command."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NEEDS_NETWORK = 3
    NOT_ALLOWED = 4
    BROKEN = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class Refusal(Exception):
    """A command that cannot do what it was asked; its text is the sentence to print, `status` how to end."""

    def __init__(self, sentence: str, status: Status = Status.REFUSED) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Unknown(Refusal):
    """Nothing that this computer knows of is called so."""
