"""The picture of the seed as a dashboard, and a hub that holds still and shows it in any state of the network."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from trainhub_core.models.catalogue import Level
from trainhub_core.models.learning import Learner, LearnerState
from trainhub_core.models.views import (
    Achievements,
    CategoryCard,
    CourseRow,
    Dashboard,
    Goal,
    NextLesson,
    PathCard,
    SeatCard,
    Shelf,
    ShelfItem,
    Tiles,
    WebinarCard,
    WebinarRow,
)
from trainhub_core.models.webinars import SeatState
from trainhub_core.operations import Operation
from trainhub_tui.answers import Answers
from trainhub_tui.config import Config
from trainhub_tui.facts import Download, SyncKind, SyncStatus
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths
from trainhub_tui.remembering import Remembering

NOW = datetime(2025, 1, 26, 13, 2, tzinfo=UTC)


def _module(id_: str, title: str, level: Level, minutes: int, state: str, percent: int = 0, left: int = 0, why: str = "") -> CourseRow:
    return CourseRow(
        id=id_,
        title=title,
        summary=f"What a partner needs to know about {title.lower()}, with examples from real deals.",
        category="sales",
        level=level,
        minutes=minutes,
        minutes_left=left,
        lessons=3,
        state=state,
        percent=percent,
        why=why,
    )


def _category(id_: str, title: str, colour: str, count: int, *topics: str, unit: str = "Courses") -> CategoryCard:
    return CategoryCard(
        id=id_, title=title, colour=colour, topics=topics, count=count, unit=unit, courses=count if unit == "Courses" else 0
    )


def _webinar(id_: str, title: str, presenter: str, starts: datetime, minutes: int) -> WebinarCard:
    summary = f"{presenter} shows what worked, with time for your questions."
    return WebinarCard(
        id=id_,
        title=title,
        summary=summary,
        presenter=presenter,
        starts=starts,
        minutes=minutes,
        zone="Europe/Berlin",
        capacity=50,
    )


def _goal(id_: str, title: str, kind: str, percent: int, why: str = "") -> Goal:
    return Goal(id=id_, title=title, kind=kind, percent=percent, earned_at=NOW - timedelta(days=9) if percent == 100 else None, why=why)


PATH = PathCard(
    id="partner-success",
    title="Partner Success Mastery",
    summary="From the first referral to a partnership that grows by itself: four courses in the order that works.",
    level=Level.INTERMEDIATE,
    percent=60,
    minutes=180,
    minutes_left=72,
    modules=(
        _module("referral-strategies", "Referral Strategies", Level.BEGINNER, 45, "completed", 100),
        _module("client-communication", "Client Communication", Level.INTERMEDIATE, 30, "in progress", 60, 12, "1 of 3 lessons done"),
        _module("closing", "Closing Techniques", Level.INTERMEDIATE, 40, "locked", why="Finish Client Communication first"),
        _module("advanced", "Advanced Partnerships", Level.ADVANCED, 65, "locked", why="Finish Closing Techniques first"),
    ),
)

LIBRARY = (
    Shelf(
        id="documents",
        title="Documents & Guides",
        items=(
            ShelfItem(title="Partner Handbook", detail="PDF · 2.3 MB", resource_id="handbook"),
            ShelfItem(title="Sales Playbook", detail="PDF · 1.8 MB", resource_id="playbook"),
            ShelfItem(title="Technical Specifications", detail="PDF · 3.1 MB", resource_id="specifications"),
            ShelfItem(title="Industry Report 2025", detail="PDF · 4.2 MB", resource_id="report"),
        ),
    ),
    Shelf(
        id="videos",
        title="Video Resources",
        items=(
            ShelfItem(title="Onboarding Series", detail="12 videos", collection_id="onboarding"),
            ShelfItem(title="Product Demos", detail="8 videos", collection_id="demos"),
            ShelfItem(title="Success Stories", detail="15 videos", collection_id="stories"),
            ShelfItem(title="Webinar Recordings", detail="24 videos", collection_id="recordings"),
        ),
    ),
    Shelf(
        id="tools",
        title="Tools & Templates",
        items=(
            ShelfItem(title="Proposal Templates", detail="5 templates", collection_id="proposals"),
            ShelfItem(title="Email Templates", detail="12 templates", collection_id="emails"),
            ShelfItem(title="Presentation Decks", detail="8 decks", collection_id="decks"),
            ShelfItem(title="Checklists & Workflows", detail="10 items", collection_id="checklists"),
        ),
    ),
)

SEED = Dashboard(
    learner_name="Ada Partner",
    zone="Europe/Berlin",
    day=date(2025, 1, 26),
    tiles=Tiles(
        courses=12,
        courses_this_month=3,
        study_minutes=48 * 60,
        certifications=3,
        badges=5,
        skill_title="Advanced",
        skill_score=72,
        skill_next=75,
        skill_why="72 of 100 over your tracks' skills",
        streak_days=5,
        streak_why="5 days in a row with a minute of study or more",
    ),
    path=PATH,
    next=NextLesson(course_id="client-communication", lesson_id="client-communication/two", title="Asking well"),
    categories=(
        _category("sales", "Sales & Marketing", "one", 8, "Lead Gen", "Closing", "Negotiation"),
        _category("technical", "Technical Skills", "two", 12, "App Dev", "Tech Stack", "APIs"),
        _category("business", "Business Development", "three", 6, "Strategy", "Planning", "Finance"),
        _category("clients", "Client Relations", "four", 5, "Communication", "Support", "Retention"),
        _category("industry", "Industry Knowledge", "five", 9, "Trends", "Best Practice", "Case Studies"),
        _category("tools", "Tools & Resources", "six", 15, "Software", "Templates", "Checklists", unit="Resources"),
    ),
    webinars=(
        WebinarRow(
            webinar=_webinar("referrals", "Advanced Referral Strategies", "Sarah Johnson", datetime(2025, 1, 28, 13, 0, tzinfo=UTC), 60),
            registration=SeatCard(webinar_id="referrals", state=SeatState.SEAT),
        ),
        WebinarRow(webinar=_webinar("trends", "App Development Trends 2025", "Mike Chen", datetime(2025, 2, 5, 9, 0, tzinfo=UTC), 45)),
        WebinarRow(
            webinar=_webinar("retention", "Client Retention Masterclass", "Emma Davis", datetime(2025, 2, 12, 14, 0, tzinfo=UTC), 90)
        ),
    ),
    library=LIBRARY,
    achievements=Achievements(
        levels=(
            _goal("certification/bronze", "Bronze", "level", 100),
            _goal("certification/silver", "Silver", "level", 100),
            _goal("certification/gold", "Gold", "level", 80, "12 of 15 courses; a project is missing"),
            _goal("certification/platinum", "Platinum", "level", 60),
        ),
        tracks=(
            _goal("certification/sales", "Sales Mastery", "track", 100),
            _goal("certification/technical", "Technical Expertise", "track", 40),
            _goal("certification/business", "Business Development", "track", 33),
            _goal("certification/clients", "Client Success", "track", 75),
        ),
        badges=(
            _goal("badge/first", "First Course", "badge", 100),
            _goal("badge/ten", "Ten Courses", "badge", 100),
            _goal("badge/hours", "Twenty-four Hours", "badge", 100),
            _goal("badge/week", "A Week in a Row", "badge", 71),
            _goal("badge/all", "Every Category", "badge", 66),
        ),
    ),
)
SYNCED = SyncStatus(SyncKind.SYNCED, NOW)


class NothingBegun(Remembering):
    """No window left a draft."""

    def under(self, prefix: str) -> dict[str, str]:
        return {}


class StillHub(Hub):
    """Shows what it is given; writes down what it is asked to do, or refuses it."""

    def __init__(
        self, home: Path, dashboard: Dashboard | None = SEED, status: SyncStatus = SYNCED, refusal: Exception | None = None
    ) -> None:
        self.paths = Paths.under(home)
        self.config = Config(zone="Europe/Berlin")
        self.dashboard = dashboard
        self.standing = status
        self.refusal = refusal
        self.done: list[Operation] = []
        self.asked: list[str] = []
        self.kept: dict[str, str] = {"first-run": "done"}
        self.changed: Callable[[], None] = lambda: None
        self.answers = Answers(None)  # type: ignore[arg-type]  # nothing is ever sent
        self.remembering = NothingBegun(None)  # type: ignore[arg-type]

    def home(self, at_once: bool = False) -> Dashboard | None:
        return self.dashboard

    def state(self) -> LearnerState:
        return LearnerState(learner=Learner(id="me", name="Ada Partner"))

    def manages(self) -> bool:
        return False

    def status(self) -> SyncStatus:
        return self.standing

    def now(self) -> datetime:
        return NOW

    @property
    def zone(self) -> str:
        return "Europe/Berlin"

    def do(self, operation: Operation) -> None:
        if self.refusal:
            raise self.refusal
        self.done.append(operation)

    def start(self, changed: Callable[[], None]) -> None:
        self.changed = changed

    def sync_now(self) -> SyncStatus:
        self.asked.append("sync")
        return self.standing

    def download(self, resource_id: str) -> None:
        self.asked.append(f"download {resource_id}")

    def downloads(self) -> Sequence[Download]:
        return ()

    def here(self) -> Sequence[str]:
        return ()

    def file_of(self, resource_id: str) -> Path | None:
        return None

    def remembered(self, name: str) -> str | None:
        return self.kept.get(name)

    def remember(self, name: str, value: str) -> None:
        self.kept[name] = value

    def close(self) -> None:
        pass
