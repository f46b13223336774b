"""The two streams that a command writes to. Everything is cleaned here, last of all, whoever wrote it."""

import os
import sys
from collections.abc import Mapping
from typing import TextIO

from trainhub_core.light import light
from trainhub_core.text import clean, clean_line
from trainhub_tui.cli.cells import padded, wrapped
from trainhub_tui.cli.roles import Role

PIPE_WIDTH = 80
_SGR: Mapping[Role, str] = {
    Role.TITLE: "1",
    Role.MUTED: "2",
    Role.DONE: "32",
    Role.UNDER_WAY: "33",
    Role.BAD: "31",
}


@light(frozen=True)
class Terminal:
    """`width` is None where lines may be as long as they are (a pipe)."""

    out: TextIO
    err: TextIO
    width: int | None = None
    colour: bool = False
    progress: bool = False
    ascii_only: bool = False

    def line(self, *parts: tuple[str, Role]) -> None:
        """One line on the standard output."""
        self.out.write("".join(self._shown(text, role) for text, role in parts).rstrip() + "\n")

    def text(self, text: str) -> None:
        """Text of several lines on the standard output, in no colour."""
        self.out.write(clean(text) + "\n")

    def fault(self, sentence: str) -> None:
        """One sentence on the standard error. Where that cannot be written the exit status alone tells."""
        self.out.flush()
        words = clean_line(sentence)
        try:
            self.err.write("\n".join(wrapped(words, self.width) if self.width and self.progress else [words]) + "\n")
            self.err.flush()
        except OSError:
            goes_nowhere(self.err)

    def over(self, sentence: str, end: bool = False) -> None:
        """A line of progress on the standard error that the next one writes over; nothing where no person is looking."""
        if self.progress:
            room = (self.width or PIPE_WIDTH) - 1
            self.err.write("\r" + padded(wrapped(clean_line(sentence), room)[0], room) + ("\n" if end else ""))
            self.err.flush()

    def _shown(self, text: str, role: Role) -> str:
        clean_text = clean_line(text)
        return f"\x1b[{_SGR[role]}m{clean_text}\x1b[0m" if self.colour and role in _SGR and clean_text else clean_text


def terminal_here() -> Terminal:
    """The streams of this process. Colour only on a terminal that wants it (NO_COLOR, TERM=dumb)."""
    open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    seen = is_terminal(sys.stdout)
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Terminal(
        out=sys.stdout,
        err=sys.stderr,
        width=_columns(sys.stdout) if seen else None,
        colour=seen and wanted,
        progress=is_terminal(sys.stderr),
        ascii_only=not _can_draw(sys.stdout),
    )


def goes_nowhere(stream: TextIO) -> None:
    """Whoever read us has gone, or there is no room; the interpreter must not complain when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_what_is_closed() -> None:
    """A stream that was closed before us (`>&-`) goes nowhere; else the next file that is opened would take its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
            setattr(sys, name, open(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at this stream; a closed or missing stream is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _can_draw(stream: TextIO) -> bool:
    """Whether the stream's encoding knows more than ASCII."""
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def _columns(stream: TextIO) -> int:
    """COLUMNS, or what the terminal says (shutil does the same, and takes 10 ms to import)."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdigit() and int(wanted):
        return int(wanted)
    try:
        return os.get_terminal_size(stream.fileno()).columns or PIPE_WIDTH
    except (OSError, ValueError):
        return PIPE_WIDTH
