"""What pages show: answers of the API, made by `trainhub_core.views` from the catalogue and a learner's state."""

from datetime import date

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Minutes, Moment, Percent, Text
from trainhub_core.models.catalogue import LessonKind, Level
from trainhub_core.models.webinars import Registration, Webinar


class Tiles(Fact):
    """The four tiles (DASH-4) and the streak. `skill_next` is the score of the next level, None for an expert."""

    courses: int = 0
    courses_this_month: int = 0
    study_minutes: int = 0
    certifications: int = 0
    badges: int = 0
    skill_title: Line = "Beginner"
    skill_score: int = 0
    skill_next: int | None = 25
    skill_why: Line = ""
    streak_days: int = 0
    streak_why: Line = ""


class CourseRow(Fact):
    """A course as lists show it. `state` is one of `rules.locks.CourseState`; `why` explains state and percent."""

    id: Id
    title: Line
    summary: Text = ""
    category: Id
    topic: Line = ""
    level: Level
    minutes: Minutes
    minutes_left: Minutes = 0
    lessons: int
    skills: tuple[Id, ...] = ()
    state: Line
    percent: Percent = 0
    why: Line = ""
    enrolled: bool = False
    restarted: bool = False


class LessonRow(Fact):
    """A lesson as its course shows it. `state` is `completed`, `in progress`, `available` or `locked`."""

    id: Id
    title: Line
    kind: LessonKind
    minutes: Minutes
    state: Line
    percent: Percent = 0
    why: Line = ""
    is_new: bool = False


class ModuleRows(Fact):
    id: Id
    title: Line
    lessons: tuple[LessonRow, ...]


class CoursePage(Fact):
    """One course with its lessons, as it stands for the learner."""

    course: CourseRow
    modules: tuple[ModuleRows, ...]
    after: tuple[Line, ...] = ()


class NextLesson(Fact):
    """Where Continue goes."""

    course_id: Id
    lesson_id: Id
    title: Line
    offset: int = 0


class PathCard(Fact):
    """A path with its modules."""

    id: Id
    title: Line
    summary: Text = ""
    level: Level
    percent: Percent
    minutes: Minutes
    minutes_left: Minutes
    why: Line = ""
    modules: tuple[CourseRow, ...]
    next: NextLesson | None = None


class CategoryCard(Fact):
    """`count` is counted, `unit` is Courses or Resources; `courses` are its courses whatever it counts."""

    id: Id
    title: Line
    colour: Line
    topics: tuple[Line, ...]
    count: int
    unit: Line
    courses: int = 0


class WebinarRow(Fact):
    """A webinar and what the learner holds of it; its state follows the clock (`rules.seats.webinar_status`)."""

    webinar: Webinar
    registration: Registration | None = None


class ShelfItem(Fact):
    """A line of a library group: a document (`detail` = format and size) or a collection (`detail` = its count)."""

    title: Line
    detail: Line
    resource_id: Id | None = None
    collection_id: Id | None = None


class Shelf(Fact):
    """A library group."""

    id: Id
    title: Line
    items: tuple[ShelfItem, ...]


class Goal(Fact):
    """A certification, track or badge as it stands. `earned_at` is given once the server has awarded it; `pending` until then."""

    id: Id
    title: Line
    summary: Text = ""
    kind: Line
    percent: Percent
    earned_at: Moment | None = None
    pending: bool = False
    why: Line = ""
    needs: tuple[Line, ...] = ()


class Achievements(Fact):
    levels: tuple[Goal, ...] = ()
    tracks: tuple[Goal, ...] = ()
    badges: tuple[Goal, ...] = ()


class Dashboard(Fact):
    """The whole of Home (DASH-1 to DASH-6), as it stands on `day` in the learner's zone."""

    learner_name: Line
    zone: Line
    day: date
    tiles: Tiles
    path: PathCard | None = None
    next: NextLesson | None = None
    categories: tuple[CategoryCard, ...] = ()
    webinars: tuple[WebinarRow, ...] = ()
    library: tuple[Shelf, ...] = ()
    achievements: Achievements = Field(default_factory=Achievements)


class ProgressReport(Fact):
    """Answer of GET progress: the tiles and every course that was begun."""

    tiles: Tiles
    courses: tuple[CourseRow, ...] = ()
    achievements: Achievements = Field(default_factory=Achievements)
