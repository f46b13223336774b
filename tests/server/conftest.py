"""The server on both engines: every test that takes `server` runs on SQLite and on Postgres."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.buckets import Storage
from tests.server import postgres
from tests.server.running import Server, started
from trainhub_server.events import watch
from trainhub_server.file_settings import Bucket

ENGINES = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    """One server for all tests of this process."""
    with _running(postgres.OPTIONS) as server:
        yield server


@pytest.fixture(scope="module")
def durable() -> Iterator[postgres.Postgres]:
    """A server of a module's own, which keeps what it has committed when it crashes."""
    with _running(postgres.DURABLE) as server:
        yield server


@contextmanager
def _running(options: str) -> Iterator[postgres.Postgres]:
    try:
        with postgres.running(options) as server:
            yield server
    except postgres.NoPostgres as why:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Postgres cannot be started here: {why}")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def database(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a database without rows. On Postgres it is migrated, and signs in as who may serve and no more."""
    if engine == "sqlite":
        yield str(tmp_path / "hub.db")
        return
    async with postgres.served_database(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.fixture
async def empty_database(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a database without tables, as its owner, who is no superuser."""
    if engine == "sqlite":
        yield str(tmp_path / "hub.db")
        return
    async with postgres.fresh_database(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.fixture
def no_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers in this process give no sign of life to those who listen but when a test says so."""
    monkeypatch.setattr(watch, "ROUND_SECONDS", 1e6)


@pytest.fixture
def store() -> str:
    """Where files are kept; BOTH_STORES has a module's tests run in a folder and in a bucket."""
    return "folder"


@pytest.fixture
def files(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path | Bucket:
    """An empty place for files."""
    if store == "folder":
        return tmp_path / "files"
    buckets_server: Storage = request.getfixturevalue("storage")
    return buckets_server.bucket()


@pytest.fixture
async def server(database: str, files: Path | Bucket) -> AsyncIterator[Server]:
    """A server with the small programme, in the same process."""
    async with started(database, files) as running:
        yield running
