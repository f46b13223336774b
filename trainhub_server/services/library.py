"""Uploaded files in the library: new resources, and new versions of those that stand there. Source: product.md CONT-4, LIB-5."""

from trainhub_core.models.base import Fact
from trainhub_core.models.library import Resource
from trainhub_core.models.uploads import PublishResource, UploadedFile
from trainhub_core.models.wire import Kind, Receipt
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import uploads, versions
from trainhub_server.services.renewing import by_id, offer
from trainhub_server.services.starting import UPLOADED
from trainhub_server.unit import Unit

Facts = dict[tuple[Kind, str], Fact]
TOLD = ("title", "summary", "group", "collection", "category", "captions")


async def publish(unit: Unit, order: PublishResource) -> Receipt:
    """Offer an uploaded file. Raises NotThere, Refused."""
    await versions.lock_feed(unit.connection)
    file = await uploads.file(unit.connection, order.sha256)
    if file is None:
        raise NotThere("This file is not on the hub; upload it first.")
    found, _ = await repository.everything(unit.connection)
    facts = by_id(found)
    there = facts.get((Kind.RESOURCE, order.resource_id))
    before = there if isinstance(there, Resource) else None
    fresh = _resource(order, file, before)
    _check_place(fresh, facts)
    if before and fresh == before:
        return Receipt(sentence=f"{fresh.title} is published already, as version {fresh.version}.")
    if before and fresh.sha256 != before.sha256:
        fresh = fresh.model_copy(update={"version": before.version + 1})
    await offer(unit, Kind.RESOURCE, fresh, UPLOADED, before)
    await versions.bump(unit.connection, "catalogue")
    return Receipt(sentence=f"{fresh.title} is published as version {fresh.version}.")


def _resource(order: PublishResource, file: UploadedFile, before: Resource | None) -> Resource:
    """The resource as ordered; what the order leaves out is as it was."""
    if before and before.course:
        raise Refused(f"{before.title} comes with a course; publish the course with its new file.")
    if before is None and order.title is None:
        raise Refused("A new resource needs a title.")
    told = {name: value for name in TOLD if (value := getattr(order, name)) is not None}
    if "group" in told or "collection" in told:
        told = {"group": None, "collection": None, **told}
    content = {**file.model_dump(), "name": order.name, "url": None}
    return Resource.model_validate({"id": order.resource_id, **(before.model_dump() if before else {}), **told, **content})


def _check_place(resource: Resource, facts: Facts) -> None:
    if not resource.is_on_shelf:
        raise Refused("Say where it stands in the library: a group or a collection.")
    for kind, id_, word in (
        (Kind.GROUP, resource.group, "group"),
        (Kind.COLLECTION, resource.collection, "collection"),
        (Kind.CATEGORY, resource.category, "category"),
        (Kind.RESOURCE, resource.captions, "captions"),
    ):
        if id_ is not None and (kind, id_) not in facts:
            raise Refused(f"There is no {word} {id_} on this hub.")
