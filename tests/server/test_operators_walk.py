"""An organisation's hub from nothing, as docs/operating.md has it, and a day of its people. Source: the issue's Done when and Proof."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count

import httpx
import pytest

from tests.buckets import Storage
from tests.server.hub_of_two import HubOfTwo, hub_of_two
from tests.server.laptops import Laptop
from tests.server.postgres import Postgres
from tests.server.programme import NOW
from tests.server.serving import until
from tests.sign_in_service import ANA, BEN, SignInService, User
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.operations import ROOT, RegisterWebinar, SetBookmark
from trainhub_server.limits import SLICES
from trainhub_server.settings import Rate

pytestmark = pytest.mark.xdist_group("walk")
MIA = "2a1c5f3e-70d9-4e3a-9f4b-5c7d9e1f3a4b"
USERS = {
    email: User(key, email, name=name)
    for key, email, name in (
        (ANA, "ana@partner.example", "Ana Silva"),
        (BEN, "ben@other.example", "Ben Okri"),
        (MIA, "mia@partner.example", "Mia Manager"),
    )
}


@pytest.fixture(scope="module")
def hub(postgres_server: Postgres, storage: Storage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubOfTwo]:
    with hub_of_two(postgres_server, storage, SignInService(users=USERS), tmp_path_factory.mktemp("hub")) as running:
        yield running


def laptop(hub: HubOfTwo, name: str, token: str = "") -> Laptop:
    return Laptop(hub.folder / name, hub.url, token)


def invited(hub: HubOfTwo, admin: Laptop, organisation: str, role: str, email: str) -> None:
    """Asked in by mail, signed in at a terminal, joined with the code that came."""
    name = email.partition("@")[0]
    admin("admin", "invite", "--organisation", organisation, "--role", role, "--email", email)
    until(lambda: any(to == [email] for to, _ in hub.mails.received))
    [mail] = [mail for mail in hub.mails.messages if mail["To"] == email]
    text = mail.get_body(("plain",))
    code = re.search(r"thi_\w+", text.get_content() if text else "")
    assert code
    person = laptop(hub, name)
    person.sign_in(hub.people, email)
    assert f"You are in {organisation.title()} now, as {role}." in person("join", told=f"{code[0]}\n")


def companies(hub: HubOfTwo) -> Laptop:
    """The programme's team and two companies of partners; the admin who made them."""
    code = hub.serve("--new-organisation", "Programme Team", "--programme")
    admin = laptop(hub, "prue", hub.serve("--new-token", "Prue", "--scopes", "read,write,admin"))
    admin("join", told=f"{code}\n")
    for name in ("Acme", "Umbrella"):
        admin("admin", "new-organisation", name)
    return admin


def test_from_an_empty_database_to_a_manager_who_sees_a_partner_s_progress(hub: HubOfTwo) -> None:
    """API-3, PATH-2, WEB-3, LIB-2, LIB-3, I1: everything that the step is done for, one after the other."""
    admin = companies(hub)
    invited(hub, admin, "acme", "learner", "ana@partner.example")
    invited(hub, admin, "umbrella", "learner", "ben@other.example")
    invited(hub, admin, "acme", "manager", "mia@partner.example")
    laptop(hub, "ben")("courses", "enrol", "referral")
    ana = laptop(hub, "ana")
    learns(hub, ana)
    goes_offline_and_comes_back(hub, ana)
    manager_sees_her_and_nobody_else(laptop(hub, "mia"))
    assert set(hub.proxy.answered) == set(hub.proxy.ports), "both servers had their part"
    assert len(hub.mails.received) == 3, "each mail was sent once, by one of four workers"


def learns(hub: HubOfTwo, ana: Laptop) -> None:
    """A lesson, a seat, a guide, whose bytes come from the bucket by its signed address."""
    asked = len(hub.storage.asked)
    with ana.app() as terminal:
        terminal.wait_for("synced", "Partner Success Mastery")
        terminal.press("c")
        terminal.wait_for("Why referrals win", "% seen")
        terminal.press("space")
        terminal.wait_for("✔ done")
        terminal.press("3")
        terminal.wait_for("r Register  / Filter", "Client Retention Masterclass")
        terminal.press("r")
        terminal.wait_for("✔", "seat")
        terminal.press("4")
        terminal.wait_for("Partner Handbook", "Sales Playbook")
        terminal.press("d")
        terminal.wait_for("↓ here")
    signed = [it for it in hub.storage.asked[asked:] if it.method == "GET" and "X-Amz-Signature=" in it.path]
    assert len(signed) == 1 and "authorization" not in signed[0].headers


def goes_offline_and_comes_back(hub: HubOfTwo, ana: Laptop) -> None:
    """The cable is pulled in the open app; a worker dies meanwhile; what was done is sent when it is back."""
    with ana.app() as terminal:
        terminal.wait_for("synced")
        hub.proxy.cut()
        terminal.press("ctrl+r")
        terminal.wait_for("offline")
        terminal.press("c")
        terminal.wait_for("Who to ask, and when", "% seen")
        terminal.press("space")
        terminal.wait_for("✔ done", "to send")
        hub.workers(hub.proxy.ports[0])[0].kill()
        hub.proxy.heal()
        terminal.press("ctrl+r")
        terminal.wait_gone("to send")
        terminal.wait_for("synced")
    ana("sync")
    assert ana.facts("outbox")["items"] == []
    told = "".join((hub.folder / f"{port}.log").read_text("utf-8") for port in hub.proxy.ports)
    assert '"status":200' in told and '"status":410' not in told, "the worker that took its place cost nobody their place in the feed"


def manager_sees_her_and_nobody_else(mia: Laptop) -> None:
    """On the command line, and in the app."""
    found = mia.facts("admin", "progress")["items"]
    assert [it["name"] for it in found] == ["Ana Silva", "Mia Manager"]
    [course] = found[0]["courses"]
    assert (course["course_id"], course["state"]) == ("referral-strategies", "in progress")
    refused = mia.tried("admin", "progress", "--organisation", "umbrella")
    assert refused.returncode != 0 and "There is no such organisation." in refused.stderr
    with mia.app() as terminal:
        terminal.wait_for("synced")
        terminal.press("9")
        terminal.wait_for("Acme", "Ana Silva", f"{course['percent']} %")
        assert "Ben" not in terminal.text() and "Umbrella" not in terminal.text()


@dataclass
class Doors:
    """One person at the proxy and at both servers themselves."""

    http: httpx.Client
    proxy: str
    servers: list[str]

    def mark(self, number: int) -> int:
        """A bookmark of this number, through the proxy, once."""
        mark = Bookmark(kind=BookmarkKind.LESSON, object="referral-strategies/why-referrals-win", offset=number, title="x", at=NOW)
        order = SetBookmark(bookmark=mark)
        told = {"Idempotency-Key": f"mark-{number}", "Content-Type": "application/json"}
        return self.http.request(order.method, f"{self.proxy}{order.path}", content=order.body(), headers=told).status_code


_names = count(1)


@pytest.fixture
def doors(hub: HubOfTwo) -> Iterator[Doors]:
    """Of somebody new."""
    token = hub.serve("--new-token", f"Olga {next(_names)}")
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60, trust_env=False) as http:
        yield Doors(http, hub.url, [f"http://127.0.0.1:{port}" for port in hub.proxy.ports])


def test_a_worker_and_then_a_whole_server_are_killed_and_nobody_notices(hub: HubOfTwo, doors: Doors) -> None:
    """API-1, API-5: every change is acknowledged, none is lost, none counts twice; a worker is replaced, the other server serves."""
    before, stop = int(str(hub.ask("SELECT count(*) FROM bookmarks"))), threading.Event()
    statuses: list[int] = []

    def works() -> None:
        for number in count():
            if stop.is_set():
                return
            statuses.append(doors.mark(number))

    one, other = hub.proxy.ports
    working = threading.Thread(target=works)
    working.start()
    try:
        until(lambda: len(statuses) > 5)
        killed = hub.workers(other)[0]
        killed.kill()
        until(lambda: len(statuses) > 25)
        until(lambda: len(hub.workers(other)) == 2 and killed.pid not in {it.pid for it in hub.workers(other)})
        for worker in hub.workers(one):
            worker.kill()
        hub.servers[one].kill()
        hub.servers[one].wait()
        so_far = len(statuses)
        until(lambda: len(statuses) > so_far + 20)
        hub.start(one)
        until(lambda: hub.is_ready(one), 60)
    finally:
        stop.set()
        working.join()
    assert set(statuses) == {200}
    assert int(str(hub.ask("SELECT count(*) FROM bookmarks"))) - before == len(statuses)


def test_what_is_done_at_one_server_is_heard_at_the_other(hub: HubOfTwo, doors: Doors) -> None:
    """API-4: also through the proxy, as it comes."""
    one, other = doors.servers
    with doors.http.stream("GET", f"{other}{ROOT}/events") as direct, doors.http.stream("GET", f"{doors.proxy}{ROOT}/events") as passed:
        lines = [direct.iter_lines(), passed.iter_lines()]
        assert [next(it) for it in lines] == ["event: hello"] * 2
        body = Bookmark(kind=BookmarkKind.COURSE, object="referral-strategies", title="x", at=NOW)
        order = SetBookmark(bookmark=body)
        told = {"Idempotency-Key": "heard", "Content-Type": "application/json"}
        doors.http.request(order.method, f"{one}{order.path}", content=order.body(), headers=told).raise_for_status()
        for stream in lines:
            assert '"bookmark"' in next(line for line in stream if '"kinds"' in line and "bookmark" in line)


def test_one_key_at_both_servers_at_once_counts_once(hub: HubOfTwo, doors: Doors) -> None:
    """API-5."""
    webinar = doors.http.get(f"{doors.proxy}{ROOT}/dashboard").json()["webinars"][0]["webinar"]["id"]
    order = RegisterWebinar(webinar_id=webinar, at=NOW)
    told = {"Idempotency-Key": "both-at-once", "Content-Type": "application/json"}

    def sent(door: str) -> httpx.Response:
        return doors.http.request(order.method, f"{door}{order.path}", content=order.body(), headers=told)

    taken = int(str(hub.ask("SELECT taken FROM webinars WHERE id = $1", webinar)))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(sent, doors.servers * 4))
    assert {it.status_code for it in answers} <= {200, 409} and any(it.status_code == 200 for it in answers)
    assert len({it.text for it in answers if it.status_code == 200}) == 1
    assert int(str(hub.ask("SELECT taken FROM webinars WHERE id = $1", webinar))) == taken + 1


def test_one_limit_holds_for_both_servers_together(hub: HubOfTwo, doors: Doors) -> None:
    """API-1: forty are left; each process gives no more than its share beyond them."""
    learner = doors.http.get(f"{doors.proxy}{ROOT}/my-data").json()["learner_id"]
    hub.ask(
        """INSERT INTO spending (account, remaining, at) VALUES ($1, 40, clock_timestamp() + interval '1 hour')
        ON CONFLICT (account) DO UPDATE SET remaining = 40, at = excluded.at""",
        learner,
    )
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda door: doors.http.get(f"{door}{ROOT}/bookmarks").status_code, doors.servers * 80))
    assert set(statuses) == {200, 429}
    assert statuses.count(200) <= 40 + 4 * Rate().burst // SLICES
