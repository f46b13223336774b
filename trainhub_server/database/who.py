"""As whom a unit of work acts: the database's own wall lets each role and each caller do what is theirs, and no more."""

from dataclasses import dataclass
from enum import StrEnum


class DatabaseRole(StrEnum):
    """Roles of the database (trainhub_server/migrations, decision 0013)."""

    APP = "trainhub_app"
    """A learner at work: their own rows, and what is on offer."""
    AUTHOR = "trainhub_author"
    """Somebody whose token is for publishing: what is on offer, and versions of it."""
    SYSTEM = "trainhub_system"
    """The hub itself: starting, signing in, waitlists, counts over all learners."""
    LOGIN = "none"
    """Whoever the address signs in as: for migrations alone."""


@dataclass(frozen=True, slots=True)
class Who:
    """A role, and the learner it acts for."""

    role: DatabaseRole
    learner: str | None = None


SYSTEM = Who(DatabaseRole.SYSTEM)
LOGIN = Who(DatabaseRole.LOGIN)
