"""Operations as the journal keeps them, each tried against what the ones before it change."""

from collections.abc import Sequence
from datetime import datetime

from trainhub_core.catalogue import Catalogue
from trainhub_core.identity import uuid7
from trainhub_core.models.learning import LearnerState
from trainhub_core.operations import Operation
from trainhub_tui.cache.journal import NewEntry
from trainhub_tui.early import why_refused, with_titles
from trainhub_tui.troubles import Refused


def entries_of(operations: Sequence[Operation], catalogue: Catalogue, state: LearnerState, now: datetime) -> list[NewEntry]:
    """One for each, in order. Raises Refused where the rules already say no to any of them."""
    entries = []
    for operation in operations:
        if reason := why_refused(operation, catalogue, state, now):
            raise Refused(reason)
        state = operation.applied(state)
        entries.append(
            NewEntry(
                key=uuid7(now),
                entity=operation.entity,
                method=operation.method,
                path=operation.path,
                operation=operation.frozen(),
                body=operation.body(),
                sentence=with_titles(operation.sentence, catalogue),
                made_at=now.isoformat(),
            )
        )
    return entries
