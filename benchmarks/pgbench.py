"""pgbench, the reference of what a server does with Postgres: the same SQL over as many connections, each statement prepared once."""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.load import CONNECTIONS
from tests.server.postgres import Postgres

RATE = re.compile(r"tps = ([0-9.]+)")
MICROSECONDS = 2
"""The column of its log that holds how long a transaction took, from when it was due."""


def rate_of(postgres: Postgres, script: Path, seconds: float, database: str = "postgres", **values: str) -> float:
    """Transactions a second."""
    done = _run(postgres, script, seconds, database, values)
    found = RATE.search(done)
    if found is None or "failed transactions: 0 " not in done:
        raise RuntimeError(f"pgbench said: {done}")
    return float(found[1])


def latencies_at(
    postgres: Postgres, script: Path, per_second: float, seconds: float, database: str = "postgres", **values: str
) -> list[float]:
    """Milliseconds of each transaction, begun at this rate whether or not others have ended."""
    with tempfile.TemporaryDirectory(prefix="trainhub-pgbench-") as name:
        _run(postgres, script, seconds, database, values, "--rate", f"{per_second:.1f}", "--log", "--log-prefix", f"{name}/log")
        lines = [line.split() for log in Path(name).glob("log*") for line in log.read_text("utf-8").splitlines()]
    return [int(line[MICROSECONDS]) / 1000 for line in lines]


def _run(postgres: Postgres, script: Path, seconds: float, database: str, values: dict[str, str], *more: str) -> str:
    command = [str(postgres.binaries / "pgbench"), "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "1", "-T", f"{seconds:g}", *more]
    told: Sequence[str] = [word for name, value in values.items() for word in ("-D", f"{name}={value}")]
    where = ["-h", str(postgres.folder), "-U", "postgres", *told, "-f", str(script), database]
    done = subprocess.run([*command, *where], check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"pgbench said: {done.stdout} {done.stderr}")
    return done.stdout
