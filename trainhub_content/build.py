"""Builds the starter pack: `python -m trainhub_content.build`. With `--check` it writes nothing and ends with 1 when the pack is stale."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copyfile

from trainhub_content.compiling import built_with, compiled
from trainhub_content.faults import ContentRefused
from trainhub_content.files import Content
from trainhub_content.loading import load
from trainhub_content.made.making import TEMPLATES, VIDEOS
from trainhub_content.pack import CATALOGUE

HERE = Path(__file__).parent
STARTER = HERE / "starter"
DATA = HERE / "pack" / "data"
MOST_DIFFERENCES = 20


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 written or fresh, 1 stale, 2 the content has faults."""
    parser = argparse.ArgumentParser(prog="python -m trainhub_content.build", description="Build the starter pack from its sources.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when the pack does not match its sources")
    parser.add_argument("--source", type=Path, default=STARTER, help="the content folder")
    parser.add_argument("--into", type=Path, default=DATA, help="the folder of the compiled pack")
    given = parser.parse_args(arguments)
    try:
        fresh = compiled(load(given.source))
    except ContentRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    if given.check:
        made = ready_made(given.source)
        for sentence in made:
            _say(sentence)
        return max(_report(tuple(differences(read(given.into), fresh))), bool(made))
    write(fresh, given.into)
    _say(f"{len(fresh)} files, {sum((given.into / name).stat().st_size for name in fresh):,} bytes, in {given.into}")
    return 0


def ready_made(source: Path) -> tuple[str, ...]:
    """Videos and templates of the starter pack whose sources were changed, a sentence each; nothing for other content."""
    return (*VIDEOS.stale(), *TEMPLATES.stale()) if source == STARTER else ()


def read(folder: Path) -> dict[str, bytes]:
    """The files of a compiled pack, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write(files: Mapping[str, Content], folder: Path) -> None:
    """Makes the folder hold these files and no others."""
    for stale in read(folder).keys() - files.keys():
        (folder / stale).unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            copyfile(content, path)
        else:
            path.write_bytes(content)


def differences(there: Mapping[str, bytes], fresh: Mapping[str, Content]) -> Iterator[str]:
    """What a build would change, a sentence each; nothing when the pack is fresh."""
    for name in sorted({*there, *fresh}):
        if name not in fresh:
            yield f"{name} belongs to nothing any more."
        elif name not in there:
            yield f"{name} is missing."
        elif name == CATALOGUE:
            yield from _catalogue_differences(there[name], _bytes(fresh[name]))
        elif there[name] != _bytes(fresh[name]):
            yield f"{name} has other bytes."


def _bytes(content: Content) -> bytes:
    return content.read_bytes() if isinstance(content, Path) else content


def _catalogue_differences(there: bytes, fresh: bytes) -> Iterator[str]:
    try:
        old = dict(_leaves(json.loads(there)))
    except ValueError:
        yield f"{CATALOGUE} is not JSON."
        return
    new = dict(_leaves(json.loads(fresh)))
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield f"{CATALOGUE}: {name} differs."


def _leaves(catalogue: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Each fact, text and webinar under a name of its own."""
    for part, value in catalogue.items():
        groups = value.items() if isinstance(value, dict) else [("", value)]
        for name, held in groups:
            if isinstance(held, list):
                for it in held:
                    yield f"{part} {name} {it['id']}".replace("  ", " "), it
            else:
                yield f"{part} {name}".strip(), held


def _report(found: tuple[str, ...]) -> int:
    if not found:
        _say("The starter pack matches its sources.")
        return 0
    _say("The starter pack is stale; `make pack` builds it again:")
    for sentence in found[:MOST_DIFFERENCES]:
        _say(f"  {sentence}")
    if len(found) > MOST_DIFFERENCES:
        _say(f"  and {len(found) - MOST_DIFFERENCES} more")
    tools = ", ".join(f"{name} {version}" for name, version in built_with().items())
    _say(f"PDFs depend on their layout library too; this build used {tools}.")
    return 1


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    raise SystemExit(main())
