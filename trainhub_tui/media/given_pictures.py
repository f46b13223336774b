"""Pictures of a text whose files are known to somebody else (a lesson's are files of its course): asked for by name, read by the child."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from trainhub_tui.media.pictures import Picture, checked_picture
from trainhub_tui.media.reading import messages_of

MOST = 100
MOST_BYTES = 128 * 2**20
_NAMED = re.compile(r"!\[[^\]\n]*\]\(\s*<?([^\s<>()\"']{1,200})>?")
Resolve = Callable[[str], bytes | None]
"""The bytes of the picture that a text has this name for; None when there is none."""


def names_in(source: str) -> Iterator[str]:
    """The names of pictures in a Markdown source, each once; addresses of the web are none."""
    seen: set[str] = set()
    for name in _NAMED.findall(source):
        if name not in seen and "://" not in name and len(seen) < MOST:
            seen.add(name)
            yield name


def given_pictures(source: str, resolve: Resolve, fine: int = 1) -> dict[str, Picture]:
    """The pictures of a Markdown text by the names it has for them. What is missing or damaged is left out."""
    with TemporaryDirectory(prefix="trainhub-") as folder:
        names = {f"{number}": name for number, name in enumerate(_kept(source, resolve, Path(folder)))}
        found: dict[str, Picture] = {}
        for message in messages_of("pictures", Path(folder), *names, fine=fine) if names else ():
            key = message.get("picture")
            if isinstance(key, str) and key in names and (picture := checked_picture(message)):
                found[names[key]] = picture
    return found


def _kept(source: str, resolve: Resolve, folder: Path) -> Iterator[str]:
    """Writes each picture into a private folder, by number: no name of a text becomes a path."""
    number, left = 0, MOST_BYTES
    for name in names_in(source):
        data = resolve(name)
        if data and len(data) <= left:
            (folder / str(number)).write_bytes(data)
            number, left = number + 1, left - len(data)
            yield name
