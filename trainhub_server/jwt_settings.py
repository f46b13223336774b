"""Which sign-in service's tokens are taken (Supabase Auth, or one like it), as the environment says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import urlsplit

SECRET, JWKS, ISSUER, AUDIENCE = "TRAINHUB_JWT_SECRET", "TRAINHUB_JWT_JWKS", "TRAINHUB_JWT_ISSUER", "TRAINHUB_JWT_AUDIENCE"
KEY = "TRAINHUB_SIGN_IN_KEY"
LEAST_SECRET = 32  # bytes: what HS256 asks for
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class JwtSettings:
    """Tokens of `issuer` for `audience`: signed with the shared `secret` (HS256), or with a key of the set at the address `jwks`."""

    issuer: str
    audience: str = "authenticated"
    secret: str = field(default="", repr=False)
    jwks: str = ""
    key: str = ""
    """The project's public key, which laptops sign in with."""


class SettingFaults(Exception):
    """What is wrong with the settings, a sentence each; no value of a secret is in them."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def jwt_from(environment: Mapping[str, str]) -> JwtSettings | None:
    """The settings, None where none is made. Raises SettingFaults with all that is wrong."""
    secret, jwks, issuer, audience = (environment.get(name, "").strip() for name in (SECRET, JWKS, ISSUER, AUDIENCE))
    key = environment.get(KEY, "").strip()
    if not (secret or jwks or issuer or audience or key):
        return None
    if faults := _faults(secret, jwks, issuer):
        raise SettingFaults(faults)
    return JwtSettings(issuer, audience or "authenticated", secret, jwks, key)


def _faults(secret: str, jwks: str, issuer: str) -> list[str]:
    faults = []
    if not issuer:
        faults.append(f"{ISSUER} is missing: who signs the tokens, such as https://project.supabase.co/auth/v1.")
    if not (secret or jwks):
        faults.append(f"Set {JWKS} (the address of the public keys) or {SECRET} (the shared secret).")
    if secret and len(secret.encode()) < LEAST_SECRET:
        faults.append(f"{SECRET} is too short: {LEAST_SECRET} bytes at least.")
    if jwks and not is_safe(jwks):
        faults.append(f"{JWKS} is no https address.")
    if find_spec("jwt") is None or find_spec("cryptography") is None:
        faults.append("Tokens of a sign-in service need the extra “server”: pip install 'trainhub[server]'.")
    return faults


def is_safe(address: str) -> bool:
    """Whether it is an https address without a user (on this computer http will do)."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and not parts.username and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
