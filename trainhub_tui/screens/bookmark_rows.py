"""Bookmarks as rows. Pure."""

from collections.abc import Iterable
from datetime import datetime

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_tui.palette import MARKS
from trainhub_tui.screens.webinar_rows import ago
from trainhub_tui.widgets.row_model import Cell, Column, Row

COLUMNS = (Column("Place", 26, share=3), Column("In", 22, share=1, drop=2), Column("Kind", 9, drop=3), Column("Set", 12, drop=1))
WORDS = {BookmarkKind.COURSE: "course", BookmarkKind.LESSON: "lesson", BookmarkKind.RESOURCE: "document"}


def bookmark_list(marks: Iterable[Bookmark], catalogue: Catalogue, text: str, now: datetime) -> list[Row]:
    """Bookmarks that stand, the latest first, known by their ids."""
    words = text.casefold().split()
    standing = [it for it in marks if it.on and all(word in f"{it.title} {_inside(it, catalogue)}".casefold() for word in words)]
    return [_row(it, catalogue, now) for it in sorted(standing, key=lambda it: it.at, reverse=True)]


def _row(mark: Bookmark, catalogue: Catalogue, now: datetime) -> Row:
    sign = Cell(MARKS["bookmark"].symbol, "progress")
    title, inside = Cell(mark.title or mark.object), Cell(_inside(mark, catalogue), "muted")
    kind, when = Cell(WORDS[mark.kind], "muted"), Cell(ago(mark.at, now), "muted")
    return Row(mark.id, (title, inside, kind, when), ((title,), (kind, when, inside)), (sign,))


def _inside(mark: Bookmark, catalogue: Catalogue) -> str:
    """What the bookmark's object belongs to."""
    match mark.kind:
        case BookmarkKind.LESSON:
            course = catalogue.courses.get(mark.object.partition("/")[0])
            return course.title if course else ""
        case BookmarkKind.RESOURCE:
            resource = catalogue.resources.get(mark.object)
            group = catalogue.groups.get(resource.group or "") if resource else None
            return group.title if group else ""
    course = catalogue.courses.get(mark.object)
    category = catalogue.categories.get(course.category) if course else None
    return category.title if category else ""
