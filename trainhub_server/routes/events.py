"""The event stream."""

from fastapi import APIRouter, Response

from trainhub_core.operations import ROOT
from trainhub_server import callers
from trainhub_server.turn import SignedIn

router = APIRouter(prefix=ROOT)


@router.get("/events", summary="That there are changes, as they come (server-sent events); read /changes for what they are")
async def listen(turn: SignedIn) -> Response:
    held = await callers.held_by(turn.site, turn.request, turn.caller)
    return await turn.site.events.stream(turn.site, held, turn.request.headers.get("last-event-id", ""))
