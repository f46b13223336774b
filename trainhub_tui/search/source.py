"""What a source of the index is: groups with a mark each, and the passages of a group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:  # where nothing has changed none of them is loaded
    from trainhub_core.catalogue import Catalogue
    from trainhub_core.models.learning import LearnerState
    from trainhub_core.models.texts import LessonText
    from trainhub_tui.cache.snapshot import Snapshot
    from trainhub_tui.facts import Download
    from trainhub_tui.search.passages import Passage


class Knows(Protocol):
    """The part of the hub that sources read."""

    @property
    def made_from(self) -> str: ...
    @property
    def snapshot(self) -> Snapshot: ...
    @property
    def zone(self) -> str: ...
    def catalogue(self) -> Catalogue: ...
    def state(self) -> LearnerState: ...
    def kept_files(self) -> Mapping[str, Path]: ...
    def downloads(self) -> Sequence[Download]: ...
    def lesson_text(self, lesson_id: str) -> LessonText | None: ...


class Source(Protocol):
    """Made anew for each time the index is brought up to date."""

    NAME: ClassVar[str]

    def marks(self) -> Mapping[str, str]:
        """Every group there is now, with a mark that changes when its passages do."""
        ...

    def passages(self, group: str, stop: Callable[[], bool]) -> Iterator[Passage]:
        """The passages of a group, read now; cut short once `stop` says so."""
        ...


def mark_of(thing: object) -> str:
    """A mark that changes when a value does."""
    return blake2b(repr(thing).encode("utf-8", "replace"), digest_size=12).hexdigest()


def mark_of_file(file: Path) -> str:
    """A mark that changes when a file does; nothing where it is gone."""
    try:
        status = file.stat()
    except OSError:
        return ""  # removed this moment
    return f"{status.st_size}/{status.st_mtime_ns}"
