"""From words to choices, by the table of commands. argparse, because it is the lightest to import (interface.md)."""

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from trainhub_core.arguments import NotUnderstood, Parser
from trainhub_tui.cli.choices import Choices
from trainhub_tui.cli.command import Argument, Command
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.table import COMMANDS, OPTIONS

_ENDINGS = "Exit status: 0 done, 1 refused, 2 usage, 3 needs the network, 4 not allowed. docs/CLI.md tells the shape of every answer."


class _Version(argparse.Action):
    """Looks the version up when it is asked for: that costs more than all the rest of the parser."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        sys.stdout.write(f"trainhub {app_version()}\n")
        parser.exit()


def choices_from(argv: Sequence[str]) -> Choices:
    """What was chosen. Raises Refusal for what cannot be understood, SystemExit after --help and --version."""
    try:
        given = vars(_parser().parse_args(_with_default_part(list(argv))))
    except NotUnderstood as fault:
        raise Refusal(str(fault), Status.USAGE) from None
    command = tuple(str(given.pop(name)) for name in ("command", "part") if given.get(name))
    return Choices(
        command=command,
        json=bool(given.pop("json", False)),
        plain=bool(given.pop("plain", False)),
        server=given.pop("server", None),
        offline=bool(given.pop("offline", False)),
        demo=bool(given.pop("demo", False)),
        theme=given.pop("theme", None),
        given=given,
    )


def app_version() -> str:
    """The version of the installed package, or what stands in for it in a bare source tree."""
    # Late: few ask, and it takes long to import.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("trainhub")
    except PackageNotFoundError:
        return "0 (not installed)"


def _parser() -> argparse.ArgumentParser:
    shared = Parser(add_help=False, allow_abbrev=False)
    for option in OPTIONS:
        _add(shared, option)
    shared.add_argument("--version", action=_Version, help="tell the version")
    parser = Parser(
        prog="trainhub",
        description="Your Training & Development Hub. Without a command it opens the app.",
        epilog=_ENDINGS,
        parents=[shared],
        allow_abbrev=False,
    )
    _add_commands(parser, shared, COMMANDS, "command")
    return parser


def _add_commands(parser: argparse.ArgumentParser, shared: Parser, commands: Sequence[Command], dest: str) -> None:
    parts = parser.add_subparsers(dest=dest, metavar=dest.upper(), title="commands")
    for command in commands:
        part = parts.add_parser(
            command.name, help=command.help, description=f"{_sentence(command.help)}", parents=[shared], allow_abbrev=False
        )
        for argument in command.arguments:
            _add(part, argument)
        if command.parts:
            _add_commands(part, shared, command.parts, "part")


def _add(parser: argparse.ArgumentParser, argument: Argument) -> None:
    """Options default to nothing at all, so that one given before the command is not undone by the command's own default."""
    if not argument.is_option:
        count = {(False, False): None, (False, True): "?", (True, False): "+", (True, True): "*"}[argument.many, argument.optional]
        choices = argument.choices or None
        parser.add_argument(argument.name, help=argument.help, nargs=count, metavar=argument.name.upper(), choices=choices)
    elif argument.value:
        choices = argument.choices or None
        parser.add_argument(argument.name, help=argument.help, default=argparse.SUPPRESS, metavar=argument.value, choices=choices)
    else:
        parser.add_argument(argument.name, help=argument.help, default=argparse.SUPPRESS, action="store_true")


def _with_default_part(argv: list[str]) -> list[str]:
    """`courses` means `courses list`: the first part is put in where none is named."""
    place = command_at(argv)
    command = next((each for each in COMMANDS if place is not None and each.name == argv[place]), None)
    if place is None or command is None or not command.parts:
        return argv
    rest = argv[place + 1 :]
    words = [word for word in rest if not word.startswith("-")]
    names = {part.name for part in command.parts}
    asks_help = "-h" in rest or "--help" in rest
    if asks_help or any(word in names for word in words) or (rest and words and words[0] == rest[0]):
        return argv
    return [*argv[: place + 1], command.parts[0].name, *rest]


def command_at(argv: Sequence[str]) -> int | None:
    """Where the command stands among the words, None when there is none."""
    valued = {option.name for option in OPTIONS if option.value}
    index = 0
    while index < len(argv):
        if not argv[index].startswith("-"):
            return index
        index += 2 if argv[index] in valued else 1
    return None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
