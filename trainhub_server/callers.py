"""Who calls: the learner of a personal access token or of a JWT, and what the token may be used for."""

import hmac
import time
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from trainhub_core.models.tokens import Scope
from trainhub_server.database.face import Again
from trainhub_server.refusals import Busy, Deactivated, NotAllowed, Refusal
from trainhub_server.repositories import learners, tokens
from trainhub_server.repositories.tokens import Owner
from trainhub_server.services import accounts, organisations
from trainhub_server.settings import SOLO_LEARNER
from trainhub_server.unit import Unit

if TYPE_CHECKING:  # a site knows its callers
    from fastapi import Request

    from trainhub_server.jwt_checking import Claims
    from trainhub_server.site import Site

KNOWN_SECONDS = 30.0
MOST_KNOWN = 10_000
TRIES = 5


EVERYTHING = frozenset(Scope)
OF_JWT = EVERYTHING - {Scope.AUTHOR}
"""Anybody may have a JWT: what it administers its bearer's role decides; it publishes where they are of the programme's own team."""
_WORDS: Mapping[Scope, str] = {
    Scope.READ: "for reading",
    Scope.WRITE: "for changes",
    Scope.AUTHOR: "for publishing",
    Scope.ADMIN: "for administration",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """A learner, and the scopes of the token they came with."""

    learner: str
    scopes: frozenset[Scope] = EVERYTHING
    until: float | None = None
    """When a JWT expires, in seconds of the Unix clock."""
    expires: datetime | None = None
    """When a personal access token does."""

    def need(self, scope: Scope) -> None:
        """Raises NotAllowed."""
        if scope not in self.scopes:
            raise NotAllowed(f"This access token is not {_WORDS[scope]}; ask for one that is.")


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody was let in with, to look at it again: a personal access token by its hash, or a JWT by when it expires."""

    learner: str
    hash: str = ""
    until: float | None = None


async def held_by(site: "Site", request: "Request", caller: str) -> Held:
    """What the caller of this request, who is signed in, holds."""
    if site.settings.solo is not None:
        return Held(caller)
    token = request.headers["authorization"].partition(" ")[2].strip()
    known = await caller_of(site, token)
    return Held(caller, until=known.until) if known and known.until else Held(caller, accounts.hash_of(token))


async def still_held(site: "Site", held: Collection[Held]) -> Set[Held]:
    """Those of these that still let in, by the tables as they are now. Two questions, however many they are."""
    if site.settings.solo is not None:
        return set(held)
    by_hash = {it.hash: it for it in held if it.hash}
    async with site.reading() as unit:
        second = unit.now.timestamp()
        lasting = [it for it in held if not it.hash and it.until is not None and it.until > second]
        good = await tokens.standing(unit.connection, sorted(by_hash), unit.now) if by_hash else ()
        let_in = await learners.let_in(unit.connection, sorted({it.learner for it in lasting})) if lasting else ()
    return {it for it in lasting if it.learner in let_in} | {by_hash[it] for it in good}


async def caller_of(site: "Site", token: str, place: str = "") -> Caller | None:
    """Whose the token is; None where it is nobody's (any more). Raises Deactivated, SignedOut, Busy and TooMany.

    `place` is where it comes from, as the limits know it: while that has nothing left, the database is asked about no more than so many
    tokens of it that were never good here."""
    if site.settings.solo is not None:
        return Caller(SOLO_LEARNER) if hmac.compare_digest(site.settings.solo.token.encode(), token.encode()) else None
    hashed, second = accounts.hash_of(token), time.monotonic()
    known = site.callers.get(hashed)
    if known and known[1] > second:
        return known[0]
    new_from = "" if known else place
    try:
        found, lasts = await (_of_jwt(site, token, new_from) if site.jwts and token.count(".") == 2 else _of_token(site, hashed, new_from))
    except Refusal:
        site.callers.pop(hashed, None)
        raise
    site.callers.pop(hashed, None)
    if found is not None:
        site.callers[hashed] = (found, second + lasts)
        if len(site.callers) > MOST_KNOWN:
            del site.callers[next(iter(site.callers))]
    return found


def forget(site: "Site") -> None:
    """Look every token up again: somebody's access has changed. Other processes do so within half a minute."""
    for hashed, (caller, _) in site.callers.items():
        site.callers[hashed] = (caller, 0.0)


async def _look_up(site: "Site", new_from: str) -> None:
    """One question to the database about a token that is new here, from this place. Raises TooMany."""
    if new_from and site.limits.is_spent(new_from):
        await site.looked_up.spend(new_from)


async def _of_token(site: "Site", hashed: str, new_from: str) -> tuple[Caller | None, float]:
    await _look_up(site, new_from)
    async with site.reading() as unit:
        found = await tokens.owner(unit.connection, hashed, unit.now)
        scopes = await _scopes(unit, found) if found else frozenset()
    if found is None:
        return None, 0.0
    if found.ended:
        raise Deactivated
    return Caller(found.learner, scopes, expires=found.expires), KNOWN_SECONDS


async def _scopes(unit: Unit, found: Owner) -> frozenset[Scope]:
    """Those that a token was given. One that its owner made publishes for as long as they may."""
    given = frozenset(scope for scope in Scope if scope.value in found.scopes.split())
    is_held_back = found.own and Scope.AUTHOR in given and not await organisations.may_publish(unit, found.learner)
    return given & OF_JWT if is_held_back else given


async def _of_jwt(site: "Site", token: str, new_from: str) -> tuple[Caller | None, float]:
    now = site.settings.clock()
    claims = await site.jwts.claims(token, now) if site.jwts else None
    if claims is None:
        return None, 0.0
    await _look_up(site, new_from)
    email = accounts.address_from(claims.email) if site.settings.mail else None
    async with site.reading() as unit:
        is_known = await accounts.is_known(unit, claims.learner, claims.issued)
        publishes = is_known and await organisations.may_publish(unit, claims.learner)
        is_addressed = site.settings.mail is None or await accounts.is_written_to_at(unit, claims.learner, email)
    if not (is_known and is_addressed):
        await _made(site, claims, email, is_known)
    caller = Caller(claims.learner, EVERYTHING if publishes else OF_JWT, claims.expires)
    return caller, min(KNOWN_SECONDS, claims.expires - now.timestamp())


async def _made(site: "Site", claims: "Claims", email: str | None, is_known: bool) -> None:
    """The first call of somebody makes them a learner; a later one may tell a new address."""
    for _ in range(TRIES):
        try:
            async with site.writing() as unit:
                if not is_known:
                    await accounts.ensure(unit, claims.learner, accounts.name_from(claims.name, claims.email), "UTC")
                if site.settings.mail:
                    await accounts.write_to(unit, claims.learner, email)
            return
        except Again:
            continue
    raise Busy
