"""Signing in at Supabase Auth: by password, by a code sent by e-mail, by the browser (PKCE); and renewing what that gave."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

from trainhub_core.models.base import Fact, Line
from trainhub_tui.api import Service
from trainhub_tui.troubles import Refused, ServerTrouble, SignedOut

ENDED = "You are signed out: your session has ended. `trainhub login` signs you in again; nothing is lost."
_SENTENCES = {
    "invalid_credentials": "This e-mail address and password do not go together.",
    "otp_expired": "This code is wrong or has expired; ask for a new one.",
    "email_not_confirmed": "This e-mail address is not confirmed yet; look into your mail.",
    "signup_disabled": "There is no account of this e-mail address; ask your programme for one.",
    "otp_disabled": "There is no account of this e-mail address; ask your programme for one.",
}


class _User(Fact):
    id: Line
    email: Line = ""


class _Given(Fact):
    access_token: str
    refresh_token: str
    expires_in: int
    user: _User


class _No(Fact):
    error_code: Line = ""
    msg: Line = ""


@dataclass(frozen=True, slots=True)
class Session:
    """What signing in gives: `access` until `expires` (epoch seconds), then `refresh` gives the next one, once."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires: float
    learner: str
    email: str

    def frozen(self) -> str:
        return json.dumps(asdict(self))


def session_from(frozen: str | None) -> Session:
    """The session that was frozen so. Raises SignedOut."""
    try:
        told = json.loads(frozen or "")
        return Session(str(told["access"]), str(told["refresh"]), float(told["expires"]), str(told["learner"]), str(told["email"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SignedOut(ENDED) from None


@dataclass(frozen=True, slots=True)
class Challenge:
    """A sign-in by the browser that has begun (PKCE): `url` is for the browser, `verifier` stays here."""

    url: str
    verifier: str = field(repr=False)


class SupabaseAuth:
    """One sign-in service. `key` is the project's public one. Raises Refused, SignedOut, Offline and ServerTrouble."""

    def __init__(self, service: str, key: str, now: Callable[[], float] = time.time) -> None:
        self._base = service.rstrip("/")
        self._service = Service(self._base, {"apikey": key} if key else {})
        self._now = now

    def by_password(self, email: str, password: str) -> Session:
        return self._session("/token?grant_type=password", {"email": email, "password": password})

    def send_code(self, email: str) -> None:
        """Have a code sent to this address."""
        self._asked("/otp", {"email": email, "create_user": True})

    def by_code(self, email: str, code: str) -> Session:
        return self._session("/verify", {"type": "email", "email": email, "token": code})

    def challenge(self, provider: str, back: str) -> Challenge:
        """Begin in the browser, which is sent `back` with a code."""
        verifier = secrets.token_urlsafe(48)
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {"provider": provider, "redirect_to": back, "code_challenge": digest, "code_challenge_method": "s256"}
        return Challenge(f"{self._base}/authorize?{urlencode(asked)}", verifier)

    def by_browser(self, code: str, challenge: Challenge) -> Session:
        return self._session("/token?grant_type=pkce", {"auth_code": code, "code_verifier": challenge.verifier})

    def renewed(self, session: Session) -> Session:
        """The session that follows; the refresh token of the one before is spent. Raises SignedOut where it had ended."""
        try:
            return self._session("/token?grant_type=refresh_token", {"refresh_token": session.refresh})
        except Refused:
            raise SignedOut(ENDED) from None

    def end(self, session: Session) -> None:
        """Sign out at the service: nothing renews this session any more."""
        self._service.post("/logout?scope=local", {}, {"Authorization": f"Bearer {session.access}"})

    def close(self) -> None:
        self._service.close()

    def _session(self, path: str, told: Mapping[str, str | bool]) -> Session:
        body = self._asked(path, told)
        try:
            given = _Given.model_validate_json(body)
        except ValueError:
            raise ServerTrouble("The sign-in service's answer cannot be understood.") from None
        expires = self._now() + max(0, given.expires_in)
        return Session(given.access_token, given.refresh_token, expires, given.user.id, given.user.email)

    def _asked(self, path: str, told: Mapping[str, str | bool]) -> bytes:
        status, body = self._service.post(path, told)
        if status in (200, 201, 204):
            return body
        try:
            no = _No.model_validate_json(body)
        except ValueError:
            no = _No()
        if status == 429:
            raise ServerTrouble("The sign-in service asks to wait; try again in a minute.", 60.0, busy=True)
        if status >= 500 or status < 400:
            raise ServerTrouble("The sign-in service has a problem; try again soon.")
        raise Refused(_SENTENCES.get(no.error_code) or f"The sign-in service refused: {no.msg or status}.", status)
