"""A unit of work: what services are given."""

from dataclasses import dataclass
from datetime import datetime

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import LearnerState
from trainhub_core.rules.offering import offered
from trainhub_server.database.face import Connection
from trainhub_server.offer import Offer
from trainhub_server.refusals import NotThere
from trainhub_server.repositories import learners
from trainhub_server.repositories.learners import StateRow


@dataclass(frozen=True, slots=True)
class Unit:
    """One connection and one moment. Whoever made the unit commits it."""

    connection: Connection
    offer: Offer
    now: datetime
    mails: bool = False
    """Whether this server sends mail."""

    async def row_of(self, caller: str) -> StateRow:
        """The caller's state as stored. Raises NotThere when there is no such learner."""
        row = await learners.state(self.connection, caller)
        if row is None:
            raise NotThere("There is no such learner.")
        return row

    async def catalogue_and_state(self, caller: str) -> tuple[Catalogue, LearnerState]:
        """What the caller is offered, and how they stand."""
        row = await self.row_of(caller)
        state = LearnerState.model_validate_json(row.state)
        return offered(await self.offer.at(self.connection, row.versions), state.record), state
