"""Runs one command and writes its answer."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module

from trainhub_tui.cli.answer import Answer
from trainhub_tui.cli.choices import Choices
from trainhub_tui.cli.endings import Refusal, Status, Unknown
from trainhub_tui.cli.opening import OpenHub
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.table import named
from trainhub_tui.cli.terminal import Terminal

MONOCHROME = "monochrome"


def run_command(choices: Choices, terminal: Terminal, open_hub: OpenHub) -> int:
    """The exit status of the command that was chosen. Raises Refusal, Trouble and OSError."""
    command = named(choices.command)
    handlers: Mapping[str, Handler] = import_module(f"trainhub_tui.cli.{command.module}").HANDLERS
    session = Session(choices, terminal, open_hub)
    try:
        answer = _answered(handlers[" ".join(choices.command)], session)
    finally:
        session.close()
    _write(answer, choices, replace(terminal, colour=False) if choices.theme == MONOCHROME else terminal)
    return answer.status


def _answered(handler: Handler, session: Session) -> Answer:
    """A thing that is not known here is looked for once more, after the server was asked."""
    try:
        return handler(session)
    except Unknown:
        if not session.caught_up():
            raise
        return handler(session)


def home_in_words(choices: Choices, terminal: Terminal, open_hub: OpenHub) -> int:
    """Nobody is looking: the plain dashboard, for whatever started us. That nothing is known yet is no failure."""
    try:
        run_command(replace(choices, command=("dashboard",), plain=True), terminal, open_hub)
    except Refusal as refusal:
        terminal.fault(refusal.sentence)
    return Status.DONE


def _write(answer: Answer, choices: Choices, terminal: Terminal) -> None:
    # Late: each run needs one of the three.
    if choices.json:
        from trainhub_tui.cli.as_json import json_text

        terminal.text(json_text(answer.facts))
    elif choices.plain:
        from trainhub_tui.cli.linear import write_linear

        write_linear(answer.blocks, terminal)
    else:
        from trainhub_tui.cli.layout import write_blocks

        write_blocks(answer.blocks, terminal)
    terminal.out.flush()
    if answer.fault:
        terminal.fault(answer.fault)
