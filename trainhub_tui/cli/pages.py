"""docs/CLI.md, written from the table of commands: `python -m trainhub_tui.cli.pages`."""

import sys
from collections.abc import Iterator

from trainhub_tui.cli.command import Argument, Command
from trainhub_tui.cli.table import COMMANDS, OPTIONS

_HEAD = """# Command line

`trainhub` alone opens the app; without a terminal it prints the plain dashboard and ends with 0. Everything else is a command on the
same data: what one shows, the other shows. Generated from the table of commands; do not edit.

Where a command takes a course, path, webinar, resource or lesson, an id or a title does, in any case, and so does how one of them
begins, as long as only one fits.

Commands that change something send it at once. Where your organisation's server cannot be reached (or with `--offline`) the change waits
in the outbox and is sent with the next one, by `trainhub sync`, or by the app. Without a server the hub is on this computer, needs no
network, and `--offline` changes nothing.

`TRAINHUB_HOME` names the folder of all files, `TRAINHUB_TOKEN` holds the access token of `--server` (never an argument, which
everybody on the computer can see), `NO_COLOR` turns colour off, `TRAINHUB_TRACEBACK=1` shows where a fault of trainhub lies.

## Answers
By default a table for people, in colour only on a terminal and without NO_COLOR. `--plain` is linear text for screen readers: one thing
a line, words instead of marks. `--json` is for programs; its shapes are those of the API (docs/openapi.json) and stay as they are:
fields may be added, none is taken away. A page is `{items, total, next}`; moments are UTC, ISO 8601. Errors are one sentence on the
standard error.

| exit status | means |
| --- | --- |
| 0 | done, or kept in the outbox to be sent |
| 1 | refused: by a rule, by this computer (a disk that is full), or by the server, whose sentence is on the standard error |
| 2 | not understood: usage, or a word that may mean several things |
| 3 | needs the network, or a server that answers |
| 4 | not allowed: signed out |
| 70 | a fault of trainhub |
| 130, 141 | interrupted by Ctrl-C; the reader of the pipe has gone |
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_options(), *(line for command in COMMANDS for line in _command(command))]) + "\n"


def _options() -> Iterator[str]:
    yield "## Options of every command"
    yield "| option | |"
    yield "| --- | --- |"
    yield from (f"| `{option.usage[1:-1]}` | {option.help}{_choices(option)} |" for option in OPTIONS)
    yield "| `--version` | tell the version |"
    yield "| `--help` | tell what there is |"
    yield ""


def _command(command: Command) -> Iterator[str]:
    yield f"## trainhub {command.name}"
    yield f"{command.help[:1].upper()}{command.help[1:]}."
    yield ""
    if not command.parts:
        yield from _details(f"trainhub {command.name}", command)
    for number, part in enumerate(command.parts):
        usage = f"trainhub {command.name} {part.name}"
        shown = f"trainhub {command.name} [{part.name}]" if number == 0 else usage
        yield from _details(shown, part, part.help)


def _details(usage: str, command: Command, purpose: str = "") -> Iterator[str]:
    words = " ".join([usage, *(argument.usage for argument in command.arguments)])
    yield f"**`{words}`**{f' – {purpose}' if purpose else ''}"
    yield ""
    for argument in command.arguments:
        yield f"- `{_label(argument)}`: {argument.help}{_choices(argument)}"
    if command.answers:
        yield f"- JSON: {command.answers}"
    yield ""


def _label(argument: Argument) -> str:
    return argument.name if argument.is_option else argument.name.upper()


def _choices(argument: Argument) -> str:
    return f" ({', '.join(argument.choices)})" if argument.choices else ""


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(page())
