"""Webinars as rows of a list and as the words of their page, in the learner's zone (WEB-1). Pure."""

from collections.abc import Iterable
from datetime import datetime

from trainhub_core.models.views import SeatCard, WebinarCard, WebinarRow
from trainhub_core.rules.record import zone_of
from trainhub_core.rules.seats import OFFERS_BEGIN, WAITLIST_CLOSES, WebinarState, ends, lapsed_sentence, webinar_status
from trainhub_tui.screens.cells import mark_cell, role_of
from trainhub_tui.screens.times import countdown, day_label, time_label, zone_label
from trainhub_tui.widgets.row_model import Cell, Column, Row

COLUMNS = (
    Column("Date       Time", 16),
    Column("Topic", 28, share=3),
    Column("Presenter", 16, share=1, drop=4),
    Column("Length", 7, drop=3, align="right"),
    Column("Starts", 10, drop=2),
    Column("Status", 14),
)
MARK_OF = {
    WebinarState.REGISTERED: "completed",
    WebinarState.OFFERED: "in progress",
    WebinarState.REQUESTED: "in progress",
    WebinarState.WAITING: "in progress",
    WebinarState.LEAVING: "in progress",
    WebinarState.LIVE: "in progress",
    WebinarState.OPEN: "available",
    WebinarState.FULL: "available",
    WebinarState.LAPSED: "available",
    WebinarState.RECORDING: "available",
    WebinarState.CANCELLED: "trouble",
}
"""The mark of each state in a list; all others have that of something locked."""


def ago(moment: datetime, now: datetime) -> str:
    """How long ago a moment was: `2 days ago`, `3 h ago`, `just now`."""
    ahead = countdown(now, moment)
    return "just now" if ahead == "now" else f"{ahead.removeprefix('in ')} ago"


def host_time(webinar: WebinarCard, zone: str) -> str:
    """The host's own time in brackets when it is another one: `(09:00 New York time)`."""
    local, host = webinar.starts.astimezone(zone_of(zone)), webinar.starts.astimezone(zone_of(webinar.zone))
    if local.utcoffset() == host.utcoffset():
        return ""
    day = "" if local.date() == host.date() else f"{day_label(webinar.starts, webinar.zone)} "
    return f"({day}{host:%H:%M} {zone_label(webinar.zone)})"


def starts_label(webinar: WebinarCard, now: datetime) -> str:
    """The countdown to a webinar, `on now` while it lasts."""
    if now < webinar.starts:
        return countdown(webinar.starts, now)
    return "on now" if now < ends(webinar) else ago(webinar.starts, now)


def status_cell(row: WebinarRow, zone: str, now: datetime) -> Cell:
    """What the learner holds, or could have."""
    status = webinar_status(row.webinar, row.registration, now)
    label = "waitlist open" if status.state is WebinarState.FULL else status.label
    if status.state is WebinarState.OFFERED:
        label = f"take by {offered_until(row, zone)}"
    return Cell(label, role_of(MARK_OF.get(status.state, "locked")))


def webinar_list(rows: Iterable[WebinarRow], zone: str, now: datetime) -> list[Row]:
    """Webinars as rows, known by their ids."""
    return [_row(row, zone, now) for row in rows]


def _row(row: WebinarRow, zone: str, now: datetime) -> Row:
    webinar = row.webinar
    status = status_cell(row, zone, now)
    state = webinar_status(webinar, row.registration, now).state
    when = Cell(f"{day_label(webinar.starts, zone)} {time_label(webinar.starts, zone)}")
    host = host_time(webinar, zone)
    presenter, length = Cell(webinar.presenter, "muted"), Cell(f"{webinar.minutes} min", "muted")
    starts = Cell(starts_label(webinar, now), "muted")
    return Row(
        key=webinar.id,
        cells=(when, Cell(webinar.title), presenter, length, starts, status),
        card=((Cell(webinar.title),), (when, starts), (status, Cell(host, "muted") if host else length)),
        marks=(mark_cell(MARK_OF.get(state, "locked")),),
    )


def seats_sentence(webinar: WebinarCard) -> str:
    """How many seats are taken and who waits."""
    waiting = f", {webinar.waiting} waiting" if webinar.waiting else ""
    return f"{webinar.taken} of {webinar.capacity} seats taken{waiting}"


def offered_until(row: WebinarRow, zone: str) -> str:
    """The time of day until which a seat is held for the learner; empty when none is."""
    until = row.registration.offered_until if row.registration else None
    return time_label(until, zone) if until else ""


def why_sentence(row: WebinarRow, zone: str, now: datetime) -> str:
    """Why the status is what it is (`w`)."""
    status = webinar_status(row.webinar, row.registration, now)
    title = row.webinar.title
    match status.state:
        case WebinarState.OPEN:
            return f"{title}: {seats_sentence(row.webinar)}. r asks for one."
        case WebinarState.FULL:
            return f"{title} is full: {seats_sentence(row.webinar)}. r puts you in the waitlist, which moves up as seats are given back."
        case WebinarState.OFFERED:
            until = offered_until(row, zone)
            return f"A seat in {title} is held for you until {until}: r takes it. If you let it be, it goes to the next who waits."
        case WebinarState.LAPSED:
            return f"{lapsed_sentence(row.webinar)} r puts you in the waitlist again."
        case WebinarState.REGISTERED:
            return f"You have a seat in {title}. r gives it back."
        case WebinarState.REQUESTED:
            return f"Your seat in {title} is asked for; the answer comes with the next sync."
        case WebinarState.LEAVING:
            return f"Your seat in {title} is being given back; the answer comes with the next sync. r asks for it again."
        case WebinarState.WAITING:
            place = _place(row.registration)
            return f"You wait for a seat in {title}{place}. {_promise(row.webinar, now)} r leaves the waitlist."
    return status.refusal or title


def _promise(webinar: WebinarCard, now: datetime) -> str:
    """What happens with a seat that is given back."""
    if now >= webinar.starts - WAITLIST_CLOSES:
        return "The waitlist has closed, an hour before the start."
    if now >= webinar.starts - OFFERS_BEGIN:
        return "Seats given back are now offered to the first who waits and held for half an hour."
    return "Seats given back go to the first who waits."


def _place(registration: SeatCard | None) -> str:
    return f", number {registration.position}" if registration and registration.position else ""
