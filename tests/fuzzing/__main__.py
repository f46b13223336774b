"""The whole of it: `python -m tests.fuzzing --seed 7 --database sqlite`, or `make fuzz` for both databases."""

import argparse
import asyncio
import logging
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from tests.fuzzing.campaign import Plan, swept
from tests.fuzzing.chains import chained
from tests.fuzzing.world import peopled
from tests.server import postgres

ENGINES = ("sqlite", "postgres")
PARTS = MappingProxyType({"chains": chained, "sweep": swept})


def main(arguments: list[str]) -> int:
    """Try each database, in chains and in a sweep; the faults and their first requests are printed."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--edges", type=int, default=1000, help="most edge cases of an operation")
    parser.add_argument("--chance", type=int, default=32, help="cases by chance of an operation and caller, right and wrong ones each")
    parser.add_argument("--ways", type=int, default=200, help="how many ways along the links, of up to 25 steps each")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--database", choices=ENGINES, action="append", help="both where none is named")
    parser.add_argument("--part", choices=PARTS, action="append", help="both where none is named")
    told = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("tests.fuzzing").setLevel(logging.INFO)
    plan = Plan(told.edges, told.chance, told.seed, told.ways)
    return sum([_try(engine, plan, part) for engine in told.database or ENGINES for part in told.part or PARTS])


def _try(engine: str, plan: Plan, part: str) -> bool:
    start, used = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory() as folder, _database(engine, Path(folder)) as address:
        outcome = PARTS[part](asyncio.run(peopled(address, Path(folder) / "files")), plan)
    statuses = ", ".join(f"{status}: {number}" for status, number in sorted(outcome.statuses.items()))
    took = f"{time.monotonic() - start:.0f} s ({time.process_time() - used:.0f} s of CPU)"
    print(f"{engine}, {part}, seed {plan.seed}: {outcome.cases} cases in {took}; {statuses}")
    print(f"{len(outcome.operations)} operations, {sum(map(bool, outcome.accepted.values()))} of them done; {len(outcome.links)} links")
    print(outcome.told() or "no fault", flush=True)
    return bool(outcome.faults)


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield str(folder / "hub.db")
        return
    with postgres.running() as server, asyncio.Runner() as runner:
        database = postgres.served_database(server)
        yield runner.run(database.__aenter__())
        runner.run(database.__aexit__(None, None, None))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
