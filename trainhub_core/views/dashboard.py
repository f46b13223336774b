"""Home and the progress report, computed (DASH-1 to DASH-6). Both sides call these."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import accumulate, islice

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import LearnerState
from trainhub_core.models.views import AppliedAsk, Dashboard, ProgressReport, SeatCard, WebinarCard, WebinarRow
from trainhub_core.models.webinars import Registration, Webinar
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
    home = without_webinars(catalogue, state, completions(catalogue, state.record), now)
    return home.model_copy(update={"webinars": upcoming(catalogue, state, now, WEBINARS_ON_HOME)})


def without_webinars(catalogue: Catalogue, state: LearnerState, done: Mapping[str, datetime], now: datetime) -> Dashboard:
    """Home but for the webinars. It changes with time at midnight, the learner's and that of UTC, and when a question comes or goes
    (`rules.feedback.asks_change_at`). `done` is `rules.certification.completions`."""
    path = catalogue.featured
    speed = pace_of(catalogue, state.record)
    return Dashboard(
        learner_name=state.learner.name,
        zone=state.learner.zone,
        day=now.astimezone(zone_of(state.learner.zone)).date(),
        tiles=tiles(catalogue, state, done, now),
        path=path_card(path, catalogue, state.record, speed) if path else None,
        next=next_lesson(catalogue, state),
        categories=catalogue.once(category_cards),
        library=catalogue.once(shelves),
        achievements=achievements(catalogue, state, done, now),
        ask=next((AppliedAsk(course_id=course.id, title=course.title) for course in to_ask(catalogue, state, done, now)), None),
    )


def webinar_row(webinar: Webinar, state: LearnerState) -> WebinarRow:
    """A webinar with what the learner holds of it."""
    held = state.registrations.get(webinar.id)
    return WebinarRow(webinar=WebinarCard(**vars(webinar)), registration=seat_card(held) if held else None)


def seat_card(held: Registration) -> SeatCard:
    return SeatCard(**vars(held))


def upcoming(catalogue: Catalogue, state: LearnerState, now: datetime, most: int | None = None) -> tuple[WebinarRow, ...]:
    """Webinars that have not ended, soonest first; so many at most."""
    return tuple([webinar_row(webinar, state) for webinar in coming(catalogue, now, most)])


def coming(catalogue: Catalogue, now: datetime, most: int | None = None) -> Iterator[Webinar]:
    """The same, without what the learner holds."""
    ended = bisect_right(catalogue.once(_all_ended), now)
    return islice((webinar for webinar in islice(catalogue.webinars.values(), ended, None) if ends(webinar) > now), most)


def _all_ended(catalogue: Catalogue) -> list[datetime]:
    """By when each webinar, and every one before it, has ended: in order, so that one can be looked for."""
    return list(accumulate(map(ends, catalogue.webinars.values()), max))


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
