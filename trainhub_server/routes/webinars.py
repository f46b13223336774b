"""Webinars and seats."""

from fastapi import APIRouter, Response

from trainhub_core.operations import ROOT, CancelWebinar, RegisterWebinar
from trainhub_server.routes.paging import Limit, Offset
from trainhub_server.seat_clock import settle_due
from trainhub_server.services import seats, webinars
from trainhub_server.services.webinars import When
from trainhub_server.turn import SignedIn, model_answer

router = APIRouter(prefix=ROOT)


@router.get("/webinars", summary="Upcoming or past webinars, with what the learner holds of each")
async def list_webinars(turn: SignedIn, when: When = When.UPCOMING, offset: Offset = 0, limit: Limit = 50) -> Response:
    await settle_due(turn.site)
    async with turn.reading() as unit:
        return model_answer(await webinars.listed(unit, turn.caller, when, offset, limit))


@router.post("/register-webinar", summary="Ask for a seat; the answer is a seat, a place in the waitlist, or a reason")
async def register_webinar(turn: SignedIn) -> Response:
    return await turn.once(RegisterWebinar, lambda unit, order: seats.register(unit, turn.caller, order))


@router.post("/cancel-webinar", summary="Give a seat or a place in the waitlist back")
async def cancel_webinar(turn: SignedIn) -> Response:
    return await turn.once(CancelWebinar, lambda unit, order: seats.cancel(unit, turn.caller, order.webinar_id))
