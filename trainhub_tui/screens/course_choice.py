"""Which courses a learner looks at, in which order (COURSE-1). Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import Course, Level
from trainhub_core.models.learning import Record
from trainhub_core.models.views import CourseRow
from trainhub_core.rules.locks import CourseState
from trainhub_core.text import alphabetical
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


class CourseRows(Mapping[str, CourseRow]):
    """Every course as it stands for the learner, by its id. A row is made when it is first looked at; most never are."""

    def __init__(self, catalogue: Catalogue, record: Record) -> None:
        self._catalogue, self._record = catalogue, record
        self._speed = pace_of(catalogue, record)
        self._made: dict[str, CourseRow] = {}

    def __getitem__(self, course_id: str) -> CourseRow:
        if course_id not in self._made:
            self._made[course_id] = course_row(self._catalogue.courses[course_id], self._catalogue, self._record, self._speed)
        return self._made[course_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogue.courses)

    def __len__(self) -> int:
        return len(self._catalogue.courses)


def chosen(rows: Mapping[str, CourseRow], wanted: CourseFilter, sort: str, catalogue: Catalogue) -> tuple[Course, ...]:
    """The courses that pass the filter, sorted; ties by title. Rows are looked at only where state or length counts."""
    words = wanted.text.casefold().split()
    courses = [catalogue.courses[course_id] for course_id in rows]
    kept = [it for it in courses if _passes(it, rows, wanted, words, catalogue)] if wanted.is_on else courses
    place = _order(sort, rows, catalogue)
    return tuple(sorted(kept, key=lambda it: (place(it), alphabetical(it.title))))


def _passes(course: Course, rows: Mapping[str, CourseRow], wanted: CourseFilter, words: list[str], catalogue: Catalogue) -> bool:
    if (wanted.category and course.category != wanted.category) or (wanted.level and course.level != wanted.level):
        return False
    if wanted.state and rows[course.id].state != wanted.state:
        return False
    if wanted.skill and wanted.skill not in [weight.skill for weight in course.skills]:
        return False
    if wanted.length:
        least, most = LENGTHS[wanted.length]
        if not least <= rows[course.id].minutes <= most:
            return False
    if not words:
        return True
    category = catalogue.categories.get(course.category)
    text = f"{course.title} {course.topic} {category.title if category else ''}".casefold()
    return all(word in text for word in words)


def _order(sort: str, rows: Mapping[str, CourseRow], catalogue: Catalogue) -> Callable[[Course], int]:
    match sort:
        case "category":
            categories = {id_: at for at, id_ in enumerate(catalogue.categories)}
            return lambda course: categories.get(course.category, len(categories))
        case "minutes":
            return lambda course: rows[course.id].minutes
        case "level":
            return lambda course: list(Level).index(course.level)
        case "state":
            return lambda course: STATE_ORDER.index(CourseState(rows[course.id].state))
    return lambda course: 0
