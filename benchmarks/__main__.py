"""`make bench`: one line for each figure. Names choose some of them, `--rounds N` how often each is measured."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping

from benchmarks.app_figures import keys, resting, start
from benchmarks.download_figure import download
from benchmarks.figures import Figure
from benchmarks.import_figure import bring_in
from benchmarks.publish_figure import catalogue, publish
from benchmarks.reader_figure import reader
from benchmarks.registrations_figure import registrations
from benchmarks.scale_figure import scale
from benchmarks.search_figure import search
from benchmarks.server_figure import dashboard
from benchmarks.streams_figure import streams

FIGURES: Mapping[str, Callable[[int], Iterator[Figure]]] = {
    "start": start,
    "resting": resting,
    "keys": keys,
    "download": download,
    "dashboard": dashboard,
    "streams": streams,
    "search": search,
    "reader": reader,
    "import": bring_in,
    "publish": publish,
    "catalogue": catalogue,
}
AT_SCALE: Mapping[str, Callable[[int], Iterator[Figure]]] = {"scale": scale, "registrations": registrations}
"""Minutes of filling a database: measured by name, or with `--scale`."""


def main() -> int:
    """Exit status 1 when a figure is a fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    known = {**FIGURES, **AT_SCALE}
    named = f"one of {', '.join(known)}; all when none is given, but {' and '.join(AT_SCALE)}"
    parser.add_argument("names", nargs="*", choices=[*known, []], metavar="NAME", help=named)
    parser.add_argument("--scale", action="store_true", help="also what takes a database of 100,000 learners")
    parser.add_argument("--rounds", type=int, default=12, help="rounds for the start; the slower figures take fewer")
    given = parser.parse_args()
    faults = 0
    for name in [*(given.names or FIGURES), *(["scale"] if given.scale else [])]:
        for figure in known[name](given.rounds):
            print(figure.line, flush=True)
            faults += figure.verdict == "FAULT"
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
