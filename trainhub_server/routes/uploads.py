"""For authors: send a file in parts, and offer it in the library (CONT-4)."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath

from trainhub_core.models.uploads import PublishResource, StartUpload
from trainhub_core.models.wire import Receipt
from trainhub_core.operations import ROOT
from trainhub_server import bodies
from trainhub_server.refusals import NotThere
from trainhub_server.repositories import uploads as repository
from trainhub_server.services import library, packages, uploads
from trainhub_server.services.uploads import Lied, Limits
from trainhub_server.site import Site
from trainhub_server.turn import Author, Turn, model_answer

router = APIRouter(prefix=f"{ROOT}/content")
UploadId = Annotated[str, InPath(pattern="^[0-9a-f]{1,64}$")]
Sha256 = Annotated[str, Query(pattern="^[0-9a-f]{64}$")]


@router.post("/uploads", summary="Announce a file, or ask how far it is; the same file again goes on where it stopped")
async def start_upload(turn: Author) -> Response:
    """Without an Idempotency-Key: an author has one upload of a content, however often it is announced."""
    order = bodies.parsed(StartUpload, await bodies.read(turn.request))
    site, limits = turn.site, _limits(turn.site)
    async with turn.writing() as unit:
        row = await uploads.begun(unit, turn.caller, order, limits, site.settings.random_hex)
        is_known = await repository.want_one(unit.connection, order.sha256, unit.now)
    if is_known and await site.files.find(order.sha256) is not None:
        await _forget(turn, row.id)
        return model_answer(uploads.kept_already(row, limits))
    return model_answer(await uploads.standing(site.files, row, limits))


@router.get("/uploads/{upload_id}", summary="How far an upload is")
async def read_upload(turn: Author, upload_id: UploadId) -> Response:
    async with turn.reading() as unit:
        row = await uploads.mine(unit, turn.caller, upload_id)
    return model_answer(await uploads.standing(turn.site.files, row, _limits(turn.site)))


@router.put("/uploads/{upload_id}/parts/{number}", summary="Send a part: the body is its bytes, `sha256` theirs; again replaces it")
async def put_part(
    turn: Author, upload_id: UploadId, number: Annotated[int, InPath(ge=1, le=uploads.MOST_PARTS)], sha256: Sha256
) -> Response:
    async with turn.reading() as unit:
        row = await uploads.mine(unit, turn.caller, upload_id)
    await uploads.take_part(turn.site.files, row, number, sha256, bodies.chunks(turn.request), _limits(turn.site))
    return model_answer(Receipt())


@router.post("/uploads/{upload_id}/finish", summary="Have the whole checked and kept; a file that is not what was announced leaves nothing")
async def finish_upload(turn: Author, upload_id: UploadId) -> Response:
    site = turn.site
    async with turn.reading() as unit:
        row = await uploads.mine(unit, turn.caller, upload_id)
    try:
        async with site.checking:
            with packages.workplace(site.files) as work:
                file = await uploads.put_together(site.files, row, _limits(site), work / "file")
                async with turn.writing() as unit:
                    await repository.keep_file(unit.connection, file, turn.caller, unit.now)
                await site.files.add(row.sha256, work / "file")  # once it is wanted, so that nobody clears it
    except Lied:
        await _forget(turn, row.id)
        raise
    await _forget(turn, row.id)
    return model_answer(file)


@router.delete("/uploads/{upload_id}", summary="Abandon an upload")
async def abandon_upload(turn: Author, upload_id: UploadId) -> Response:
    async with turn.reading() as unit:
        row = await uploads.mine(unit, turn.caller, upload_id)
    await _forget(turn, row.id)
    return model_answer(Receipt(sentence=f"The upload of {row.name} is abandoned; nothing of it is kept."))


@router.put("/resources", summary="Offer an uploaded file in the library, as a new resource or as the next version of one")
async def publish_resource(turn: Author) -> Response:
    async def before(order: PublishResource) -> None:
        if await turn.site.files.find(order.sha256) is None:
            raise NotThere("This file is not on the hub; upload it first.")

    return await turn.once(PublishResource, lambda unit, order: library.publish(unit, order), before)


def _limits(site: Site) -> Limits:
    return Limits(site.settings.upload_bytes, site.settings.upload_part)


async def _forget(turn: Turn, upload_id: str) -> None:
    """The row first: pieces without one belong to nobody and are cleared, whatever happens in between."""
    async with turn.writing() as unit:
        await repository.forget(unit.connection, upload_id)
    await uploads.forget_pieces(turn.site.files, upload_id)
