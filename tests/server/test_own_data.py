"""A learner's own data: all of it told, all of it gone, and nobody else's touched (API-3). Both engines."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.server.organising import employed
from tests.server.postgres import administered
from tests.server.programme import NOW, event, marked
from tests.server.running import Partner, Server, problem, started
from tests.sign_in_service import ANA, SignInService, serving
from trainhub_core.models.catalogue import Course
from trainhub_core.models.feedback import Rating
from trainhub_core.models.learning import Bookmark, BookmarkKind, EventType
from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.models.organisations import DeleteMyData, Role
from trainhub_core.models.views import CoursePage
from trainhub_core.operations import ROOT, RateCourse, SaveNote, SetBookmark
from trainhub_server.jwt_settings import JwtSettings
from trainhub_server.repositories import own_data

pytestmark = pytest.mark.anyio


async def busy(server: Server, name: str) -> Partner:
    """A learner with rows in many tables."""
    partner = await server.partner(name)
    await partner.tell([event(EventType.ENROLLED, "first-steps"), *marked("first-steps/l1", "first-steps/l2")])
    await partner.register("talk")
    await partner.register("tiny")
    await partner.done(SetBookmark(bookmark=Bookmark(kind=BookmarkKind.COURSE, object="first-steps", title=f"Of {name}", at=NOW)))
    note = Note(id=f"note-{partner.id}", kind=NoteKind.LESSON, object="first-steps/l1", body=f"Words of {name}", made=NOW, at=NOW)
    await partner.done(SaveNote(note=note))
    await partner.done(RateCourse(rating=Rating(course_id="first-steps", stars=5, sentence=f"Said by {name}", at=NOW)))
    await employed(server, partner.id, Role.LEARNER)
    return partner


async def delete(partner: Partner) -> None:
    answer = await partner.send("POST", f"{ROOT}/delete-my-data", DeleteMyData(learner_id=partner.id).model_dump_json())
    assert answer.status_code == 200, answer.text


async def kept_of(server: Server, learner: str) -> dict[str, int]:
    """Rows by table in which the learner is named, in whatever column."""
    async with server.site.reading() as unit:
        named = {table.name: await own_data.rows_of(unit.connection, table, learner) for table in await own_data.tables(unit.connection)}
    return {name: len(rows) for name, rows in named.items() if rows}


async def test_the_export_has_every_row_and_no_secret(server: Server) -> None:
    """API-3: each table that names a learner, also one that is made tomorrow."""
    ana, _ = await busy(server, "Ana"), await busy(server, "Ben")
    async with administered(server.site.settings.database) as connection:
        await connection.run("CREATE TABLE made_tomorrow (learner text, told text)")
        await connection.run("INSERT INTO made_tomorrow (learner, told) VALUES ('ana', 'new'), ('ben', 'another''s')")
        if connection.dialect.name == "postgres":
            await connection.run("CALL trainhub.close('made_tomorrow')")
            await connection.run("CALL trainhub.open('made_tomorrow', 'app', 'SELECT', 'learner = (SELECT trainhub.caller())')")
    answer = await ana.get("my-data")
    tables = answer.json()["tables"]
    wanted = {"learners", "learning_events", "bookmarks", "notes", "registrations", "course_ratings", "memberships", "tokens", "changes"}
    assert wanted <= set(tables)
    assert tables["made_tomorrow"] == [{"learner": "ana", "told": "new"}]
    assert tables["notes"][0]["body"]["body"] == "Words of Ana"
    assert len(tables["learning_events"]) == 3
    assert "Ben" not in answer.text and "ben" not in answer.text
    assert "hash" not in tables["tokens"][0]


async def test_after_deletion_no_row_is_left_and_nobody_else_lost_one(server: Server) -> None:
    """API-3."""
    ana, ben = await busy(server, "Ana"), await busy(server, "Ben")
    before = await kept_of(server, "ben")
    await delete(ana)
    assert await kept_of(server, "ana") == {}
    assert problem(await ana.get("dashboard")).type == "/problems/signed-out"
    assert (await ben.get("dashboard")).status_code == 200
    assert {name: count for name, count in before.items() if name != "changes"} == {
        name: count for name, count in (await kept_of(server, "ben")).items() if name != "changes"
    }


async def test_seats_and_stars_of_a_learner_who_goes_are_given_back(server: Server) -> None:
    """WEB-3, COURSE-5: the next who waits gets the only seat; averages are counted anew."""
    partners = [await busy(server, name) for name in ("Ana", "Ben", "Eve", "Uma")]
    await delete(partners[0])
    held = {it["webinar"]["id"]: it["registration"] for it in (await partners[1].get("webinars")).json()["items"]}
    assert held["tiny"]["state"] == "seat"
    course = (await partners[1].read(CoursePage, "courses/first-steps")).course
    assert course.ratings == 3
    told = (await partners[1].feed())[0]["course", "first-steps"]
    assert isinstance(told, Course) and told.ratings == 3


async def test_it_is_no_accident(server: Server) -> None:
    ana = await busy(server, "Ana")
    answer = await ana.send("POST", f"{ROOT}/delete-my-data", DeleteMyData(learner_id="ben").model_dump_json())
    assert problem(answer).detail == "To delete everything about you, name your own id; nothing was deleted."
    assert (await ana.get("my-data")).status_code == 200


async def test_a_worker_that_still_knows_the_token_answers_that_it_is_nobody_s(server: Server) -> None:
    """Another process remembers a token for half a minute: no fault of the database shows."""
    ana = await busy(server, "Ana")
    remembered = dict(server.site.callers)
    await delete(ana)
    server.site.callers.update(remembered)
    assert problem(await ana.register("talk")).type == "/problems/signed-out"
    assert problem(await ana.get("dashboard")).status == 404


async def test_a_token_from_before_the_deletion_makes_nobody_anew(database: str, tmp_path: Path) -> None:
    """API-3: a laptop that goes on with its old session does not bring the learner back; a new sign-in may."""
    with serving(SignInService(clock=lambda: NOW)) as of:
        settings = JwtSettings(of.url, jwks=f"{of.url}/.well-known/jwks.json")
        async with started(database, tmp_path / "files", jwt=settings) as server:
            ana = Partner(ANA, server.client(of.token()))
            assert (await ana.get("dashboard")).status_code == 200
            await delete(ana)
            assert problem(await ana.get("dashboard")).type == "/problems/signed-out"
            assert await kept_of(server, ANA) == {}
            later = of.token(iat=int((NOW + timedelta(seconds=20)).timestamp()))
            assert (await server.client(later).get(f"{ROOT}/dashboard")).status_code == 200
