"""COURSE-4: a lesson for the browser is served by this laptop to who brought its one-time address, and to nobody else."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.content.importers.import_builders import zipped
from trainhub_core.models.interactive import Left, Reported
from trainhub_tui.media.browser.contents import Contents
from trainhub_tui.media.browser.serving import MOST_BODY, Sitting
from trainhub_tui.media.refusals import CannotOpen

FILES: dict[str, bytes | str] = {"go.html": "<h1>Go</h1>", "Pics/A b.PNG": b"\x89PNG", "odd.xyz": b"?", "big.txt": b"x" * 200_000}
REPORT = {"api": "1.2", "sequence": 1, "status": "completed"}


@dataclass
class Talk:
    """A sitting and a browser that talks to it."""

    sitting: Sitting
    heard: list[Reported] = field(default_factory=list)
    port: int = 0
    home: str = ""

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.putrequest(method, path, skip_host=True)
        given = {
            "Host": f"127.0.0.1:{self.port}",
            "Content-Length": str(len(body)),
            **{key.replace("_", "-"): it for key, it in headers.items()},
        }
        for name, value in given.items():
            line.putheader(name, value)
        line.endheaders(body)
        answer = line.getresponse()
        answer.said = answer.read()  # type: ignore[attr-defined]
        line.close()
        return answer

    def tell(self, body: bytes, **headers: str) -> int:
        given = {"Origin": f"http://127.0.0.1:{self.port}", "Content_Type": "application/json", **headers}
        return self.ask(f"{self.home}told", "POST", body, **given).status


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    heard: list[Reported] = []
    left = Left(api="1.2", location="p3", suspended="s", status="incomplete", at=NOW)
    sitting = Sitting(Contents(zipped(tmp_path / "p.zip", FILES)), "Selling", "go.html?a=1", 80, left, heard.append)
    address = sitting.open()
    found = Talk(sitting, heard, int(address.split(":")[2].partition("/")[0]))
    try:
        answer = found.ask(address.partition(str(found.port))[2])
        assert answer.status == 303
        found.home = answer.headers["Location"]
        yield found
    finally:
        sitting.close()


def test_the_page_the_package_and_where_it_was_left(talk: Talk) -> None:
    assert b"iframe" in talk.ask(talk.home).said  # type: ignore[attr-defined]
    assert json.loads(talk.ask(f"{talk.home}left").said) == {  # type: ignore[attr-defined]
        **{"title": "Selling", "launch": "package/go.html?a=1", "mark": 80},
        **{"status": "incomplete", "api": "1.2", "location": "p3", "suspended": "s"},
    }
    for name, kind in {"go.html": "text/html", "pics/a%20b.png": "image/png", "odd.xyz": "application/octet-stream"}.items():
        answer = talk.ask(f"{talk.home}package/{name}")
        assert (answer.status, answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (200, kind, "nosniff")
        assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert len(talk.ask(f"{talk.home}package/big.txt").said) == 200_000  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/left", "/package/go.html", "/x/package/go.html", "//[bad", "{home}serving.py", "{home}..%5cpage.js"),
        *("{home}package/", "{home}package/../page.js", "{home}package//etc/passwd", "{home}package/%2e%2e/%2e%2e/etc/passwd"),
    ],
)
def test_nothing_else_is_served(talk: Talk, path: str) -> None:
    """SEC: by safe names only, and by who knows the secret."""
    assert talk.ask(path.format(home=talk.home)).status in (400, 404)


def test_the_address_is_good_once_and_for_its_key_alone(talk: Talk) -> None:
    assert talk.ask(f"/open/{talk.sitting._key}").status == 403
    assert talk.ask("/open/guessed").status == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "0.0.0.0:{port}", ""])
def test_a_site_that_points_its_name_here_is_not_heard(talk: Talk, host: str) -> None:
    assert talk.ask(talk.home, Host=host.format(port=talk.port)).status == 404


def test_reports_come_in_order_and_late_ones_do_not_count(talk: Talk) -> None:
    for sequence in (1, 3, 2):
        assert talk.tell(json.dumps({**REPORT, "sequence": sequence}).encode()) == 200
    assert [report.sequence for report in talk.heard] == [1, 3]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (json.dumps(REPORT).encode(), {"Origin": "http://evil.example"}, 404),
        (json.dumps(REPORT).encode(), {"Origin": ""}, 404),
        (json.dumps(REPORT).encode(), {"Content_Type": "text/plain"}, 400),
        (b"{", {}, 400),
        (b"[" * 100_000, {}, 400),
        (json.dumps({**REPORT, "more": 1}).encode(), {}, 400),
        (json.dumps({**REPORT, "suspended": "x" * 70_000}).encode(), {}, 400),
        (b"x" * 10, {"Content_Length": str(MOST_BODY + 1)}, 413),
        (b"", {"Content_Length": "-1"}, 413),
    ],
)
def test_what_is_no_report_of_this_page_is_refused(talk: Talk, body: bytes, headers: dict[str, str], status: int) -> None:
    """SEC: other origins, other shapes, other sizes."""
    assert talk.tell(body, **headers) == status and not talk.heard


def test_after_the_page_nothing_answers(talk: Talk) -> None:
    talk.sitting.close()
    with pytest.raises(ConnectionRefusedError):
        talk.ask(talk.home)


@pytest.mark.parametrize(
    ("contents", "why"),
    [({"../a": b""}, "lie outside"), ({"a.html": b"\0" * (30 * 2**20)}, "far more")],
)
def test_hostile_packages_are_not_served(tmp_path: Path, contents: dict[str, bytes | str], why: str) -> None:
    with pytest.raises(CannotOpen, match=why):
        Contents(zipped(tmp_path / "p.zip", contents))
