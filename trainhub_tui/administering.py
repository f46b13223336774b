"""Organisations, their members and one's own access at a server (API-3). Raises as `api`; nothing of it is queued."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import quote

from trainhub_core.identity import uuid7
from trainhub_core.models.base import Fact, Order
from trainhub_core.models.jobs import JobState, RetryJob, StandingJob
from trainhub_core.models.organisations import (
    ChangeRole,
    DeleteMyData,
    Invitation,
    Invite,
    Member,
    MemberProgress,
    Membership,
    Memberships,
    NewOrganisation,
    Organisation,
    OwnData,
    Role,
    SetAccess,
)
from trainhub_core.models.tokens import AccessToken, AccessTokens, NewToken, RevokeToken
from trainhub_core.models.wire import Page
from trainhub_core.operations import ROOT
from trainhub_core.text import alphabetical
from trainhub_tui.api import Api

Item = TypeVar("Item", bound=Fact)


class Administering:
    """One server, by whatever way it is reached. Lists are fetched page by page, as they are asked for."""

    def __init__(self, api: Callable[[], Api]) -> None:
        self._api = api

    def mine(self) -> Sequence[Membership]:
        """The organisations that one belongs to, by name."""
        found = self._api().ask(Memberships, f"{ROOT}/organisations").memberships
        return sorted(found, key=lambda it: (alphabetical(it.name), it.organisation_id))

    def organisations(self) -> Iterator[Organisation]:
        """All there are, for admins of the programme."""
        return self._pages(Page[Organisation], "programme/organisations")

    def new_organisation(self, name: str) -> str:
        """Make one; the server's sentence."""
        return self._told("POST", "programme/organisations", NewOrganisation(name=name))

    def jobs(self, state: JobState | None = None) -> Iterator[StandingJob]:
        """What the server has not done yet, for admins of the programme."""
        return self._pages(Page[StandingJob], "programme/jobs", **({"state": state.value} if state else {}))

    def retry_job(self, job_id: str) -> str:
        """The server's sentence."""
        return self._told("POST", "programme/retry-job", RetryJob(job_id=job_id))

    def members(self, organisation_id: str) -> Iterator[Member]:
        """Everybody, also those whose access has ended."""
        return self._pages(Page[Member], f"organisations/{quote(organisation_id, safe='')}/members")

    def progress(self, organisation_id: str) -> Iterator[MemberProgress]:
        """How far its active members are."""
        return self._pages(Page[MemberProgress], f"organisations/{quote(organisation_id, safe='')}/progress")

    def invite(self, organisation_id: str, role: Role, days: int, email: str | None = None) -> Invitation:
        """An invitation with its code, which is told this once; with an address it is sent there, too."""
        order = Invite(organisation_id=organisation_id, role=role, days=days, email=email)
        return self._api().make(Invitation, f"{ROOT}/invitations", order.model_dump_json())

    def change_role(self, organisation_id: str, learner_id: str, role: Role) -> str:
        """The server's sentence."""
        return self._told("PUT", "member-role", ChangeRole(organisation_id=organisation_id, learner_id=learner_id, role=role))

    def set_access(self, organisation_id: str, learner_id: str, active: bool) -> str:
        """End a member's access, or give it again; the server's sentence."""
        return self._told("PUT", "member-access", SetAccess(organisation_id=organisation_id, learner_id=learner_id, active=active))

    def tokens(self) -> Sequence[AccessToken]:
        """One's own, without themselves."""
        return self._api().ask(AccessTokens, f"{ROOT}/tokens").tokens

    def new_token(self, order: NewToken) -> AccessToken:
        """A token of one's own, which is told this once."""
        return self._api().make(AccessToken, f"{ROOT}/tokens", order.model_dump_json())

    def revoke_token(self, token_id: str) -> str:
        """The server's sentence."""
        return self._told("POST", "revoke-token", RevokeToken(token_id=token_id))

    def own_data(self) -> OwnData:
        """Every row that the server keeps of the caller."""
        return self._api().ask(OwnData, f"{ROOT}/my-data")

    def delete_own_data(self, learner_id: str) -> str:
        """For good; the server's sentence."""
        return self._told("POST", "delete-my-data", DeleteMyData(learner_id=learner_id))

    def _pages(self, model: type[Page[Item]], path: str, **asked: str) -> Iterator[Item]:
        offset: int | None = 0
        while offset is not None:
            page = self._api().ask(model, f"{ROOT}/{path}", offset=str(offset), limit="100", **asked)
            yield from page.items
            offset = page.next

    def _told(self, method: str, path: str, order: Order) -> str:
        key = uuid7(datetime.now(UTC))
        return self._api().send(method, f"{ROOT}/{path}", order.model_dump_json(), key).sentence
