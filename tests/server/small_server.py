"""A server process with the small programme and a job that counts: python -m tests.server.small_server DATABASE FILES PORT

It sends mail where the environment says how. Others may listen on the same port. Leases are short, so that a test sees them end."""

import os
import socket
import sys
from datetime import timedelta
from pathlib import Path

from tests.server.programme import SmallPack
from trainhub_server import job_kinds, jobs, serving
from trainhub_server.job_kinds import Kind
from trainhub_server.mail_settings import mail_from
from trainhub_server.repositories.jobs import Job
from trainhub_server.serving import Where
from trainhub_server.settings import Rate, Settings
from trainhub_server.unit import Unit

LISTENING = "listening\n"
LEASE = timedelta(seconds=1.5)
COUNTED = "counted"
RATE = Rate(per_second=0.01, burst=1_000)
"""Of which nobody but the test of rates asks so much."""


async def count(unit: Unit, job: Job) -> None:
    """Slow enough to be caught in the middle of it."""
    await unit.connection.run("INSERT INTO counted (job) VALUES ($1)", job.id)
    await unit.connection.run("SELECT pg_sleep(0.02)")


def main(database: str, files: str, port: str) -> int:
    job_kinds.INSIDE[COUNTED] = Kind(inside=count)  # type: ignore[index]
    jobs.LEASE, serving.LOOK_SECONDS = LEASE, 0.1
    listener = socket.create_server(("127.0.0.1", int(port)), reuse_port=True, backlog=2048)
    settings = Settings(database=database, files=Path(files), pack=SmallPack, rate=RATE, mail=mail_from(os.environ))

    def listening(_: serving.Server) -> None:
        sys.stdout.write(LISTENING)
        sys.stdout.flush()

    return serving.serve(settings, Where(bound=listener), listening)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
