"""What a command is: its name, what it takes, what it answers. One table of them feeds the parser, the help and docs/CLI.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Argument:
    """A word (`course`) or an option (`--level`) of a command. An option without `value` is a switch."""

    name: str
    help: str
    many: bool = False
    optional: bool = False
    value: str = ""
    choices: tuple[str, ...] = ()

    @property
    def is_option(self) -> bool:
        return self.name.startswith("--")

    @property
    def usage(self) -> str:
        """How it is written: COURSE, [ID …], [--level LEVEL]."""
        if self.is_option:
            return f"[{self.name} {self.value}]" if self.value else f"[{self.name}]"
        word = self.name.upper() + (" …" if self.many else "")
        return f"[{word}]" if self.optional else word


@dataclass(frozen=True, slots=True)
class Command:
    """`module` under trainhub_tui.cli has the handler, under the full name, in its HANDLERS; it is imported when the command runs.

    `answers` tells the JSON. The first of `parts` is meant when none is named."""

    name: str
    help: str
    module: str = ""
    answers: str = ""
    arguments: tuple[Argument, ...] = ()
    parts: tuple["Command", ...] = ()
