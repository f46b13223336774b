"""An organisation's server with a programme of the test's own: `python -m tests.terminal.own_server PACK DATABASE FILES PORT WORKERS`."""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from trainhub_content.pack import FILES, Pack, starter_pack
from trainhub_core.feed import KINDS, fact_of
from trainhub_core.models.base import Fact
from trainhub_server import workers
from trainhub_server.logs import log_to_stderr
from trainhub_server.organisation import serve_as_worker
from trainhub_server.serving import Where, serve
from trainhub_server.settings import Settings

FACTS = "facts.json"


def write_pack(folder: Path, facts: Iterable[Fact], contents: Iterable[tuple[str, bytes]] = ()) -> Path:
    """Put these facts, and files by hash, into a folder that this server can serve."""
    kinds = {model: kind for kind, model in KINDS.items()}
    (folder / FILES).mkdir(parents=True)
    (folder / FACTS).write_text(json.dumps([[kinds[type(fact)], fact.model_dump(mode="json")] for fact in facts]), "utf-8")
    for sha256, content in contents:
        (folder / FILES / sha256).write_bytes(content)
    return folder


def read_pack(folder: Path) -> Pack:
    """The pack in a folder: its facts and files, and nothing else of the starter pack."""
    facts = tuple(fact_of(kind, body) for kind, body in json.loads((folder / FACTS).read_text("utf-8")))
    return replace(starter_pack(), version="own", facts=facts, texts={}, quizzes={}, planned=(), folder=folder)


def main(pack: Path, database: str, files: Path, port: int, count: int) -> int:
    """Serve until told to stop, with so many workers; without any, as one of them."""
    settings = Settings(database=database, files=files, pack=lambda: read_pack(pack), rate=None)
    if count > 1:
        return workers.run([*sys.orig_argv[:-1], "0"], ("127.0.0.1", port), count, lambda: None)
    if count == 0:
        return serve_as_worker(settings, "127.0.0.1", port)
    log_to_stderr()
    return serve(settings, Where(port=port), lambda _: None)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])))
