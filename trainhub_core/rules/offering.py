"""Which courses a learner is offered: all but the withdrawn ones that they have no part in."""

from collections.abc import Set
from dataclasses import replace

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import Record
from trainhub_core.rules.locks import was_opened


def offered(catalogue: Catalogue, record: Record) -> Catalogue:
    """The catalogue as this learner has it."""
    closed = frozenset([it.id for it in catalogue.withdrawn if not was_opened(it, record)])
    if not closed:
        return catalogue
    return catalogue.once(_without_withdrawn) if len(closed) == len(catalogue.withdrawn) else _without(catalogue, closed)


def _without_withdrawn(catalogue: Catalogue) -> Catalogue:
    """What most are offered."""
    return _without(catalogue, frozenset([it.id for it in catalogue.withdrawn]))


def _without(catalogue: Catalogue, closed: Set[str]) -> Catalogue:
    resources = {id_: it for id_, it in catalogue.resources.items() if it.course not in closed}
    return replace(catalogue, courses={id_: it for id_, it in catalogue.courses.items() if id_ not in closed}, resources=resources)
