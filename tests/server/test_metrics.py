"""What Prometheus is told: right with several workers, bounded, on a port of its own. Source: the issue's Running it."""

import re
import signal
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import psutil
import pytest

from tests.ports import free_port
from tests.server.postgres import Postgres
from tests.server.running import Server, started
from tests.server.serving import command, get, serving, until
from trainhub_core.operations import ROOT
from trainhub_server.metrics import Metrics
from trainhub_server.observing import Answered

COUNT = re.compile(
    r'^trainhub_request_seconds_count\{method="GET",route="(?P<route>[^"]*)",status="(?P<status>\dxx)"\} (?P<figure>\S+)$', re.M
)


def counts(text: str) -> dict[tuple[str, str], float]:
    return {(it["route"], it["status"]): float(it["figure"]) for it in COUNT.finditer(text)}


def test_several_workers_are_counted_as_one_also_after_one_was_killed(tmp_path: Path) -> None:
    place = f"127.0.0.1:{free_port()}"
    with serving(tmp_path, "--workers", "2", "--metrics", place) as server:

        def asked(times: int) -> None:
            for _ in range(times):  # a new connection each, so that both workers have some
                assert get(f"{server.url}{ROOT}/dashboard", headers=server.bearer).status_code == 200

        def told() -> str:
            return get(f"http://{place}/metrics").text

        def counted() -> float:
            return counts(told()).get((f"{ROOT}/dashboard", "2xx"), 0)

        asked(12)
        until(lambda: counted() >= 12)  # an answer is counted once it is sent
        assert counted() == 12
        until(lambda: "trainhub_feed_lag_seconds 0.0" in told() and "trainhub_requests_in_flight 0.0" in told())
        parent = psutil.Process(server.process.pid)
        killed = parent.children()[0]
        killed.kill()
        until(lambda: len(now := parent.children()) == 2 and killed.pid not in {it.pid for it in now}, 60)
        asked(3)
        until(lambda: counted() >= 15)
        assert counted() == 15
        assert get(f"{server.url}/metrics").status_code == 404, "not where partners reach the server"
        folders = _folders(parent)
        server.signal(signal.SIGTERM)
        assert server.process.wait(60) == 0
        assert not any(folder.exists() for folder in folders)


def _folders(parent: psutil.Process) -> set[Path]:
    """Where the workers share what they count."""
    found = {Path(it.path).parent for child in parent.children() for it in child.memory_maps() if "trainhub-metrics-" in it.path}
    assert found
    return found


def test_a_place_that_is_taken_keeps_the_server_from_starting(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, "--metrics", f"127.0.0.1:{port}") as server:
        words = ("--database", tmp_path / "hub.db", "--metrics", f"127.0.0.1:{port}", "--port", str(free_port()))
        for more in ((), ("--workers", "2")):
            assert f"etrics cannot be served on 127.0.0.1:{port}: Address already in use." in command(*words, *more, status=1)[1]
        until(lambda: ("/ready", "2xx") in counts(get(f"http://127.0.0.1:{port}/metrics").text))
        assert server.process.poll() is None


def test_labels_are_bounded_whatever_is_asked() -> None:
    metrics = Metrics()
    for number in range(500):
        method = ("GET", "OTHER")[number % 2]
        metrics(Answered(str(number), method, "none", 100 + number, 0.01, 0.0, f"caller-{number}"))
    series = [sample for family in metrics.registry.collect() for sample in family.samples if sample.name.endswith("_count")]
    assert len(series) <= 2 * 6
    assert not any("caller" in label for sample in series for label in sample.labels)


@pytest.mark.anyio
async def test_what_changes_from_moment_to_moment_is_told(server: Server, engine: str) -> None:
    metrics = Metrics()
    await metrics.ask(server.site)
    metrics.sample(3, server.site.database)
    told = {sample.name: sample.value for family in metrics.registry.collect() for sample in family.samples}
    assert told["trainhub_requests_in_flight"] == 3
    assert told["trainhub_feed_lag_seconds"] == 0
    assert ("trainhub_database_connections" in told) == (engine == "postgres")


@pytest.mark.anyio
@pytest.mark.parametrize("engine", ["postgres"])
async def test_the_feed_s_lag_is_how_long_it_waits_for_one_transaction_whosever_it_is(
    database: str, postgres_server: Postgres, tmp_path: Path
) -> None:
    """API-4: one of another role in another database of the same Postgres, which a server is not shown, holds the feed back too."""
    seconds, metrics = [100.0], Metrics()
    async with started(database, tmp_path / "files") as server:
        server.site.lag._seconds = lambda: seconds[0]
        ana = await server.partner("Ana")

        async def lag() -> float | None:
            await metrics.ask(server.site)
            return metrics.registry.get_sample_value("trainhub_feed_lag_seconds")

        other = await asyncpg.connect(postgres_server.address())
        change = other.transaction()
        await change.start()
        await other.execute("SELECT pg_current_xact_id()")
        _, cursor = await ana.feed()
        assert await lag() == 0, "nothing has to wait yet"
        await ana.register("talk")
        assert await lag() == 0
        seconds[0] += 40
        assert (await ana.feed(cursor))[0] == {}
        assert await lag() == 40
        await change.rollback()
        await other.close()
        assert (await ana.feed(cursor))[0] != {}
        assert await lag() == 0
