"""The app against a bare Textual app and a plain table."""

import sys
from collections.abc import Iterator

from benchmarks.figures import Figure, in_turn
from benchmarks.first_paint import first_paint
from benchmarks.surroundings import APP, BARE, SHOWN, filled_home, let_home_age
from benchmarks.terminal_runs import key_to_paint, settled

LIST = (sys.executable, "-m", "benchmarks.long_list")
TABLE = (sys.executable, "-m", "benchmarks.plain_table")
LONG = 100_000
START, MEMORY, IDLE, KEYS = 1.4, 1.6, 3.0, 1.5
SLOW_START, MEMORY_AFTER_NEWS = 1.7, 1.9


def start(rounds: int) -> Iterator[Figure]:
    """Exec to the first meaningful paint of Home."""
    with filled_home() as env:
        ours, bare = in_turn(rounds, lambda: first_paint(APP, SHOWN, env), lambda: first_paint(BARE, ["Ready"], env))
    yield Figure("Home's first paint, against a bare app", ours[0], bare[0], "ms", START, SLOW_START)
    yield Figure("CPU until then", ours[1], bare[1], "ms", START, SLOW_START)


def resting(rounds: int) -> Iterator[Figure]:
    """Memory and CPU of the app on Home, synced, with nobody at the keys."""
    few = max(1, rounds // 4)
    with filled_home() as env:
        settled(APP, (*SHOWN, "synced"), env)  # the second start works out what the third finds

        def after_news() -> tuple[float, float]:
            let_home_age(env)
            return settled(APP, (*SHOWN, "synced"), env)

        ours, bare, news = in_turn(few, lambda: settled(APP, (*SHOWN, "synced"), env), lambda: settled(BARE, ["Ready"], env), after_news)
    yield Figure("memory on Home, against a bare app", ours[0], bare[0], "MB", MEMORY)
    yield Figure("the same where Home was worked out anew", news[0], bare[0], "MB", MEMORY, MEMORY_AFTER_NEWS)
    yield Figure("CPU in an idle second", ours[1], bare[1], "ms", IDLE)


def keys(rounds: int) -> Iterator[Figure]:
    """A key in a long list, until the list moves."""
    few = max(1, rounds // 4)
    with filled_home() as env:
        short, long, table = in_turn(
            few,
            lambda: key_to_paint((*LIST, "200"), "Course 000000", env),
            lambda: key_to_paint((*LIST, str(LONG)), "Course 000000", env),
            lambda: key_to_paint(TABLE, "Course 000000", env),
        )
    yield Figure("key to paint, 200 rows, against DataTable with 200", short[0], table[0], "ms", KEYS)
    yield Figure(f"key to paint, {LONG:,} rows, against the same", long[0], table[0], "ms", KEYS)
