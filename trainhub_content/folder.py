"""Which files lie in a content folder. It may come from elsewhere: links out of it are refused, and its size has bounds."""

import os
from pathlib import Path

from trainhub_content.faults import ContentRefused, Fault

DRAFTS = "drafts"
"""The folder of what is not published yet; nothing in it is read."""
UNREAD = frozenset({"README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", "CHANGELOG.md"})
"""Files beside the content that tell people about it."""
MOST_FILES = 50_000
_NAMELESS = "The name of this file is not UTF-8; rename it."
_LINK = "This is a link to another place, not a file; put the file itself here."


def files_in(folder: Path) -> frozenset[str]:
    """Paths inside the folder, with forward slashes; drafts and names that begin with a dot are left out.

    Raises ContentRefused for links, and where there are too many files."""
    found: set[str] = set()
    faults: list[Fault] = []
    for here, folders, names in os.walk(folder):
        at = Path(here).relative_to(folder).as_posix()
        inside = "" if at == "." else f"{at}/"
        folders[:] = sorted(name for name in folders if not name.startswith(".") and (inside, name) != ("", DRAFTS))
        kept = [name for name in names if not name.startswith(".") and (inside or name not in UNREAD)]
        faults += [Fault(_shown(f"{inside}{name}"), 1, _NAMELESS) for name in (*folders, *kept) if _shown(name) != name]
        faults += [Fault(f"{inside}{name}", 1, _LINK) for name in (*folders, *kept) if _is_elsewhere(Path(here) / name)]
        found.update(f"{inside}{name}" for name in kept)
        if len(found) > MOST_FILES:
            raise ContentRefused([Fault(at, 1, f"The folder has more than {MOST_FILES} files; is it the right one?")])
    if faults:
        raise ContentRefused(faults)
    return frozenset(found)


def _shown(name: str) -> str:
    """The name with marks for bytes that are no text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_elsewhere(path: Path) -> bool:
    """Symbolic links, and what is neither a file nor a folder."""
    return path.is_symlink() or not (path.is_file() or path.is_dir())
