"""What each ready-made file was made from: the hashes of its source and of what came of it, so that a stale one is told.

Encoders give other bytes on other machines, so what they made is kept like a source and not made again at every build."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

Entry = Mapping[str, str]
"""`source` and the files that came of it, by path, each with its SHA-256."""
SOURCE = "source"


def entry_of(source: bytes, made: Mapping[str, bytes]) -> Entry:
    """What is noted of a source and of the files that came of it."""
    return {SOURCE: _digest(source), **{name: _digest(content) for name, content in sorted(made.items())}}


def read_lock(path: Path) -> dict[str, Entry]:
    """The notes, by the name of the source; none where there is no file yet."""
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def write_lock(path: Path, entries: Mapping[str, Entry]) -> None:
    """Keeps the notes."""
    path.write_text(json.dumps(dict(sorted(entries.items())), indent=1) + "\n", "utf-8")


def stale(entries: Mapping[str, Entry], sources: Mapping[str, bytes], folder: Path, make: str) -> Iterator[str]:
    """Sources that were changed and not built again, and files that are not what was built: a sentence each, with what mends it."""
    for name in sorted({*entries, *sources}):
        if name not in sources:
            yield f"{name} is gone, but what was made of it is still listed; `make {make}` forgets it."
        elif name not in entries:
            yield f"{name} was never built; `make {make}` does it."
        elif entries[name][SOURCE] != _digest(sources[name]):
            yield f"{name} was changed and not built again; `make {make}` does it."
        else:
            yield from _files(entries[name], folder, make)


def _files(entry: Entry, folder: Path, make: str) -> Iterator[str]:
    for name, digest in entry.items():
        path = folder / name
        if name == SOURCE:
            continue
        if not path.is_file():
            yield f"{name} is missing; `make {make}` builds it again."
        elif _digest(path.read_bytes()) != digest:
            yield f"{name} is not what was built; `make {make}` builds it again."


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
