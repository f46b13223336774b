"""Names of files that hold on every computer, and files that nothing names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from trainhub_content.faults import Fault, Severity
from trainhub_content.files import ending_of
from trainhub_content.sources import Sources

LONGEST_PATH = 180
"""Characters of a path inside the folder; Windows stops at 260 with all that lies before it."""
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_WRITTEN = frozenset({"md", "yaml"})


def name_faults(sources: Sources) -> Iterator[Fault]:
    """Names that cannot exist on Windows, or are the same there or on a Mac."""
    same: dict[str, list[str]] = defaultdict(list)
    for path in sorted(sources.present):
        yield from _not_everywhere(path)
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            part = "/".join(parts[:depth])
            twins = same[unicodedata.normalize("NFC", part).casefold()]
            if part not in twins:
                twins.append(part)
    for first, *others in same.values():
        for other in others:
            yield Fault(other, 1, f"On some computers this is the same name as {first}.", "Rename one of them.")


def _not_everywhere(path: str) -> Iterator[Fault]:
    for name in path.split("/"):
        if bad := _NOT_ON_WINDOWS.search(name):
            shown = bad[0] if bad[0].isprintable() else f"U+{ord(bad[0]):04X}"
            yield Fault(path, 1, f"A name with {shown} cannot exist on Windows.", "Rename it.")
        elif _DEVICES.fullmatch(name) or name.endswith((".", " ")):
            yield Fault(path, 1, f"A file cannot be called “{name}” on Windows.", "Rename it.")
    if len(path) > LONGEST_PATH:
        yield Fault(path, 1, f"The path has {len(path)} characters; Windows may not open it.", "Use shorter names.", Severity.ADVICE)


def unused_files(sources: Sources) -> Iterator[Fault]:
    """Files that nothing names."""
    for path in sources.unused:
        severity = Severity.FAULT if ending_of(path) in _WRITTEN else Severity.ADVICE
        yield Fault(path, 1, "No course and no list names this file.", "Name it, move it to drafts/, or remove it.", severity)
