"""A package of an author's, read in a process of its own with limits: `python -m trainhub_content.receiving PACKAGE INTO BESIDE`.

Into the folder INTO it writes the compiled pack and the package's files, and on stdout the outcome. BESIDE holds what the hub offers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from trainhub_content.build import write
from trainhub_content.check import checked, hindering, remarks_on
from trainhub_content.compiling import compiled
from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.importers.packages import PackageRefused
from trainhub_content.loading import load
from trainhub_content.packaging import unpack
from trainhub_core.catalogue import Catalogue, catalogue_of
from trainhub_core.feed import fact_of
from trainhub_core.models.publishing import ContentFault, Received

PACK, FOLDER = "pack", "folder"
MOST_MEMORY = 3 * 2**30
MOST_SECONDS = 600
MOST_TOLD = 500
"""Faults that are told of one package."""


def received(package: Path, into: Path, beside: Catalogue) -> Received:
    """What came of it. With faults, nothing was compiled."""
    try:
        manifest, folder = unpack(package, into / FOLDER)
    except PackageRefused as refused:
        return Received(faults=_told([Fault("the package", 1, str(refused))]))
    there = beside if manifest.lone else None
    try:
        sources = load(folder, there)
        remarks = remarks_on(sources)
        faults = hindering(remarks)
        if not faults:
            write(compiled(sources, is_checked=True), into / PACK)
    except ContentRefused:
        faults = hindering(checked(folder, there))
    if faults:
        return Received(faults=_told(faults))
    return Received(manifest=manifest.text(), folder=folder.name, advice=len(remarks))


def catalogue_in(path: Path) -> Catalogue:
    """What was written down of a hub: facts by kind."""
    told = json.loads(path.read_text("utf-8"))
    return catalogue_of(fact_of(kind, body) for kind, bodies in told.items() for body in bodies)


def main(arguments: list[str]) -> int:
    """Exit status 0 with the outcome on stdout; anything else is trouble of the machine."""
    _limit()
    package, into, beside = (Path(it) for it in arguments)
    sys.stdout.write(received(package, into, catalogue_in(beside)).model_dump_json())
    return 0


def _told(faults: Iterable[Fault]) -> tuple[ContentFault, ...]:
    return tuple(ContentFault.model_validate(asdict(it)) for it in sorted(faults)[:MOST_TOLD])


def _limit() -> None:
    """Bounds of memory and time, where the system has them."""
    if sys.platform == "win32":
        return
    import resource  # late: not on every system

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
