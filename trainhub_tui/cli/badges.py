"""trainhub badges: levels, tracks and badges, and what is missing (ACH-1 to ACH-3)."""

from collections.abc import Mapping, Sequence

from trainhub_core.models.views import Goal
from trainhub_tui.cli.answer import Answer, Cell, Heading, Table
from trainhub_tui.cli.as_json import facts_of
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import date_words

_NOT_MET = "✗"


def badges(session: Session) -> Answer:
    home = session.home()
    kinds = (
        ("Certification levels", home.achievements.levels),
        ("Skill tracks", home.achievements.tracks),
        ("Badges", home.achievements.badges),
    )
    blocks = [block for title, goals in kinds for block in (Heading(title), goals_table(goals, home.zone, "None yet."))]
    return Answer(facts_of(home.achievements), blocks)


def goals_table(goals: Sequence[Goal], zone: str, empty: str) -> Table:
    """Goals as a table: earned when, or how far and what is missing."""
    rows = [(goal.title, goal.kind, _standing(goal, zone), f"{goal.percent} %", _missing(goal)) for goal in goals]
    return Table(("Title", "Kind", "Standing", "Done", "What is missing"), rows, empty, spare=("Kind", "Done"))


def _standing(goal: Goal, zone: str) -> Cell:
    if goal.earned_at:
        return Cell(f"earned {date_words(goal.earned_at, zone)}", Role.DONE)
    return Cell("reached, being confirmed", Role.UNDER_WAY) if goal.pending else Cell("open")


def _missing(goal: Goal) -> str:
    """What is not met yet, without the marks that a screen reader would stumble over."""
    missing = [need.removesuffix(_NOT_MET).rstrip() for need in goal.needs if need.endswith(_NOT_MET)]
    return "" if goal.earned_at else "; ".join(missing)


HANDLERS: Mapping[str, Handler] = {"badges": badges}
