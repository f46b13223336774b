"""A learner's own access tokens: seen, made, taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from trainhub_core.models.tokens import AccessToken, AccessTokens, NewToken, RevokeToken, Scope
from trainhub_core.models.wire import Receipt
from trainhub_server.refusals import NotAllowed, NotThere, Refused
from trainhub_server.repositories import tokens
from trainhub_server.repositories.tokens import Issued
from trainhub_server.services import accounts, organisations
from trainhub_server.unit import Unit

MARK = "th_"  # so that scanners for leaked secrets know one when they see it
MOST = 50
RandomHex = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wishes for a token: what they may do themselves, and until when the access token lasts that they came with, if it ends."""

    caller: str
    scopes: frozenset[Scope]
    until: datetime | None = None


async def mine(unit: Unit, caller: str) -> AccessTokens:
    async with unit.connection.as_system():  # hashes are the system's to read
        return AccessTokens(tokens=tuple(_told(it) for it in await tokens.issued(unit.connection, caller)))


async def new(unit: Unit, asking: Asking, order: NewToken, random_hex: RandomHex) -> AccessToken:
    """A token for whoever asks, which lasts no longer than the one they came with. Raises NotAllowed and Refused."""
    may = asking.scopes if await organisations.may_publish(unit, asking.caller) else asking.scopes - {Scope.AUTHOR}
    if beyond := [scope.value for scope in order.scopes if scope not in may]:
        raise NotAllowed(f"You do not have {' and '.join(beyond)} yourself, so no token of yours can have it.")
    token = MARK + random_hex(32)
    wished = unit.now + timedelta(days=order.days) if order.days else None
    expires = min((it for it in (wished, asking.until) if it), default=None)
    scopes = tuple(scope for scope in Scope if scope in order.scopes)
    async with unit.connection.as_system():  # as above
        if len(await tokens.issued(unit.connection, asking.caller)) >= MOST:
            raise Refused(f"You have {MOST} access tokens; take one back first.")
        await accounts.add_token(unit, asking.caller, token, expires, " ".join(scopes), own=True)
    return AccessToken(token_id=tokens.id_of(accounts.hash_of(token)), scopes=scopes, created=unit.now, expires=expires, token=token)


async def revoke(unit: Unit, caller: str, order: RevokeToken) -> Receipt:
    """Raises NotThere."""
    async with unit.connection.as_system():  # as above
        gone = await tokens.revoke(unit.connection, order.token_id, caller)
    if gone is None:
        raise NotThere("You have no access token of this id.")
    return Receipt(sentence=f"The access token {order.token_id} is revoked.")


def _told(issued: Issued) -> AccessToken:
    known = {scope.value: scope for scope in Scope}
    scopes = tuple(known[word] for word in issued.scopes.split() if word in known)
    return AccessToken(token_id=issued.id, scopes=scopes, created=issued.created, expires=issued.expires)
