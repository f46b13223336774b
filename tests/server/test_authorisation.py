"""Who may do what, over every operation of the OpenAPI document. Source: reliability.md, Server."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.server.listening import listening
from tests.server.organising import employed
from tests.server.practising import PRACTICE, answered, submitted
from tests.server.programme import NOW, event, marked
from tests.server.running import Server, problem, started
from trainhub_core.models.feedback import Applied, AppliedAnswer, Rating
from trainhub_core.models.jobs import RetryJob
from trainhub_core.models.learning import Bookmark, BookmarkKind, EventType
from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.models.organisations import AcceptInvitation, ChangeRole, DeleteMyData, Invite, NewOrganisation, Role, SetAccess
from trainhub_core.models.tokens import NewToken, RevokeToken, Scope
from trainhub_core.operations import (
    ROOT,
    CancelWebinar,
    Enroll,
    RateCourse,
    RecordProgress,
    RegisterWebinar,
    RemoveNote,
    SaveNote,
    SetBookmark,
    TellApplied,
    Unenroll,
)
from trainhub_server import document_parts, openapi
from trainhub_server.database.who import DatabaseRole, Who
from trainhub_server.services import accounts
from trainhub_server.services.accounts import hash_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def server(database: str, tmp_path: Path) -> AsyncIterator[Server]:
    """A server whose programme has a quiz."""
    async with started(database, tmp_path / "files", pack=lambda: PRACTICE) as running:
        yield running


SECRET = "Only for Ana to see"
OWNED = (
    "learning_events",
    "learning_progress",
    "user_progress",
    "standings",
    "achievements",
    "bookmarks",
    "notes",
    "registrations",
    "quiz_attempts",
    "course_ratings",
    "course_applied",
)


def note(note_id: str, body: str) -> Note:
    return Note(id=note_id, kind=NoteKind.LESSON, object="first-steps/l1", body=body, made=NOW, at=NOW)


@dataclass(frozen=True)
class Row:
    """How to call an operation, and whether its answer to Ben shows nothing of Ana's."""

    method: str
    path: str
    body: str = ""
    shows_nothing: Callable[[Any], bool] = lambda answer: True
    status: int = 200


OPERATIONS: dict[str, Row] = {
    "read_dashboard": Row("GET", "dashboard", shows_nothing=lambda it: it["learner_name"] == "Ben" and it["tiles"]["courses"] == 0),
    "list_courses": Row("GET", "courses", shows_nothing=lambda it: {row["percent"] for row in it["items"]} == {0}),
    "read_course": Row("GET", "courses/first-steps", shows_nothing=lambda it: it["course"]["state"] == "available"),
    "read_course_text": Row("GET", "courses/first-steps/text"),
    "read_progress": Row("GET", "progress", shows_nothing=lambda it: it["courses"] == [] and it["tiles"]["badges"] == 0),
    "enroll": Row("POST", "enroll", Enroll(event=event(EventType.ENROLLED, "on-the-side")).body()),
    "unenroll": Row("POST", "unenroll", Unenroll(event=event(EventType.UNENROLLED, "first-steps")).body()),
    "update_progress": Row("PUT", "update-progress", RecordProgress(event=marked("first-steps/l1")[0]).body()),
    "add_events": Row("POST", "events", f'{{"events":[{marked("first-steps/l2")[0].model_dump_json()}]}}'),
    "submit_attempt": Row("POST", "attempts", submitted(answered()).body()),
    "list_bookmarks": Row("GET", "bookmarks", shows_nothing=lambda it: it["items"] == []),
    "put_bookmark": Row(
        "PUT",
        "bookmarks",
        SetBookmark(bookmark=Bookmark(kind=BookmarkKind.COURSE, object="first-steps", on=False, at=NOW)).body(),
    ),
    "list_notes": Row("GET", "notes", shows_nothing=lambda it: it["items"] == []),
    "put_note": Row("PUT", "notes", SaveNote(note=note("note-of-ana", "Words of Ben")).body()),
    "remove_note": Row("POST", "remove-note", RemoveNote(note_id="another-of-ana", at=NOW).body(), status=404),
    "rate_course": Row("PUT", "ratings", RateCourse(rating=Rating(course_id="first-steps", stars=1, at=NOW)).body()),
    "tell_applied": Row("PUT", "applied", TellApplied(told=Applied(course_id="first-steps", at=NOW)).body(), status=409),
    "listen": Row("GET", "events"),
    "read_changes": Row("GET", "changes", shows_nothing=lambda it: _own(it["changes"]) == ["learner"]),
    "list_webinars": Row("GET", "webinars", shows_nothing=lambda it: {row["registration"] is None for row in it["items"]} == {True}),
    "register_webinar": Row("POST", "register-webinar", RegisterWebinar(webinar_id="tiny", at=NOW).body()),
    "cancel_webinar": Row("POST", "cancel-webinar", CancelWebinar(webinar_id="talk", at=NOW).body(), status=409),
    "list_resources": Row("GET", "resources"),
    "link_resource": Row("GET", "resources/guide/download"),
    "stream_resource": Row("GET", "resources/guide/stream"),
    "list_organisations": Row("GET", "organisations", shows_nothing=lambda it: it["memberships"] == []),
    "list_all_organisations": Row("GET", "programme/organisations", status=403),
    "make_organisation": Row("POST", "programme/organisations", NewOrganisation(name="Bens").model_dump_json(), status=403),
    "list_jobs": Row("GET", "programme/jobs", status=403),
    "retry_job": Row("POST", "programme/retry-job", RetryJob(job_id="0").model_dump_json(), status=403),
    "list_members": Row("GET", "organisations/acme/members", status=404),
    "read_organisation_progress": Row("GET", "organisations/acme/progress", status=404),
    "invite_member": Row("POST", "invitations", Invite(organisation_id="acme").model_dump_json(), status=403),
    "accept_invitation": Row("POST", "accept-invitation", AcceptInvitation(code="thi_guessed").model_dump_json(), status=404),
    "change_role": Row(
        "PUT", "member-role", ChangeRole(organisation_id="acme", learner_id="ana", role=Role.LEARNER).model_dump_json(), status=403
    ),
    "set_access": Row(
        "PUT", "member-access", SetAccess(organisation_id="acme", learner_id="ana", active=False).model_dump_json(), status=403
    ),
    "list_tokens": Row("GET", "tokens", shows_nothing=lambda it: len(it["tokens"]) == 1),
    "make_token": Row("POST", "tokens", NewToken(scopes=(Scope.ADMIN,)).model_dump_json(), status=403),
    "revoke_token": Row("POST", "revoke-token", RevokeToken(token_id=hash_of("token-of-Ana")[:12]).model_dump_json(), status=404),
    "read_own_data": Row("GET", "my-data", shows_nothing=lambda it: it["learner_id"] == "ben"),
    "delete_own_data": Row("POST", "delete-my-data", DeleteMyData(learner_id="ana").model_dump_json(), status=409),
    "read_part": Row("GET", "/files/" + "0" * 64 + "/index.m3u8?expires=99999999999&signature=00", status=403),
    "read_file": Row("GET", "/files/" + "0" * 64 + "?expires=99999999999&signature=00", status=403),
    "send_package": Row("POST", "content/packages", "not a package", status=403),
    "read_package": Row("GET", "content/packages/" + "0" * 64, status=403),
    "publish_package": Row("POST", "content/publish", '{"sha256":"' + "0" * 64 + '"}', status=403),
    "list_publications": Row("GET", "content/versions", status=403),
    "list_versions": Row("GET", "content/courses/first-steps/versions", status=403),
    "roll_back_course": Row("POST", "content/courses/first-steps/rollback", "{}", status=403),
    "withdraw_course": Row("POST", "content/courses/first-steps/withdraw", "{}", status=403),
    "start_upload": Row("POST", "content/uploads", '{"sha256":"' + "0" * 64 + '","size":1,"name":"a.txt"}', status=403),
    "read_upload": Row("GET", "content/uploads/00", status=403),
    "put_part": Row("PUT", "content/uploads/00/parts/1?sha256=" + "0" * 64, "x", status=403),
    "finish_upload": Row("POST", "content/uploads/00/finish", status=403),
    "abandon_upload": Row("DELETE", "content/uploads/00", status=403),
    "publish_resource": Row("PUT", "content/resources", '{"resource_id":"guide","sha256":"' + "0" * 64 + '","name":"a.txt"}', status=403),
    "check_health": Row("GET", "/health"),
    "check_readiness": Row("GET", "/ready"),
    "read_sign_in": Row("GET", "sign-in", shows_nothing=lambda it: it == {"service": "", "key": ""}),
}
AUTHORED = {
    **{"send_package": 422, "read_package": 404, "publish_package": 404, "list_publications": 200},
    **{"list_versions": 200, "roll_back_course": 404, "withdraw_course": 200},
    **{"start_upload": 200, "read_upload": 404, "put_part": 404, "finish_upload": 404, "abandon_upload": 404, "publish_resource": 404},
}
"""What is for authors alone, and what it answers to one who asks as above."""


def _own(changes: list[dict[str, Any]]) -> list[str]:
    kinds = (
        "learner",
        "lesson-record",
        "course-record",
        "standing",
        "registration",
        "bookmark",
        "note",
        "award",
        "attempt",
        "walk",
        "rating",
        "applied",
    )
    return [change["kind"] for change in changes if change["kind"] in kinds]


def url(row: Row) -> str:
    return row.path if row.path.startswith("/") else f"{ROOT}/{row.path}"


async def test_every_operation_of_the_document_has_a_row_here(server: Server) -> None:
    """API-1, API-3: an operation that nobody thought about fails this test."""
    document = (await server.client().get("/openapi.json")).json()
    found = {it["operationId"]: (method.upper(), path) for path, item in document["paths"].items() for method, it in item.items()}
    assert set(found) == set(OPERATIONS) == set(openapi.ANSWERS)
    for name, row in OPERATIONS.items():
        method, path = found[name]
        assert method == row.method
        assert url(row).partition("?")[0].split("/")[:5] == path.split("/")[:5] or name in document_parts.BYTES


@pytest.mark.parametrize("token", [None, "wrong", "token-that-expired", ""])
async def test_whoever_is_not_signed_in_gets_nothing(server: Server, token: str | None) -> None:
    """API-3: no token, a wrong one, an expired one."""
    async with server.site.writing() as unit:
        await accounts.ensure(unit, "old", "Old Hand", "UTC")
        await accounts.add_token(unit, "old", "token-that-expired", expires=NOW - timedelta(seconds=1))
    client = server.client(token)
    for name, row in OPERATIONS.items():
        answer = await client.request(row.method, url(row), content=row.body, headers={"Idempotency-Key": "key"})
        if name in document_parts.OPEN:
            assert answer.status_code == row.status
        else:
            assert problem(answer).type == "/problems/signed-out", name
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_nobody_sees_or_changes_another_s_rows(server: Server) -> None:
    """API-3: Ben calls every operation; Ana's rows stay as they are and show in no answer."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    await ana.done(submitted(answered(attempt_id="of-ana")))
    await ana.tell([event(EventType.ENROLLED, "first-steps"), *marked("first-steps/l1", "first-steps/l2")])
    await ana.register("talk")
    await ana.register("tiny")
    await ana.done(SetBookmark(bookmark=Bookmark(kind=BookmarkKind.COURSE, object="first-steps", title=SECRET, at=NOW)))
    await ana.done(SaveNote(note=note("note-of-ana", SECRET)))
    await ana.done(SaveNote(note=note("another-of-ana", SECRET)))
    await ana.done(RateCourse(rating=Rating(course_id="first-steps", stars=5, sentence=SECRET, at=NOW)))
    server.clock.now = NOW + timedelta(days=30)
    await ana.done(TellApplied(told=Applied(course_id="first-steps", answer=AppliedAnswer.YES, sentence=SECRET, at=NOW)))
    server.clock.now = NOW
    await employed(server, ana.id, Role.ADMIN)
    before, home = await _rows_of(server, "ana"), (await ana.get("dashboard")).text
    for name, row in _reads_first():
        if name == "listen":
            await _heard_by_ben(server)
            continue
        answer = await ben.http.request(row.method, url(row), content=row.body, headers={"Idempotency-Key": name})
        assert answer.status_code == row.status, f"{name}: {answer.text}"
        assert SECRET not in answer.text
        assert '"ana"' not in answer.text
        if answer.status_code == 200:
            assert row.shows_nothing(answer.json()), f"{name}: {answer.text}"
        assert await _rows_of(server, "ana") == before, name
    assert (await ana.get("dashboard")).json() | {"webinars": [], "library": []} == _parsed(home) | {"webinars": [], "library": []}


async def test_only_an_author_publishes(server: Server) -> None:
    """CONT-3, API-3: a learner's token does not publish, whatever it asks; an author's does, until it is told to stop."""
    assert {name for name, row in OPERATIONS.items() if "content/" in row.path} == AUTHORED.keys()
    ben = await server.partner("Ben")
    async with server.site.writing() as unit:
        await accounts.add_token(
            unit, (await accounts.ensure(unit, "ann", "Ann", "UTC")).id, "token-of-an-author", scopes="read write author"
        )
        catalogue = await unit.connection.all("SELECT id, CAST(body AS text) AS body FROM courses ORDER BY id")
    for name in AUTHORED:
        row = OPERATIONS[name]
        answer = await ben.http.request(row.method, url(row), content=row.body, headers={"Idempotency-Key": name})
        assert problem(answer).type == "/problems/not-allowed", name
    async with server.site.reading() as unit:
        after = await unit.connection.all("SELECT id, CAST(body AS text) AS body FROM courses ORDER BY id")
        assert [row.text("body") for row in after] == [row.text("body") for row in catalogue]
    ann = server.client("token-of-an-author")
    for name, status in AUTHORED.items():
        row = OPERATIONS[name]
        answer = await ann.request(row.method, url(row), content=row.body, headers={"Idempotency-Key": name})
        assert answer.status_code == status, f"{name}: {answer.text}"


async def test_what_is_not_mine_answers_like_what_is_not_there(server: Server) -> None:
    """API-3."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    await ana.register("talk")
    not_mine, never_was = problem(await ben.cancel("talk")), problem(await ben.cancel("tiny"))
    assert (not_mine.type, not_mine.status) == (never_was.type, never_was.status)
    assert not_mine.detail.replace("Talk", "Tiny") == never_was.detail


async def _heard_by_ben(server: Server) -> None:
    """A stream has no end: what it says to somebody who knows nothing yet. Of Ana's changes `test_events` makes some meanwhile."""
    async with listening(server, "token-of-Ben", "of-another.0.0") as ear:
        assert [(await ear.next()).name, (await ear.next()).kinds] == ["hello", []]
    assert SECRET not in str(ear.heard) and "ana" not in str(ear.heard)


def _reads_first() -> list[tuple[str, Row]]:
    return sorted(OPERATIONS.items(), key=lambda item: item[1].method != "GET")


def _parsed(text: str) -> dict[str, Any]:
    return dict(json.loads(text))


async def _rows_of(server: Server, learner: str) -> list[str]:
    async with server.site.reading(Who(DatabaseRole.APP, learner)) as unit:
        found = [
            row.text("body") or ""
            for table in OWNED
            for row in await unit.connection.all(
                f"SELECT coalesce(CAST(body AS text), '') AS body FROM {table} WHERE learner = $1 ORDER BY CAST(body AS text)", learner
            )
        ]
    assert found
    return found
