"""`make bench-peers`: what another learning platform, Kolibri, needs for the same, in turn with ours. Both on SQLite, both signed in.

All of it is in a folder that goes at the end. `--venv FOLDER` takes one in which Kolibri is installed already."""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import cpu
from benchmarks.figures import Figure, in_turn
from benchmarks.kolibri import Kolibri, NoPeer, installed
from benchmarks.server_figure import tell
from tests.terminal.own_server import write_pack
from tests.terminal.programmes import Programme
from trainhub_content.demo import demo_events
from trainhub_content.pack import starter_pack
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.library import Resource
from trainhub_core.operations import ROOT
from trainhub_core.rules.record import LEARNER_EVENTS

REQUESTS, ROUNDS = 60, 5
HOME, THEIR_HOME = f"{ROOT}/dashboard", "/learn/api/homehydrate/"
STARTS = 3


def peers(venv: Path | None) -> Iterator[Figure]:
    """Home of a learner with the demo's history here, of a learner with no courses there; and starts. Raises NoPeer."""
    with TemporaryDirectory(prefix="trainhub-peers-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        served = write_pack(folder / "pack", (it for it in starter_pack().facts if not isinstance(it, Resource)))
        with Kolibri(venv or installed(folder / "venv"), folder) as peer, Programme(folder / "ours", served) as ours:
            peer.provision()
            peer.start()
            _lives(ours)
            asking, signed_in = {"Authorization": f"Bearer {ours.token}"}, peer.sign_in()
            mine, other = in_turn(
                ROUNDS,
                lambda: _cost(ours.pid, ours.port, HOME, asking),
                lambda: _cost(peer.pid, peer.port, THEIR_HOME, signed_in),
            )
            again, theirs_again = in_turn(STARTS, lambda: _again(ours), lambda: _their_start(peer))
    yield Figure("CPU of Home, signed in, against Kolibri's", mine[0], other[0], "ms", 1.0)
    yield Figure("  time of each, one after the other", mine[1], other[1], "ms", 1.0)
    yield Figure("start until it answers, against Kolibri's", again[0], theirs_again[0], "ms", 1.0)


def _lives(programme: Programme) -> None:
    told = demo_events(catalogue_of(starter_pack().facts), datetime.now(UTC), "UTC")
    tell(programme, [event for event in told if event.type in LEARNER_EVENTS])


def _cost(pid: int, port: int, path: str, headers: Mapping[str, str]) -> Sequence[float]:
    """Milliseconds of the server's CPU, and until the answer, for each of some requests over one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    before, started = cpu.of_tree(pid), time.perf_counter()
    for _ in range(REQUESTS):
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise NoPeer(f"{path} answered {answer.status}: {body[:300]!r}")
    took, used = time.perf_counter() - started, cpu.of_tree(pid) - before
    connection.close()
    return used * 1000 / REQUESTS, took * 1000 / REQUESTS


def _again(programme: Programme) -> Sequence[float]:
    programme.stop()
    started = time.perf_counter()
    programme.heal()
    return ((time.perf_counter() - started) * 1000,)


def _their_start(peer: Kolibri) -> Sequence[float]:
    peer.end()
    return (peer.start(),)


def main() -> int:
    """Exit status 1 when a figure is a fault, 2 when the peer cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--venv", type=Path, help="where Kolibri is installed already")
    faults = 0
    try:
        for figure in peers(parser.parse_args().venv):
            print(figure.line, flush=True)
            faults += figure.verdict == "FAULT"
    except NoPeer as why:
        print(f"Kolibri is not measured: {why}", file=sys.stderr)
        return 2
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
