"""The resource library and its files."""

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from trainhub_core.operations import ROOT
from trainhub_core.packed import Part
from trainhub_server.file_answer import Stored, file_answer
from trainhub_server.files.store import Label
from trainhub_server.refusals import NotThere
from trainhub_server.routes.paging import Limit, Offset, Words
from trainhub_server.services import resources
from trainhub_server.services.resources import ResourceFilter, ResourceSort
from trainhub_server.services.streams import PLAYLIST, Streams, playable
from trainhub_server.site import Site
from trainhub_server.turn import SignedIn, model_answer

router = APIRouter()


@router.get(f"{ROOT}/resources", summary="The resource library")
async def list_resources(
    turn: SignedIn,
    group: str | None = None,
    collection: str | None = None,
    category: str | None = None,
    q: Words = "",
    sort: ResourceSort = ResourceSort.ORDER,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    wanted = ResourceFilter(group, collection, category, q)
    async with turn.reading() as unit:
        return model_answer(await resources.listed(unit, turn.caller, wanted, sort, offset, limit))


@router.get(f"{ROOT}/resources/{{resource_id}}/download", summary="A signed address of a resource's file; counts a download")
async def link_resource(turn: SignedIn, resource_id: str) -> Response:
    async with turn.writing() as unit:
        link = await resources.link(unit, turn.caller, resource_id, turn.site.files, turn.site.settings.link_life)
    return model_answer(link)


@router.get(f"{ROOT}/resources/{{resource_id}}/stream", summary="A signed address to play a resource from; of HLS a playlist")
async def stream_resource(turn: SignedIn, resource_id: str) -> Response:
    site = turn.site
    async with turn.reading() as unit:
        resource, now = await playable(unit, turn.caller, resource_id), unit.now
    expires = (now + site.settings.stream_life).replace(microsecond=0)
    return model_answer(await Streams(site.files, site.signer, site.cdn).link(resource, expires))


Expires = Annotated[int, Query(ge=0, le=10**11)]
Signature = Annotated[str, Query(max_length=100)]


@router.get("/files/{sha256}", summary="A file, by an address that link_resource or stream_resource signed")
async def read_file(
    request: Request,
    sha256: str,
    expires: Expires,
    signature: Signature,
    range_header: Annotated[str, Header(alias="Range")] = "",
    if_range: Annotated[str, Header()] = "",
) -> Response:
    site: Site = request.app.state.site
    site.signer.check(sha256, expires, signature, site.settings.clock())
    size = await site.files.find(sha256)
    if size is None:
        raise NotThere("This file is not here any more.")
    async with site.reading() as unit:
        label = await resources.label(unit, sha256)
    return await file_answer(site.files, Stored(sha256, sha256, label, Part(0, size)), range_header, if_range)


@router.get("/files/{sha256}/{part:path}", summary="A file of a packed folder; a playlist with the addresses in it signed")
async def read_part(
    request: Request,
    sha256: str,
    part: str,
    expires: Expires,
    signature: Signature,
    range_header: Annotated[str, Header(alias="Range")] = "",
    if_range: Annotated[str, Header()] = "",
) -> Response:
    site: Site = request.app.state.site
    site.signer.check(f"{sha256}/{part}", expires, signature, site.settings.clock())
    streams = Streams(site.files, site.signer, site.cdn)
    place, media_type = await streams.part(sha256, part)
    if media_type == PLAYLIST:
        told = await streams.playlist(sha256, part, datetime.fromtimestamp(expires, UTC))
        return Response(told, media_type=media_type, headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"})
    label = Label(PurePosixPath(part).name, media_type)
    return await file_answer(site.files, Stored(sha256, f"{sha256}-{place.start}", label, place), range_header, if_range)
