"""Home, courses and what a learner does with them."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from pydantic import Field

from trainhub_core.models.base import Order
from trainhub_core.models.catalogue import Level
from trainhub_core.models.learning import Event
from trainhub_core.operations import (
    ROOT,
    Enroll,
    RateCourse,
    RecordProgress,
    RemoveNote,
    SaveNote,
    SetBookmark,
    SubmitAttempt,
    TellApplied,
    Unenroll,
)
from trainhub_core.rules.locks import CourseState
from trainhub_server.routes.paging import Limit, Offset, Words
from trainhub_server.services import bookmarks, courses, feed, feedback, home, learning, notes, practice
from trainhub_server.services.courses import CourseFilter, CourseSort
from trainhub_server.turn import JSON, SignedIn, json_answer, model_answer

router = APIRouter(prefix=ROOT)


class Events(Order):
    """Learning events in bulk: all are taken, or none."""

    events: tuple[Event, ...] = Field(min_length=1, max_length=100)


@router.get("/dashboard", summary="The whole of Home")
async def read_dashboard(turn: SignedIn) -> Response:
    async with turn.reading() as unit:
        return json_answer(await turn.site.dashboards.of(unit, turn.caller))


@router.get("/courses", summary="The catalogue of courses, as it stands for the learner")
async def list_courses(
    turn: SignedIn,
    category: str | None = None,
    level: Level | None = None,
    state: CourseState | None = None,
    skill: str | None = None,
    q: Words = "",
    sort: CourseSort = CourseSort.TITLE,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    wanted = CourseFilter(category, level, state, skill, q)
    async with turn.reading() as unit:
        return model_answer(await courses.listed(unit, turn.caller, wanted, sort, offset, limit))


@router.get("/courses/{course_id}", summary="One course with its modules and lessons")
async def read_course(turn: SignedIn, course_id: str) -> Response:
    async with turn.reading() as unit:
        return model_answer(await courses.one(unit, turn.caller, course_id))


@router.get("/courses/{course_id}/text", summary="One course with the texts of its lessons, for reading offline")
async def read_course_text(turn: SignedIn, course_id: str, if_none_match: Annotated[str, Header()] = "") -> Response:
    async with turn.reading() as unit:
        body, etag = await courses.text(unit, turn.caller, course_id)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if etag in (part.strip().removeprefix("W/") for part in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


@router.get("/progress", summary="Tiles, achievements and every course that was begun")
async def read_progress(turn: SignedIn) -> Response:
    async with turn.reading() as unit:
        return model_answer(await home.progress(unit, turn.caller))


@router.post("/enroll", summary="Enrol in a course, or start it again")
async def enroll(turn: SignedIn) -> Response:
    return await turn.once(Enroll, lambda unit, order: learning.enroll(unit, turn.caller, order.event))


@router.post("/unenroll", summary="Leave a course; what was done stays")
async def unenroll(turn: SignedIn) -> Response:
    return await turn.once(Unenroll, lambda unit, order: learning.unenroll(unit, turn.caller, order.event))


@router.put("/update-progress", summary="Tell one learning event")
async def update_progress(turn: SignedIn) -> Response:
    return await turn.once(RecordProgress, lambda unit, order: learning.tell(unit, turn.caller, [order.event]))


@router.post("/events", summary="Tell up to 100 learning events; a bare score of a quiz has no effect, /attempts takes it with its answers")
async def add_events(turn: SignedIn) -> Response:
    return await turn.once(Events, lambda unit, order: learning.tell(unit, turn.caller, order.events))


@router.post("/attempts", summary="Tell an attempt at a quiz, or a walk through a scenario, that is over; it is marked once more")
async def submit_attempt(turn: SignedIn) -> Response:
    return await turn.once(SubmitAttempt, lambda unit, order: practice.submit(unit, turn.caller, order))


@router.get("/bookmarks", summary="The learner's bookmarks, newest first")
async def list_bookmarks(turn: SignedIn, offset: Offset = 0, limit: Limit = 50) -> Response:
    async with turn.reading() as unit:
        return model_answer(await bookmarks.listed(unit, turn.caller, offset, limit))


@router.put("/bookmarks", summary="Set or remove a bookmark")
async def put_bookmark(turn: SignedIn) -> Response:
    return await turn.once(SetBookmark, lambda unit, order: bookmarks.put(unit, turn.caller, order.bookmark))


@router.get("/notes", summary="The learner's notes and highlights, the latest first")
async def list_notes(turn: SignedIn, object: str | None = None, offset: Offset = 0, limit: Limit = 50) -> Response:
    async with turn.reading() as unit:
        return model_answer(await notes.listed(unit, turn.caller, object, offset, limit))


@router.put("/notes", summary="Save a note or highlight; the text it had stays as a revision")
async def put_note(turn: SignedIn) -> Response:
    return await turn.once(SaveNote, lambda unit, order: notes.put(unit, turn.caller, order.note))


@router.post("/remove-note", summary="Take a note away; saving it brings it back")
async def remove_note(turn: SignedIn) -> Response:
    return await turn.once(RemoveNote, lambda unit, order: notes.remove(unit, turn.caller, order.note_id, order.at))


@router.put("/ratings", summary="Rate a course that is complete, change the rating, or withdraw it")
async def rate_course(turn: SignedIn) -> Response:
    return await turn.once(RateCourse, lambda unit, order: feedback.rate(unit, turn.caller, order.rating))


@router.put("/applied", summary="Say, 30 days after its end, whether a course was of use in real work")
async def tell_applied(turn: SignedIn) -> Response:
    return await turn.once(TellApplied, lambda unit, order: feedback.tell_applied(unit, turn.caller, order.told))


@router.get("/changes", summary="What changed since a cursor")
async def read_changes(
    turn: SignedIn,
    since: Annotated[str, Query(max_length=100, pattern=feed.A_CURSOR)] = "",
    known: Annotated[int, Query(ge=0)] = 0,
    limit: Limit = 100,
) -> Response:
    """`known` is the highest number of a change that the client has heard, be it in a receipt.

    410 where the cursor or that number is of another database than this one is now: ask again without a cursor."""
    async with turn.reading() as unit:
        return model_answer(await feed.since(unit, turn.caller, since, known, limit))
