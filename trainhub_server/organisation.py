"""The server of an organisation, serving on an address."""

import sys
from collections.abc import Sequence
from pathlib import Path

from trainhub_server import serving, workers
from trainhub_server.database.opening import is_postgres
from trainhub_server.embedded import end_with_parent
from trainhub_server.serving import Server, Where, log_to_stderr
from trainhub_server.settings import Settings


def files_beside(database: str) -> Path:
    """The files' folder when none is named."""
    return Path("files") if is_postgres(database) else Path(database).parent / "files"


def serve(settings: Settings, host: str, port: int) -> int:
    """Serve until told to stop."""
    log_to_stderr()
    return serving.serve(settings, Where(host, port), lambda _: _say_where(host, port))


def serve_as_worker(settings: Settings, host: str, port: int) -> int:
    """Serve as one of several, until told to stop or the parent ends."""
    log_to_stderr()

    def listening(server: Server) -> None:
        end_with_parent(open(0, "rb", closefd=False), server)  # noqa: SIM115 - it stays open for as long as the server lives
        sys.stdout.write(workers.LISTENING)
        sys.stdout.flush()

    return serving.serve(settings, Where(bound=workers.shared(host, port)), listening)


def serve_with_workers(command: Sequence[str], count: int, host: str, port: int) -> int:
    """Serve with so many processes of this command until told to stop."""
    if why := workers.why_not(host, port):
        _say(f"trainhub_server: {why}")
        return 1
    return workers.run(command, count, lambda: _say_where(host, port))


def _say_where(host: str, port: int) -> None:
    _say(f"The Training Hub listens on http://{host}:{port}")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
