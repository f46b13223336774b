"""Pictures that lie beside a Markdown text on this computer: found by plain relative names, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from trainhub_tui.media.pictures import Picture, checked_picture
from trainhub_tui.media.reading import messages_of

MOST_BESIDE = 100
_NAMED = re.compile(r"!\[[^\]\n]*\]\(\s*<?([^\s<>()\"']{1,200})>?")
_SAFE = re.compile(r"[\w][\w .+-]*(?:/[\w][\w .+-]*){0,5}")


def names_beside(source: str, folder: Path) -> Iterator[str]:
    """Names of pictures in a Markdown source that are plain files under the folder of the text, each once."""
    home = folder.resolve()
    seen: set[str] = set()
    for name in _NAMED.findall(source):
        if name in seen or len(seen) >= MOST_BESIDE:
            continue
        seen.add(name)
        plain = PurePosixPath(name.removeprefix("./"))
        if not _SAFE.fullmatch(str(plain)):
            continue
        place = home.joinpath(*plain.parts)
        if place.is_file() and place.resolve().is_relative_to(home):
            yield name


def pictures_beside(source: str, folder: Path, fine: int = 1) -> dict[str, Picture]:
    """The pictures of a Markdown text that lie beside it, by the names the text has for them."""
    names = list(names_beside(source, folder))
    found: dict[str, Picture] = {}
    for message in messages_of("pictures", folder, *names, fine=fine) if names else ():
        name = message.get("picture")
        if name in names and (picture := checked_picture(message)):
            found[str(name)] = picture
    return found


def pictures_in(files: Mapping[str, Path], fine: int = 1) -> dict[str, Picture]:
    """The pictures in these files, by the names they are given with; a file that is no picture is left out."""
    found: dict[str, Picture] = {}
    for folder in {file.parent for file in files.values()}:
        names = {file.name: name for name, file in files.items() if file.parent == folder}
        for message in messages_of("pictures", folder, *names, fine=fine):
            name = names.get(str(message.get("picture")))
            if name and (picture := checked_picture(message)):
                found[name] = picture
    return found
