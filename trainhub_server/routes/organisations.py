"""Organisations, their members, and a learner's own data."""

from fastapi import APIRouter, Response

from trainhub_core.models.organisations import AcceptInvitation, ChangeRole, DeleteMyData, Invite, SetAccess
from trainhub_core.operations import ROOT
from trainhub_server import bodies
from trainhub_server.callers import Scope, forget
from trainhub_server.routes.paging import Limit, Offset
from trainhub_server.services import organisations, own_data
from trainhub_server.turn import SignedIn, model_answer

router = APIRouter(prefix=ROOT)


@router.get("/organisations", summary="The organisations the learner belongs to, and as what")
async def list_organisations(turn: SignedIn) -> Response:
    async with turn.reading() as unit:
        return model_answer(await organisations.mine(unit, turn.caller))


@router.get("/organisations/{organisation_id}/members", summary="The members of an organisation, for its managers and admins")
async def list_members(turn: SignedIn, organisation_id: str, offset: Offset = 0, limit: Limit = 50) -> Response:
    async with turn.reading() as unit:
        return model_answer(await organisations.members(unit, turn.caller, organisation_id, offset, limit))


@router.get("/organisations/{organisation_id}/progress", summary="How far its members are, for its managers and admins")
async def read_organisation_progress(turn: SignedIn, organisation_id: str, offset: Offset = 0, limit: Limit = 50) -> Response:
    async with turn.reading() as unit:
        return model_answer(await organisations.progress(unit, turn.caller, organisation_id, offset, limit))


@router.post("/invitations", summary="Invite somebody; the code is told this once")
async def invite_member(turn: SignedIn) -> Response:
    """Without an Idempotency-Key: what is kept under one would hold the code. Asked twice, there are two invitations."""
    turn.need(Scope.ADMIN)
    order = bodies.parsed(Invite, await bodies.read(turn.request))
    async with turn.writing() as unit:
        return model_answer(await organisations.invite(unit, turn.caller, order, turn.site.settings.random_hex))


@router.post("/accept-invitation", summary="Join an organisation with the code of an invitation")
async def accept_invitation(turn: SignedIn) -> Response:
    return await turn.once(AcceptInvitation, lambda unit, order: organisations.accept(unit, turn.caller, order))


@router.put("/member-role", summary="Give a member another role")
async def change_role(turn: SignedIn) -> Response:
    turn.need(Scope.ADMIN)
    return await turn.once(ChangeRole, lambda unit, order: organisations.change_role(unit, turn.caller, order))


@router.put("/member-access", summary="End a member's access, or let them in again")
async def set_access(turn: SignedIn) -> Response:
    turn.need(Scope.ADMIN)
    answer = await turn.once(SetAccess, lambda unit, order: organisations.set_access(unit, turn.caller, order))
    forget(turn.site)
    return answer


@router.get("/my-data", summary="Everything the server keeps about the learner")
async def read_own_data(turn: SignedIn) -> Response:
    async with turn.reading() as unit:
        return model_answer(await own_data.export(unit, turn.caller))


@router.post("/delete-my-data", summary="Delete everything about the learner, for good")
async def delete_own_data(turn: SignedIn) -> Response:
    answer = await turn.once(DeleteMyData, lambda unit, order: own_data.delete(unit, turn.caller, order))
    forget(turn.site)
    return answer
