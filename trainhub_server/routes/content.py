"""For authors: send packages, publish, roll back and withdraw courses (CONT-3)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse

from trainhub_core.models.publishing import PublishPackage, RollBack, Withdraw
from trainhub_core.models.wire import Receipt
from trainhub_core.operations import ROOT
from trainhub_server import bodies
from trainhub_server.refusals import Busy, NotThere
from trainhub_server.repositories.publications import StoredPackage
from trainhub_server.routes.paging import Limit, Offset
from trainhub_server.services import packages, publishing
from trainhub_server.services.publishing import Sent
from trainhub_server.turn import Author, model_answer
from trainhub_server.unit import Unit

router = APIRouter(prefix=f"{ROOT}/content")
CHUNK = 1 << 20
MEDIA_TYPE = "application/zip"
Sha256 = Annotated[str, InPath(pattern="^[0-9a-f]{64}$")]


@router.post("/packages", summary="Send a package: the body is the file. It is checked, and kept as a draft; the same one again is known")
async def send_package(turn: Author) -> Response:
    site = turn.site
    with packages.workplace(site.files) as work:
        body = work / "package.zip"
        name = await packages.saved(bodies.chunks(turn.request), body, site.settings.package_bytes)
        try:
            async with turn.reading() as unit:
                stored = await packages.found(unit, name)
            sent, is_known = await packages.sent(site.files, stored), True
        except NotThere:
            async with site.checking:
                async with turn.reading() as unit:
                    await packages.beside(unit, work / "beside.json")
                outcome = await packages.received(body, work, work / "beside.json")
            stored = await packages.kept(site.files, outcome, work, body, name)
            sent, is_known = await packages.sent(site.files, stored), False
    async with turn.writing() as unit:
        answer = await packages.taken(unit, turn.caller, stored, sent.pack, is_known)
    return model_answer(answer)


@router.get("/packages/{sha256}", summary="A package, byte for byte as it was sent")
async def read_package(turn: Author, sha256: Sha256) -> Response:
    async with turn.reading() as unit:
        stored = await packages.found(unit, sha256)
    return StreamingResponse(_streamed(turn, stored), media_type=MEDIA_TYPE, headers={"Content-Length": str(stored.size)})


@router.post("/publish", summary="Offer what a package holds: all of it, or nothing")
async def publish_package(turn: Author) -> Response:
    brought: list[Sent] = []

    async def before(order: PublishPackage) -> None:
        async with turn.reading() as unit:
            stored = await packages.found(unit, order.sha256)
        brought.append(await packages.sent(turn.site.files, stored))

    return await turn.once(PublishPackage, lambda unit, _: publishing.publish(unit, turn.caller, brought[0]), before)


@router.get("/versions", summary="Every version of every course that was published or sent, the newest first")
async def list_publications(turn: Author, offset: Offset = 0, limit: Limit = 50) -> Response:
    async with turn.reading() as unit:
        return model_answer(await publishing.listed(unit, offset, limit))


@router.get("/courses/{course_id}/versions", summary="Every version of a course, the newest first")
async def list_versions(turn: Author, course_id: str, offset: Offset = 0, limit: Limit = 50) -> Response:
    async with turn.reading() as unit:
        return model_answer(await publishing.of_course(unit, course_id, offset, limit))


@router.post("/courses/{course_id}/rollback", summary="Offer an earlier version of a course again, under a new number")
async def roll_back_course(turn: Author, course_id: str) -> Response:
    brought: list[Sent] = []

    async def before(order: RollBack) -> None:
        async with turn.reading() as unit:
            target = await publishing.earlier(unit, course_id, order.version)
            stored = await packages.found(unit, target.package)
        brought.append(await packages.sent(turn.site.files, stored))

    async def work(unit: Unit, order: RollBack) -> Receipt:
        target = await publishing.earlier(unit, course_id, order.version)
        if target.package != brought[0].sha256:
            raise Busy
        return await publishing.roll_back(unit, turn.caller, target, brought[0])

    return await turn.once(RollBack, work, before)


@router.post("/courses/{course_id}/withdraw", summary="Offer a course to nobody new, or to everybody again")
async def withdraw_course(turn: Author, course_id: str) -> Response:
    return await turn.once(Withdraw, lambda unit, order: publishing.withdraw(unit, course_id, order.withdrawn))


async def _streamed(turn: Author, stored: StoredPackage) -> AsyncIterator[bytes]:
    with packages.workplace(turn.site.files) as work:
        target = await packages.written(turn.site.files, stored, work)
        with target.open("rb") as source:
            while chunk := await asyncio.to_thread(source.read, CHUNK):
                yield chunk
