"""A real pseudo-terminal to run a program in: type, look, resize, cut it short."""

import codecs
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b[27u",  # as a terminal of today sends it: bare, it and the key behind it may come as one Alt
    "bare escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pgdn": "\x1b[6~",
    "pgup": "\x1b[5~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "delete": "\x1b[3~",
    "ctrl+c": "\x03",
    "ctrl+d": "\x04",
    "ctrl+f": "\x06",
    "ctrl+p": "\x10",
    "ctrl+r": "\x12",
    "ctrl+s": "\x13",
}
PATIENCE = 60.0  # seconds; a machine under load is slow, not wrong
UNKNOWN_TO_PYTE = re.compile(r"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")


class Terminal:
    """Runs `argv` in a pseudo-terminal of this size. Use as a context: the program is gone at the end."""

    def __init__(self, argv: Sequence[str], columns: int = 80, lines: int = 24, env: Mapping[str, str] | None = None) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.raw = bytearray()
        self.stamps: list[tuple[float, int]] = []
        self._changed = threading.Condition()
        self._master, slave = pty.openpty()
        self._set_size(slave, columns, lines)
        surroundings = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [*_WITH_TERMINAL, *argv], stdin=slave, stdout=slave, stderr=slave, env=surroundings, preexec_fn=_take_terminal, close_fds=True
        )
        os.close(slave)
        self._closing = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    # --- look
    def text(self) -> str:
        """What stands on the screen, line by line."""
        with self._changed:
            return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, *texts: str, patience: float = PATIENCE) -> float:
        """Wait until all of these stand on the screen; seconds since the start. Raises AssertionError with the screen."""
        return self.wait_until(lambda shown: all(text in shown for text in texts), f"never saw {texts}", patience)

    def wait_gone(self, text: str, patience: float = PATIENCE) -> float:
        return self.wait_until(lambda shown: text not in shown, f"{text!r} never went", patience)

    def wait_until(self, holds: Callable[[str], bool], complaint: str, patience: float = PATIENCE) -> float:
        """Wait until something holds of the screen's text."""
        end = time.monotonic() + patience
        with self._changed:
            while True:
                shown = "\n".join(line.rstrip() for line in self.screen.display)
                if holds(shown):
                    return (self.stamps[-1][0] if self.stamps else time.perf_counter()) - self.started
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{complaint}; exit status {self.process.poll()}; the screen:\n{shown}")
                self._changed.wait(min(left, 0.5))

    # --- act
    def press(self, *keys: str) -> None:
        """Type keys by name (`enter`, `down`, `ctrl+r`) or as they are (`r`, `12`)."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    def resize(self, columns: int, lines: int) -> None:
        with self._changed:
            self.screen.resize(lines, columns)
        self._set_size(self._master, columns, lines)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def kill(self) -> None:
        """kill -9, at once."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        if not self._closing:
            self._closing = True
            self._reader.join(2)
            os.close(self._master)

    def close_window(self) -> None:
        """Take the terminal away, as closing its window does."""
        self._closing = True
        self._reader.join(PATIENCE)
        os.close(self._master)

    def wait_exit(self, patience: float = PATIENCE) -> int:
        """Its exit status, once all that it has written is in `raw`."""
        status = self.process.wait(patience)
        self._reader.join(patience)
        return status

    # --- inside
    def _read(self) -> None:
        look = select.poll()  # `select` takes no descriptor above 1,023
        look.register(self._master, select.POLLIN)
        while True:
            if not look.poll(200):
                if self._closing:
                    return
                continue
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return
            if not data:
                return
            with self._changed:
                self.raw += data
                self.stamps.append((time.perf_counter(), len(self.raw)))
                self._stream.feed(UNKNOWN_TO_PYTE.sub("", self._decoder.decode(data)))
                self._changed.notify_all()

    @staticmethod
    def _set_size(descriptor: int, columns: int, lines: int) -> None:
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def _take_this_terminal() -> None:
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


# Python code between fork and exec can lock up where other threads run, so a program does it where there is one.
_SETSID = shutil.which("setsid")
_WITH_TERMINAL = (_SETSID, "--ctty") if _SETSID else ()
_take_terminal = None if _SETSID else _take_this_terminal
