"""Who is written to about what. A job says what it is about; what the mail says is read when it is sent, so that nothing in it is old."""

from typing import Literal

from trainhub_core.models.base import Email, Fact, Id, Line, Moment
from trainhub_core.models.organisations import Invitation, Role
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_server import letters
from trainhub_server.letters import Letter
from trainhub_server.repositories import addresses, jobs, learners, webinars
from trainhub_server.repositories.jobs import Job
from trainhub_server.unit import Unit

JOB = "mail"


class _About(Fact):
    about: str


class SeatNotice(Fact):
    """Somebody who waited got a seat, or is offered one."""

    about: Literal["seat"] = "seat"
    webinar_id: Id
    state: SeatState


class InvitationNotice(Fact):
    """The one place where a code is kept in words; the job forgets it when the mail has left."""

    about: Literal["invitation"] = "invitation"
    email: Email
    code: Line
    organisation: Line
    role: Role
    expires: Moment


async def seat_moved(unit: Unit, learner: str, held: Registration) -> None:
    """Write to somebody who waited, where mail is sent and they have an address."""
    if unit.mails and await addresses.find(unit.connection, learner):
        body = SeatNotice(webinar_id=held.webinar_id, state=held.state).model_dump_json()
        key = f"seat/{held.webinar_id}/{learner}/{unit.now.isoformat()}"
        await jobs.add(unit.connection, JOB, key, body, unit.now, unit.now, learner)


async def invited(unit: Unit, email: str, made: Invitation, organisation: str, code_hash: str) -> None:
    body = InvitationNotice(email=email, code=made.code, organisation=organisation, role=made.role, expires=made.expires)
    async with unit.connection.as_system():  # nobody but the hub writes jobs down
        await jobs.add(unit.connection, JOB, f"invitation/{code_hash}", body.model_dump_json(), unit.now, unit.now)


async def letter_of(unit: Unit, job: Job, public_url: str) -> tuple[str, Letter] | None:
    """To whom, and what; None where there is nothing to say any more."""
    if _About.model_validate_json(job.body).about == "invitation":
        told = InvitationNotice.model_validate_json(job.body)
        if told.expires <= unit.now:
            return None
        return told.email, letters.invitation(told.organisation, told.role, told.code, told.expires, public_url)
    return await _seat_letter(unit, job, public_url)


async def _seat_letter(unit: Unit, job: Job, public_url: str) -> tuple[str, Letter] | None:
    """Nothing where the offer was taken, declined or has lapsed, the webinar has begun, or access has ended."""
    told = SeatNotice.model_validate_json(job.body)
    email = await addresses.find(unit.connection, job.learner or "")
    learner = await learners.find(unit.connection, job.learner or "")
    webinar = await webinars.find(unit.connection, told.webinar_id)
    if email is None or learner is None or webinar is None or webinar.cancelled or webinar.starts <= unit.now:
        return None
    held = await webinars.registration(unit.connection, webinar.id, learner.id)
    if held is None or held.state is not told.state or await learners.has_ended(unit.connection, learner.id):
        return None
    if held.state is SeatState.SEAT:
        return email, letters.seat_given(learner.name, webinar, learner.zone, public_url)
    if held.offered_until is None or held.offered_until <= unit.now:
        return None
    return email, letters.seat_offered(learner.name, webinar, held.offered_until, learner.zone, public_url)
