"""Memory, idle CPU and key-to-paint of a program in a real pseudo-terminal."""

import time
from collections.abc import Mapping, Sequence
from statistics import median

import psutil

from benchmarks.first_paint import cpu
from tests.terminal.terminal import Terminal

SETTLE = 3.0  # seconds from what is waited for until something is measured
IDLE = 5.0
LEAST_IDLE = 0.5  # milliseconds of CPU in an idle second: below that only noise is compared
QUIET = 0.06  # seconds without output: the paint is over
PRESSES = 40


def settled(argv: Sequence[str], words: Sequence[str], env: Mapping[str, str]) -> tuple[float, float]:
    """Resident memory in MB and CPU milliseconds per idle second, of the program without its children."""
    with Terminal(argv, 120, 36, env) as terminal:
        terminal.wait_for(*words)
        time.sleep(SETTLE)
        pid = terminal.process.pid
        before = cpu(pid)
        time.sleep(IDLE)
        spent = cpu(pid) - before
        return psutil.Process(pid).memory_info().rss / 1e6, max(spent / IDLE, LEAST_IDLE)


def key_to_paint(argv: Sequence[str], words: str, env: Mapping[str, str]) -> tuple[float]:
    """Median milliseconds from a key to the first output that it causes."""
    with Terminal(argv, 120, 36, env) as terminal:
        terminal.wait_for(words)
        _wait_for_quiet(terminal)
        return (median(_one_key(terminal) for _ in range(PRESSES)) * 1000,)


def _one_key(terminal: Terminal) -> float:
    seen = len(terminal.stamps)
    pressed = time.perf_counter()
    terminal.press("down")
    while len(terminal.stamps) == seen:
        if time.perf_counter() - pressed > 2:
            raise RuntimeError("A key had no effect.")
        time.sleep(0.0002)
    first = terminal.stamps[seen][0]
    _wait_for_quiet(terminal)
    return first - pressed


def _wait_for_quiet(terminal: Terminal) -> None:
    while time.perf_counter() - terminal.stamps[-1][0] < QUIET:
        time.sleep(QUIET / 4)
