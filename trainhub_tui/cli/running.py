"""From words to an exit status, with no error let through but as a sentence. What the app does not need is imported late (start-up)."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.opening import OpenHub, open_app, open_hub_for
from trainhub_tui.cli.plain_options import plain_options
from trainhub_tui.cli.terminal import Terminal, goes_nowhere, is_terminal, terminal_here
from trainhub_tui.troubles import NotAllowed, Offline, ServerTrouble, SignedOut, Trouble

_ENDINGS: Mapping[type[Trouble], Status] = {
    Offline: Status.NEEDS_NETWORK,
    ServerTrouble: Status.NEEDS_NETWORK,
    SignedOut: Status.NOT_ALLOWED,
    NotAllowed: Status.NOT_ALLOWED,
}
TRACEBACK = "TRAINHUB_TRACEBACK"


def run(words: Sequence[str], open_hub: OpenHub = open_hub_for) -> int:
    """The exit status of these words. `open_hub` stands in for the real one in tests."""
    terminal = terminal_here()
    try:
        status = int(_run(words, terminal, open_hub))
        terminal.out.flush()
        return status
    except Refusal as refusal:
        _fault(terminal, refusal.sentence, words)
        return refusal.status
    except Trouble as trouble:
        _fault(terminal, trouble.sentence, words)
        return next((status for kind, status in _ENDINGS.items() if isinstance(trouble, kind)), Status.REFUSED)
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except BrokenPipeError:
        goes_nowhere(sys.stdout)
        return Status.PIPE_CLOSED
    except OSError as error:
        try:
            terminal.out.flush()
        except OSError:  # it is the answer that cannot be written
            goes_nowhere(sys.stdout)
        where = f" ({error.filename})" if error.filename else ""
        terminal.fault(f"This computer did not let trainhub work: {error.strerror or error}{where}.")
        return Status.REFUSED
    except Exception as error:  # the last wall: a person gets a sentence, whoever asks for it the traceback
        if os.environ.get(TRACEBACK):
            raise
        terminal.fault(f"This is a fault of trainhub: {type(error).__name__}: {error}. {TRACEBACK}=1 shows where.")
        return Status.BROKEN


def _fault(terminal: Terminal, sentence: str, words: Sequence[str]) -> None:
    # Late: the app needs no commands.
    from trainhub_tui.proposing import at_server

    terminal.fault(at_server(sentence, _named(words)))


def _named(words: Sequence[str]) -> str:
    """The server that these words name, however wrong the others are."""
    after = [it.removeprefix("--server=") for it in words if it.startswith("--server=")]
    return next((value for word, value in pairwise(words) if word == "--server"), next(iter(after), ""))


def _run(words: Sequence[str], terminal: Terminal, open_hub: OpenHub) -> int:
    choices = plain_options(words)
    if choices is None:
        # Late: the app needs no parser.
        from trainhub_tui.cli.parser import choices_from

        try:
            choices = choices_from(words)
        except SystemExit:  # --help and --version have been written
            terminal.out.flush()
            return Status.DONE
    somebody_looks = is_terminal(sys.stdin) and is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"
    if not choices.command and somebody_looks and not (choices.json or choices.plain):
        return open_app(choices)
    gc.enable()
    # Late: the app needs no commands.
    from trainhub_tui.cli.commanding import home_in_words, run_command

    return run_command(choices, terminal, open_hub) if choices.command else home_in_words(choices, terminal, open_hub)
