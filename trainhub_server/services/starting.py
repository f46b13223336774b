"""What a server makes sure of before it listens: settings of its own, the starter pack, the solo learner, the demo's history."""

from collections.abc import Callable
from datetime import timedelta

from trainhub_core.catalogue import SHARED_KINDS
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course
from trainhub_core.models.library import Resource
from trainhub_core.models.texts import LessonText
from trainhub_core.models.wire import Kind
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import changes, epochs, idempotency, versions
from trainhub_server.repositories import learning as events
from trainhub_server.repositories.changes import EVERYBODY
from trainhub_server.services import learning
from trainhub_server.settings import DemoHistory, Pack
from trainhub_server.unit import Unit

PACK = "starter"
KEYS_KEPT = timedelta(days=60)
RandomHex = Callable[[int], str]
KIND_OF = {model: kind for kind, model in SHARED_KINDS.items()}


async def make_own(unit: Unit, random_hex: RandomHex) -> str:
    """The secret that signs file addresses, made on the first start. Each start begins an epoch of the feed."""
    await versions.lock_feed(unit.connection)
    secret = await versions.setting(unit.connection, "file-secret")
    if secret is None:
        secret = random_hex(32)
        await versions.set_setting(unit.connection, "file-secret", secret)
    now, fed = await versions.newest_transaction(unit.connection)
    if fed > now or await epochs.newest(unit.connection) is None:
        await changes.start_over(unit.connection, int(unit.now.timestamp() * 1000))
        await epochs.forget_all(unit.connection)
    await epochs.begin(unit.connection, random_hex(4))
    await idempotency.forget_before(unit.connection, unit.now - KEYS_KEPT)
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
    before = {(KIND_OF[type(fact)], repository.id_of(fact)): fact for fact in standing}
    brought = {(KIND_OF[type(fact)], repository.id_of(fact)): fact for fact in pack.facts}
    for (kind, key), fact in brought.items():
        counted = _as_counted(fact, before.get((kind, key)))
        if before.get((kind, key)) != counted:
            await _offer(unit, kind, counted)
        if isinstance(fact, Course):
            await repository.put_texts(unit.connection, fact, _texts(fact, pack))
    for kind, key in await repository.ids_of(unit.connection, PACK):
        if (kind, key) not in brought:
            await repository.remove(unit.connection, kind, key)
            await changes.put(unit.connection, EVERYBODY, kind, key, None)
    if installed is None:
        for webinar in pack.webinars_at(unit.now):
            await _offer(unit, Kind.WEBINAR, webinar)
    await versions.set_setting(unit.connection, "pack", pack.version)
    await versions.bump(unit.connection, "catalogue")
    return True


async def tell_history(unit: Unit, caller: str, zone: str, history: DemoHistory) -> None:
    """The demo's events, once, for a learner who has none."""
    if not await events.has_events(unit.connection, caller):
        catalogue, _ = await unit.catalogue_and_state(caller)
        await learning.record(unit, caller, history(catalogue, unit.now, zone), staff=True)


async def _offer(unit: Unit, kind: Kind, fact: Fact) -> None:
    await repository.put(unit.connection, kind, fact, PACK)
    await changes.put(unit.connection, EVERYBODY, kind, repository.id_of(fact), fact)


def _texts(course: Course, pack: Pack) -> list[LessonText]:
    return [
        LessonText(
            lesson_id=lesson.id,
            version=course.version,
            text=pack.texts[lesson.id],
            quiz=pack.quizzes.get(lesson.id),
            scenario=pack.scenarios.get(lesson.id),
            model_answer=pack.model_answers.get(lesson.id, ""),
        )
        for lesson in course.all_lessons
        if lesson.id in pack.texts
    ]


def _as_counted(fact: Fact, standing: Fact | None) -> Fact:
    """The fact with the counts that stand: a pack knows nothing of them."""
    if isinstance(fact, Resource) and isinstance(standing, Resource):
        return fact.model_copy(update={"downloads": standing.downloads})
    if isinstance(fact, Course) and isinstance(standing, Course):
        return fact.model_copy(update={"rating": standing.rating, "ratings": standing.ratings})
    return fact
