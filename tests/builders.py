"""A small programme, and hubs that know it: shared by the tests of the client, the screens and the commands."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from trainhub_core.feed import KINDS
from trainhub_core.models.achievements import Award, Badge, BadgeKind, Certification, CertificationKind
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Category, Course, Lesson, Level, Module, Prerequisite, Skill, SkillWeight
from trainhub_core.models.catalogue import Path as LearningPath
from trainhub_core.models.feedback import Applied, Rating
from trainhub_core.models.learning import Bookmark, CourseRecord, Learner, LessonRecord, Standing
from trainhub_core.models.library import Collection, Resource, ResourceGroup
from trainhub_core.models.webinars import Registration, Webinar
from trainhub_tui.cache.snapshot import Said
from trainhub_tui.config import Config
from trainhub_tui.hub import Clock, Hub
from trainhub_tui.opening import opening
from trainhub_tui.paths import Paths

AnyHub = TypeVar("AnyHub", bound=Hub)
NOW = datetime(2025, 1, 26, 13, 0, tzinfo=UTC)
GUIDE = b"# Referral guide\n\nAsk every happy client for one name.\n"


def still(moment: datetime = NOW) -> Clock:
    """A clock that stands still."""
    return lambda: moment


def lesson(id_: str, title: str, minutes: int = 10) -> Lesson:
    return Lesson(id=id_, title=title, minutes=minutes)


def course(
    id_: str, title: str, category: str = "sales", *, after: str | None = None, lessons: int = 3, level: Level = Level.BEGINNER
) -> Course:
    """A course with lessons `id/one`, `id/two`, … of ten minutes; `after` is the course that opens it."""
    names = ("one", "two", "three", "four", "five", "six", "seven")[:lessons]
    return Course(
        id=id_,
        title=title,
        summary=f"What {title} is about.",
        category=category,
        topic="Closing",
        level=level,
        skills=(SkillWeight(skill="closing", weight=3),),
        after=(Prerequisite(course_id=after),) if after else (),
        modules=(Module(id=f"{id_}-a", title="The basics", lessons=tuple(lesson(f"{id_}/{name}", f"Lesson {name}") for name in names)),),
    )


def webinar(id_: str, title: str, starts: datetime = NOW + timedelta(days=2), *, capacity: int = 50, taken: int = 0) -> Webinar:
    return Webinar(
        id=id_, title=title, presenter="Sarah Johnson", starts=starts, minutes=60, zone="Europe/Berlin", capacity=capacity, taken=taken
    )


def resource(id_: str, title: str, content: bytes = GUIDE, *, collection: str | None = None, name: str = "guide.md") -> Resource:
    return Resource(
        id=id_,
        title=title,
        group="documents",
        collection=collection,
        category="tools",
        format="Markdown",
        media_type="text/markdown",
        name=name,
        size=len(content),
        sha256=sha256(content).hexdigest(),
    )


def sample_catalogue() -> tuple[Fact, ...]:
    """A path of four courses (each opens the next), two others, two categories, three webinars, a library, levels and badges."""
    return (
        Category(id="sales", title="Sales & Marketing", colour="one", topics=("Lead Gen", "Closing", "Negotiation"), order=1),
        Category(id="tools", title="Tools & Resources", colour="six", topics=("Software", "Templates"), counts="resources", order=6),
        Skill(id="closing", title="Closing"),
        course("referral-strategies", "Referral Strategies"),
        course("client-communication", "Client Communication", after="referral-strategies", level=Level.INTERMEDIATE),
        course("closing-techniques", "Closing Techniques", after="client-communication", level=Level.INTERMEDIATE),
        course("advanced-partnerships", "Advanced Partnerships", after="closing-techniques", level=Level.ADVANCED),
        course("lead-generation", "Lead Generation"),
        course("negotiation", "Negotiation"),
        LearningPath(
            id="partner-success",
            title="Partner Success Mastery",
            courses=("referral-strategies", "client-communication", "closing-techniques", "advanced-partnerships"),
            featured=True,
        ),
        webinar("advanced-referrals", "Advanced Referral Strategies"),
        webinar("app-trends", "App Development Trends", NOW + timedelta(days=10), capacity=20, taken=20),
        webinar("client-retention", "Client Retention Masterclass", NOW - timedelta(days=7)),
        ResourceGroup(id="documents", title="Documents & Guides", order=1),
        ResourceGroup(id="templates", title="Tools & Templates", order=2),
        Collection(id="proposals", title="Proposal Templates", group="templates", unit="templates"),
        resource("partner-handbook", "Partner Handbook"),
        resource("pricing-guide", "Pricing Guide", b"Prices. " * 40_000, name="pricing.txt"),
        Certification(id="bronze", title="Bronze", kind=CertificationKind.LEVEL, courses=5, order=1),
        Certification(
            id="sales-mastery",
            title="Sales Mastery",
            kind=CertificationKind.TRACK,
            courses=2,
            among=("referral-strategies", "lead-generation"),
            skills=("closing",),
        ),
        Badge(id="first-course", title="First Course", kind=BadgeKind.COURSES, count=1),
        Badge(id="week-streak", title="A Week in a Row", kind=BadgeKind.STREAK, count=7),
    )


def learner(name: str = "Ada Partner", zone: str = "Europe/Berlin") -> Learner:
    return Learner(id="me", name=name, zone=zone)


def finished(course_of: Course, at: datetime = NOW - timedelta(days=3)) -> tuple[Fact, ...]:
    """The records of a course that was enrolled in and completed."""
    enrolled = CourseRecord(course_id=course_of.id, enrolled=True, version=course_of.version, at=at, event_id="event-1")
    done = (LessonRecord(lesson_id=it.id, course_id=course_of.id, marked=(at,)) for it in course_of.lessons)
    return (enrolled, *done)


def id_of(fact: Fact) -> str:
    """The id a fact has in the feed."""
    match fact:
        case LessonRecord():
            return fact.lesson_id
        case CourseRecord():
            return fact.course_id
        case Registration():
            return fact.webinar_id
        case Award():
            return fact.of
        case Rating() | Applied():
            return fact.course_id
        case Standing():
            return "me"
        case Bookmark():
            return fact.id
    return str(getattr(fact, "id"))  # noqa: B009  # every other kind has an id


def said(fact: Fact, seq: int = 1) -> Said:
    """The fact as the feed tells it."""
    kind = next(kind for kind, model in KINDS.items() if type(fact) is model)
    return Said(kind=kind, id=id_of(fact), seq=seq, body=fact.model_dump_json())


def tell(hub: Hub, *facts: Fact, seq: int = 1) -> None:
    """Let the hub know facts, as if the server had said them; a greater `seq` replaces what was said before."""
    hub.snapshot.apply([said(fact, seq) for fact in facts])


def hub_with(
    *facts: Fact,
    home: Path,
    clock: Clock | None = None,
    config: Config | None = None,
    texts: Mapping[str, str] | None = None,
    empty: bool = False,
) -> Hub:
    """An offline hub under `home` that knows the sample catalogue (unless `empty`), a learner and these facts.

    `texts` gives the Markdown of lessons by id. Opened again on the same home, it still knows what was done with it."""
    hub = unreached(Hub, home, config, clock)
    if not empty:
        tell(hub, *sample_catalogue(), learner())
    tell(hub, *facts, seq=2)
    for course_id, own in _by_course(texts or {}).items():
        hub.snapshot.keep_texts(course_id, '"etag"', 1, own)
    return hub


def unreached(kind: type[AnyHub], home: Path, config: Config | None = None, clock: Clock | None = None) -> AnyHub:
    """A hub under `home` that reaches no server, nor starts one."""
    chosen = opening(Paths.under(home), config or Config(zone="Europe/Berlin"), None, "", offline=True, demo=False)
    return kind(chosen.folder, chosen.paths, chosen.config, clock=clock or still())


def _by_course(texts: Mapping[str, str]) -> dict[str, list[tuple[str, int, str]]]:
    courses: dict[str, list[tuple[str, int, str]]] = {}
    for lesson_id, text in texts.items():
        courses.setdefault(lesson_id.partition("/")[0], []).append((lesson_id, 1, text))
    return courses
