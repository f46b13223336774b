"""A course and a path in words: what a pane beside a list, and the top of a page, say of them. Pure."""

from collections.abc import Iterable

from textual.content import Content

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.views import CourseRow, PathCard
from trainhub_core.rules.locks import CourseState
from trainhub_tui import palette
from trainhub_tui.screens.cells import course_words

LENGTH = 24


def course_facts(row: CourseRow) -> Content:
    """Level, minutes, lessons and what others gave it on one line; how much is left is said with the state."""
    lessons = f"{row.lessons} lesson{'' if row.lessons == 1 else 's'}"
    rest = palette.DOT.join(words for words in (palette.minutes(row.minutes), lessons, rating_words(row)) if words)
    return Content.assemble(palette.level_badge(row.level), (palette.DOT + rest, palette.MUTED))


def rating_words(row: CourseRow) -> str:
    """What learners gave the course on average; nothing while too few did."""
    return f"rated {row.rating / 10:.1f} of 5 by {row.ratings}" if row.ratings else ""


def course_standing(row: CourseRow) -> Content:
    """The state with its mark, and the reason."""
    mark = palette.mark(row.state)
    return Content.assemble(mark.content, (f" {course_words(row)}", mark.style))


def flowing(text: str) -> str:
    """Paragraphs without the line breaks of their source."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def course_about(row: CourseRow, catalogue: Catalogue) -> Content:
    """What a course is about and how it stands."""
    category = catalogue.categories.get(row.category)
    place = palette.DOT.join(words for words in (category.title if category else "", row.topic) if words)
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
    return Content("\n").join(lines)


def course_detail(row: CourseRow, after: Iterable[str], catalogue: Catalogue) -> Content:
    """All a pane says of a course."""
    lines = [course_about(row, catalogue)]
    if skills := ", ".join(catalogue.skills[skill].title if skill in catalogue.skills else skill for skill in row.skills):
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
