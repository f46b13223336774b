"""Asking the person at the terminal, or whoever writes to the standard input. Secrets come in here, never as arguments."""

import sys

from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.terminal import Terminal, is_terminal

LONGEST = 10_000


def ask(terminal: Terminal, question: str) -> str:
    """A line. Raises Refusal where there is none."""
    terminal.err.write(f"{question}: ")
    terminal.err.flush()
    return _checked(sys.stdin.readline(LONGEST))


def ask_secret(terminal: Terminal, question: str) -> str:
    """A line that a terminal does not show. Raises Refusal where there is none."""
    if not is_terminal(sys.stdin):
        return _checked(sys.stdin.readline(LONGEST), f"{question}: ")
    import getpass  # late: for signing in alone

    return _checked(getpass.getpass(f"{question}: ", terminal.err))


def _checked(line: str, asked: str = "") -> str:
    """`asked` is the question, where nobody has seen it yet."""
    if answer := line.strip():
        return answer
    raise Refusal(f"{asked}Nothing was given, so nothing was done.", Status.USAGE)
