"""What a server makes sure of before it listens: settings of its own, the starter pack, the solo learner, the demo's history."""

from collections.abc import Callable, Container, Iterable

from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course
from trainhub_core.models.library import Resource
from trainhub_core.models.wire import Kind
from trainhub_core.rules.versions import asks_the_same
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import changes, epochs, versions
from trainhub_server.repositories import learning as events
from trainhub_server.services import learning
from trainhub_server.services.renewing import WholeCourse, by_id, courses_in, offer, renew, withhold
from trainhub_server.services.renewing import standing as current
from trainhub_server.settings import DemoHistory, Pack
from trainhub_server.unit import Unit

PACK, PUBLISHED, UPLOADED = "starter", "published", "uploaded"
"""Where what is on offer came from: the starter pack, or this hub's authors, whose word counts more: packages, and single files."""
RandomHex = Callable[[int], str]


async def make_own(unit: Unit, random_hex: RandomHex, is_alone: bool) -> str:
    """The secret that signs file addresses, made on the first start. A start where no other server runs begins an epoch of the feed."""
    await versions.lock_feed(unit.connection)
    secret = await versions.setting(unit.connection, "file-secret")
    if secret is None:
        secret = random_hex(32)
        await versions.set_setting(unit.connection, "file-secret", secret)
    if await versions.is_of_another_database(unit.connection) or await epochs.newest(unit.connection) is None:
        await changes.start_over(unit.connection, int(unit.now.timestamp() * 1000))
        await epochs.forget_all(unit.connection)
        is_alone = True
    if is_alone:
        await epochs.begin(unit.connection, random_hex(4))
    return secret


async def pack_version(unit: Unit) -> str | None:
    """The version of the starter pack that is installed."""
    return await versions.setting(unit.connection, "pack")


async def install(unit: Unit, pack: Pack) -> bool:
    """Offer what the pack brings, in place of an older version of it; False when it is installed already.

    Its webinars are planned once, by the first start; what did not change is not told again."""
    await versions.lock_feed(unit.connection)
    installed = await pack_version(unit)
    if installed == pack.version:
        return False
    standing, _ = await repository.everything(unit.connection)
    before = by_id(standing)
    published = {key for origin in (PUBLISHED, UPLOADED) for key in await repository.ids_of(unit.connection, origin)}
    courses = {it.course.id: it for it in courses_in(pack)}
    brought = {key: fact for key, fact in by_id(pack.facts).items() if key not in published and not _is_of(fact, courses.keys())}
    for (kind, key), fact in brought.items():
        await offer(unit, kind, _as_counted(fact, before.get((kind, key))), PACK, before.get((kind, key)))
    for course_id, fresh in courses.items():
        if (Kind.COURSE, course_id) not in published:
            await _renew(unit, fresh, before.get((Kind.COURSE, course_id)), standing)
    for kind, key in await repository.ids_of(unit.connection, PACK):
        there = before.get((kind, key))
        if there and (kind, key) not in brought and not _is_of(there, courses.keys()):
            await _leave(unit, kind, key, there)
    if installed is None:
        for webinar in pack.webinars_at(unit.now):
            await offer(unit, Kind.WEBINAR, webinar, PACK)
    await versions.set_setting(unit.connection, "pack", pack.version)
    await versions.bump(unit.connection, "catalogue")
    return True


async def tell_history(unit: Unit, caller: str, zone: str, history: DemoHistory) -> None:
    """The demo's events, once, for a learner who has none."""
    if not await events.has_events(unit.connection, caller):
        catalogue, _ = await unit.catalogue_and_state(caller)
        await learning.record(unit, caller, history(catalogue, unit.now, zone), staff=True)


async def _renew(unit: Unit, fresh: WholeCourse, there: Fact | None, facts: Iterable[Fact]) -> None:
    """A pack's course in place of the one of an older pack. Where the number stood still though the lessons did not, it is raised."""
    if not isinstance(there, Course):
        await renew(unit, fresh, None, PACK)
        return
    version = max(fresh.course.version, there.version)
    if version == there.version and not asks_the_same(there, fresh.course):
        version += 1
    resources = (it for it in facts if isinstance(it, Resource))
    await renew(unit, fresh.numbered(version), await current(unit, there, resources), PACK)


async def _leave(unit: Unit, kind: Kind, key: str, there: Fact) -> None:
    """What a newer pack does not bring is there no more; a course stays with those who began it, and so do its files."""
    course = key if isinstance(there, Course) else there.course if isinstance(there, Resource) else None
    if course is None or not await events.has_learners(unit.connection, course):
        await withhold(unit, kind, key)
    elif isinstance(there, Course):
        await offer(unit, kind, there.model_copy(update={"withdrawn": True}), PACK, there)


def _is_of(fact: Fact, courses: Container[str]) -> bool:
    """Whether it is one of these courses, or a file that comes with one."""
    return (isinstance(fact, Course) and fact.id in courses) or (isinstance(fact, Resource) and fact.course in courses)


def _as_counted(fact: Fact, standing: Fact | None) -> Fact:
    """The fact with the counts that stand: a pack knows nothing of them."""
    if isinstance(fact, Resource) and isinstance(standing, Resource):
        return fact.model_copy(update={"downloads": standing.downloads})
    return fact
