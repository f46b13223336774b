"""Whether the server is there."""

from fastapi import APIRouter, Response

from trainhub_server.turn import json_answer

router = APIRouter()


@router.get("/healthz", summary="Whether the server is there")
async def check_health() -> Response:
    return json_answer('{"status":"ok"}')
