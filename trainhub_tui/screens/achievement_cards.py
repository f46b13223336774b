"""Goals as cards, and which of them were earned since the learner last looked (ACH-1 to ACH-3). Pure."""

from collections.abc import Collection, Sequence

from textual.content import Content

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.views import Achievements, Goal
from trainhub_tui import palette
from trainhub_tui.screens.times import local
from trainhub_tui.widgets.goal_cards import GoalCard, GoalShelf

BAR = 12


def shelves(achievements: Achievements, catalogue: Catalogue, zone: str, new: Collection[str]) -> tuple[GoalShelf, ...]:
    """Levels, tracks and badges as shelves; badges earned come before those still open."""
    badges = sorted(achievements.badges, key=lambda goal: goal.earned_at is None)
    groups = (("Levels", achievements.levels), ("Skill tracks", achievements.tracks), ("Badges", badges))
    return tuple(
        GoalShelf(title, _earned(goals), tuple(_card(goal, catalogue, zone, goal.id in new) for goal in goals))
        for title, goals in groups
        if goals
    )


def _earned(goals: Sequence[Goal]) -> str:
    return f"{sum(goal.earned_at is not None for goal in goals)} of {len(goals)} earned"


def _card(goal: Goal, catalogue: Catalogue, zone: str, is_new: bool) -> GoalCard:
    style = palette.DONE if goal.earned_at else palette.UNDER_WAY if goal.pending else palette.MUTED
    return GoalCard(goal.id, goal.title, picture_kind(goal, catalogue), sign(goal, catalogue), _lines(goal, zone), style, is_new)


def picture_kind(goal: Goal, catalogue: Catalogue) -> str:
    """Which picture a goal has."""
    badge = catalogue.badges.get(goal.id.partition("/")[2]) if goal.kind == "badge" else None
    return str(badge.kind) if badge else goal.kind


def sign(goal: Goal, catalogue: Catalogue) -> str:
    """What stands in the picture: how much of it a badge asks for, else the first letter of the title."""
    badge = catalogue.badges.get(goal.id.partition("/")[2]) if goal.kind == "badge" else None
    return str(badge.count) if badge and badge.count > 1 else goal.title[:1].upper()


def _lines(goal: Goal, zone: str) -> tuple[Content, ...]:
    return (standing(goal, zone), *(need_line(need) for need in goal.needs[:4]))


def standing(goal: Goal, zone: str) -> Content:
    """Earned and when, pending, or how far."""
    if goal.earned_at:
        day = local(goal.earned_at, zone)
        mark = palette.mark("completed")
        return Content.assemble(mark.content, (f" earned {day.day} {day:%b %Y}", palette.DONE))
    if goal.pending:
        return Content.styled("▶ pending confirmation", palette.UNDER_WAY)
    return Content.assemble(palette.bar(goal.percent, BAR), (f" {goal.percent} %", palette.INK))


def need_line(need: str) -> Content:
    """A criterion: its mark in front, met ones in green."""
    met = need.endswith("✓")
    words = need.rstrip("✓✗ ")
    mark = palette.mark("completed" if met else "available")
    return Content.assemble((mark.symbol, palette.DONE if met else palette.MUTED), (f" {words}", palette.MUTED if met else palette.INK))


def detail(goal: Goal, zone: str) -> Content:
    """All there is to say of a goal, on two or three lines."""
    lines = [Content.assemble((goal.title, palette.TITLE), "  ", standing(goal, zone))]
    if goal.summary:
        lines.append(Content(goal.summary))
    missing = [need.rstrip("✗ ") for need in goal.needs if not need.endswith("✓")]
    if missing and not goal.earned_at and not goal.pending:
        lines.append(Content.styled(f"Missing: {', '.join(missing)}", palette.MUTED))
    return Content("\n").join(lines)


def celebration(earned: Sequence[Goal]) -> str:
    """The sentence for what was earned since the learner last looked."""
    if not earned:
        return ""
    if len(earned) == 1:
        return f"◆ {earned[0].title} is yours. Well done."
    titles = ", ".join(goal.title for goal in earned[:3])
    more = f" and {len(earned) - 3} more" if len(earned) > 3 else ""
    return f"◆ {titles}{more} are yours. Well done."
