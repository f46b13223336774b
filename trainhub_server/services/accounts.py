"""Learners and their personal access tokens."""

import hashlib
import re
import unicodedata
from datetime import datetime

from trainhub_core.models.learning import Learner
from trainhub_core.models.wire import Kind
from trainhub_server.repositories import changes, learners, tokens
from trainhub_server.repositories.tokens import Caller
from trainhub_server.unit import Unit


def hash_of(token: str) -> str:
    """What the database knows of a token. Tokens are long and random, so one round suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def id_for(name: str) -> str:
    """A learner's id made of their name: `ana-silva`; of a name without Latin letters a hash."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return slug or f"learner-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


async def ensure(unit: Unit, learner_id: str, name: str, zone: str) -> Learner:
    """The learner with this name and zone, made or brought up to date."""
    known = await learners.find(unit.connection, learner_id)
    wanted = known.model_copy(update={"name": name, "zone": zone}) if known else Learner(id=learner_id, name=name, zone=zone)
    if wanted != known:
        await learners.put(unit.connection, wanted, unit.now)
        await changes.put(unit.connection, learner_id, Kind.LEARNER, learner_id, wanted)
    return wanted


async def add_token(unit: Unit, learner_id: str, token: str, expires: datetime | None = None, author: bool = False) -> None:
    """Let whoever has the token in as this learner; as an author they may publish courses too."""
    await tokens.add(unit.connection, hash_of(token), Caller(learner_id, author), unit.now, expires)
