"""Which courses a learner looks at, in which order (COURSE-1). Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import Level
from trainhub_core.models.learning import Record
from trainhub_core.models.views import CourseRow
from trainhub_core.rules.locks import CourseState
from trainhub_core.views.courses import course_row, pace_of

LENGTHS: Mapping[str, tuple[int, int]] = {"short": (0, 30), "medium": (31, 60), "long": (61, 100_000)}
LENGTH_WORDS = {"short": "up to 30 min", "medium": "31 to 60 min", "long": "over an hour"}
SORTS = ("category", "title", "minutes", "level", "state")
SORT_WORDS = {"category": "category", "title": "title", "minutes": "length", "level": "level", "state": "state"}
STATE_ORDER = (CourseState.IN_PROGRESS, CourseState.AVAILABLE, CourseState.LOCKED, CourseState.COMPLETED)


@dataclass(frozen=True, slots=True)
class CourseFilter:
    """What to show; an empty field filters nothing. `text` must be found word by word."""

    text: str = ""
    category: str = ""
    level: str = ""
    state: str = ""
    length: str = ""
    skill: str = ""

    @property
    def is_on(self) -> bool:
        return self != CourseFilter()

    def sentence(self, catalogue: Catalogue) -> str:
        """The filter in words: `"ref", Beginner, up to 30 min`."""
        category = catalogue.categories.get(self.category)
        skill = catalogue.skills.get(self.skill)
        words = [
            f'"{self.text}"' if self.text else "",
            category.title if category else self.category,
            self.level.title(),
            self.state,
            LENGTH_WORDS.get(self.length, ""),
            skill.title if skill else self.skill,
        ]
        return ", ".join(word for word in words if word)


def course_rows(catalogue: Catalogue, record: Record) -> tuple[CourseRow, ...]:
    """Every course as it stands for the learner."""
    speed = pace_of(catalogue, record)
    return tuple(course_row(course, catalogue, record, speed) for course in catalogue.courses.values())


def chosen(rows: Iterable[CourseRow], wanted: CourseFilter, sort: str, catalogue: Catalogue) -> tuple[CourseRow, ...]:
    """The rows that pass the filter, sorted; ties by title."""
    words = wanted.text.casefold().split()
    kept = [row for row in rows if _passes(row, wanted, words, catalogue)] if wanted.is_on else list(rows)
    place = _order(sort, catalogue)
    return tuple(sorted(kept, key=lambda row: (place(row), row.title.casefold())))


def _passes(row: CourseRow, wanted: CourseFilter, words: list[str], catalogue: Catalogue) -> bool:
    if wanted.category and row.category != wanted.category:
        return False
    if (wanted.level and row.level != wanted.level) or (wanted.state and row.state != wanted.state):
        return False
    if wanted.skill and wanted.skill not in row.skills:
        return False
    if wanted.length:
        least, most = LENGTHS[wanted.length]
        if not least <= row.minutes <= most:
            return False
    if not words:
        return True
    category = catalogue.categories.get(row.category)
    text = f"{row.title} {row.topic} {category.title if category else ''}".casefold()
    return all(word in text for word in words)


def _order(sort: str, catalogue: Catalogue) -> Callable[[CourseRow], int]:
    match sort:
        case "category":
            categories = {id_: at for at, id_ in enumerate(catalogue.categories)}
            return lambda row: categories.get(row.category, len(categories))
        case "minutes":
            return lambda row: row.minutes
        case "level":
            return lambda row: list(Level).index(row.level)
        case "state":
            return lambda row: STATE_ORDER.index(CourseState(row.state))
    return lambda row: 0
