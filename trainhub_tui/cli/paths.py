"""trainhub paths: learning paths and their modules (PATH-1 to PATH-4)."""

from collections.abc import Mapping

from trainhub_core.models.views import PathCard
from trainhub_core.rules.progress import pace
from trainhub_core.views.courses import path_card
from trainhub_tui.cli.answer import Answer, Block, Fields, Heading, Say, Table
from trainhub_tui.cli.as_json import facts_of, page_of
from trainhub_tui.cli.courses import courses_table
from trainhub_tui.cli.endings import Refusal
from trainhub_tui.cli.finding import found
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted, minutes_words


def list_paths(session: Session) -> Answer:
    cards = [_card(session, path_id) for path_id in session.catalogue().paths]
    rows = [(it.title, it.level, minutes_words(it.minutes), counted(len(it.modules), "module"), f"{it.percent} %", it.id) for it in cards]
    table = Table(("Path", "Level", "Time", "Modules", "Done", "Id"), rows, "No learning paths yet.", spare=("Modules", "Level", "Time"))
    return Answer(page_of(facts_of(card) for card in cards), (table,))


def show(session: Session) -> Answer:
    catalogue, word = session.catalogue(), session.choices.text("path")
    if not word:
        if catalogue.featured is None:
            raise Refusal("There are no learning paths yet.")
        word = catalogue.featured.id
    card = _card(session, found(word, {each: path.title for each, path in catalogue.paths.items()}, "path"))
    return Answer(facts_of(card), path_blocks(card))


def path_blocks(card: PathCard) -> list[Block]:
    """A path for a person: how far, where to go on, its modules."""
    facts = [
        ("Done", f"{card.percent} % ({card.why})" if card.why else f"{card.percent} %"),
        ("Level", card.level),
        ("Time", f"{minutes_words(card.minutes)}, {minutes_words(card.minutes_left)} left"),
        ("Next", f"{card.next.title} ({card.next.lesson_id})" if card.next else ""),
        ("Id", card.id),
    ]
    summary: list[Block] = [Say(card.summary)] if card.summary else []
    pairs = [pair for pair in facts if pair[1]]
    return [Heading(card.title), *summary, Fields(pairs), courses_table(list(card.modules), "This path has no modules yet.")]


def _card(session: Session, path_id: str) -> PathCard:
    catalogue, record = session.catalogue(), session.state().record
    return path_card(catalogue.paths[path_id], catalogue, record, pace(catalogue.courses.values(), record))


HANDLERS: Mapping[str, Handler] = {"paths list": list_paths, "paths show": show}
