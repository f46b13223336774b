"""Whether content can be published, and what would make it better: `checked` tells it, `trainhub content check` prints it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from trainhub_content.checks.captions import caption_faults
from trainhub_content.checks.learning import learning_advice
from trainhub_content.checks.names import name_faults, unused_files
from trainhub_content.checks.pictures import picture_faults
from trainhub_content.checks.tables import table_faults
from trainhub_content.checks.texts import text_faults, words
from trainhub_content.faults import ContentRefused, Fault, Severity
from trainhub_content.loading import COURSE, read
from trainhub_content.sources import Sources
from trainhub_core.catalogue import Catalogue

__all__ = ["checked", "faults_of", "hindering", "hub_of", "remarks_on", "words"]

_OF_EACH: tuple[Callable[[Sources], Iterator[Fault]], ...] = (name_faults, text_faults, picture_faults, caption_faults)
"""Checks of one file by itself; they can be made when other files could not be read."""
_OF_ALL: tuple[Callable[[Sources], Iterator[Fault]], ...] = (table_faults, learning_advice, unused_files)


def checked(folder: Path, beside: Catalogue | None = None, strict: bool = False) -> tuple[Fault, ...]:
    """All that is wrong with the content of this folder, in order of file and line. `strict` makes advice a fault.

    `beside` is what the hub offers already, for the folder of a single course; one that lies in a hub's folder is checked as part of it."""
    hub = None if beside else hub_of(folder)
    if hub:
        inside = f"courses/{folder.resolve().name}/"
        return tuple(replace(it, file=it.file.removeprefix(inside)) for it in checked(hub, strict=strict) if it.file.startswith(inside))
    try:
        sources, unread = read(folder, beside)
    except ContentRefused as refused:
        return refused.faults
    checks = _OF_EACH if unread else (*_OF_EACH, *_OF_ALL)
    found = {*unread, *(fault for check in checks for fault in check(sources))}
    return tuple(sorted(replace(it, severity=Severity.FAULT) if strict else it for it in found))


def hub_of(folder: Path) -> Path | None:
    """The content folder of a hub around the folder of a course."""
    courses = folder.resolve().parent
    is_inside = courses.name == "courses" and (folder / COURSE).is_file() and (courses.parent / "categories.yaml").is_file()
    return courses.parent if is_inside else None


def remarks_on(sources: Sources) -> tuple[Fault, ...]:
    """Everything there is to say about content that could be read, advice too."""
    return tuple(sorted({fault for check in (*_OF_EACH, *_OF_ALL) for fault in check(sources)}))


def faults_of(sources: Sources) -> tuple[Fault, ...]:
    """What keeps content that could be read from being published."""
    return hindering(remarks_on(sources))


def hindering(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those that keep the content from being published."""
    return tuple(fault for fault in faults if fault.severity is Severity.FAULT)
