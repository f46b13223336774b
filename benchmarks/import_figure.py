"""An Open edX course of 1,000 lessons and 10,000 questions, brought in by `trainhub content import`."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.open_edx import write_olx
from tests.terminal.programmes import ROOT

LESSONS, QUESTIONS = 1_000, 10_000
ITEMS = (LESSONS + QUESTIONS) / 1_000
IMPORT_SECONDS, MEMORY = 3.0, 512.0
"""Bars: CPU seconds for 1,000 lessons and questions, MB of the largest process."""


def bring_in(rounds: int) -> Iterator[Figure]:
    """Into a new folder, then the same package again over it, as an author does when the other system has a newer export."""
    del rounds  # each of these is long enough to be measured once
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        package = write_olx(folder / "large.zip", LESSONS, QUESTIONS)
        first = _imported(package, folder)
        again = _imported(package, folder)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Figure("import of an Open edX course, CPU per 1,000", first / ITEMS, IMPORT_SECONDS, "s", 1.0)
    yield Figure("the same package again, CPU per 1,000", again / ITEMS, IMPORT_SECONDS, "s", 1.0)
    yield Figure("memory of the largest process", peak, MEMORY, "MB", 1.0)


def _imported(package: Path, folder: Path) -> float:
    """CPU seconds of the command and its child. Raises where not all of it came."""
    report = folder / "report.json"
    command = [sys.executable, "-m", "trainhub_tui", "content", "import", str(package), "--into", str(folder / "course")]
    before = os.times()
    subprocess.run([*command, "--report", str(report)], check=True, capture_output=True, cwd=ROOT)
    after = os.times()
    counts = json.loads(report.read_text("utf-8"))["counts"]
    if counts["questions"]["came"] + counts["questions"]["changed"] != QUESTIONS:
        raise RuntimeError(f"{QUESTIONS} questions went in, and this came: {counts}")
    return after.children_user + after.children_system - before.children_user - before.children_system
