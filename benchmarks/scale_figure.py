"""Dashboards of a programme with 100,000 learners: how many, what each costs, how long it takes at 70 % load, and the process after it."""

import sys
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from statistics import quantiles

import psutil

from benchmarks import load, pgbench
from benchmarks.figures import Figure, in_turn
from benchmarks.registrations_figure import registrations_of
from benchmarks.scale_people import learner_id, token_of
from benchmarks.scale_surroundings import SECRET, Filled, few_of, filled
from tests.terminal.programmes import Programme
from trainhub_core.operations import ROOT

SECONDS, STEADY_SECONDS, WARMING_SECONDS = 5.0, 15.0, 1.0
REMEMBERED = 200
"""So few that each has asked within the second that is not counted."""
FORGETFUL = (sys.executable, "-m", "benchmarks.forgetful_server")
BARE = (sys.executable, "-m", "benchmarks.bare_server")
AIM, FLAT, LOAD, SLOWER, GROWN = 0.5, 1.3, 0.7, 4.0, 1.5
"""The bar of the rate is issue 5's, and so is that nothing grows with the learners; how much it may, p99 and memory are our own."""


def scale(rounds: int) -> Iterator[Figure]:
    """All that is measured at scale, on one filling of the databases."""
    few = few_of(rounds)
    with filled() as (folder, small, large):
        yield from dashboards_of(folder, small, large, few)
        yield from registrations_of(folder, large, few)


def dashboards_of(folder: Path, small: Filled, large: Filled, few: int) -> Iterator[Figure]:
    """Learners ask in turn: few whom a process remembers, and many of one that remembers nobody, where each answer is made anew."""
    script = large.dashboard_script(folder)
    few_homes, homes, homes_small = _homes(large, REMEMBERED), _homes(large), _homes(small)
    with Programme(folder / "large", database=large.address) as many:
        load.rate_of(many.port, few_homes, 0.1)
        started = psutil.Process(many.pid).memory_info().rss / 1e6
        with (
            Programme(folder / "anew", database=large.address, server=FORGETFUL) as forgetful,
            Programme(folder / "small", database=small.address, server=FORGETFUL) as forgetful_small,
            Programme(folder / "bare", database=large.address, server=BARE) as bare,
        ):
            again, anew, anew_small, bare_ones, theirs = in_turn(
                few,
                lambda: _asked(many, large, few_homes),
                lambda: _asked(forgetful, large, homes),
                lambda: _asked(forgetful_small, small, homes_small),
                lambda: _asked(bare, large, _questions(large)),
                lambda: _pgbench(large, script),
            )
        load.rate_of(many.port, homes, SECONDS)
        waited, theirs_waited = in_turn(
            1,
            lambda: _p99(load.latencies_at(many.port, few_homes, again[0] * LOAD, STEADY_SECONDS)),
            lambda: _p99(pgbench.latencies_at(large.postgres, script, theirs[0] * LOAD, STEADY_SECONDS, large.name)),
        )
        after = psutil.Process(many.pid).memory_info().rss / 1e6
    learners = f"{large.learners:,} learners"
    yield Figure(f"dashboards, {learners}, against pgbench", again[0], theirs[0], "/s", AIM, more_is_better=True)
    yield Figure("  CPU of all that takes part, each", again[1], theirs[1], "ms", 1 / AIM)
    yield Figure("  against uvicorn with the query and no application", again[0], bare_ones[0], "/s", AIM, more_is_better=True)
    yield Figure("  p99 at 70 % load, against pgbench's at its 70 %", waited[0], theirs_waited[0], "ms", SLOWER)
    yield Figure("  each made anew, against pgbench", anew[0], theirs[0], "/s", AIM, more_is_better=True)
    yield Figure(f"  CPU of each made anew, against {small.learners:,} learners", anew[1], anew_small[1], "ms", FLAT)
    yield Figure("  memory of the process then, against the first answers", after, started, "MB", GROWN)


def _homes(of: Filled, most: int | None = None) -> Iterator[bytes]:
    """Requests for Home by the learners who ask, so many of them at most, one after the other."""
    return cycle([load.get(f"{ROOT}/dashboard", token_of(SECRET, number)) for number in of.asked_by()[:most]])


def _questions(of: Filled) -> Iterator[bytes]:
    """What a server without an application is asked about the same few."""
    return cycle([load.get(f"/{learner_id(number)}", "") for number in of.asked_by()[:REMEMBERED]])


def _asked(programme: Programme, of: Filled, homes: Iterator[bytes]) -> Sequence[float]:
    load.rate_of(programme.port, homes, WARMING_SECONDS)
    return of.with_cpu(programme.pid, lambda: load.rate_of(programme.port, homes, SECONDS), SECONDS)


def _pgbench(of: Filled, script: Path) -> Sequence[float]:
    return of.with_cpu(0, lambda: pgbench.rate_of(of.postgres, script, SECONDS, of.name), SECONDS)


def _p99(milliseconds: Sequence[float]) -> Sequence[float]:
    return (quantiles(milliseconds, n=100)[98],)
