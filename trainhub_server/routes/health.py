"""Whether the server is there and can serve, and where people sign in to it."""

from fastapi import APIRouter, Request, Response

from trainhub_core.models.wire import SignIn
from trainhub_core.operations import ROOT
from trainhub_server.readiness import Readiness
from trainhub_server.refusals import Busy
from trainhub_server.turn import json_answer, model_answer

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
@router.get("/health", summary="Whether the server is there")
async def check_health() -> Response:
    return json_answer('{"status":"ok"}')


@router.get("/ready", summary="Whether the server can serve: 503 with the part that cannot, also while it is being stopped")
async def check_readiness(request: Request) -> Response:
    state = request.app.state
    if not hasattr(state, "readiness"):
        state.readiness = Readiness()
    if why := await state.readiness.why_not(state.site):
        raise Busy(why)
    return json_answer('{"status":"ready"}')


@router.get(f"{ROOT}/sign-in", summary="Where people sign in; for everybody")
async def read_sign_in(request: Request) -> Response:
    jwt = request.app.state.site.settings.jwt
    return model_answer(SignIn(service=jwt.issuer, key=jwt.key) if jwt and jwt.key else SignIn())
