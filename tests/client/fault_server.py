"""A named stand-in for the network and the server's bad days: keeps the contract of the API for a few accounts, and misbehaves on command.

It counts what each idempotency key did. The real server has tests of its own; this one lets the client meet what a real one seldom does."""

import copy
import hashlib
import json
import socket
import struct
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.builders import NOW, id_of, learner, sample_catalogue
from tests.ports import kept_port
from trainhub_core.feed import KINDS
from trainhub_core.models.base import Fact
from trainhub_core.models.learning import Learner, LearnerState
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_core.operations import OPERATIONS, ROOT, CancelWebinar, Operation, RegisterWebinar

BY_PATH = {operation.path: operation for operation in OPERATIONS}
OUTCOMES = (
    "online", "offline", "request lost", "reply lost", "reordered", "401", "404", "409", "410", "422", "429", "500", "503", "html",
)  # fmt: skip
PROBLEMS = {
    "401": (401, "signed-out", "Your token has ended."),
    "404": (404, "not-found", "This is not there."),
    "409": (409, "refused", "Finish Referral Strategies first."),
    "410": (410, "gone", "This was withdrawn."),
    "422": (422, "invalid", "This cannot be understood."),
    "429": (429, "slow-down", "Too many requests."),
    "500": (500, "fault", "A fault."),
    "503": (503, "busy", "Down for a moment."),
    "in flight": (409, "in-flight", "Still working on it."),
}
WAITS = {"429": "7", "503": "7", "in flight": "1"}


@dataclass
class Account:
    """One learner on the server: the truth, what each key was answered, and the feed."""

    learner_id: str
    state: LearnerState
    objects: dict[tuple[str, str], tuple[int, int, str | None]] = field(default_factory=dict)
    turn: int = 0
    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    effects: Counter[str] = field(default_factory=Counter)
    order: dict[str, list[str]] = field(default_factory=dict)
    epoch: int = 1

    def put(self, kind: str, id_: str, fact: Fact | None) -> None:
        self.turn += 1
        seq = self.objects.get((kind, id_), (0, 0, None))[1] + 1
        self.objects[kind, id_] = (self.turn, seq, fact.model_dump_json() if fact else None)

    def say(self, fact: Fact) -> None:
        kind = next(kind for kind, model in KINDS.items() if type(fact) is model)
        self.put(kind, id_of(fact), fact)

    def accept(self, operation: Operation) -> list[tuple[str, str]]:
        """Apply it as the server would; gives the objects that it changed."""
        after = operation.applied(self.state)
        if isinstance(operation, RegisterWebinar | CancelWebinar):
            seat = SeatState.SEAT if isinstance(operation, RegisterWebinar) else SeatState.CANCELLED
            standing = Registration(webinar_id=operation.webinar_id, state=seat, at=operation.at)
            after = after.model_copy(update={"registrations": {**after.registrations, operation.webinar_id: standing}})
        changed = _differences(self.state, after)
        self.state = after
        for kind, id_, fact in changed:
            self.put(kind, id_, fact)
        return [(kind, id_) for kind, id_, _ in changed]

    def changes(self, keys: list[tuple[str, str]]) -> list[dict[str, Any]]:
        return [_change(key, self.objects[key][1], self.objects[key][2]) for key in keys]

    def page(self, since: str, limit: int) -> dict[str, Any] | None:
        """A page of the feed, None for a cursor of another life of this server."""
        epoch, _, at = (since or f"{self.epoch}:0").partition(":")
        if int(epoch) != self.epoch:
            return None
        newer = sorted((turn, key) for key, (turn, _, _) in self.objects.items() if turn > int(at))
        chosen = newer[:limit]
        last = chosen[-1][0] if chosen else int(at)
        return {"changes": self.changes([key for _, key in chosen]), "cursor": f"{self.epoch}:{last}", "more": len(newer) > limit}


class FaultServer:
    """Listens on loopback. `script` holds what happens to the next operations, `feed_script` to the next other questions."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, str] = {}
        self.script: deque[str] = deque()
        self.feed_script: deque[str] = deque()
        self.requests: list[str] = []
        self.sends: Counter[str] = Counter()
        self.senders: dict[str, str] = {}
        self.headers: list[dict[str, str]] = []
        self.texts: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.during: Callable[[], None] = lambda: None
        self.file_handler: Callable[[BaseHTTPRequestHandler], None] | None = None
        self.event_stream: Callable[[BaseHTTPRequestHandler], None] | None = None
        self.last_event_ids: list[str] = []
        self.lock = threading.RLock()
        self._place, self._port = kept_port()
        self._server: ThreadingHTTPServer | None = None
        self._open: set[socket.socket] = set()
        self.start()

    # --- the network
    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = _Listening(("127.0.0.1", self._port), _handler(self))
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Off the network: nothing listens, and what was connected is cut."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for connection in list(self._open):
            cut(connection)

    def end(self) -> None:
        """For good: the port is anybody's."""
        self.stop()
        self._place.close()

    # --- the programme
    def account(self, learner_id: str, token: str) -> Account:
        """A new account that knows the sample catalogue."""
        who = Learner(id=learner_id, name=learner().name, zone="Europe/Berlin")
        account = self.accounts[learner_id] = Account(learner_id, LearnerState(learner=who))
        for fact in (*sample_catalogue(), who):
            account.say(fact)
        self.tokens[token] = learner_id
        return account

    def renew(self, old: str, new: str) -> None:
        """The learner has a new token; the old one is worth nothing now."""
        self.tokens[new] = self.tokens.pop(old)

    def backup(self, learner_id: str) -> Account:
        with self.lock:
            return copy.deepcopy(self.accounts[learner_id])

    def restore(self, account: Account) -> None:
        """Back to how it was then: everything since is forgotten, and cursors of before are worth nothing."""
        with self.lock:
            epoch = self.accounts[account.learner_id].epoch + 1
            self.accounts[account.learner_id] = copy.deepcopy(account)
            self.accounts[account.learner_id].epoch = epoch

    def operate(self, account: Account, path: str, key: str, body: str) -> tuple[int, str, str]:
        """Status, problem type and answer of an operation, as the contract has it."""
        with self.lock:
            digest = hashlib.sha256(f"{path} {body}".encode()).hexdigest()
            if key in account.answers:
                known, answer = account.answers[key]
                return (200, "", answer) if known == digest else (422, "key-reused", "This key was used for something else.")
            operation = BY_PATH[path].model_validate_json(body)
            changed = account.accept(operation)
            account.effects[key] += 1
            account.order.setdefault(operation.entity, []).append(key)
            answer = json.dumps({"changes": account.changes(changed), "sentence": ""})
            account.answers[key] = (digest, answer)
            return 200, "", answer


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what these tests are about."""


def cut(connection: socket.socket) -> None:
    """Break a connection off, without a goodbye."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _handler(server: FaultServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            server._open.add(self.connection)

        def finish(self) -> None:
            server._open.discard(self.connection)
            super().finish()

        def log_message(self, *_: object) -> None:
            """Quiet."""

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            parts = urlsplit(self.path)
            server.requests.append(f"{self.command} {parts.path}")
            server.headers.append(dict(self.headers))
            if parts.path.startswith("/files/") and server.file_handler is not None:
                server.file_handler(self)
                return
            learner_id = server.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            if learner_id is None:
                self.problem("401")
                return
            account = server.accounts[learner_id]
            if parts.path in BY_PATH:
                self.operation(account, parts.path, body)
            else:
                self.question(account, parts.path, parse_qs(parts.query))

        do_GET = do_POST = do_PUT = handle_any

        def operation(self, account: Account, path: str, body: str) -> None:
            key = self.headers["Idempotency-Key"]
            server.sends[key] += 1
            server.senders.setdefault(key, account.learner_id)
            assert server.senders[key] == account.learner_id, "an operation was sent as somebody else"
            outcome = server.script.popleft() if server.script else "online"
            if outcome in ("request lost", "offline"):
                self.drop()
            elif outcome in PROBLEMS:
                self.problem(outcome)
            elif outcome == "html":
                self.answer(200, "<html>Welcome to the airport</html>", "text/html")
            else:
                status, problem, answer = server.operate(account, path, key, body)
                if outcome == "reordered":
                    server.during()
                if outcome == "reply lost":
                    self.drop()
                elif status == 200:
                    self.answer(200, answer)
                else:
                    self.answer(status, json.dumps({"type": f"/problems/{problem}", "detail": answer}), "application/problem+json")

        def question(self, account: Account, path: str, query: dict[str, list[str]]) -> None:
            if path == f"{ROOT}/events":
                self.events()
                return
            outcome = server.feed_script.popleft() if server.feed_script else "online"
            if outcome in PROBLEMS:
                self.problem(outcome)
            elif outcome == "html":
                self.answer(200, "<html>Welcome to the airport</html>", "text/html")
            elif outcome in ("request lost", "offline", "reply lost"):
                self.drop()
            elif path == f"{ROOT}/changes":
                with server.lock:
                    page = account.page(query.get("since", [""])[0], int(query.get("limit", ["100"])[0]))
                self.problem("410") if page is None else self.answer(200, json.dumps(page))
            elif path.endswith("/text"):
                self.text(path.split("/")[-2])
            elif path.endswith("/download"):
                self.link(path.split("/")[-2])
            else:
                self.problem("404")

        def events(self) -> None:
            """The event stream, as the test has it; without one, this server has none."""
            if server.event_stream is None:
                self.problem("404")
                return
            server.last_event_ids.append(self.headers.get("Last-Event-ID", ""))
            server.event_stream(self)

        def text(self, course_id: str) -> None:
            found = next((it for it in sample_catalogue() if id_of(it) == course_id), None)
            if found is None or course_id not in server.texts:
                self.problem("404")
                return
            etag = f'"{hashlib.sha256(server.texts[course_id].encode()).hexdigest()}"'
            if self.headers.get("If-None-Match") == etag:
                self.answer(304, "")
                return
            lessons = [{"lesson_id": f"{course_id}/one", "version": 1, "text": server.texts[course_id]}]
            self.answer(200, json.dumps({"course": json.loads(found.model_dump_json()), "lessons": lessons}), headers={"ETag": etag})

        def link(self, resource_id: str) -> None:
            data = server.files.get(resource_id)
            if data is None:
                self.problem("404")
                return
            digest = hashlib.sha256(data).hexdigest()
            url = f"/files/{digest}?expires=1&signature=secret-signature"
            link = {"url": url, "size": len(data), "sha256": digest, "name": "guide.md", "expires": NOW.isoformat()}
            self.answer(200, json.dumps(link))

        def problem(self, outcome: str) -> None:
            status, problem, detail = PROBLEMS[outcome]
            headers = {"Retry-After": WAITS[outcome]} if outcome in WAITS else {}
            self.answer(status, json.dumps({"type": f"/problems/{problem}", "detail": detail}), "application/problem+json", headers)

        def answer(self, status: int, body: str, kind: str = "application/json", headers: dict[str, str] | None = None) -> None:
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()

        def drop(self) -> None:
            self.close_connection = True
            cut(self.connection)

    return Handler


def _change(key: tuple[str, str], seq: int, body: str | None) -> dict[str, Any]:
    return {"kind": key[0], "id": key[1], "seq": seq, "body": json.loads(body) if body else None}


def _differences(before: LearnerState, after: LearnerState) -> list[tuple[str, str, Fact]]:
    found: list[tuple[str, str, Fact]] = []
    for kind, old, new in (
        ("lesson-record", before.record.lessons, after.record.lessons),
        ("course-record", before.record.courses, after.record.courses),
        ("registration", before.registrations, after.registrations),
        ("bookmark", before.bookmarks, after.bookmarks),
        ("attempt", before.attempts, after.attempts),
        ("walk", before.walks, after.walks),
    ):
        found.extend((kind, id_, fact) for id_, fact in new.items() if old.get(id_) != fact)
    if before.record.standing != after.record.standing:
        found.append(("standing", "me", after.record.standing))
    return found
