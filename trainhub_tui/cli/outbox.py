"""trainhub outbox: what waits to be sent, and what was refused (nothing of it is lost unless the learner drops it)."""

import json
from collections.abc import Mapping, Sequence

from trainhub_tui.answers import Answered
from trainhub_tui.cli.answer import Answer, Heading, Json, Table, Verbatim
from trainhub_tui.cli.as_json import json_text, page_of
from trainhub_tui.cli.changing import QUEUED, outcome, sent
from trainhub_tui.cli.endings import Refusal
from trainhub_tui.cli.finding import found
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted, moment_words, state_cell
from trainhub_tui.hub import Waiting


def list_outbox(session: Session) -> Answer:
    waiting = session.hub.outbox()
    zone = session.hub.zone
    rows = [
        (it.sentence, state_cell(it.state), it.answer, moment_words(it.made_at, zone), counted(it.tries, "try", "tries"), it.key)
        for it in waiting
    ]
    table = Table(("Change", "State", "Answer", "Made", "Sent", "Key"), rows, "Everything is at the server.", spare=("Sent", "Made"))
    answered = session.hub.answers.latest()
    said = Table(
        ("Sent", "Answer", "Made"), [(it.sentence, it.answer, moment_words(it.made_at, zone)) for it in answered], "", spare=("Made",)
    )
    facts = page_of(_facts(it) for it in waiting)
    return Answer(
        {**facts, "answered": [_answered_facts(it) for it in answered]},
        (table, *((Heading("What the server said of late"), said) if answered else ())),
    )


def retry(session: Session) -> Answer:
    waiting = _meant(session)
    session.hub.retry(waiting.key)
    if session.hub.stays_off:
        return outcome("queued", f"{waiting.sentence}: {QUEUED}.", {"key": waiting.key})
    return sent(session, {waiting.key}, waiting.sentence, lambda: f"{waiting.sentence}: sent.", lambda: {"key": waiting.key})


def drop(session: Session) -> Answer:
    waiting = _meant(session)
    session.hub.drop(waiting.key)
    return outcome("done", f"{waiting.sentence}: dropped, it will not be sent.", {"key": waiting.key})


def export(session: Session) -> Answer:
    facts: Json = json.loads(session.hub.export_outbox())
    return Answer(facts, (Verbatim(json_text(facts)),))


def _meant(session: Session) -> Waiting:
    waiting: Sequence[Waiting] = session.hub.outbox()
    if not waiting:
        raise Refusal("The outbox is empty.")
    key = found(session.choices.text("key"), {it.key: it.sentence for it in waiting}, "change")
    return next(it for it in waiting if it.key == key)


def _answered_facts(it: Answered) -> Json:
    return {"sentence": it.sentence, "answer": it.answer, "made_at": it.made_at.isoformat()}


def _facts(it: Waiting) -> Json:
    return {
        "key": it.key,
        "sentence": it.sentence,
        "state": it.state,
        "tries": it.tries,
        "made_at": it.made_at.isoformat(),
        "answer": it.answer,
    }


HANDLERS: Mapping[str, Handler] = {"outbox list": list_outbox, "outbox retry": retry, "outbox drop": drop, "outbox export": export}
