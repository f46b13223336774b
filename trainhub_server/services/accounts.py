"""Learners and their personal access tokens."""

import hashlib
import re
import unicodedata
from datetime import datetime

from trainhub_core.models.base import EMAIL
from trainhub_core.models.learning import Learner
from trainhub_core.models.wire import Kind
from trainhub_core.text import clean_line
from trainhub_server.refusals import Deactivated, SignedOut
from trainhub_server.repositories import addresses, changes, learners, organisations, own_data, tokens
from trainhub_server.repositories.tokens import Owner
from trainhub_server.unit import Unit

LONGEST_NAME, LONGEST_ADDRESS = 80, 254
LEARNING = "read write"
"""The scopes of a token that says nothing else."""


def hash_of(token: str) -> str:
    """What the database knows of a token. Tokens are long and random, so one round suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def id_for(name: str, sort: str = "learner") -> str:
    """An id made of a name: `ana-silva`; of a name without Latin letters a hash, after the sort of thing that it names."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return slug or f"{sort}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


async def ensure(unit: Unit, learner_id: str, name: str, zone: str) -> Learner:
    """The learner with this name and zone, made or brought up to date."""
    known = await learners.find(unit.connection, learner_id)
    wanted = known.model_copy(update={"name": name, "zone": zone}) if known else Learner(id=learner_id, name=name, zone=zone)
    if wanted != known:
        await learners.put(unit.connection, wanted, unit.now)
        await changes.put(unit.connection, learner_id, Kind.LEARNER, learner_id, wanted)
    return wanted


async def tell_memberships(unit: Unit, learner_id: str) -> None:
    """Write what a learner belongs to into what their laptops know of them."""
    async with unit.connection.as_system():  # who changes a role writes nothing of another's themselves
        known = await learners.find(unit.connection, learner_id)
        if known is None:
            return
        wanted = known.model_copy(update={"memberships": tuple(await organisations.of_learner(unit.connection, learner_id))})
        await learners.put(unit.connection, wanted, unit.now)
        await changes.put(unit.connection, learner_id, Kind.LEARNER, learner_id, wanted)


async def is_known(unit: Unit, learner_id: str, issued: float) -> bool:
    """Whether there is such a learner. Raises Deactivated, and SignedOut for a token from before their data was deleted."""
    ended = await learners.has_ended(unit.connection, learner_id)
    if ended:
        raise Deactivated
    gone = await own_data.deleted_at(unit.connection, hash_of(learner_id)) if ended is None else None
    if gone and issued <= gone.timestamp():
        raise SignedOut
    return ended is not None


def name_from(name: str, email: str) -> str:
    """What a sign-in service says of somebody as a name to show: cleaned, short, never empty."""
    told = (clean_line(part[:1_000]).strip()[:LONGEST_NAME].strip() for part in (name, email.partition("@")[0]))
    return next((part for part in told if part), "Learner")


def address_from(email: str) -> str | None:
    """What a sign-in service says as an address to write to; None for what is none."""
    return email if len(email) <= LONGEST_ADDRESS and re.fullmatch(EMAIL, email) else None


async def is_written_to_at(unit: Unit, learner_id: str, email: str | None) -> bool:
    return await addresses.find(unit.connection, learner_id) == email


async def write_to(unit: Unit, learner_id: str, email: str | None) -> None:
    """Write to a learner at this address from now on, or at none."""
    if email:
        await addresses.put(unit.connection, learner_id, email, unit.now)
    else:
        await addresses.forget(unit.connection, learner_id)


async def add_token(
    unit: Unit, learner_id: str, token: str, expires: datetime | None = None, scopes: str = LEARNING, own: bool = False
) -> None:
    await tokens.add(unit.connection, hash_of(token), Owner(learner_id, scopes, own=own, expires=expires), unit.now)
