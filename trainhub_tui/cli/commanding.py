"""Runs one command and writes its answer."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module

from trainhub_tui.cli.answer import Answer, Block, Say, Table
from trainhub_tui.cli.choices import Choices
from trainhub_tui.cli.endings import Refusal, Status, Unknown
from trainhub_tui.cli.opening import OpenHub
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.table import named
from trainhub_tui.cli.terminal import Terminal
from trainhub_tui.proposing import at_server

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
    _write(_at_server(answer, choices.server), choices, replace(terminal, colour=False) if choices.theme == MONOCHROME else terminal)
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
        terminal.fault(at_server(refusal.sentence, choices.server))
    return Status.DONE


def _at_server(answer: Answer, server: str | None) -> Answer:
    """Its commands can be copied. Of what is shown our own sentences alone: a lesson says what its author wrote."""
    if not server:
        return answer
    return replace(answer, blocks=[_block_at(it, server) for it in answer.blocks], fault=at_server(answer.fault, server))


def _block_at(block: Block, server: str) -> Block:
    if isinstance(block, Say):
        return replace(block, text=at_server(block.text, server))
    return replace(block, empty=at_server(block.empty, server)) if isinstance(block, Table) else block


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
