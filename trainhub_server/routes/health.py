"""Whether the server is there, and where people sign in to it."""

from fastapi import APIRouter, Request, Response

from trainhub_core.models.wire import SignIn
from trainhub_core.operations import ROOT
from trainhub_server.turn import json_answer, model_answer

router = APIRouter()


@router.get("/healthz", summary="Whether the server is there")
async def check_health() -> Response:
    return json_answer('{"status":"ok"}')


@router.get(f"{ROOT}/sign-in", summary="Where people sign in; for everybody")
async def read_sign_in(request: Request) -> Response:
    jwt = request.app.state.site.settings.jwt
    return model_answer(SignIn(service=jwt.issuer, key=jwt.key) if jwt and jwt.key else SignIn())
