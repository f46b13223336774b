"""Home and the progress report, computed (DASH-1 to DASH-6). Both sides call these."""

from datetime import datetime
from itertools import islice

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import LearnerState
from trainhub_core.models.views import AppliedAsk, Dashboard, ProgressReport, SeatCard, WebinarCard, WebinarRow
from trainhub_core.models.webinars import Webinar
from trainhub_core.rules.certification import completions
from trainhub_core.rules.feedback import to_ask
from trainhub_core.rules.record import zone_of
from trainhub_core.rules.seats import ends
from trainhub_core.views.achievements import achievements, tiles
from trainhub_core.views.courses import begun, course_row, next_lesson, pace_of, path_card
from trainhub_core.views.library import category_cards, shelves

WEBINARS_ON_HOME = 5


def dashboard(catalogue: Catalogue, state: LearnerState, now: datetime) -> Dashboard:
    """Home as it stands now."""
    done = completions(catalogue, state.record)
    path = catalogue.featured
    speed = pace_of(catalogue, state.record)
    return Dashboard(
        learner_name=state.learner.name,
        zone=state.learner.zone,
        day=now.astimezone(zone_of(state.learner.zone)).date(),
        tiles=tiles(catalogue, state, done, now),
        path=path_card(path, catalogue, state.record, speed) if path else None,
        next=next_lesson(catalogue, state),
        categories=category_cards(catalogue),
        webinars=upcoming(catalogue, state, now, WEBINARS_ON_HOME),
        library=shelves(catalogue),
        achievements=achievements(catalogue, state, done, now),
        ask=next((AppliedAsk(course_id=course.id, title=course.title) for course in to_ask(catalogue, state, now)), None),
    )


def webinar_row(webinar: Webinar, state: LearnerState) -> WebinarRow:
    """A webinar with what the learner holds of it."""
    held = state.registrations.get(webinar.id)
    return WebinarRow(webinar=WebinarCard(**dict(webinar)), registration=SeatCard(**dict(held)) if held else None)


def upcoming(catalogue: Catalogue, state: LearnerState, now: datetime, most: int | None = None) -> tuple[WebinarRow, ...]:
    """Webinars that have not ended, soonest first; so many at most."""
    coming = (webinar for webinar in catalogue.webinars.values() if ends(webinar) > now)
    return tuple(webinar_row(webinar, state) for webinar in islice(coming, most))


def past(catalogue: Catalogue, state: LearnerState, now: datetime) -> tuple[WebinarRow, ...]:
    """Webinars that have ended, latest first."""
    ended = [webinar for webinar in catalogue.webinars.values() if ends(webinar) <= now]
    return tuple(webinar_row(webinar, state) for webinar in reversed(ended))


def progress_report(catalogue: Catalogue, state: LearnerState, now: datetime) -> ProgressReport:
    """Tiles, achievements and every course that was begun or enrolled in."""
    done = completions(catalogue, state.record)
    speed = pace_of(catalogue, state.record)
    return ProgressReport(
        tiles=tiles(catalogue, state, done, now),
        courses=tuple(course_row(course, catalogue, state.record, speed) for course in begun(catalogue, state.record)),
        achievements=achievements(catalogue, state, done, now),
    )
