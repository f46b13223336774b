"""Time and CPU of a program from exec to the output that shows some words, read where it leaves the pseudo-terminal."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SIZE = (36, 120)  # lines, columns
PATIENCE = 30.0  # seconds
SEQUENCES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")


def first_paint(
    argv: Sequence[str], words: Sequence[str], env: Mapping[str, str], spent: Callable[[int], float] | None = None
) -> tuple[float, float]:
    """Milliseconds until all of `words` have been written, wall and CPU; the program is killed then. The words stand in one line each.

    `spent` counts the CPU of the process, `cpu` when it is not given."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
    started = time.perf_counter()
    with subprocess.Popen(list(argv), stdin=slave, stdout=slave, stderr=slave, env=dict(env), start_new_session=True) as process:
        os.close(slave)
        try:
            return _watched(process.pid, master, [word.encode() for word in words], started, spent or cpu)
        finally:
            process.kill()
            os.close(master)


def _watched(pid: int, master: int, words: Sequence[bytes], started: float, count: Callable[[int], float]) -> tuple[float, float]:
    written = b""
    while select.select([master], [], [], PATIENCE)[0]:
        try:
            written += os.read(master, 65536)
        except OSError:
            break
        wall, spent = time.perf_counter() - started, count(pid)
        shown = SEQUENCES.sub(b"", written)
        if all(word in shown for word in words):
            return wall * 1000, spent
    raise RuntimeError(f"{words!r} never stood there; the end of what did: {SEQUENCES.sub(b'', written)[-400:]!r}")


def cpu(pid: int) -> float:
    """CPU milliseconds of a process, all of its threads."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e6


def cpu_of_family(pid: int) -> float:
    """The same with all children that are alive; one that has ended counts nothing."""
    try:
        children = [int(it) for each in Path(f"/proc/{pid}/task").glob("*/children") for it in each.read_text().split()]
        return cpu(pid) + sum(map(cpu_of_family, children))
    except FileNotFoundError:
        return 0.0
