"""What can be done with a webinar wherever one is chosen: take a seat, give it back, ask why (WEB-2, WEB-3)."""

from datetime import datetime
from typing import ClassVar

from trainhub_core.models.views import WebinarRow
from trainhub_core.models.webinars import SeatState
from trainhub_core.operations import CancelWebinar, RegisterWebinar
from trainhub_core.rules.seats import TAKEN, is_offered, overlapping, webinar_status, why_not_cancel
from trainhub_core.views.dashboard import webinar_row
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.known import Known
from trainhub_tui.screens.moving import MovingPage
from trainhub_tui.screens.times import time_label
from trainhub_tui.screens.webinar_rows import why_sentence

HELD = (*TAKEN, SeatState.WAITING)


class WebinarActs(MovingPage):
    """A page on which a webinar can be chosen; `webinar_row` says which."""

    VERBS: ClassVar[tuple[str, ...]] = ("register",)
    known: Known = Known()
    _warned: str = ""
    """The webinar whose overlap was told; a second r takes the seat all the same."""

    @property
    def webinar_row(self) -> WebinarRow | None:
        """The webinar that is chosen."""
        return None

    def row_of(self, webinar_id: str) -> WebinarRow | None:
        """A webinar with what the learner holds of it."""
        webinar = self.known.catalogue.webinars.get(webinar_id)
        state = self.known.state
        return webinar_row(webinar, state) if webinar and state else None

    @property
    def is_held(self) -> bool:
        """Whether the learner has a seat in the chosen webinar, asked for one, or waits for one."""
        row = self.webinar_row
        return row is not None and row.registration is not None and row.registration.state in HELD

    def can_register(self) -> str | None:
        row = self.webinar_row
        if row is None:
            return "Choose a webinar first."
        if self.is_held:
            return why_not_cancel(row.webinar, row.registration, self.hub.now())
        return webinar_status(row.webinar, row.registration, self.hub.now()).refusal

    def verb_register(self) -> None:
        row = self.webinar_row
        if row is None:
            return
        webinar = row.webinar
        if self.is_held:
            asked = " as soon as the network is back" if self._is_offline else ""
            self.do(CancelWebinar(webinar_id=webinar.id, at=self.hub.now()), f"Your seat in {webinar.title} is given back{asked}.")
            return
        if self._warned != webinar.id and (other := self._overlap(row)):
            self._warned = webinar.id
            self.say(
                f"{webinar.title} is on at the same time as {other}, for which you are registered. r again registers all the same.",
                "warning",
            )
            return
        self._warned = ""
        offer = self._offer(row)
        said = f"The seat in {webinar.title} that is held for you is taken." if offer else f"A seat in {webinar.title} is requested."
        if self._is_offline:
            held = f" It is held until {time_label(offer, self.hub.zone)}." if offer else ""
            said = f"A seat in {webinar.title} is requested. It is sent, and confirmed or refused, when the network is back.{held}"
        self.do(RegisterWebinar(webinar_id=webinar.id, at=self.hub.now(), offered_until=offer), said)

    def _offer(self, row: WebinarRow) -> datetime | None:
        """Until when a seat is held for the learner."""
        return row.registration.offered_until if row.registration and is_offered(row.registration, self.hub.now()) else None

    @property
    def _is_offline(self) -> bool:
        return self.hub.status().kind in (SyncKind.OFFLINE, SyncKind.TROUBLE)

    def _overlap(self, row: WebinarRow) -> str:
        """The title of another webinar the learner has registered for at that time; empty when there is none."""
        state, webinars = self.known.state, self.known.catalogue.webinars
        seats = state.registrations.values() if state else ()
        held = [webinars[it.webinar_id] for it in seats if it.state in HELD and it.webinar_id in webinars]
        other = overlapping(row.webinar, held)
        return other.title if other else ""

    def why(self) -> str:
        row = self.webinar_row
        return why_sentence(row, self.hub.zone, self.hub.now()) if row else ""

    def label(self, verb_id: str) -> str:
        row = self.webinar_row
        if verb_id == "register" and row and self._offer(row):
            return "Take seat"
        return "Cancel" if verb_id == "register" and self.is_held else super().label(verb_id)
