"""The application as schemathesis has it in its own process, and a way to put its people back where they were."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.fuzzing.world import World, restored

RESTORE, AFRESH = "/restore-the-callers", "/begin-afresh"
"""Addresses of the campaign's own, where no request that is made up gets: the people alone, or uploads too."""


def served(world: World) -> ASGIApp:
    """A server answers 500 and goes on; in the same process the fault would come out at the caller."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        if scope["type"] == "http" and scope["path"] in (RESTORE, AFRESH):
            await restored(world, scope["path"] == AFRESH)
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        try:
            await world.app(scope, receive, sent)
        except Exception:
            if not begun:
                raise

    return serve
