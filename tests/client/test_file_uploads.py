"""What an author's laptop sends of a file: what is missing, once more where it broke off. Source: product.md CONT-4."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.media.stream_server import Serving, serving
from trainhub_core.models.library import Resource
from trainhub_core.models.uploads import PublishResource
from trainhub_core.models.wire import Page, Receipt
from trainhub_core.operations import ROOT
from trainhub_tui.api import Api
from trainhub_tui.authoring import Authoring
from trainhub_tui.troubles import Refused, ServerTrouble

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * (80 << 10)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path) as running:
        yield running


class Cable:
    """The API by way of a cable that is pulled at some parts; `sent` are the numbers of the parts that went through it."""

    def __init__(self, api: Api, *cuts: int) -> None:
        self.api, self.cuts, self.calls = api, cuts, 0
        self.sent: list[int] = []
        self.whole = api.put_bytes

    def put_bytes(self, path: str, content: bytes, **params: str) -> Receipt:
        self.calls += 1
        if self.calls in self.cuts:
            raise ServerTrouble("The connection was cut.")
        self.sent.append(int(path.rpartition("/")[2]))
        return self.whole(path, content, **params)


def test_a_file_goes_on_where_it_broke_off(running: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONT-4: a part that is cut is sent again; after three cuts the author is told, and next time only the rest is sent."""
    (tmp_path / "book.pdf").write_bytes(CONTENT)
    cable, told = Cable(running.api, 2, 3, 4), list[tuple[int, int]]()
    monkeypatch.setattr(running.api, "put_bytes", cable.put_bytes)
    authoring = Authoring(lambda: running.api)
    with pytest.raises(ServerTrouble):
        authoring.send_file(tmp_path / "book.pdf")
    cable.cuts = (5,)
    assert authoring.send_file(tmp_path / "book.pdf", lambda *step: told.append(step)) == sha256(CONTENT).hexdigest()
    assert (cable.sent, told) == ([1, 2, 3], [(2, 3), (3, 3)])
    authoring.send_file(tmp_path / "book.pdf")
    assert cable.sent == [1, 2, 3]
    order = PublishResource(resource_id="book", sha256=sha256(CONTENT).hexdigest(), name="book.pdf", title="A Book", group="documents")
    assert authoring.publish_file(order) == "A Book is published as version 1."
    listed = running.api.ask(Page[Resource], f"{ROOT}/resources")
    assert [(it.id, it.size) for it in listed.items if it.id == "book"] == [("book", len(CONTENT))]


def test_a_file_that_is_not_what_its_name_says_is_refused_with_the_reason(running: Serving, tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(b"%PDF-1.7")
    with pytest.raises(Refused, match="by its content it is: PDF"):
        Authoring(lambda: running.api).send_file(tmp_path / "plan.docx")
