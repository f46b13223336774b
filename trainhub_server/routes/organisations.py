"""Organisations, their members, a learner's own tokens and data, and the server's jobs for who runs the programme."""

from fastapi import APIRouter, Response

from trainhub_core.models.jobs import JobState, RetryJob
from trainhub_core.models.organisations import AcceptInvitation, ChangeRole, DeleteMyData, Invite, NewOrganisation, SetAccess
from trainhub_core.models.tokens import NewToken, RevokeToken, Scope
from trainhub_core.operations import ROOT
from trainhub_server import bodies
from trainhub_server.callers import forget
from trainhub_server.routes.paging import Limit, Offset
from trainhub_server.services import access_tokens, organisations, overseen_jobs, own_data
from trainhub_server.turn import SignedIn, model_answer

router = APIRouter(prefix=ROOT)


@router.get("/organisations", summary="The organisations the learner belongs to, and as what")
async def list_organisations(turn: SignedIn) -> Response:
    async with turn.reading() as unit:
        return model_answer(await organisations.mine(unit, turn.caller))


@router.get("/programme/organisations", summary="Every organisation, for admins of the programme")
async def list_all_organisations(turn: SignedIn, offset: Offset = 0, limit: Limit = 50) -> Response:
    async with turn.reading() as unit:
        return model_answer(await organisations.every(unit, turn.caller, offset, limit))


@router.post("/programme/organisations", summary="Make an organisation, as an admin of the programme")
async def make_organisation(turn: SignedIn) -> Response:
    turn.need(Scope.ADMIN)
    return await turn.once(NewOrganisation, lambda unit, order: organisations.new(unit, turn.caller, order))


@router.get("/programme/jobs", summary="What the server has still to do, and what it gave up, for admins of the programme")
async def list_jobs(turn: SignedIn, state: JobState | None = None, offset: Offset = 0, limit: Limit = 50) -> Response:
    async with turn.reading() as unit:
        return model_answer(await overseen_jobs.standing(unit, turn.caller, state, offset, limit))


@router.post("/programme/retry-job", summary="Try a job again that was given up, as an admin of the programme")
async def retry_job(turn: SignedIn) -> Response:
    turn.need(Scope.ADMIN)
    return await turn.once(RetryJob, lambda unit, order: overseen_jobs.retry(unit, turn.caller, order))


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
    answer = await turn.once(AcceptInvitation, lambda unit, order: organisations.accept(unit, turn.caller, order))
    forget(turn.site)
    return answer


@router.put("/member-role", summary="Give a member another role")
async def change_role(turn: SignedIn) -> Response:
    turn.need(Scope.ADMIN)
    answer = await turn.once(ChangeRole, lambda unit, order: organisations.change_role(unit, turn.caller, order))
    forget(turn.site)
    return answer


@router.put("/member-access", summary="End a member's access, or let them in again")
async def set_access(turn: SignedIn) -> Response:
    turn.need(Scope.ADMIN)
    answer = await turn.once(SetAccess, lambda unit, order: organisations.set_access(unit, turn.caller, order))
    forget(turn.site)
    return answer


@router.get("/tokens", summary="The learner's own access tokens, without themselves")
async def list_tokens(turn: SignedIn) -> Response:
    async with turn.reading() as unit:
        return model_answer(await access_tokens.mine(unit, turn.caller))


@router.post("/tokens", summary="Make an access token of one's own; it is told this once")
async def make_token(turn: SignedIn) -> Response:
    """Without an Idempotency-Key: what is kept under one would hold the token. Asked twice, there are two."""
    order = bodies.parsed(NewToken, await bodies.read(turn.request))
    async with turn.writing() as unit:
        asking = access_tokens.Asking(turn.caller, turn.scopes, turn.expires)
        return model_answer(await access_tokens.new(unit, asking, order, turn.site.settings.random_hex))


@router.post("/revoke-token", summary="Take an access token of one's own back")
async def revoke_token(turn: SignedIn) -> Response:
    answer = await turn.once(RevokeToken, lambda unit, order: access_tokens.revoke(unit, turn.caller, order))
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
