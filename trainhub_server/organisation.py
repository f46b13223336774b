"""The server of an organisation, serving on an address."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from trainhub_server import serving, workers
from trainhub_server.database.opening import is_postgres
from trainhub_server.embedded import end_with_parent
from trainhub_server.logs import log_to_stderr
from trainhub_server.running_settings import Running
from trainhub_server.serving import Server, Where
from trainhub_server.settings import Settings

SPARE_SECONDS = 2
"""What a worker takes to end besides its drain and grace."""


def files_beside(database: str) -> Path:
    """The files' folder when none is named."""
    return Path("files") if is_postgres(database) else Path(database).parent / "files"


def serve(settings: Settings, host: str, port: int) -> int:
    """Serve until told to stop."""
    _log(settings.running)
    return serving.serve(settings, Where(host, port), lambda _: _say_where(host, port))


def serve_as_worker(settings: Settings, host: str, port: int) -> int:
    """Serve as one of several, until told to stop or the parent ends."""
    _log(settings.running)

    def listening(server: Server) -> None:
        stdin = open(0, "rb", closefd=False)  # noqa: SIM115 - it stays open for as long as the server lives
        end_with_parent(stdin, server, settings.running.grace_seconds)
        sys.stdout.write(workers.LISTENING)
        sys.stdout.flush()

    return serving.serve(settings, Where(bound=workers.shared(host, port), is_worker=True), listening)


def serve_with_workers(command: Sequence[str], count: int, host: str, port: int, running: Running) -> int:
    """Serve with so many processes of this command until told to stop."""
    if why := workers.why_not(host, port):
        return _cannot(why)
    _log(running)
    keep_going = partial(
        workers.run,
        command,
        (host, port),
        count,
        lambda: _say_where(host, port),
        running.drain_seconds + running.grace_seconds + SPARE_SECONDS,
    )
    if not running.metrics:
        return keep_going()
    from trainhub_server import metrics  # late: an extra brings what it needs

    folder = metrics.shared_folder()
    try:
        metrics.serve_shared(running.metrics, folder)
        return keep_going(metrics.ended)
    except OSError as fault:
        return _cannot(f"metrics cannot be served on {running.metrics}: {fault.strerror}.")
    finally:
        metrics.forget(folder)


def _log(running: Running) -> None:
    log_to_stderr(running.log_level, running.log_format)


def _cannot(why: str) -> int:
    _say(f"trainhub serve: {why}")
    return 1


def _say_where(host: str, port: int) -> None:
    _say(f"The Training Hub listens on http://{f'[{host}]' if ':' in host else host}:{port}")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
