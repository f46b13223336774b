"""CPU time that programs have used, with all that they started, also what has ended since."""

import os

import psutil


def of_tree(*roots: int) -> float:
    """Seconds used by these processes and the ones below them."""
    return sum(map(_of_one_tree, roots))


def own() -> float:
    """Seconds used by this process and by those it started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _of_one_tree(root: int) -> float:
    """Read again when one ends meanwhile: what it used moves from itself to its parent."""
    process = psutil.Process(root)
    while True:
        ended = _ended(process)
        try:
            used = sum(times.user + times.system for times in (it.cpu_times() for it in (process, *process.children(recursive=True))))
        except psutil.NoSuchProcess:
            continue
        if _ended(process) == ended:
            return float(used + ended)


def _ended(process: psutil.Process) -> float:
    """Seconds used by those below it that have ended."""
    times = process.cpu_times()
    return float(getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0))
