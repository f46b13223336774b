"""The page of one course in words: how it stands, what it needs and teaches, what is new in it, what the learner says of it. Pure."""

from dataclasses import dataclass

from textual.content import Content

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.feedback import Applied, Rating
from trainhub_core.models.views import CoursePage, NeedRow
from trainhub_core.rules.locks import CourseState
from trainhub_tui import palette
from trainhub_tui.screens.course_words import course_about, course_facts, course_standing, flowing
from trainhub_tui.screens.times import day_label

ROOMY = 100
"""Cells from which skills say of how many points they are."""
USED = {"yes": "yes", "partly": "partly", "not-yet": "not yet"}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the learner says of a course, and may say now; the keys are as they are shown."""

    rating: Rating | None = None
    applied: Applied | None = None
    may_rate: bool = False
    is_asked: bool = False
    rate_key: str = "*"
    applied_key: str = "a"


@dataclass(frozen=True, slots=True)
class Signs:
    """What else is the learner's own."""

    is_bookmarked: bool = False
    zone: str = "UTC"


def course_head(page: CoursePage, width: int, signs: Signs, opinion: Opinion, *, with_more: bool) -> Content:
    """The top of a course's page; with `with_more` also what otherwise stands beside the lessons."""
    row = page.course
    own = [
        palette.DOT + "enrolled" if row.enrolled else "",
        f"{palette.DOT}{palette.mark('bookmark').symbol} bookmarked" if signs.is_bookmarked else "",
    ]
    is_begun = row.state == CourseState.IN_PROGRESS
    bar = Content.assemble(palette.bar(row.percent, max(8, min(40, width - 40))), "  ") if is_begun else Content("")
    lines = [Content.assemble(bar, course_standing(row), ("".join(own), palette.MUTED)), course_facts(row)]
    if with_more:
        lines += [Content(flowing(row.summary)), *_skills(page, width), *_needs(page)]
    return Content("\n").join([*lines, *_news(page, signs.zone), *_opinion(opinion)])


def course_side(page: CoursePage, catalogue: Catalogue) -> Content:
    """What stands beside the lessons of a course."""
    return Content("\n").join([course_about(page.course, catalogue), Content(""), *_skills(page), *_needs(page)])


def _skills(page: CoursePage, width: int = ROOMY) -> list[Content]:
    """What it teaches, and how much of it."""
    words = ", ".join(f"{it.title} {it.weight}{' of 5' if width >= ROOMY else ''}" for it in page.skills)
    return [Content.styled(f"Skills: {words}", palette.MUTED)] if words else []


def _needs(page: CoursePage) -> list[Content]:
    """Each course that comes before, with what is missing of it."""
    return [Content.assemble(("After: ", palette.MUTED), _need(it)) for it in page.needs]


def _need(need: NeedRow) -> Content:
    mark = palette.mark(CourseState.AVAILABLE if need.why else CourseState.COMPLETED)
    reach = f", {need.min_score} % in it" if need.min_score is not None and not need.why else ""
    return Content.assemble(mark.content, (f" {need.title}{reach}{palette.DOT + need.why if need.why else ''}", palette.MUTED))


def _news(page: CoursePage, zone: str) -> list[Content]:
    """What has changed since the learner enrolled."""
    lessons = [lesson for module in page.modules for lesson in module.lessons]
    new, changed = sum(it.is_new for it in lessons), sum(it.is_changed for it in lessons)
    parts = [f"{new} new lesson{'' if new == 1 else 's'}" if new else "", f"{changed} rewritten" if changed else ""]
    if not (said := ", ".join(part for part in parts if part)):
        return []
    lowers = "It lowers" if new + changed == 1 else "They lower"
    day = f" on {' '.join(day_label(page.enrolled_at, zone).split())}" if page.enrolled_at else ""
    since = f"since you enrolled{day}, in version {page.since}"
    return [Content.styled(f"Version {page.version}: {said} {since}. {lowers} nothing.", palette.UNDER_WAY)]


def _opinion(opinion: Opinion) -> list[Content]:
    """A line each for the rating and for its use at work, with the key."""
    lines = []
    if opinion.rating and opinion.rating.stars:
        lines.append(_with_key(f"You gave it {opinion.rating.stars} of 5.", opinion.rate_key, "Change"))
    elif opinion.may_rate:
        lines.append(_with_key("What was it worth to you?", opinion.rate_key, "Rate"))
    if opinion.applied and opinion.applied.answer:
        lines.append(_with_key(f"Used in real work: {USED[opinion.applied.answer]}.", opinion.applied_key, "Change"))
    elif opinion.is_asked:
        lines.append(_with_key("Used it in real work yet?", opinion.applied_key, "Answer"))
    return lines


def _with_key(words: str, key: str, label: str) -> Content:
    return Content.assemble((f"{words}  ", palette.MUTED), palette.key_hint(key, label))
