"""From the dashboard to the lines that Home's cards draw. Pure."""

from datetime import datetime

from trainhub_core.models.views import Dashboard, WebinarRow
from trainhub_core.rules.seats import WebinarState, webinar_status
from trainhub_tui.screens.times import countdown, day_label, time_label
from trainhub_tui.widgets.home_top import QuickAction
from trainhub_tui.widgets.webinar_card import WebinarLine

_MARKS = {
    WebinarState.REGISTERED: "completed",
    WebinarState.OFFERED: "in progress",
    WebinarState.REQUESTED: "in progress",
    WebinarState.WAITING: "in progress",
    WebinarState.LEAVING: "in progress",
    WebinarState.LIVE: "in progress",
    WebinarState.CANCELLED: "trouble",
}
_OFFERS = {WebinarState.OPEN: "register", WebinarState.FULL: "waitlist", WebinarState.LAPSED: "waitlist"}


def webinar_line(row: WebinarRow, zone: str, now: datetime, register_key: str) -> WebinarLine:
    """A webinar with what `r` would do, or with what the learner holds."""
    webinar = row.webinar
    status = webinar_status(webinar, row.registration, now)
    offer = _OFFERS.get(status.state, "")
    if status.state is WebinarState.OFFERED and row.registration and row.registration.offered_until:
        offer = f"take by {time_label(row.registration.offered_until, zone)}"
    return WebinarLine(
        id=webinar.id,
        day=day_label(webinar.starts, zone),
        time=time_label(webinar.starts, zone),
        title=webinar.title,
        presenter=webinar.presenter,
        minutes=webinar.minutes,
        starts=countdown(webinar.starts, now),
        state=_MARKS.get(status.state, "locked"),
        label=offer or status.label,
        key=register_key if offer else "",
        summary=webinar.summary,
    )


def may_cancel(row: WebinarRow, now: datetime) -> bool:
    """Whether `r` gives a seat back."""
    return webinar_status(row.webinar, row.registration, now).state in (
        WebinarState.REGISTERED,
        WebinarState.REQUESTED,
        WebinarState.WAITING,
    )


def first_open(dashboard: Dashboard, now: datetime) -> WebinarRow | None:
    """The soonest webinar that a seat, or a place in the waitlist, can be asked for."""
    return next((row for row in dashboard.webinars if webinar_status(row.webinar, row.registration, now).refusal is None), None)


def quick_actions(keys: dict[str, str], *, going_on: bool) -> tuple[QuickAction, ...]:
    """Continue, browse, join, download: the seed's quick actions, each with its key."""
    going = QuickAction("continue", keys["continue"], "Continue learning", "Continue")
    rest = (
        QuickAction("learn", keys["learn"], "Browse courses", "Courses"),
        QuickAction("register", keys["register"], "Join a webinar", "Webinar"),
        QuickAction("library", keys["library"], "Download resources", "Library"),
    )
    return (going, *rest) if going_on else rest


def why_of(dashboard: Dashboard, kind: str, id_: str) -> str:
    """Why what is chosen on Home is as it is: a module's state, a level's percent, else the learner's own level and streak."""
    if kind == "course" and dashboard.path:
        return next((f"{it.title}: {it.why}" for it in dashboard.path.modules if it.id == id_ and it.why), "")
    got = dashboard.achievements
    for goal in (*got.levels, *got.tracks, *got.badges):
        if goal.id == id_ and goal.why:
            return f"{goal.title}: {goal.why}"
    return ""
