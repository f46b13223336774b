"""Courses published, rolled back, withdrawn: all of a package, or nothing of it. Source: product.md CONT-3."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainhub_core.catalogue import catalogue_of
from trainhub_core.identity import uuid7
from trainhub_core.models.base import MOST_NUMBER, Fact
from trainhub_core.models.catalogue import Course
from trainhub_core.models.library import Resource
from trainhub_core.models.publishing import PackagedCourse, Publication, PublicationState, Standing
from trainhub_core.models.webinars import Webinar
from trainhub_core.models.wire import Kind, Page, Receipt
from trainhub_core.rules.locks import cycle
from trainhub_server.refusals import NotThere, Refused
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import publications, versions
from trainhub_server.services.paging import page, page_of
from trainhub_server.services.renewing import WholeCourse, by_id, courses_in, offer, renew, standing, withhold
from trainhub_server.services.starting import PUBLISHED
from trainhub_server.settings import Pack
from trainhub_server.unit import Unit

Facts = dict[tuple[Kind, str], Fact]


@dataclass(frozen=True, slots=True)
class Sent:
    """A package with what it was compiled to."""

    sha256: str
    pack: Pack


async def compared(unit: Unit, pack: Pack) -> tuple[PackagedCourse, ...]:
    """How each course of a package compares with what is on offer."""
    facts, _ = await repository.everything(unit.connection)
    return tuple([(await _compared(unit, fresh, by_id(facts)))[0] for fresh in courses_in(pack)])


async def keep_drafts(unit: Unit, caller: str, sha256: str, courses: Iterable[PackagedCourse]) -> None:
    """Note what of a package that was sent may be published, before anybody is shown it."""
    open_ = [it for it in courses if it.standing in (Standing.NEW, Standing.CHANGED)]
    await publications.add(unit.connection, [_row(unit, caller, sha256, it, it.version, PublicationState.DRAFT) for it in open_])


async def publish(unit: Unit, caller: str, sent: Sent) -> Receipt:
    """Offer all that a package holds. Raises Refused where a course of it has changed, and its version has not grown; NotThere where
    the package was forgotten meanwhile."""
    await versions.lock_feed(unit.connection)
    if await publications.package(unit.connection, sent.sha256) is None:
        raise NotThere("There is no such package.")
    found, _ = await repository.everything(unit.connection)
    facts = by_id(found)
    told: list[str] = []
    for fresh in courses_in(sent.pack):
        course, before = await _compared(unit, fresh, facts)
        if course.standing is Standing.LOW:
            raise Refused(low_sentence(course))
        if course.standing is Standing.SAME:
            await publications.forget_drafts(unit.connection, course.course_id, sent.sha256, course.offered or 0)
            if before and before.course.withdrawn:
                await _set_withdrawn(unit, before.course, False)
                told.append(f"{course.title} is offered again.")
            continue
        await _offer_version(unit, caller, sent.sha256, course, fresh, before)
        told.append(f"{course.title} is published as version {fresh.course.version}.")
    if await _offer_tables(unit, sent.pack, facts):
        told.append("The tables of the hub are published.")
    await _check_whole(unit)
    await versions.bump(unit.connection, "catalogue")
    return Receipt(sentence=" ".join(told[:20]) or "All of it is published already.")


async def roll_back(unit: Unit, caller: str, target: Publication, sent: Sent) -> Receipt:
    """Offer what an earlier version said again, under a new number, so that nobody's progress is lowered. Raises NotThere, Refused."""
    await versions.lock_feed(unit.connection)
    found, _ = await repository.everything(unit.connection)
    fresh = next((it for it in courses_in(sent.pack) if it.course.id == target.course_id), None)
    there = by_id(found).get((Kind.COURSE, target.course_id))
    if fresh is None or not isinstance(there, Course):
        raise NotThere("There is no such course.")
    before = await standing(unit, there, (it for it in found if isinstance(it, Resource)))
    known = await publications.of_course(unit.connection, target.course_id)
    number = max([there.version, *(it.version for it in known if it.state is not PublicationState.DRAFT)]) + 1
    if number > MOST_NUMBER:
        raise Refused(f"{fresh.course.title} has the highest version that there is, {MOST_NUMBER}; none can come after it.")
    course = PackagedCourse(course_id=target.course_id, title=fresh.course.title, version=target.written, standing=Standing.CHANGED)
    await _offer_version(unit, caller, sent.sha256, course, fresh.numbered(number), before)
    await _check_whole(unit)
    await versions.bump(unit.connection, "catalogue")
    return Receipt(sentence=f"{course.title} is as it was in version {target.version}, and this is version {number} now.")


async def withdraw(unit: Unit, course_id: str, withdrawn: bool) -> Receipt:
    """Offer a course to nobody new, or to everybody again."""
    await versions.lock_feed(unit.connection)
    found, _ = await repository.everything(unit.connection)
    course = by_id(found).get((Kind.COURSE, course_id))
    if not isinstance(course, Course):
        raise NotThere("There is no such course.")
    if course.withdrawn is withdrawn:
        return Receipt(sentence=f"{course.title} is {'withdrawn' if withdrawn else 'on offer'} already.")
    await _set_withdrawn(unit, course, withdrawn)
    await versions.bump(unit.connection, "catalogue")
    if not withdrawn:
        return Receipt(sentence=f"{course.title} is offered again.")
    return Receipt(sentence=f"{course.title} is withdrawn: those who began it keep it, nobody else is offered it.")


async def earlier(unit: Unit, course_id: str, version: int | None) -> Publication:
    """The version to go back to; without a number the one that was offered before. Raises NotThere, Refused."""
    known = [it for it in await publications.of_course(unit.connection, course_id) if it.state is not PublicationState.DRAFT]
    if not known:
        raise NotThere("No version of this course was published here.")
    before = [it for it in known if it.state is PublicationState.SUPERSEDED]
    if version is None and not before:
        raise Refused(f"{known[0].title} has no earlier version here.")
    wanted = max((it.version for it in before), default=0) if version is None else version
    target = next((it for it in known if it.version == wanted), None)
    if target is None:
        raise Refused(f"{known[0].title} has no version {wanted} here; there are {', '.join(str(it.version) for it in known)}.")
    if target.state is not PublicationState.SUPERSEDED:
        raise Refused(f"Version {wanted} of {target.title} is the one that stands.")
    return target


async def of_course(unit: Unit, course_id: str, offset: int, limit: int) -> Page[Publication]:
    """Every version of a course, the newest first."""
    return page(Page[Publication], await publications.of_course(unit.connection, course_id), offset, limit)


async def listed(unit: Unit, offset: int, limit: int) -> Page[Publication]:
    """Every version of every course, the newest first."""
    total = await publications.count(unit.connection)
    found = await publications.listed(unit.connection, offset, limit)
    return page_of(Page[Publication], found, total, offset, limit)


def low_sentence(course: PackagedCourse) -> str:
    """Why a changed course is not published under the number that it has."""
    return f"{course.title} has changed, and version {course.offered} of it is published: give it a version above {course.offered}."


async def _compared(unit: Unit, fresh: WholeCourse, facts: Facts) -> tuple[PackagedCourse, WholeCourse | None]:
    course = fresh.course
    there = facts.get((Kind.COURSE, course.id))
    before = await standing(unit, there, (it for it in facts.values() if isinstance(it, Resource))) if isinstance(there, Course) else None
    if before is None:
        how = Standing.NEW
    elif fresh.says_the_same(before):
        how = Standing.SAME
    else:
        how = Standing.CHANGED if course.version > before.course.version else Standing.LOW
    offered = before.course.version if before else None
    return PackagedCourse(course_id=course.id, title=course.title, version=course.version, offered=offered, standing=how), before


async def _offer_version(
    unit: Unit, caller: str, sha256: str, course: PackagedCourse, fresh: WholeCourse, before: WholeCourse | None
) -> None:
    await renew(unit, fresh, before, PUBLISHED)
    await publications.set_state(unit.connection, course.course_id, PublicationState.SUPERSEDED)
    await publications.forget_drafts(unit.connection, course.course_id, sha256, fresh.course.version)
    await publications.add(unit.connection, [_row(unit, caller, sha256, course, fresh.course.version, PublicationState.PUBLISHED)])


async def _set_withdrawn(unit: Unit, course: Course, withdrawn: bool) -> None:
    state = PublicationState.WITHDRAWN if withdrawn else PublicationState.PUBLISHED
    await publications.set_state(unit.connection, course.id, state)
    await offer(unit, Kind.COURSE, course.model_copy(update={"withdrawn": withdrawn}), PUBLISHED, course)


async def _offer_tables(unit: Unit, pack: Pack, facts: Facts) -> bool:
    """Everything of a hub's folder but its courses; what an earlier one brought and this one does not is gone. Tells if it had any."""
    brought = {key: fact for key, fact in by_id(pack.facts).items() if not _is_of_course(fact)}
    webinars: Sequence[Webinar] = pack.webinars_at(unit.now)
    if not brought and not webinars:
        return False
    for (kind, id_), fact in brought.items():
        there = facts.get((kind, id_))
        counted = fact.model_copy(update={"downloads": there.downloads}) if isinstance(there, Resource) else fact
        await offer(unit, kind, counted, PUBLISHED, there)
    for kind, id_ in await repository.ids_of(unit.connection, PUBLISHED):
        if (kind, id_) in facts and (kind, id_) not in brought and not _is_of_course(facts[kind, id_]):
            await withhold(unit, kind, id_)
    for webinar in webinars:
        if (Kind.WEBINAR, webinar.id) not in facts:
            await offer(unit, Kind.WEBINAR, webinar, PUBLISHED)
    return True


def _is_of_course(fact: Fact) -> bool:
    return isinstance(fact, Course) or (isinstance(fact, Resource) and fact.course is not None)


async def _check_whole(unit: Unit) -> None:
    """What was checked when the package came may have changed since. Raises Refused, and nothing is published."""
    found, _ = await repository.everything(unit.connection)
    catalogue = catalogue_of(found)
    for course in catalogue.courses.values():
        if course.category not in catalogue.categories:
            raise Refused(f"{course.title} is in the category {course.category}, which this hub has not.")
        if missing := next((it.course_id for it in course.after if it.course_id not in catalogue.courses), None):
            raise Refused(f"{course.title} comes after {missing}, which this hub has not.")
    if ring := cycle(catalogue.courses):
        raise Refused(f"These courses would wait for each other: {', '.join(ring)}.")


def _row(unit: Unit, caller: str, sha256: str, course: PackagedCourse, version: int, state: PublicationState) -> tuple[str, Publication]:
    return uuid7(unit.now), Publication(
        course_id=course.course_id,
        title=course.title,
        version=version,
        written=course.version,
        state=state,
        at=unit.now,
        author=caller,
        package=sha256,
    )
