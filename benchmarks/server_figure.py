"""The dashboard from the real server on Postgres, against pgbench with the same SQL, values and data."""

import json
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import cpu, pgbench
from benchmarks.figures import Figure, in_turn
from benchmarks.load import answers_per_second
from tests.server.postgres import running
from tests.terminal.own_server import write_pack
from tests.terminal.programmes import Programme
from trainhub_content.demo import demo_events
from trainhub_content.pack import starter_pack
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.learning import Event
from trainhub_core.models.library import Resource
from trainhub_core.operations import ROOT
from trainhub_core.rules.record import LEARNER_EVENTS
from trainhub_server.repositories.learners import STATES

SECONDS = 3
AIM = 0.5
AT_ONCE = 50
LEARNER = "ada"


def dashboard(rounds: int) -> Iterator[Figure]:
    """Answers a second to a learner with the demo's history, over eight connections, from one server process and from two."""
    few = max(1, min(3, rounds // 4))
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name, running() as postgres:
        folder = Path(name)
        script = folder / "dashboard.sql"
        script.write_text(STATES["sqlite"].replace("$1", ":learner") + ";\n", "utf-8")
        pack = starter_pack()
        contents = ((it.sha256, pack.open_file(it.sha256)) for it in pack.facts if isinstance(it, Resource))
        served, address = write_pack(folder / "pack", pack.facts, contents), postgres.address()
        with Programme(folder / "one", served, address) as one, Programme(folder / "two", served, address, workers=2) as two:
            told = demo_events(catalogue_of(pack.facts), datetime.now(UTC), "UTC")
            tell(one, [event for event in told if event.type in LEARNER_EVENTS])
            alone, both, theirs = in_turn(
                few,
                lambda: _with_cpu(lambda: _asked(one), one.pid, postgres.pid),
                lambda: _with_cpu(lambda: _asked(two), two.pid, postgres.pid),
                lambda: _with_cpu(lambda: pgbench.rate_of(postgres, script, SECONDS, learner=LEARNER), postgres.pid),
            )
    yield Figure("dashboards from Postgres, against pgbench", alone[0], theirs[0], "/s", AIM, more_is_better=True)
    yield Figure("  CPU of all that takes part, each", alone[1], theirs[1], "ms", 1 / AIM)
    yield Figure("the same with two server processes", both[0], theirs[0], "/s", AIM, more_is_better=True)
    yield Figure("  CPU of all that takes part, each", both[1], theirs[1], "ms", 1 / AIM)


def _asked(programme: Programme) -> float:
    return answers_per_second(programme.port, f"{ROOT}/dashboard", programme.token, SECONDS)


def _with_cpu(rate: Callable[[], float], *pids: int) -> tuple[float, float]:
    """The rate, and the CPU in milliseconds that each answer took: in these processes, and in who asked."""
    before = cpu.of_tree(*pids) + cpu.own()
    found = rate()
    return found, (cpu.of_tree(*pids) + cpu.own() - before) * 1000 / (found * SECONDS)


def tell(programme: Programme, events: Sequence[Event]) -> None:
    """Give the learner a history, through the door that every history comes in by."""
    for start in range(0, len(events), AT_ONCE):
        body = json.dumps({"events": [event.model_dump(mode="json", exclude_none=True) for event in events[start : start + AT_ONCE]]})
        headers = {
            "Authorization": f"Bearer {programme.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"history-{start}",
        }
        request = urllib.request.Request(f"{programme.url}{ROOT}/events", body.encode(), headers, method="POST")
        with urllib.request.urlopen(request):
            continue
