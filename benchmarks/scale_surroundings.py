"""Where the figures at scale are measured: one Postgres with a programme of 1,000 learners in it and one with many more."""

import asyncio
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import asyncpg  # type: ignore[import-untyped]

from benchmarks import cpu, scale_data
from benchmarks.scale_people import FIRST_LEARNER
from tests.server.postgres import OPTIONS, Postgres, running
from trainhub_server.repositories.learners import STATES

FEW, MANY = 1_000, int(os.environ.get("BENCH_LEARNERS", "100000"))
OPEN_AT_ONCE = 1_000
"""So many different learners ask, in turn."""
SECRET = "measuring"
LARGER = OPTIONS.replace("shared_buffers=32MB", "shared_buffers=1GB") + " -c max_wal_size=16GB -c checkpoint_timeout=1h -c autovacuum=off"


@dataclass(frozen=True, slots=True)
class Filled:
    """A database of this name with so many learners."""

    postgres: Postgres
    name: str
    learners: int

    @property
    def address(self) -> str:
        return self.postgres.address(self.name)

    def asked_by(self) -> list[int]:
        """The learners who ask, spread over all of them."""
        return Random(self.learners).sample(range(self.learners), min(OPEN_AT_ONCE, self.learners))

    def with_cpu(self, server: int, rate: Callable[[], float], seconds: float) -> Sequence[float]:
        """The rate, and milliseconds of CPU for each: of the server with this process id (0: none), the database and who asked."""
        pids = [self.postgres.pid, *([server] if server else [])]
        before = cpu.of_tree(*pids) + cpu.own()
        found = rate()
        return found, (cpu.of_tree(*pids) + cpu.own() - before) * 1000 / (found * seconds)

    @property
    def choosing(self) -> str:
        """A line of a pgbench script: any learner."""
        return f"\\set learner random({FIRST_LEARNER}, {FIRST_LEARNER + self.learners - 1})\n"

    def dashboard_script(self, folder: Path) -> Path:
        script = folder / f"{self.name}.sql"
        script.write_text(self.choosing + re.sub(r"\$1", ":learner", STATES["sqlite"]) + ";\n", "utf-8")
        return script


def few_of(rounds: int) -> int:
    """How often each is measured, of the rounds that the start takes."""
    return max(1, min(3, rounds // 4))


@contextmanager
def filled() -> Iterator[tuple[Path, Filled, Filled]]:
    """A folder, the small database and the large one; all gone at the end. How long that took is told on the error output."""
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name, running(LARGER) as postgres:
        small, large = Filled(postgres, "small", FEW), Filled(postgres, "large", MANY)
        for each in (small, large):
            asyncio.run(_fill(each))
        yield Path(name), small, large


async def _fill(into: Filled) -> None:
    door = await asyncpg.connect(into.postgres.address())
    await door.execute(f"CREATE DATABASE {into.name}")
    await door.close()
    size = scale_data.Size(learners=into.learners, events=50 * into.learners, secret=SECRET)
    found = await scale_data.fill(into.address, size, datetime.now(UTC))
    print(f"{into.learners:,} learners: {scale_data.told(found)[-1].strip()}", file=sys.stderr, flush=True)
