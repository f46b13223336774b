"""Certifications and badges: given by the server alone, once, when the rules say they are met."""

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.achievements import Award
from trainhub_core.models.learning import LearnerState
from trainhub_core.models.wire import Kind, Receipt
from trainhub_core.rules.certification import badge_claims, certification_claims, completions
from trainhub_core.rules.record import zone_of
from trainhub_core.rules.time import streak
from trainhub_server.repositories import changes, learning
from trainhub_server.unit import Unit


async def give(unit: Unit, caller: str, catalogue: Catalogue, state: LearnerState) -> Receipt:
    """Give what is newly met. The receipt names it."""
    done = completions(catalogue, state.record)
    today = unit.now.astimezone(zone_of(state.learner.zone)).date()
    longest = streak(state.record.standing.days, today, state.learner.rest_days).longest
    claims = (*certification_claims(catalogue, state, done), *badge_claims(catalogue, state, done, longest))
    given = []
    titles = []
    for claim in claims:
        award = Award(of=claim.of, version=_version(catalogue, claim.of), at=unit.now)
        if claim.pending and await learning.add_award(unit.connection, caller, award):
            given.append(await changes.put(unit.connection, caller, Kind.AWARD, claim.of, award))
            titles.append(claim.title)
    return Receipt(changes=tuple(given), sentence=f"You have earned {', '.join(titles)}." if titles else "")


def _version(catalogue: Catalogue, of: str) -> int:
    certification = catalogue.certifications.get(of.partition("/")[2]) if of.startswith("certification/") else None
    return certification.version if certification else 1
