"""Who belongs to which organisation, as what, and what its managers see. An organisation that is not the caller's is not there."""

from collections.abc import Callable, Collection
from datetime import timedelta

from trainhub_core.models.organisations import (
    AcceptInvitation,
    ChangeRole,
    Invitation,
    Invite,
    Member,
    MemberProgress,
    Memberships,
    NewOrganisation,
    Organisation,
    Role,
    SetAccess,
)
from trainhub_core.models.wire import Page, Receipt
from trainhub_server.refusals import NotAllowed, NotThere, Refused
from trainhub_server.repositories import learners
from trainhub_server.repositories import organisations as repository
from trainhub_server.repositories.organisations import Held
from trainhub_server.services import accounts, notices
from trainhub_server.services.accounts import hash_of
from trainhub_server.services.paging import page_of
from trainhub_server.unit import Unit

INVITATION_MARK = "thi_"  # so that scanners for leaked secrets know one when they see it
MOST_INVITATIONS = 1_000
SEE_MEMBERS = (Role.MANAGER, Role.ADMIN)
PUBLISH = (Role.AUTHOR, Role.ADMIN)
RandomHex = Callable[[int], str]


async def mine(unit: Unit, caller: str) -> Memberships:
    return Memberships(memberships=tuple(await repository.of_learner(unit.connection, caller)))


async def may_publish(unit: Unit, caller: str) -> bool:
    """Authors and admins of the organisation that runs the programme publish for everybody."""
    return await repository.programme_role(unit.connection, caller) in PUBLISH


async def every(unit: Unit, caller: str, offset: int, limit: int) -> Page[Organisation]:
    """All organisations, for admins of the programme. Raises NotAllowed."""
    await programme_admin(unit, caller)
    total = await repository.count(unit.connection)
    found = await repository.every(unit.connection, offset, limit)
    return page_of(Page[Organisation], found, total, offset, limit)


async def new(unit: Unit, caller: str, order: NewOrganisation) -> Receipt:
    """Raises NotAllowed, and Refused where there is one of this name."""
    await programme_admin(unit, caller)
    if not order.name.strip():
        raise Refused("An organisation has a name; give it one that can be read.")
    organisation_id = accounts.id_for(order.name, "organisation")
    async with unit.connection.as_system():  # no member's role makes organisations
        if await repository.name_of(unit.connection, organisation_id, lock=True):
            raise Refused(f"There is an organisation {organisation_id} already.")
        await repository.put(unit.connection, organisation_id, order.name, unit.now)
    return Receipt(sentence=f"{order.name} is made, as {organisation_id}; invite its first admin.")


async def members(unit: Unit, caller: str, organisation_id: str, offset: int, limit: int) -> Page[Member]:
    """Everybody, also those whose access has ended. Raises NotThere and NotAllowed."""
    await _allowed(unit, caller, organisation_id, SEE_MEMBERS)
    total = await repository.count_members(unit.connection, organisation_id, active=False)
    found = await repository.members(unit.connection, organisation_id, False, offset, limit)
    return page_of(Page[Member], found, total, offset, limit)


async def progress(unit: Unit, caller: str, organisation_id: str, offset: int, limit: int) -> Page[MemberProgress]:
    """How far its active members are, and nobody else. Raises NotThere and NotAllowed."""
    await _allowed(unit, caller, organisation_id, SEE_MEMBERS)
    total = await repository.count_members(unit.connection, organisation_id, active=True)
    found = await repository.members(unit.connection, organisation_id, True, offset, limit)
    standings = await repository.standings(unit.connection, organisation_id, offset, limit)
    items = []
    for member in found:
        courses = tuple(standing for learner, standing in standings if learner == member.learner_id)
        done = sum(1 for standing in courses if standing.completed)
        items.append(MemberProgress(learner_id=member.learner_id, name=member.name, completed=done, courses=courses))
    return page_of(Page[MemberProgress], items, total, offset, limit)


async def invite(unit: Unit, caller: str, order: Invite, random_hex: RandomHex) -> Invitation:
    """A new invitation; its code is in the answer alone. Raises NotThere, NotAllowed and Refused."""
    await _allowed(unit, caller, order.organisation_id, (Role.ADMIN,))
    if order.email and not unit.mails:
        raise Refused("This server sends no mail: invite without an address, and give the code to them yourself.")
    if await repository.count_invitations(unit.connection, order.organisation_id, unit.now) >= MOST_INVITATIONS:
        raise Refused(f"{MOST_INVITATIONS} invitations are open; make more when some were accepted or have expired.")
    return await invited(unit, order, caller, random_hex)


async def invited(unit: Unit, order: Invite, made_by: str | None, random_hex: RandomHex) -> Invitation:
    """An invitation by whoever may make one."""
    code = INVITATION_MARK + random_hex(16)
    expires = unit.now + timedelta(days=order.days)
    told = Invitation(code=code, organisation_id=order.organisation_id, role=order.role, expires=expires, mailed_to=order.email)
    await repository.add_invitation(unit.connection, hash_of(code), told, made_by, unit.now)
    if order.email:
        name = await repository.name_of(unit.connection, order.organisation_id) or order.organisation_id
        await notices.invited(unit, order.email, told, name, hash_of(code))
    return told


async def accept(unit: Unit, caller: str, order: AcceptInvitation) -> Receipt:
    """Join with the invitation's role. It counts once. Raises NotThere and Refused."""
    async with unit.connection.as_system():  # who has the code may come in, and nobody lets themselves in
        return await _accepted(unit, caller, order)


async def _accepted(unit: Unit, caller: str, order: AcceptInvitation) -> Receipt:
    taken = await repository.take_invitation(unit.connection, hash_of(order.code), unit.now)
    if taken is None:
        raise NotThere("This invitation was used, has expired or never was; ask for a new one.")
    organisation_id, role = taken
    name = await repository.name_of(unit.connection, organisation_id, lock=True) or organisation_id
    held = await repository.held(unit.connection, organisation_id, caller)
    if held:
        raise Refused(f"You are in {name} already." if held.is_active else f"Your access to {name} has ended; ask its administrator.")
    await repository.join(unit.connection, organisation_id, caller, role, unit.now)
    await accounts.tell_memberships(unit, caller)
    return Receipt(sentence=f"You are in {name} now, as {role.value}. Its managers see how far you are in your courses.")


async def change_role(unit: Unit, caller: str, order: ChangeRole) -> Receipt:
    """Raises NotThere, NotAllowed and Refused."""
    held = await _member(unit, caller, order.organisation_id, order.learner_id)
    if order.role is not Role.ADMIN:
        await _keep_an_admin(unit, order.organisation_id, held)
    await repository.set_role(unit.connection, order.organisation_id, order.learner_id, order.role)
    await accounts.tell_memberships(unit, order.learner_id)
    return Receipt(sentence=f"{await _name(unit, order.learner_id)} is {order.role.value} now.")


async def set_access(unit: Unit, caller: str, order: SetAccess) -> Receipt:
    """Raises NotThere, NotAllowed and Refused."""
    held = await _member(unit, caller, order.organisation_id, order.learner_id)
    if not order.active:
        await _keep_an_admin(unit, order.organisation_id, held)
    if order.active is not held.is_active:
        await repository.set_ended(unit.connection, order.organisation_id, order.learner_id, None if order.active else unit.now)
        await accounts.tell_memberships(unit, order.learner_id)
    return Receipt(sentence=f"{await _name(unit, order.learner_id)} {'has access again' if order.active else 'has no access any more'}.")


async def programme_admin(unit: Unit, caller: str) -> None:
    """Raises NotAllowed."""
    if await repository.programme_role(unit.connection, caller) is not Role.ADMIN:
        raise NotAllowed("This is for admins of the programme.")


async def _allowed(unit: Unit, caller: str, organisation_id: str, roles: Collection[Role]) -> None:
    """Admins of the programme may everywhere."""
    if await repository.programme_role(unit.connection, caller) is Role.ADMIN and await repository.name_of(
        unit.connection, organisation_id
    ):
        return
    held = await repository.held(unit.connection, organisation_id, caller)
    if held is None or not held.is_active:
        raise NotThere("There is no such organisation.")
    if held.role not in roles:
        raise NotAllowed(f"This is for {' and '.join(f'{role.value}s' for role in roles)} of the organisation.")


async def _name(unit: Unit, learner_id: str) -> str:
    found = await learners.find(unit.connection, learner_id)
    return found.name if found else learner_id


async def _member(unit: Unit, caller: str, organisation_id: str, learner_id: str) -> Held:
    """A member whom the caller may change; the organisation is held until the unit of work ends."""
    await repository.name_of(unit.connection, organisation_id, lock=True)
    await _allowed(unit, caller, organisation_id, (Role.ADMIN,))
    held = await repository.held(unit.connection, organisation_id, learner_id)
    if held is None:
        raise NotThere("There is no such member.")
    return held


async def _keep_an_admin(unit: Unit, organisation_id: str, held: Held) -> None:
    if held.role is Role.ADMIN and held.is_active and await repository.count_admins(unit.connection, organisation_id) == 1:
        raise Refused("An organisation keeps at least one admin; make somebody else one first.")
