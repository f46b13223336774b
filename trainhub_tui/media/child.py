"""The program that reads risky formats: its own process, little memory, little time. Prints JSON lines; the reader trusts none of them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

FINE = "TRAINHUB_FINE"
"""The variable that says how many pixels of a picture are wanted for the width of a cell."""
PACKAGES = "TRAINHUB_PACKAGES"
"""The variable that names the folders of installed packages: looking for them as Python does takes longer than a first page."""
CPU_SECONDS = 10
MEMORY = 256 * 2**20
ADDRESS_SPACE = 2**30


def limit() -> None:
    """Bound memory, time, files. Windows has no such limits: there only the parent's clock and its count of the output hold."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": ADDRESS_SPACE,
        "RLIMIT_DATA": MEMORY,
        "RLIMIT_CPU": CPU_SECONDS,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": 64,
    }
    for name, most in wanted.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(number, (most, most))
        except (ValueError, OSError) as error:
            # macOS refuses some of them; the others and the parent's clock still hold.
            sys.stderr.write(f"{name} was not set: {error}\n")


READERS = {
    "pdf": "pdf_reading:read_pdf",
    "page": "pdf_page:read_page",
    "html": "html_reading:read_html",
    "package": "package_reading:read_package",
    "csv": "rows_reading:read_rows",
    "picture": "picture_reading:read_picture",
    "pictures": "picture_reading:read_pictures",
}
"""Module and function for each kind of reading; the module is imported when it is asked for."""


def messages(kind: str, path: Path, asked: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """What the reader of this kind finds, message by message."""
    module, _, name = READERS[kind].partition(":")
    yield from getattr(import_module(f"trainhub_tui.media.{module}"), name)(path, *asked)


def say(message: dict[str, Any]) -> None:
    """One line of the answer, sent at once."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(kind: str, path: str, *asked: str) -> int:
    """Read one file and print what is in it, a fault included."""
    try:
        for message in messages(kind, Path(path), asked):
            say(message)
    except MemoryError:
        say({"fault": "memory"})
    except RecursionError:
        say({"fault": "nested"})
    return 0


if __name__ == "__main__":
    # Isolated mode (-I, -S) puts neither the working folder nor this file's nor the packages' on the path.
    sys.path += [str(Path(__file__).resolve().parents[2]), *os.environ.get(PACKAGES, "").split(os.pathsep)]
    limit()
    raise SystemExit(main(*sys.argv[1:]))
