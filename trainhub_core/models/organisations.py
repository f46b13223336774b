"""Organisations: companies of the programme, their members and roles, and what managers see of them."""

from enum import StrEnum

from pydantic import Field, JsonValue

from trainhub_core.models.base import Email, Fact, Id, Line, Moment, Order, Percent

LONGEST_NAME = 80


class Role(StrEnum):
    """What a member is in one organisation."""

    LEARNER = "learner"
    PRESENTER = "presenter"
    MENTOR = "mentor"
    REVIEWER = "reviewer"
    MANAGER = "manager"
    AUTHOR = "author"
    ADMIN = "admin"


class Membership(Fact):
    """An organisation that a learner belongs to. `programme`: the team that runs the programme, whose authors publish for everybody."""

    organisation_id: Id
    name: Line
    role: Role
    since: Moment
    programme: bool = False

    @property
    def manages(self) -> bool:
        """Whether they see the members of the organisation."""
        return self.role in (Role.MANAGER, Role.ADMIN)


class Memberships(Fact):
    """All of the caller's."""

    memberships: tuple[Membership, ...] = ()


class Organisation(Fact):
    """A company of the programme; `members` are those who have access."""

    organisation_id: Id
    name: Line
    programme: bool = False
    members: int = Field(default=0, ge=0)


class Member(Fact):
    """Somebody of an organisation; `ended` is since when their access is."""

    learner_id: Id
    name: Line
    role: Role
    since: Moment
    ended: Moment | None = None


class CourseStanding(Fact):
    """How far somebody is in a course."""

    course_id: Id
    state: Line
    percent: Percent
    completed: Moment | None = None


class MemberProgress(Fact):
    """A member and every course they have begun."""

    learner_id: Id
    name: Line
    completed: int
    courses: tuple[CourseStanding, ...] = ()


class Invitation(Fact):
    """An open invitation. The code is told this once; the server knows its hash alone."""

    code: Line
    organisation_id: Id
    role: Role
    expires: Moment
    mailed_to: Email | None = None


class OwnData(Fact):
    """Every row that the server keeps of a learner, by table."""

    learner_id: Id
    at: Moment
    tables: dict[str, tuple[dict[str, JsonValue], ...]]


class NewOrganisation(Order):
    """Make an organisation; it has no members before somebody accepts an invitation."""

    name: Line = Field(min_length=1, max_length=LONGEST_NAME)


class Invite(Order):
    """Invite somebody: whoever has the code may accept it, once. With an address it is sent there too."""

    organisation_id: Id
    role: Role = Role.LEARNER
    days: int = Field(default=7, ge=1, le=30)
    email: Email | None = None


class AcceptInvitation(Order):
    code: str = Field(min_length=1, max_length=100)


class ChangeRole(Order):
    """Give a member another role."""

    organisation_id: Id
    learner_id: Id
    role: Role


class SetAccess(Order):
    """End a member's access, or let them in again."""

    organisation_id: Id
    learner_id: Id
    active: bool


class DeleteMyData(Order):
    """Delete everything about the caller, who names their own id so that it is no accident."""

    learner_id: Id
