"""The library and the categories as Home and their screens show them (LIB-1, CAT-1)."""

from collections import Counter

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.library import Resource
from trainhub_core.models.views import CategoryCard, Shelf, ShelfItem


def category_cards(catalogue: Catalogue) -> tuple[CategoryCard, ...]:
    """The categories with what is in them, counted."""
    courses = Counter(course.category for course in catalogue.courses.values())
    resources = Counter(resource.category for resource in catalogue.library.values())
    return tuple(
        CategoryCard(
            id=category.id,
            title=category.title,
            colour=category.colour,
            topics=category.topics,
            count=courses[category.id] if category.counts == "courses" else resources[category.id],
            unit=category.counts.title(),
            courses=courses[category.id],
        )
        for category in catalogue.categories.values()
    )


def shelves(catalogue: Catalogue) -> tuple[Shelf, ...]:
    """The library's groups: documents one by one, collections with their counts; an empty one comes with what is put in it."""
    counts = Counter(resource.collection for resource in catalogue.library.values())
    return tuple(
        Shelf(
            id=group.id,
            title=group.title,
            items=(
                *(_document(it) for it in catalogue.library.values() if it.group == group.id and it.collection is None),
                *(
                    ShelfItem(title=it.title, detail=f"{counts[it.id]} {it.unit}", collection_id=it.id)
                    for it in catalogue.collections.values()
                    if it.group == group.id and counts[it.id]
                ),
            ),
        )
        for group in catalogue.groups.values()
    )


def size_label(size: int) -> str:
    """Bytes for people, in decimal units: 2.3 MB."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB" if size < 1_000_000_000 else f"{size / 1_000_000_000:.1f} GB"


def weight(resource: Resource) -> str:
    """How large a resource is; one that is not stored here has no size that we know."""
    return size_label(resource.size) if resource.sha256 else "streamed"


def _document(resource: Resource) -> ShelfItem:
    return ShelfItem(title=resource.title, detail=f"{resource.format} · {weight(resource)}", resource_id=resource.id)
