"""The items of a cartridge as modules of lessons: what is nested deeper has the titles above it before its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from trainhub_content.importers.cartridge.manifests import Item

BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Place:
    """An item that is to be a lesson, with its title there."""

    item: Item
    title: str


@dataclass(slots=True)
class Planned:
    """A module on its way."""

    key: str
    title: str
    places: list[Place]


def planned(items: tuple[Item, ...], otherwise: str) -> list[Planned]:
    """Modules in order; items at the top that hold nothing stand in modules of their own, called `otherwise`."""
    modules: list[Planned] = []
    for item in items:
        if item.children:
            own = [Place(item, item.title)] if item.resource else []
            modules.append(Planned(f"item/{item.ident}", item.title or otherwise, [*own, *_flat(item.children, ())]))
        elif modules and modules[-1].key.startswith("loose/"):
            modules[-1].places.append(Place(item, item.title))
        else:
            modules.append(Planned(f"loose/{len(modules)}", otherwise, [Place(item, item.title)]))
    return modules


def _flat(items: tuple[Item, ...], above: tuple[str, ...]) -> Iterator[Place]:
    for item in items:
        if item.resource or not item.children:
            yield Place(item, BETWEEN.join((*above, item.title)) if item.title else "")
        if item.children:
            yield from _flat(item.children, (*above, item.title) if item.title else above)
