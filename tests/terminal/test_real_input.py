"""Real documents, put into a library, downloaded through the real hub from a real server, and opened."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Condition

import pytest

from tests.terminal.own_server import write_pack
from tests.terminal.programmes import Programme
from trainhub_core.models.library import Resource, ResourceGroup
from trainhub_tui.config import Config
from trainhub_tui.facts import DownloadState
from trainhub_tui.hub import Hub
from trainhub_tui.media.openers import open_document
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.paths import Paths

pytestmark = pytest.mark.xdist_group("terminal")

DATA = Path(__file__).parents[3] / "shared/data"
MEDIA_TYPES = {".pdf": "application/pdf", ".md": "text/markdown", ".txt": "text/plain"}
MOST_SECONDS = 240.0


def documents() -> Mapping[str, Path]:
    """The PDFs, Markdown and text files that there are, each content once, by hash."""
    found = sorted(path for path in DATA.rglob("*") if path.suffix in MEDIA_TYPES and path.is_file())
    return {sha256(path.read_bytes()).hexdigest(): path for path in reversed(found)}


def as_resource(number: int, hash_: str, path: Path) -> Resource:
    return Resource(
        id=f"document-{number}",
        title=path.stem,
        group="documents",
        category="tools",
        format=path.suffix[1:].upper(),
        media_type=MEDIA_TYPES[path.suffix],
        name=path.name,
        size=path.stat().st_size,
        sha256=hash_,
        order=number,
    )


def all_downloaded(hub: Hub, resources: Sequence[Resource]) -> None:
    """Ask for all of them, and wait until each is here. Fails with the sentences of those that did not come."""
    moved = Condition()

    def told() -> None:
        with moved:
            moved.notify_all()

    hub.sync_now()
    hub.start(told)
    for resource in resources:
        hub.download(resource.id)
    with moved:
        moved.wait_for(lambda: len(hub.here()) == len(resources), MOST_SECONDS)
    assert not [f"{it.title}: {it.sentence}" for it in hub.downloads() if it.state is not DownloadState.DONE]


def opened(hub: Hub, resource: Resource) -> str:
    """What became of it: opened, or the sentence that says why it cannot be."""
    file = hub.file_of(resource.id)
    assert file is not None
    try:
        document = open_document(file, resource.name, resource.media_type)
    except CannotOpen as refusal:
        assert refusal.sentence.endswith(".")
        return f"refused: {refusal.sentence}"
    return f"opened: {len(document.pieces)} pieces. {document.note}".strip()


def test_every_real_document_is_downloaded_and_opens_or_says_why_not(tmp_path: Path) -> None:
    """LIB-2, LIB-3; issue 2, Real input. Prints a line per file (pytest -s)."""
    found = documents()
    if not found:
        pytest.skip("no shared data")
    resources = [as_resource(number, hash_, path) for number, (hash_, path) in enumerate(found.items(), start=1)]
    group = ResourceGroup(id="documents", title="Documents", order=1)
    pack = write_pack(tmp_path / "pack", [group, *resources], ((hash_, path.read_bytes()) for hash_, path in found.items()))
    with Programme(tmp_path / "server", pack) as programme:
        hub = Hub.open(Paths.under(tmp_path / "home"), Config(zone="UTC"), server=programme.url, token=programme.token)
        try:
            all_downloaded(hub, resources)
            programme.cut()
            outcomes = {resource: opened(hub, resource) for resource in resources}
        finally:
            hub.close()
    for resource, outcome in outcomes.items():
        print(f"{resource.name} ({resource.format}, {resource.size:,} bytes): {outcome}")
    print(Counter((resource.format, outcome.partition(":")[0]) for resource, outcome in outcomes.items()))
    refused = {resource.name for resource, outcome in outcomes.items() if outcome.startswith("refused")}
    assert {name for name in refused if not name.endswith(".pdf")} == set()
    assert len(refused) < len(outcomes) / 4
