"""trainhub webinars: what is on, and your seats (WEB-1 to WEB-3)."""

from collections.abc import Callable, Mapping, Sequence

from trainhub_core.models.views import WebinarRow
from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_core.operations import CancelWebinar, RegisterWebinar
from trainhub_core.rules.record import zone_of
from trainhub_core.rules.seats import WebinarState, WebinarStatus, is_offered, overlapping, webinar_status
from trainhub_core.views.dashboard import past, upcoming, webinar_row
from trainhub_tui.cli.answer import Answer, Fields, Heading, Json, Say, Table
from trainhub_tui.cli.as_json import facts_of, page_of
from trainhub_tui.cli.changing import changed, outcome
from trainhub_tui.cli.finding import found
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import minutes_words, moment_words, state_cell, until_words

HELD = (WebinarState.REGISTERED, WebinarState.REQUESTED, WebinarState.WAITING)


def list_webinars(session: Session) -> Answer:
    show_past = session.choices.is_set("past")
    rows = (past if show_past else upcoming)(session.catalogue(), session.state(), session.hub.now())
    empty = "No past webinars." if show_past else "No webinars are planned; `trainhub sync` looks again."
    return Answer(page_of(_facts(session, row) for row in rows), (webinars_table(session, rows, empty),))


def next_webinar(session: Session) -> Answer:
    rows = _coming(session)
    if not rows:
        return Answer(None, (Say("No webinars are planned; `trainhub sync` looks again."),))
    row = rows[0]
    webinar, hub = row.webinar, session.hub
    facts = [
        ("When", f"{moment_words(webinar.starts, hub.zone)} ({hub.zone}), {until_words(webinar.starts, hub.now())}"),
        ("Length", minutes_words(webinar.minutes)),
        ("Presenter", webinar.presenter),
        ("Seat", _label(session, row)),
        ("Id", webinar.id),
    ]
    return Answer(_facts(session, row), (Heading(webinar.title), *([Say(webinar.summary)] if webinar.summary else []), Fields(facts)))


def register(session: Session) -> Answer:
    webinar = _meant(session)
    status = _status(session, _row(session, webinar))
    if status.state in HELD:
        return outcome("done", status.refusal or f"You have a seat in {webinar.title} already.", _standing(session, webinar)())
    overlap = overlapping(webinar, _held(session))
    warning = f" It is at the same time as {overlap.title}." if overlap else ""
    held = session.state().registrations.get(webinar.id)
    offer = held.offered_until if held and is_offered(held, session.hub.now()) else None
    operation = RegisterWebinar(webinar_id=webinar.id, at=session.hub.now(), offered_until=offer)
    return changed(
        session, operation, f"Seat in {webinar.title}", lambda: _seat_words(session, webinar) + warning, _standing(session, webinar)
    )


def cancel(session: Session) -> Answer:
    webinar = _meant(session)
    operation = CancelWebinar(webinar_id=webinar.id, at=session.hub.now())
    done = f"Your seat in {webinar.title} is free again."
    return changed(session, operation, f"Giving up the seat in {webinar.title}", lambda: done, _standing(session, webinar))


def webinars_table(session: Session, rows: Sequence[WebinarRow], empty: str) -> Table:
    """Webinars on the learner's wall clock."""
    hub = session.hub
    cells = [
        (
            row.webinar.title,
            moment_words(row.webinar.starts, hub.zone),
            until_words(row.webinar.starts, hub.now()) if row.webinar.starts > hub.now() else "",
            minutes_words(row.webinar.minutes),
            row.webinar.presenter,
            state_cell(_label(session, row)),
            row.webinar.id,
        )
        for row in rows
    ]
    return Table(
        ("Webinar", f"When ({hub.zone})", "Starts", "Length", "Presenter", "Seat", "Id"),
        cells,
        empty,
        spare=("Presenter", "Length", "Starts"),
    )


def _seat_words(session: Session, webinar: Webinar) -> str:
    held = session.state().registrations.get(webinar.id)
    if held and held.state is SeatState.WAITING:
        return (
            f"{webinar.title} is full; you are number {held.position} in the waitlist."
            if held.position
            else (f"{webinar.title} is full; you are in the waitlist.")
        )
    if held and held.state is SeatState.SEAT:
        return f"You have a seat in {webinar.title}, {moment_words(webinar.starts, session.hub.zone)} ({session.hub.zone})."
    return f"Your request for a seat in {webinar.title} was taken."


def _row(session: Session, webinar: Webinar) -> WebinarRow:
    known = session.catalogue().webinars.get(webinar.id, webinar)
    return webinar_row(known, session.state())


def _status(session: Session, row: WebinarRow) -> WebinarStatus:
    return webinar_status(row.webinar, row.registration, session.hub.now())


def _label(session: Session, row: WebinarRow) -> str:
    """The status in words, an offer with the time until which it is held."""
    label, held = _status(session, row).label, row.registration
    if held is None or held.offered_until is None or not is_offered(held, session.hub.now()):
        return label
    return f"{label} until {held.offered_until.astimezone(zone_of(session.hub.zone)):%H:%M}"


def _facts(session: Session, row: WebinarRow) -> Json:
    status = _status(session, row)
    return {**facts_of(row), "status": {"state": status.state.value, "label": status.label, "refusal": status.refusal}}


def _standing(session: Session, webinar: Webinar) -> Callable[[], Mapping[str, Json]]:
    def facts() -> Mapping[str, Json]:
        held: Registration | None = session.state().registrations.get(webinar.id)
        return {"webinar_id": webinar.id, "registration": facts_of(held) if held else None}

    return facts


def _held(session: Session) -> list[Webinar]:
    webinars, registrations = session.catalogue().webinars, session.state().registrations
    taken = (SeatState.SEAT, SeatState.REQUESTED)
    return [webinars[each] for each, held in registrations.items() if held.state in taken and each in webinars]


def _coming(session: Session) -> list[WebinarRow]:
    """Webinars that take place, soonest first."""
    return [row for row in upcoming(session.catalogue(), session.state(), session.hub.now()) if not row.webinar.cancelled]


def _meant(session: Session) -> Webinar:
    webinars = session.catalogue().webinars
    if session.choices.text("webinar") == "next" and "next" not in webinars and (coming := _coming(session)):
        return webinars[coming[0].webinar.id]
    return webinars[found(session.choices.text("webinar"), {each: it.title for each, it in webinars.items()}, "webinar")]


HANDLERS: Mapping[str, Handler] = {
    "webinars list": list_webinars,
    "webinars next": next_webinar,
    "webinars register": register,
    "webinars cancel": cancel,
}
