"""All that an organisation runs, as docs/operating.md has it: Postgres with its two logins, a bucket, a sign-in service, a mail server,
two servers from one settings file, and a proxy in front of them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import httpx
import psutil
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests import buckets
from tests.buckets import KEY_ID, REGION, SECRET, Storage
from tests.mail_server import MailServer, mail_server
from tests.ports import free_port
from tests.server import postgres
from tests.server.postgres import MAY_SERVE, OWNER, SERVER, Postgres
from tests.server.reverse_proxy import Proxy, proxying
from tests.server.serving import environment, get, until
from tests.sign_in_service import SignInService, serving
from trainhub_server.file_settings import Bucket

TRAINHUB = (sys.executable, "-m", "trainhub_tui")
ROOT = Path(__file__).parents[2]
SETTINGS = """
database_file = "{secrets}/database"
files = "s3://{bucket.name}/{bucket.prefix}"
files_endpoint = "{bucket.endpoint}"
files_region = "{region}"
files_key_id = "{key_id}"
files_secret_file = "{secrets}/files"
workers = 2
grace_seconds = 5
jwt_issuer = "{people.url}"
jwt_jwks = "{people.url}/.well-known/jwks.json"
sign_in_key = "the-public-key"
mail_host = "127.0.0.1"
mail_port = {mails.port}
mail_security = "none"
mail_from = "Training Hub <hub@example.com>"
public_url = "{proxy.url}"
"""


@dataclass
class HubOfTwo:
    """Servers by their ports, and everything around them."""

    folder: Path
    database: str
    storage: Storage
    bucket: Bucket
    people: SignInService
    mails: MailServer
    proxy: Proxy
    portal: BlockingPortal
    servers: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.proxy.url

    @property
    def settings(self) -> dict[str, str]:
        return {"TRAINHUB_SETTINGS": str(self.folder / "hub.toml")}

    def serve(self, *words: str, **more: str) -> str:
        """What `trainhub serve` says that does not stay."""
        env = environment(**self.settings, **more)
        done = subprocess.run([*TRAINHUB, "serve", *words], capture_output=True, text=True, cwd=ROOT, env=env, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, port: int) -> None:
        """One more server, without waiting for it."""
        with (self.folder / f"{port}.log").open("ab") as log:
            line = [*TRAINHUB, "serve", "--port", str(port)]
            self.servers[port] = subprocess.Popen(line, stdout=log, stderr=log, cwd=ROOT, env=environment(**self.settings))

    def is_ready(self, port: int) -> bool:
        assert self.servers[port].poll() is None, (self.folder / f"{port}.log").read_text("utf-8")
        try:
            return get(f"http://127.0.0.1:{port}/ready").status_code == 200
        except httpx.TransportError:
            return False

    def workers(self, port: int) -> list[psutil.Process]:
        return psutil.Process(self.servers[port].pid).children()

    def ask(self, sql: str, *values: object) -> object:
        """Straight from the database, as its administrator; the value of one row, where there is one."""

        async def asked() -> object:
            door = await asyncpg.connect(self.database.replace(f"//{SERVER}@", "//postgres@"))
            try:
                return await door.fetchval(sql, *values)
            finally:
                await door.close()

        return self.portal.call(asked)


@contextmanager
def hub_of_two(server: Postgres, storage: Storage, people: SignInService, folder: Path) -> Iterator[HubOfTwo]:
    """Migrated by the owner, served by who may do no more than that; both servers are ready."""
    ports = [free_port(), free_port()]
    with ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())
        owner = stack.enter_context(portal.wrap_async_context_manager(postgres.fresh_database(server)))
        mails = stack.enter_context(portal.wrap_async_context_manager(mail_server()))
        proxy = stack.enter_context(proxying(ports))
        stack.enter_context(serving(people))
        bucket = storage.bucket()
        buckets.CLOCKS[bucket.name] = lambda: datetime.now(UTC)
        database = owner.replace(f"//{OWNER}@", f"//{SERVER}@")
        hub = HubOfTwo(folder, database, storage, bucket, people, mails, proxy, portal)
        _write_settings(hub, owner)
        hub.serve("--migrate", "--tokens", TRAINHUB_DATABASE_FILE=str(folder / "secrets" / "owner"))
        portal.call(_grant, owner)
        hub.serve("--migrate", "--tokens", TRAINHUB_MIGRATION_DATABASE_FILE=str(folder / "secrets" / "owner"))
        try:
            for port in ports:
                hub.start(port)
            until(lambda: all(map(hub.is_ready, ports)))
            yield hub
        finally:
            for process in hub.servers.values():
                process.terminate()
            for process in hub.servers.values():
                process.wait(60)


def _write_settings(hub: HubOfTwo, owner: str) -> None:
    secrets = hub.folder / "secrets"
    secrets.mkdir(mode=0o700)
    for name, value in (("owner", owner), ("database", hub.database), ("files", SECRET)):
        (secrets / name).write_text(value, "utf-8")
    told = SETTINGS.format(
        secrets=secrets, bucket=hub.bucket, region=REGION, key_id=KEY_ID, people=hub.people, mails=hub.mails, proxy=hub.proxy
    )
    (hub.folder / "hub.toml").write_text(told, "utf-8")


async def _grant(owner: str) -> None:
    door = await asyncpg.connect(owner)
    try:
        await door.execute(MAY_SERVE)
    finally:
        await door.close()
