"""What pages show: answers of the API, made by `trainhub_core.views` from the catalogue and a learner's state."""

from dataclasses import field
from datetime import date, datetime

from trainhub_core.models.view import View
from trainhub_core.models.words import LessonKind, Level, SeatState


class Tiles(View):
    """The four tiles (DASH-4) and the streak. `skill_next` is the score of the next level, None for an expert."""

    courses: int = 0
    courses_this_month: int = 0
    study_minutes: int = 0
    certifications: int = 0
    badges: int = 0
    skill_title: str = "Beginner"
    skill_score: int = 0
    skill_next: int | None = 25
    skill_why: str = ""
    streak_days: int = 0
    streak_why: str = ""


class CourseRow(View):
    """A course as lists show it. `state` is one of `rules.locks.CourseState`; `why` explains state and percent.

    `rating` is the average in tenths of a star of `ratings` learners; both are 0 below three."""

    id: str
    title: str
    summary: str = ""
    category: str
    topic: str = ""
    level: Level
    minutes: int
    minutes_left: int = 0
    lessons: int
    skills: tuple[str, ...] = ()
    state: str
    percent: int = 0
    why: str = ""
    enrolled: bool = False
    restarted: bool = False
    rating: int = 0
    ratings: int = 0


class LessonRow(View):
    """A lesson as its course shows it. `state` is `completed`, `in progress`, `available` or `locked`.

    `is_new` and `is_changed` are against the version enrolled in."""

    id: str
    title: str
    kind: LessonKind
    minutes: int
    state: str
    percent: int = 0
    why: str = ""
    is_new: bool = False
    is_changed: bool = False


class ModuleRows(View):
    """A module with its lessons."""

    id: str
    title: str
    lessons: tuple[LessonRow, ...]


class SkillShare(View):
    """How much a course teaches of a skill, 1 to 5."""

    id: str
    title: str
    weight: int


class NeedRow(View):
    """A course to complete first (with `min_score`, to reach that percent in); `why` is what is missing, empty when it is met."""

    course_id: str
    title: str
    min_score: int | None = None
    why: str = ""


class CoursePage(View):
    """One course with its lessons, as it stands for the learner. `version` is what is offered, `since` the one enrolled in."""

    course: CourseRow
    modules: tuple[ModuleRows, ...]
    after: tuple[str, ...] = ()
    needs: tuple[NeedRow, ...] = ()
    skills: tuple[SkillShare, ...] = ()
    version: int = 1
    since: int = 1
    enrolled_at: datetime | None = None


class AppliedAsk(View):
    """A course of which it is asked whether it was of use in real work (COURSE-5)."""

    course_id: str
    title: str


class NextLesson(View):
    """Where Continue goes."""

    course_id: str
    lesson_id: str
    title: str
    offset: int = 0


class PathCard(View):
    """A path with its modules."""

    id: str
    title: str
    summary: str = ""
    level: Level
    percent: int
    minutes: int
    minutes_left: int
    why: str = ""
    modules: tuple[CourseRow, ...]
    next: NextLesson | None = None


class CategoryCard(View):
    """`count` is counted, `unit` is Courses or Resources; `courses` are its courses whatever it counts."""

    id: str
    title: str
    colour: str
    topics: tuple[str, ...]
    count: int
    unit: str
    courses: int = 0


class WebinarCard(View):
    """A webinar as pages show it; the fields are those of `models.webinars.Webinar`."""

    id: str
    title: str
    summary: str = ""
    presenter: str
    starts: datetime
    minutes: int
    zone: str = "UTC"
    capacity: int
    taken: int = 0
    waiting: int = 0
    cancelled: bool = False
    recording: str | None = None
    sequence: int = 0


class SeatCard(View):
    """A seat or place in the waitlist as pages show it; the fields are those of `models.webinars.Registration`."""

    webinar_id: str
    state: SeatState
    position: int | None = None
    at: datetime | None = None
    offered_until: datetime | None = None


class WebinarRow(View):
    """A webinar and what the learner holds of it; its state follows the clock (`rules.seats.webinar_status`)."""

    webinar: WebinarCard
    registration: SeatCard | None = None


class ShelfItem(View):
    """A line of a library group: a document (`detail` = format and size) or a collection (`detail` = its count)."""

    title: str
    detail: str
    resource_id: str | None = None
    collection_id: str | None = None


class Shelf(View):
    """A library group."""

    id: str
    title: str
    items: tuple[ShelfItem, ...]


class Goal(View):
    """A certification, track or badge as it stands. `earned_at` is given once the server has awarded it; `pending` until then."""

    id: str
    title: str
    summary: str = ""
    kind: str
    percent: int
    earned_at: datetime | None = None
    pending: bool = False
    why: str = ""
    needs: tuple[str, ...] = ()


class Achievements(View):
    """Every certification level, track and badge, as far as the learner is."""

    levels: tuple[Goal, ...] = ()
    tracks: tuple[Goal, ...] = ()
    badges: tuple[Goal, ...] = ()


class Dashboard(View):
    """The whole of Home (DASH-1 to DASH-6), as it stands on `day` in the learner's zone."""

    learner_name: str
    zone: str
    day: date
    tiles: Tiles
    path: PathCard | None = None
    next: NextLesson | None = None
    categories: tuple[CategoryCard, ...] = ()
    webinars: tuple[WebinarRow, ...] = ()
    library: tuple[Shelf, ...] = ()
    achievements: Achievements = field(default_factory=Achievements)
    ask: AppliedAsk | None = None


class ProgressReport(View):
    """Answer of GET progress: the tiles and every course that was begun."""

    tiles: Tiles
    courses: tuple[CourseRow, ...] = ()
    achievements: Achievements = field(default_factory=Achievements)
