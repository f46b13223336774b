"""A course and a path in words: what a pane beside a list, and the top of a page, say of them. Pure."""

from collections.abc import Iterable

from textual.content import Content

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.views import CoursePage, CourseRow, PathCard
from trainhub_core.rules.locks import CourseState
from trainhub_tui import palette
from trainhub_tui.screens.cells import course_words

LENGTH = 24


def course_facts(row: CourseRow) -> Content:
    """Level, minutes, lessons and time left on one line."""
    left = f"{palette.minutes(row.minutes_left)} left" if 0 < row.minutes_left < row.minutes else ""
    lessons = f"{row.lessons} lesson{'' if row.lessons == 1 else 's'}"
    rest = palette.DOT.join(words for words in (palette.minutes(row.minutes), lessons, left) if words)
    return Content.assemble(palette.level_badge(row.level), (palette.DOT + rest, palette.MUTED))


def course_standing(row: CourseRow) -> Content:
    """The state with its mark, and the reason."""
    mark = palette.mark(row.state)
    return Content.assemble(mark.content, (f" {course_words(row)}", mark.style))


def flowing(text: str) -> str:
    """Paragraphs without the line breaks of their source."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def course_detail(row: CourseRow, after: Iterable[str], catalogue: Catalogue) -> Content:
    """All a pane says of a course."""
    category = catalogue.categories.get(row.category)
    place = palette.DOT.join(words for words in (category.title if category else "", row.topic) if words)
    skills = ", ".join(catalogue.skills[skill].title if skill in catalogue.skills else skill for skill in row.skills)
    lines = [
        Content.styled(row.title, palette.TITLE),
        Content.styled(place, palette.category_style(category.colour) if category else palette.MUTED),
        Content(""),
        *([palette.bar(row.percent, LENGTH)] if row.state == CourseState.IN_PROGRESS else []),
        course_standing(row),
        course_facts(row),
        Content(""),
        Content(flowing(row.summary)),
    ]
    if skills:
        lines += [Content(""), Content.styled(f"Skills: {skills}", palette.MUTED)]
    if first := ", ".join(after):
        lines.append(Content.styled(f"After: {first}", palette.MUTED))
    return Content("\n").join(lines)


def path_head(card: PathCard, width: int) -> Content:
    """The top of a path's page: summary, bar, time left."""
    room = max(8, min(48, width - 24))
    left = f"{palette.DOT}{palette.minutes(card.minutes_left)} left" if card.minutes_left else ""
    return Content("\n").join(
        [
            Content(flowing(card.summary)),
            Content.assemble(
                palette.level_badge(card.level),
                (f"{palette.DOT}{palette.minutes(card.minutes)}{left}{palette.DOT}{card.why}", palette.MUTED),
            ),
            Content.assemble(palette.bar(card.percent, room), (f"  {card.percent} %", palette.INK)),
        ]
    )


def path_detail(card: PathCard) -> Content:
    """All a pane says of a path."""
    lines = [Content.styled(card.title, palette.TITLE), path_head(card, 40), Content("")]
    for number, row in enumerate(card.modules, 1):
        mark = palette.mark(row.state)
        lines.append(Content.assemble(mark.content, f" {number} {row.title}"))
        lines.append(Content.styled(f"    {course_words(row)}", palette.MUTED))
    return Content("\n").join(lines)


def course_head(page: CoursePage, catalogue: Catalogue, width: int, is_enrolled: bool, is_bookmarked: bool, *, with_more: bool) -> Content:
    """The top of a course's page: how it stands, its facts; with `with_more` the summary and what comes before it too."""
    row = page.course
    signs = [
        palette.DOT + "enrolled" if is_enrolled else "",
        f"{palette.DOT}{palette.mark('bookmark').symbol} bookmarked" if is_bookmarked else "",
    ]
    is_begun = row.state == CourseState.IN_PROGRESS
    bar = Content.assemble(palette.bar(row.percent, max(8, min(40, width - 40))), "  ") if is_begun else Content("")
    lines = [
        Content.assemble(bar, course_standing(row), ("".join(signs), palette.MUTED)),
        course_facts(row),
    ]
    if with_more:
        lines.append(Content(flowing(row.summary)))
        if page.after and row.state != CourseState.LOCKED:
            lines.append(Content.styled(f"After: {', '.join(page.after)}", palette.MUTED))
    return Content("\n").join(lines)


def course_side(page: CoursePage, catalogue: Catalogue, notes: int = 0) -> Content:
    """What stands beside the lessons of a course."""
    words = course_detail(page.course, page.after, catalogue)
    if not notes:
        return words
    return Content.assemble(
        words, (f"\n{notes} {'note' if notes == 1 else 'notes'}{palette.DOT}", palette.MUTED), palette.key_hint("N", "Notes")
    )
