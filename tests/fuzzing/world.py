"""A server with people of every kind, and with what one of them keeps to himself."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from fastapi import FastAPI

from tests.server.organising import PROGRAMME, employed
from tests.server.practising import PRACTICE, answered, submitted
from tests.server.programme import NOW, event, marked
from tests.server.running import Partner, Server, started
from trainhub_core.models.feedback import Rating
from trainhub_core.models.learning import Bookmark, BookmarkKind, EventType
from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.models.organisations import Role
from trainhub_core.operations import RateCourse, SaveNote, SetBookmark
from trainhub_server.app import create_app
from trainhub_server.callers import forget
from trainhub_server.readiness import Readiness
from trainhub_server.repositories import organisations, tokens
from trainhub_server.running_settings import Running
from trainhub_server.services import accounts
from trainhub_server.settings import Settings
from trainhub_server.site import Site

SECRET = "Only-Ben-may-read-this"
"""In everything Ben wrote: nobody else is ever answered it."""
SCOPES = MappingProxyType(
    {"learner": "read write", "manager": "read write", "admin": "read write author admin", "author": "read write author"}
)
EMPLOYED = MappingProxyType(
    {
        "learner": (Role.LEARNER, "acme"),
        "manager": (Role.MANAGER, "acme"),
        "admin": (Role.ADMIN, PROGRAMME),
        "author": (Role.AUTHOR, PROGRAMME),
    }
)
CALLERS = ("anonymous", *SCOPES)
KNOWN = MappingProxyType(
    {
        "course_id": ("first-steps", "next-steps", "check-up"),
        "resource_id": ("guide", "call-back"),
        "webinar_id": ("talk", "tiny"),
        "organisation_id": ("acme", "elsewhere", "programme"),
        "learner_id": ("ben", "learner", "manager"),
        "lesson_id": ("first-steps/l1", "check-up/quiz", "check-up/walk"),
        "object": ("first-steps", "first-steps/l1", "guide"),
        "note_id": ("note-of-ben",),
        "sha256": ("0" * 64,),
    }
)
"""What is there, by the name of the field that says it."""


@dataclass(frozen=True)
class World:
    """An application that is not started yet, and the token of each caller."""

    app: FastAPI
    tokens: dict[str, str]


async def peopled(database: str, files: Path) -> World:
    """A database with Ben, who has done a bit of everything, and one of each kind of caller."""
    async with started(database, files, pack=lambda: PRACTICE) as server:
        await _ben(server)
        await _in_place(server.site)
        settings: Settings = server.site.settings
    app = create_app(replace(settings, running=replace(Running(), body_seconds=5)))
    app.state.readiness = Readiness(part_seconds=60)  # a machine under load is slow, and no fault of the answers
    return World(app, {name: f"token-of-{name}" for name in SCOPES})


async def restored(world: World, afresh: bool) -> None:
    """Everybody as they were in a running world: a case may delete its caller, revoke a token, end an access or take a role away.

    Afresh: no upload is under way either."""
    site: Site = world.app.state.site
    await _in_place(site)
    forget(site)
    if afresh:
        async with site.writing() as unit:
            await unit.connection.run("DELETE FROM uploads")


async def _in_place(site: Site) -> None:
    async with site.writing() as unit:
        for name, scopes in SCOPES.items():
            await accounts.ensure(unit, name, name.title(), "UTC")
            if await tokens.owner(unit.connection, accounts.hash_of(f"token-of-{name}"), unit.now) is None:
                await accounts.add_token(unit, name, f"token-of-{name}", scopes=scopes, expires=NOW + timedelta(days=900))
        for name, (role, company) in EMPLOYED.items():
            await organisations.put(unit.connection, company, company.title(), unit.now, company == PROGRAMME)
            if await organisations.held(unit.connection, company, name) is None:
                await organisations.join(unit.connection, company, name, role, unit.now)
            await organisations.set_role(unit.connection, company, name, role)
            await organisations.set_ended(unit.connection, company, name, None)


async def _ben(server: Server) -> None:
    ben: Partner = await server.partner("Ben")
    await employed(server, ben.id, Role.LEARNER, "elsewhere")
    await ben.tell([event(EventType.ENROLLED, "first-steps"), *marked("first-steps/l1", "first-steps/l2")])
    await ben.register("talk")
    await ben.done(submitted(answered(attempt_id="of-ben")))
    note = Note(id="note-of-ben", kind=NoteKind.LESSON, object="first-steps/l1", body=SECRET, made=NOW, at=NOW)
    await ben.done(SaveNote(note=note))
    await ben.done(SetBookmark(bookmark=Bookmark(kind=BookmarkKind.COURSE, object="first-steps", title=SECRET, at=NOW)))
    await ben.done(RateCourse(rating=Rating(course_id="first-steps", stars=4, sentence=SECRET, at=NOW)))
