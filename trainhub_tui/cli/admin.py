"""trainhub admin: organisations, who belongs to them, as what, and how far they are; and the server's jobs."""

import re
from collections.abc import Mapping
from itertools import islice

from trainhub_core.models.base import EMAIL
from trainhub_core.models.jobs import JobState, StandingJob
from trainhub_core.models.organisations import LONGEST_NAME, Member, MemberProgress, Role
from trainhub_core.text import alphabetical, clean_line
from trainhub_tui.administering import Administering
from trainhub_tui.cli.answer import Answer, Cell, Say, Table
from trainhub_tui.cli.as_json import facts_of, page_of
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.finding import found, id_in
from trainhub_tui.cli.roles import Role as Look
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import moment_words

MOST_LISTED = 10_000
SHOWN = 2


def organisations(session: Session) -> Answer:
    """Those one belongs to; with --all every one, for admins of the programme."""
    admin = _admin(session)
    if session.choices.is_set("all"):
        every = sorted(islice(admin.organisations(), MOST_LISTED), key=lambda it: (alphabetical(it.name), it.organisation_id))
        rows = [(it.name, str(it.members), "runs the programme" if it.programme else "", it.organisation_id) for it in every]
        table = Table(("Organisation", "Members", "", "Id"), rows, "There is no organisation yet.", spare=("",))
        return Answer(page_of(facts_of(it) for it in every), (table,))
    mine = admin.mine()
    rows = [(it.name, it.role.value, moment_words(it.since, session.hub.zone), it.organisation_id) for it in mine]
    nothing = "You belong to no organisation yet: `trainhub join` takes the code of an invitation."
    return Answer(page_of(facts_of(it) for it in mine), (Table(("Organisation", "You are", "Since", "Id"), rows, nothing),))


def new_organisation(session: Session) -> Answer:
    name = clean_line(session.choices.text("name")).strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refusal(f"The name of an organisation has 1 to {LONGEST_NAME} characters.", Status.USAGE)
    return _done(_admin(session).new_organisation(name))


def members(session: Session) -> Answer:
    everybody = sorted(islice(_admin(session).members(_organisation(session)), MOST_LISTED), key=_name)
    zone = session.hub.zone
    rows = [(it.name, it.role.value, moment_words(it.since, zone), _access(it, zone), it.learner_id) for it in everybody]
    nobody = "Nobody is in it yet; `trainhub admin invite` asks somebody in."
    table = Table(("Name", "Role", "Since", "Access", "Id"), rows, nobody, spare=("Since",))
    return Answer(page_of(facts_of(it) for it in everybody), (table,))


def progress(session: Session) -> Answer:
    """How many courses each has completed, and where they are now."""
    everybody = sorted(islice(_admin(session).progress(_organisation(session)), MOST_LISTED), key=_name)
    titles = {key: course.title for key, course in session.catalogue().courses.items()}
    rows = [(it.name, str(it.completed), _under_way(it, titles), it.learner_id) for it in everybody]
    table = Table(("Name", "Completed", "Under way", "Id"), rows, "Nobody is in it yet.", spare=("Id",))
    return Answer(page_of(facts_of(it) for it in everybody), (table,))


def invite(session: Session) -> Answer:
    """Told once: whoever has the code may join. With --email the server sends it."""
    days = session.choices.text("days") or "7"
    if not days.isdecimal() or not 1 <= int(days) <= 30:
        raise Refusal("--days is 1 to 30.", Status.USAGE)
    role = Role(session.choices.text("role") or Role.LEARNER)
    email = session.choices.text("email") or None
    if email and not re.fullmatch(EMAIL, email):
        raise Refusal("--email is an address such as ana@partner.example.", Status.USAGE)
    made = _admin(session).invite(_organisation(session), role, int(days), email)
    until = moment_words(made.expires, session.hub.zone)
    sent = (Say(f"It is sent to {made.mailed_to}, with how to join."),) if made.mailed_to else ()
    told = (
        Say(f"An invitation as {made.role.value}, good for one person until {until}. It is told this once:"),
        Say(made.code),
        Say(f"They sign in with trainhub --server {session.hub.server or 'URL'} login, then run the same with join."),
        *sent,
    )
    return Answer(facts_of(made), told)


def change_role(session: Session) -> Answer:
    organisation = _organisation(session)
    member = _member(session, organisation)
    return _done(_admin(session).change_role(organisation, member.learner_id, Role(session.choices.text("role"))))


def end_access(session: Session) -> Answer:
    return _set_access(session, active=False)


def give_access(session: Session) -> Answer:
    return _set_access(session, active=True)


def jobs(session: Session) -> Answer:
    """What the server has not done yet; what it gave up tells how it is tried again."""
    state = JobState.FAILED if session.choices.is_set("failed") else None
    standing = list(islice(_admin(session).jobs(state), MOST_LISTED))
    zone = session.hub.zone
    rows = [(it.kind, _standing(it), moment_words(it.due, zone), str(it.tries), it.fault, it.id) for it in standing]
    nothing = "No job was given up." if state else "The server has nothing to do."
    table = Table(("Job", "Is", "Due", "Tries", "What went wrong", "Id"), rows, nothing, spare=("Tries", "Due"))
    given_up = any(it.state == JobState.FAILED for it in standing)
    after = (Say("`trainhub admin retry ID` tries one again that was given up."),) if given_up else ()
    return Answer(page_of(facts_of(it) for it in standing), (table, *after))


def retry(session: Session) -> Answer:
    """By its id or how it begins, among those that were given up."""
    admin = _admin(session)
    given_up = {it.id: it.kind for it in islice(admin.jobs(JobState.FAILED), MOST_LISTED)}
    if not given_up:
        raise Refusal("No job was given up, so none is tried again.", Status.REFUSED)
    return _done(admin.retry_job(found(session.choices.text("id"), given_up, "job")))


def _set_access(session: Session, active: bool) -> Answer:
    organisation = _organisation(session)
    return _done(_admin(session).set_access(organisation, _member(session, organisation).learner_id, active))


def _admin(session: Session) -> Administering:
    if session.hub.stays_off:
        raise Refusal("Administration needs the network; leave --offline out.", Status.USAGE)
    return Administering(session.hub.reach)


def _organisation(session: Session) -> str:
    """The one that is named, else the only one that the caller manages. Raises Refusal."""
    word = session.choices.text("organisation")
    mine = _admin(session).mine()
    managed = {it.organisation_id: it.name for it in mine if it.manages}
    if not word:
        if len(managed) == 1:
            return next(iter(managed))
        which = f"You manage {', '.join(managed)}" if managed else "You manage no organisation"
        raise Refusal(f"{which}; name one with --organisation.", Status.USAGE)
    if any(word.casefold() in f"{key} {name}".casefold() for key, name in managed.items()):
        return found(word, managed, "organisation")
    if any(it.programme and it.role == Role.ADMIN for it in mine):  # they manage all
        return found(word, {it.organisation_id: it.name for it in islice(_admin(session).organisations(), MOST_LISTED)}, "organisation")
    return id_in(word, "organisation")


def _name(it: Member | MemberProgress) -> tuple[str, str]:
    return alphabetical(it.name), it.learner_id


def _access(member: Member, zone: str) -> Cell:
    return Cell(f"ended {moment_words(member.ended, zone)}", Look.MUTED) if member.ended else Cell("yes", Look.DONE)


def _standing(job: StandingJob) -> Cell:
    if job.state == JobState.FAILED:
        return Cell("given up", Look.BAD)
    return Cell("at work" if job.state == JobState.LEASED else "waiting", Look.MUTED)


def _under_way(member: MemberProgress, titles: Mapping[str, str]) -> str:
    """The two courses that are furthest on the way, and how many more there are."""
    begun = sorted((it for it in member.courses if not it.completed), key=lambda it: -it.percent)
    named = ", ".join(f"{titles.get(it.course_id, it.course_id)} {it.percent} %" for it in begun[:SHOWN])
    return f"{named} and {len(begun) - SHOWN} more" if len(begun) > SHOWN else named


def _member(session: Session, organisation: str) -> Member:
    everybody = {it.learner_id: it for it in islice(_admin(session).members(organisation), MOST_LISTED)}
    return everybody[found(session.choices.text("member"), {key: it.name for key, it in everybody.items()}, "member")]


def _done(sentence: str) -> Answer:
    return Answer({"state": "done", "sentence": sentence}, (Say(sentence, Look.DONE),))


HANDLERS: Mapping[str, Handler] = {
    "admin organisations": organisations,
    "admin new-organisation": new_organisation,
    "admin members": members,
    "admin progress": progress,
    "admin invite": invite,
    "admin role": change_role,
    "admin end-access": end_access,
    "admin give-access": give_access,
    "admin jobs": jobs,
    "admin retry": retry,
}
