"""Who there is in the scale data: learners in organisations, and the seats that they hold."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from trainhub_core.models.learning import Learner
from trainhub_core.models.organisations import Membership, Role
from trainhub_core.models.webinars import Registration, SeatState, Webinar
from trainhub_server.services.accounts import hash_of

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo", "Asia/Tokyo", "UTC")
FIRST = ("Ana", "Ben", "Chen", "Divya", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jamal", "Kaya", "Lena", "Mateo", "Nour", "Olu", "Priya")
LAST = ("Silva", "Okafor", "Wang", "Rao", "Demir", "Larsen", "Keller", "Moreau", "Costa", "Haddad", "Sato", "Novak", "Diaz", "Aziz", "Berg")
IN_ORGANISATION = 50
FIRST_LEARNER = 500_000_000_000
SEATS_EACH = 2
SINCE = timedelta(days=365)


def stem(number: int) -> str:
    """Twelve figures that are this learner's alone: their id, with which those of their events end too.

    A number, so that pgbench can choose learners by chance."""
    return str(FIRST_LEARNER + number)


learner_id = stem


def token_of(secret: str, number: int) -> str:
    """The access token of a learner, for whoever knows the secret."""
    return hashlib.sha256(f"{secret}/{number}".encode()).hexdigest()


def token_row(secret: str, number: int, now: datetime) -> tuple[str, str, str, datetime]:
    return hash_of(token_of(secret, number)), learner_id(number), "read write", now


def zone_of(archetype: int) -> str:
    return ZONES[archetype % len(ZONES)]


def organisation_of(number: int) -> tuple[str, str]:
    """Id and name: every fifty learners are a company."""
    company = number // IN_ORGANISATION
    return f"company-{company:05}", f"{LAST[company % len(LAST)]} & {LAST[company * 7 % len(LAST)]} {company}"


def role_of(number: int) -> Role:
    return {0: Role.ADMIN, 1: Role.MANAGER}.get(number % IN_ORGANISATION, Role.LEARNER)


def learner_of(number: int, zone: str, now: datetime) -> Learner:
    """The learner, who belongs to one organisation."""
    organisation, name = organisation_of(number)
    membership = Membership(organisation_id=organisation, name=name, role=role_of(number), since=now - SINCE)
    return Learner(
        id=learner_id(number),
        name=f"{FIRST[number % len(FIRST)]} {LAST[number * 7 % len(LAST)]} {number}",
        zone=zone,
        memberships=(membership,),
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """What one learner holds of one webinar; `receipt` is when they asked, in the order of that webinar's requests."""

    learner: str
    receipt: int
    registration: Registration


def seats(learners: int, webinars: Sequence[Webinar], now: datetime, chance: Random) -> Iterator[Seat]:
    """Two requests of each learner, given seats while there are some and places in the waitlist after that."""
    asked = dict.fromkeys((it.id for it in webinars), 0)
    for number in range(learners):
        for webinar in chance.sample(webinars, min(SEATS_EACH, len(webinars))):
            asked[webinar.id] = receipt = asked[webinar.id] + 1
            waits = receipt > webinar.capacity
            state = SeatState.WAITING if waits else SeatState.SEAT
            at = min(now, webinar.starts) - timedelta(days=2)
            held = Registration(webinar_id=webinar.id, state=state, position=receipt - webinar.capacity if waits else None, at=at)
            yield Seat(learner_id(number), receipt, held)
