"""What mails say: each letter is a few paragraphs and commands, from which its plain text and its HTML are made."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from trainhub_core.models.organisations import Role
from trainhub_core.models.webinars import Webinar
from trainhub_core.rules.record import zone_of

_PAGE = """<!doctype html>
<html><body style="font-family: sans-serif; max-width: 36em; margin: 1em auto; line-height: 1.5">
{inner}
</body></html>
"""
_COMMAND = '<pre style="background: #f2f2f2; padding: .6em">{words}</pre>'


@dataclass(frozen=True, slots=True)
class Letter:
    """`parts` are paragraphs; those that begin with a dollar sign are commands, or a code, to be copied."""

    subject: str
    parts: tuple[str, ...]

    def text(self) -> str:
        return "\n\n".join(f"    {part[2:]}" if part.startswith("$ ") else part for part in self.parts) + "\n"

    def html(self) -> str:
        """Every word escaped: names and titles are somebody's."""
        return _PAGE.format(inner="\n".join(self._shown(part) for part in self.parts))

    def _shown(self, part: str) -> str:
        if part.startswith("$ "):
            return _COMMAND.format(words=escape(part[2:]))
        return f"<p>{escape(part)}</p>"


def moment(at: datetime, zone: str) -> str:
    """`Monday 2 March 2026, 10:30 (Europe/Berlin)`."""
    place = zone_of(zone)
    there = at.astimezone(place)
    return f"{there:%A} {there.day} {there:%B %Y, %H:%M} ({place.key})"


def invitation(organisation: str, role: Role, code: str, expires: datetime, public_url: str) -> Letter:
    return Letter(
        f"Your invitation to {organisation}",
        (
            "Hello,",
            f"{organisation} invites you to its Training Hub, as {role.value}. With trainhub installed, sign in and join:",
            f"$ trainhub --server {public_url} login",
            f"$ trainhub --server {public_url} join",
            "It asks for the code of this invitation:",
            f"$ {code}",
            "From then on this opens it:",
            f"$ trainhub --server {public_url}",
            f"The code is good for one person, until {moment(expires, 'UTC')}. If you did not expect this mail, do nothing.",
        ),
    )


def seat_offered(name: str, webinar: Webinar, until: datetime, zone: str, public_url: str) -> Letter:
    return Letter(
        f"A seat in {webinar.title} is held for you",
        (
            f"Hello {name},",
            f"A seat in {webinar.title} has come free. It is held for you until {moment(until, zone)}; then it goes to the next who waits.",
            "Take it with r in the list of webinars, or with:",
            f"$ trainhub --server {public_url} webinars register {webinar.id}",
            f"The webinar begins on {moment(webinar.starts, zone)}, with {webinar.presenter}.",
        ),
    )


def seat_given(name: str, webinar: Webinar, zone: str, public_url: str) -> Letter:
    return Letter(
        f"You have a seat in {webinar.title}",
        (
            f"Hello {name},",
            f"You waited for {webinar.title}: a seat has come free, and it is yours.",
            f"The webinar begins on {moment(webinar.starts, zone)}, with {webinar.presenter}.",
            "If you cannot come, give the seat back, so that the next in the waitlist can:",
            f"$ trainhub --server {public_url} webinars cancel {webinar.id}",
        ),
    )
