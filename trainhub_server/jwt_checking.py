"""Whose a JWT is. The algorithm comes from the key, the key and its address from the settings; nothing in a token chooses either."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt

from trainhub_server.jwks import PINNED, KeySet, PublicKey, fetched
from trainhub_server.jwt_settings import JwtSettings

MOST_CHARACTERS = 8_192
LEEWAY_SECONDS = 30
LONGEST_KEY_ID = 200
LEARNER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A subject is a UUID, as Supabase Auth gives them: so that no other service's subject can name a learner of the programme's own."""
NOBODY = ("anon", "service_role")
"""Roles of the keys that a Supabase project hands to programs; signed by the same secret, and nobody's."""
UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Claims:
    """Who a token says its bearer is; `expires` and `issued` in epoch seconds. Name and address are as told, not cleaned."""

    learner: str
    expires: float
    issued: float
    name: str
    email: str


class Checker:
    """Checks the tokens of one issuer."""

    def __init__(self, settings: JwtSettings, seconds: Callable[[], float], key_set: KeySet | None = None) -> None:
        self._settings = settings
        self._keys = key_set or (KeySet(lambda: fetched(settings.jwks), seconds) if settings.jwks else None)

    async def claims(self, token: str, now: datetime) -> Claims | None:
        """What a valid token says; None for any other. Raises Busy where the keys cannot be had."""
        if len(token) > MOST_CHARACTERS or not token.isascii():
            return None
        try:
            header = jwt.get_unverified_header(token)
        except UNREADABLE:
            return None
        key = None if "crit" in header else await self._key_for(header)
        if key is None:
            return None
        try:
            told = self._decoded(token, *key)
        except UNREADABLE:
            return None
        return _claims(told, now.timestamp())

    async def _key_for(self, header: Mapping[str, object]) -> tuple[Any, str] | None:
        """The key to check with, and its one algorithm."""
        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm == "HS256":
            return (self._settings.secret, "HS256") if self._settings.secret else None
        if self._keys is None or algorithm not in PINNED.values() or not isinstance(key_id, str) or not 0 < len(key_id) <= LONGEST_KEY_ID:
            return None
        found: PublicKey | None = await self._keys.key(key_id)
        return (found.key, found.algorithm) if found and found.algorithm == algorithm else None

    def _decoded(self, token: str, key: Any, algorithm: str) -> dict[str, Any]:
        """Signature, issuer and audience hold. Times are left to our own clock."""
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=self._settings.audience,
            issuer=self._settings.issuer,
            options={"require": ["exp", "iat", "sub", "aud", "iss"], "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )


def _claims(told: Mapping[str, Any], now: float) -> Claims | None:
    subject, expires, issued = told["sub"], _moment(told["exp"]), _moment(told["iat"])
    not_before = _moment(told.get("nbf", 0))
    if expires is None or issued is None or not_before is None or not isinstance(subject, str) or not LEARNER.fullmatch(subject):
        return None
    if expires <= now - LEEWAY_SECONDS or max(not_before, issued) > now + LEEWAY_SECONDS:
        return None
    if told.get("role") in NOBODY or told.get("is_anonymous"):
        return None
    about = told.get("user_metadata")
    about = about if isinstance(about, dict) else {}
    name = next((value for key in ("full_name", "name") if isinstance(value := about.get(key), str) and value.strip()), "")
    email = told.get("email")
    return Claims(subject, expires, issued, name, email if isinstance(email, str) else "")


def _moment(value: object) -> float | None:
    """Seconds since 1970; None for what is no such number."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e11 else None
