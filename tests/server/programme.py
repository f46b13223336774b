"""A small programme for the server's tests, and events a learner sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

from trainhub_core.models.achievements import Badge, BadgeKind, Certification, CertificationKind
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Category, Course, Lesson, LessonKind, Level, Module, Path, Prerequisite, Skill, SkillWeight
from trainhub_core.models.learning import Event, EventType
from trainhub_core.models.library import Collection, Resource, ResourceGroup
from trainhub_core.models.quiz import MultipleResponse, Option, Quiz, TrueFalse
from trainhub_core.models.scenario import Node, Scenario, ScenarioChoice
from trainhub_core.models.webinars import Webinar

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LADDER = b"\x89PNG\r\n a ladder"
GUIDE = b"%PDF-1.7 a guide\n" * 100
CHECKLIST = b"- [ ] call them back\n"
_numbers = count(1)


def course(course_id: str, *, after: str | None = None, level: Level = Level.BEGINNER, lessons: int = 2, minutes: int = 10) -> Course:
    """A course with lessons `id/l1`, `id/l2`, …; `after` is the course that opens it."""
    return Course(
        id=course_id,
        title=course_id.replace("-", " ").title(),
        summary=f"All about {course_id}.",
        category="sales",
        level=level,
        skills=(SkillWeight(skill="closing", weight=3),),
        after=(Prerequisite(course_id=after),) if after else (),
        modules=(
            Module(
                id="m",
                title="Module",
                lessons=tuple(Lesson(id=f"{course_id}/l{n}", title=f"Lesson {n}", minutes=minutes) for n in range(1, lessons + 1)),
            ),
        ),
    )


def resource(resource_id: str, content: bytes, **details: object) -> Resource:
    told = {"group": "documents", "format": "PDF", "media_type": "application/pdf", "name": f"{resource_id}.pdf", **details}
    return Resource.model_validate(
        {
            "id": resource_id,
            "title": resource_id.replace("-", " ").title(),
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
            **told,
        }
    )


def webinar(webinar_id: str, starts: datetime = NOW + timedelta(days=3), *, capacity: int = 50, minutes: int = 60) -> Webinar:
    return Webinar(
        id=webinar_id,
        title=webinar_id.replace("-", " ").title(),
        presenter="Sam Speaker",
        starts=starts,
        minutes=minutes,
        zone="Europe/Berlin",
        capacity=capacity,
    )


FACTS: tuple[Fact, ...] = (
    Category(id="sales", title="Sales", colour="one", topics=("Closing",)),
    Skill(id="closing", title="Closing"),
    course("first-steps"),
    course("next-steps", after="first-steps", level=Level.ADVANCED),
    course("on-the-side", lessons=1, minutes=30),
    Path(id="the-path", title="The Path", courses=("first-steps", "next-steps"), featured=True),
    ResourceGroup(id="documents", title="Documents"),
    ResourceGroup(id="tools", title="Tools", order=1),
    Collection(id="checklists", title="Checklists", group="tools", unit="checklists"),
    resource("guide", GUIDE),
    resource(
        "call-back", CHECKLIST, group="tools", collection="checklists", format="Markdown", media_type="text/markdown", name="call – back.md"
    ),
    resource("first-steps--ladder", LADDER, group=None, course="first-steps", format="PNG", media_type="image/png", name="ladder.png"),
    Certification(id="bronze", title="Bronze", kind=CertificationKind.LEVEL, courses=1),
    Certification(id="silver", title="Silver", kind=CertificationKind.LEVEL, courses=2, assessments=1, after="bronze", order=1),
    Badge(id="first-course", title="First Course", kind=BadgeKind.COURSES),
)
QUIZ = Quiz(
    questions=(
        TrueFalse(id="silence", prompt="Silence is an answer.", right=True),
        MultipleResponse(
            id="signs", prompt="Which are signs?", options=(Option(id="a", text="A date", right=True), Option(id="b", text="Praise"))
        ),
    )
)
SCENARIO = Scenario(
    nodes=(
        Node(id="start", title="Late", text="What now?", choices=(ScenarioChoice(id="call", text="Call", to="end"),)),
        Node(id="end", title="Heard", text="She thanks you.", score=100),
    )
)
CHECK_UP = Course(
    id="check-up",
    title="Check Up",
    category="sales",
    version=2,
    modules=(
        Module(
            id="m",
            title="Module",
            lessons=(
                Lesson(id="check-up/quiz", title="Quiz", kind=LessonKind.QUIZ, minutes=5),
                Lesson(id="check-up/walk", title="Walk", kind=LessonKind.SCENARIO, minutes=5),
            ),
        ),
    ),
)
PRACTICE_FACTS = (*FACTS, CHECK_UP)
TEXTS = {"first-steps/l1": "# One\n\nAsk first.", "first-steps/l2": "# Two", "next-steps/l1": "# Next"}
PRACTICE_TEXTS = {**TEXTS, "check-up/quiz": "# Quiz", "check-up/walk": "# Walk"}


@dataclass(frozen=True)
class SmallPack:
    """A starter pack of a few things."""

    version: str = "1"
    facts: Sequence[Fact] = FACTS
    texts: Mapping[str, str] = field(default_factory=lambda: dict(TEXTS))
    quizzes: Mapping[str, Quiz] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    model_answers: Mapping[str, str] = field(default_factory=dict)
    webinars: Sequence[Webinar] = ()
    files: Sequence[bytes] = (GUIDE, CHECKLIST, LADDER)

    def webinars_at(self, now: datetime, /) -> Sequence[Webinar]:
        return self.webinars or (webinar("talk", now + timedelta(days=3)), webinar("tiny", now + timedelta(days=3, minutes=30), capacity=1))

    def open_file(self, sha256_hex: str, /) -> bytes:
        return next(content for content in self.files if sha256(content).hexdigest() == sha256_hex)

    def with_practice(self, quiz: Quiz = QUIZ, version: str = "1") -> "SmallPack":
        """The pack with a course of a quiz and a scenario."""
        quizzes, scenarios = {"check-up/quiz": quiz}, {"check-up/walk": SCENARIO}
        return replace(self, version=version, facts=PRACTICE_FACTS, texts=PRACTICE_TEXTS, quizzes=quizzes, scenarios=scenarios)

    def with_webinars(self, *webinars: Webinar) -> "SmallPack":
        return replace(self, webinars=webinars)


def event(kind: EventType, object_id: str, **details: object) -> Event:
    """An event of now on a device."""
    number = next(_numbers)
    told = {"id": f"event-{number:06}", "device": "laptop", "sequence": number, "type": kind, "object": object_id, "at": NOW, **details}
    return Event.model_validate(told)


def marked(*lessons: str) -> list[Event]:
    """The learner marks lessons as done."""
    return [event(EventType.MARKED_DONE, lesson) for lesson in lessons]
