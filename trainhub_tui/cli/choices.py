"""What a person chose on the command line, typed."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from trainhub_core.light import light


@light(frozen=True)
class Choices:
    """`command` is the full name of the command, empty for the app; `given` its arguments by name."""

    command: tuple[str, ...] = ()
    json: bool = False
    plain: bool = False
    server: str | None = None
    offline: bool = False
    demo: bool = False
    theme: str | None = None
    given: Mapping[str, object] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A word, empty when it was left out."""
        value = self.given.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> Sequence[str]:
        """All words of an argument that takes many."""
        value = self.given.get(name)
        return [str(each) for each in value] if isinstance(value, list) else []

    def is_set(self, name: str) -> bool:
        """Whether a switch was given."""
        return self.given.get(name) is True
