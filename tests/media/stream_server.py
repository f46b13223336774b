"""The real server on loopback, with files of the test's own and a clock that the test moves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import uvicorn

from tests import buckets
from tests.server.programme import FACTS, SmallPack, resource
from tests.server.running import Clock
from trainhub_core.models.library import Resource
from trainhub_server.app import create_app
from trainhub_server.file_settings import Bucket
from trainhub_server.settings import Settings, Solo
from trainhub_tui.api import Api

TOKEN = "a-token-of-one-learner"


@dataclass(frozen=True)
class Serving:
    """A server that runs; `api` is a learner's."""

    api: Api
    clock: Clock

    def address(self, resource_id: str) -> str:
        """Where a player gets it just now."""
        found = self.api.stream(resource_id)
        assert found is not None
        return found


def packed_resource(resource_id: str, content: bytes) -> Resource:
    """An HLS folder as a resource."""
    return resource(resource_id, content, format="HLS", media_type="application/zip", name=f"{resource_id}.zip")


def film(resource_id: str, content: bytes) -> Resource:
    """A video file as a resource."""
    return resource(resource_id, content, format="Video", media_type="video/mp4", name=f"{resource_id}.mp4")


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: object = None) -> None:
        await super().startup()
        self.ready.set()


@contextmanager
def serving(home: Path, *pairs: tuple[Resource, bytes], files: Path | Bucket | None = None) -> Iterator[Serving]:
    """A server that offers these."""
    clock = Clock()
    if isinstance(files, Bucket):
        buckets.CLOCKS[files.name] = clock
    pack = replace(SmallPack(), facts=(*FACTS, *(it for it, _ in pairs)), files=(*SmallPack().files, *(content for _, content in pairs)))
    assert all(it.sha256 == sha256(content).hexdigest() for it, content in pairs)
    settings = Settings(
        database=str(home / "hub.db"),
        files=files or home / "files",
        solo=Solo(TOKEN, "Ada", "UTC"),
        pack=lambda: pack,
        rate=None,
        clock=clock,
    )
    server = _Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.ready.wait(60)
    port = server.servers[0].sockets[0].getsockname()[1]
    api = Api(f"http://127.0.0.1:{port}", TOKEN)
    try:
        yield Serving(api, clock)
    finally:
        api.close()
        server.should_exit = True
        thread.join(60)
