"""Members of an organisation as rows, and one of them in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from trainhub_core.models.organisations import CourseStanding, Invitation, Member, MemberProgress
from trainhub_core.text import alphabetical
from trainhub_tui import palette
from trainhub_tui.screens.times import date_label
from trainhub_tui.widgets.row_model import Cell, Column, Row

COLUMNS = (Column("Name", 18, share=2), Column("Role", 9, drop=2), Column("Done", 5, drop=1), Column("Under way", 26, share=5))


@dataclass(frozen=True, slots=True)
class Person:
    """A member, and every course that they have begun; nothing is told of one whose access has ended."""

    member: Member
    courses: tuple[CourseStanding, ...] = ()

    @property
    def completed(self) -> int:
        return sum(1 for it in self.courses if it.completed)

    @property
    def under_way(self) -> Sequence[CourseStanding]:
        """What they are at, the furthest first."""
        return sorted((it for it in self.courses if not it.completed), key=lambda it: -it.percent)


def people(members: Sequence[Member], progress: Sequence[MemberProgress]) -> tuple[Person, ...]:
    """Those who have access first, each group by name."""
    courses = {it.learner_id: it.courses for it in progress}
    found = [Person(it, courses.get(it.learner_id, ())) for it in members]
    return tuple(sorted(found, key=lambda it: (it.member.ended is not None, alphabetical(it.member.name), it.member.learner_id)))


def member_list(found: Sequence[Person], titles: Mapping[str, str], text: str) -> list[Row]:
    """Those whose name, role or courses have every word of the text, known by their ids."""
    words = text.casefold().split()
    return [_row(it, titles) for it in found if all(word in _searched(it, titles) for word in words)]


def _searched(person: Person, titles: Mapping[str, str]) -> str:
    courses = " ".join(titles.get(it.course_id, it.course_id) for it in person.courses)
    return f"{person.member.name} {person.member.learner_id} {person.member.role.value} {courses}".casefold()


def _row(person: Person, titles: Mapping[str, str]) -> Row:
    member = person.member
    role = Cell("ended" if member.ended else member.role.value, "muted")
    name = Cell(member.name, "muted" if member.ended else "text")
    done = Cell("" if member.ended else str(person.completed), "done" if person.completed else "muted")
    at = person.under_way
    first = f"{titles.get(at[0].course_id, at[0].course_id)} {at[0].percent} %" if at else ""
    under_way = Cell(f"{first} and {len(at) - 1} more" if len(at) > 1 else first, "under-way" if at else "muted")
    count = Cell("no access" if member.ended else f"{person.completed} done", "muted")
    return Row(member.learner_id, (name, role, done, under_way), ((name,), (role, count), (under_way,)))


def member_words(person: Person, titles: Mapping[str, str], zone: str) -> Content:
    """Everything that their managers see."""
    member = person.member
    lines = [
        Content.styled(member.name, palette.TITLE),
        Content.styled(f"{member.role.value} since {date_label(member.since, zone)}", palette.MUTED),
        Content.styled(member.learner_id, palette.MUTED),  # two may have one name
    ]
    if member.ended:
        lines.append(Content.styled(f"No access since {date_label(member.ended, zone)}; what they did stays.", palette.MUTED))
    elif not person.courses:
        lines += [Content(""), Content("No course begun yet.")]
    else:
        lines += [
            Content(""),
            *(_course_line(it, titles, zone) for it in (*person.under_way, *(it for it in person.courses if it.completed))),
        ]
    return Content("\n").join(lines)


def _course_line(standing: CourseStanding, titles: Mapping[str, str], zone: str) -> Content:
    title = titles.get(standing.course_id, standing.course_id)
    if standing.completed:
        mark = palette.MARKS["completed"]
        return Content.assemble((f"{mark.symbol} ", mark.style), title, (f"  {date_label(standing.completed, zone)}", palette.MUTED))
    mark = palette.MARKS["in progress"]
    return Content.assemble((f"{mark.symbol} ", mark.style), title, (f"  {standing.percent} %", palette.MUTED))


def invitation_words(made: Invitation, copy_key: str, zone: str, server: str) -> Content:
    """The code, which is told this once, and what to do with it."""
    sent = f"It is sent to {made.mailed_to}, with how to join." if made.mailed_to else ""
    how = sent or f"They run trainhub --server {server} login, then the same with join."
    return Content.assemble(
        f"An invitation as {made.role.value}, for one person, until {date_label(made.expires, zone)}. It is told this once:\n",
        (made.code, palette.TITLE),
        "\n",
        palette.key_hint(copy_key, "Copy"),
        (f"  {how}", palette.MUTED),
    )
