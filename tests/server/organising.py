"""Companies and their people, as tests need them."""

from tests.server.running import Partner, Server
from trainhub_core.models.organisations import Role
from trainhub_server.repositories import organisations
from trainhub_server.services import accounts

PROGRAMME = "programme"
ALL_SCOPES = "read write author admin"


async def employed(server: Server, learner_id: str, role: Role, company: str = "acme") -> None:
    """Make a learner a member of a company."""
    async with server.site.writing() as unit:
        await organisations.put(unit.connection, company, company.title(), unit.now, company == PROGRAMME)
        await organisations.join(unit.connection, company, learner_id, role, unit.now)


async def employee(server: Server, name: str, role: Role, company: str = "acme") -> Partner:
    """Somebody of a company, with a token for everything."""
    token = f"everything-of-{name}"
    async with server.site.writing() as unit:
        learner = await accounts.ensure(unit, accounts.id_for(name), name, "UTC")
        await accounts.add_token(unit, learner.id, token, scopes=ALL_SCOPES)
    await employed(server, learner.id, role, company)
    return Partner(learner.id, server.client(token))
