"""What each source is made from, told without reading it: one whose ground has not moved since it was indexed is not looked through.

So an app that starts, or syncs, and finds nothing new loads neither the models nor what reads documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trainhub_tui.search.source import Knows, mark_of, mark_of_file

SHAPE = 1
"""To be raised with anything that changes what a source makes of the same things."""


def catalogue(hub: Knows) -> object:
    """The catalogue, the state and the zone that dates are said in."""
    return hub.made_from, hub.zone


def texts(hub: Knows) -> object:
    """The same with the texts of lessons that are here."""
    return catalogue(hub), sorted(hub.snapshot.text_versions().items())


def files(hub: Knows) -> object:
    """The same with the files that were downloaded."""
    return catalogue(hub), sorted((of, mark_of_file(file)) for of, file in hub.kept_files().items())


GROUNDS: Mapping[str, Callable[[Knows], object]] = {
    "titles": catalogue,
    "notes": texts,
    "lessons": texts,
    "transcripts": files,
    "documents": files,
}
"""The ground of each source, by its name, in the order of `SOURCES`."""


def ground_of(name: str, hub: Knows) -> str:
    """A mark that changes when anything does that the source is made from."""
    return mark_of((SHAPE, GROUNDS[name](hub)))
