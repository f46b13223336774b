"""trainhub dashboard and trainhub next: Home in words (DASH-1 to DASH-6), and where to go on (PATH-5)."""

from collections.abc import Mapping

from trainhub_core.models.views import Dashboard, NextLesson
from trainhub_tui.cli.answer import Answer, Block, Fields, Heading, Say, Table
from trainhub_tui.cli.as_json import facts_of
from trainhub_tui.cli.badges import goals_table
from trainhub_tui.cli.paths import path_blocks
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.status import status_words
from trainhub_tui.cli.webinars import webinars_table
from trainhub_tui.cli.words import counted, minutes_words

TITLE = "Training & Development Hub"


def dashboard(session: Session) -> Answer:
    home = session.home()
    return Answer(facts_of(home), [*_head(session, home), *_sections(session, home)])


def next_lesson(session: Session) -> Answer:
    found = session.home().next
    if found is None:
        return Answer(None, (Say("There is nothing to continue; `trainhub courses` shows what there is to learn."),))
    return Answer(facts_of(found), (Fields(_next_pairs(session, found)),))


def _next_pairs(session: Session, found: NextLesson) -> list[tuple[str, str]]:
    course = session.catalogue().courses.get(found.course_id)
    return [
        ("Next", found.title),
        ("Course", course.title if course else found.course_id),
        ("Read it", f"trainhub read {found.lesson_id}"),
    ]


def _head(session: Session, home: Dashboard) -> list[Block]:
    tiles = home.tiles
    to_go = f", {tiles.skill_next - tiles.skill_score} to the next level" if tiles.skill_next is not None else ""
    return [
        Heading(TITLE),
        Fields(
            [
                ("Learner", home.learner_name),
                ("State", status_words(session.hub.status(), home.zone)),
                ("Courses completed", f"{tiles.courses}, {tiles.courses_this_month} this month"),
                ("Hours learned", minutes_words(tiles.study_minutes)),
                ("Certifications", f"{tiles.certifications}, {counted(tiles.badges, 'badge')}"),
                ("Skill level", f"{tiles.skill_title}, {tiles.skill_score} of 100{to_go}"),
                ("Streak", counted(tiles.streak_days, "day")),
                ("Continue", f"{home.next.title} ({home.next.lesson_id})" if home.next else "nothing is open"),
            ]
        ),
    ]


def _sections(session: Session, home: Dashboard) -> list[Block]:
    shelves = [(item.title, shelf.title, item.detail.replace(" · ", ", ")) for shelf in home.library for item in shelf.items]
    goals = home.achievements
    return [
        *(path_blocks(home.path) if home.path else ()),
        Heading("Upcoming webinars"),
        webinars_table(session, home.webinars, "No webinars are planned; `trainhub sync` looks again."),
        Heading("Categories"),
        Table(
            ("Category", "Topics", "Holds"),
            [(it.title, ", ".join(it.topics), f"{it.count} {it.unit}") for it in home.categories],
            "No categories yet.",
        ),
        Heading("Resource library"),
        Table(("Title", "Group", "Detail"), shelves, "The library is empty."),
        Heading("Achievements"),
        goals_table([*goals.levels, *goals.tracks, *goals.badges], home.zone, "Nothing to earn yet."),
    ]


HANDLERS: Mapping[str, Handler] = {"dashboard": dashboard, "next": next_lesson}
