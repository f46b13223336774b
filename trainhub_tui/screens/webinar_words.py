"""A webinar in words: what the pane beside the list, and its own page, say of it. Pure."""

from datetime import datetime

from textual.content import Content

from trainhub_core.models.views import WebinarRow
from trainhub_core.rules.seats import WebinarState, ends, webinar_status
from trainhub_tui import palette
from trainhub_tui.screens.course_words import flowing
from trainhub_tui.screens.times import day_label, time_label, zone_label
from trainhub_tui.screens.webinar_rows import (
    MARK_OF,
    host_time,
    offered_until,
    seats_sentence,
    starts_label,
    why_sentence,
)


def webinar_detail(row: WebinarRow, zone: str, now: datetime) -> Content:
    """All there is to say of a webinar."""
    webinar = row.webinar
    status = webinar_status(webinar, row.registration, now)
    label = f"seat offered until {offered_until(row, zone)}" if status.state is WebinarState.OFFERED else status.label
    mark = palette.mark(MARK_OF.get(status.state, "locked"))
    host = host_time(webinar, zone)
    when = f"{day_label(webinar.starts, zone)} {time_label(webinar.starts, zone)}–{time_label(ends(webinar), zone)} {zone_label(zone)}"
    lines = [
        Content.styled(webinar.title, palette.TITLE),
        Content.styled(f"with {webinar.presenter}", palette.MUTED),
        Content(""),
        Content(f"{when} {host}".rstrip()),
        Content.styled(f"{palette.minutes(webinar.minutes)}{palette.DOT}{starts_label(webinar, now)}", palette.MUTED),
        Content(""),
        Content.assemble(mark.content, (f" {label}", mark.style)),
        Content.styled(seats_sentence(webinar), palette.MUTED),
    ]
    if webinar.summary:
        lines += [Content(""), Content(flowing(webinar.summary))]
    if status.state not in (WebinarState.OPEN, WebinarState.ENDED):
        lines += [Content(""), Content.styled(why_sentence(row, zone, now), palette.MUTED)]
    return Content("\n").join(lines)
