"""How the server sends mail, as the environment says. Without settings it sends none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from trainhub_core.models.base import EMAIL
from trainhub_core.text import clean_line
from trainhub_server.jwt_settings import LOOPBACK, SettingFaults, is_safe

HOST, PORT, SECURITY = "TRAINHUB_MAIL_HOST", "TRAINHUB_MAIL_PORT", "TRAINHUB_MAIL_SECURITY"
USER, PASSWORD, PASSWORD_FILE = "TRAINHUB_MAIL_USER", "TRAINHUB_MAIL_PASSWORD", "TRAINHUB_MAIL_PASSWORD_FILE"
SENDER, PUBLIC_URL = "TRAINHUB_MAIL_FROM", "TRAINHUB_PUBLIC_URL"
_SENDER = re.compile(r"(?:(?P<name>[^<>]{0,80}?)\s*<(?P<inner>[^<>]+)>|(?P<plain>[^<>]+))")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:_-]{0,252}[A-Za-z0-9])?")
LONGEST_SECRET = 1_000


class Security(StrEnum):
    """How the way to the mail server is kept from others' eyes."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


PORTS: Mapping[Security, int] = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`sender` is an address, `name` what stands before it; `public_url` is where people reach this server."""

    host: str
    sender: str
    public_url: str
    name: str = "Training Hub"
    port: int = PORTS[Security.STARTTLS]
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def mail_from(environment: Mapping[str, str]) -> MailSettings | None:
    """The settings, None where none is made. Raises SettingFaults with all that is wrong."""
    told = {name: environment.get(name, "").strip() for name in (HOST, PORT, SECURITY, USER, PASSWORD, PASSWORD_FILE, SENDER)}
    if not any(told.values()):
        return None
    faults: list[str] = []
    security = _security(told[SECURITY], faults)
    port = _port(told[PORT], PORTS[security], faults)
    password = _password(told[PASSWORD], told[PASSWORD_FILE], faults)
    name, sender = _sender(told[SENDER], faults)
    public_url = environment.get(PUBLIC_URL, "").strip().rstrip("/")
    faults += _other_faults(told, security, password, public_url)
    if faults:
        raise SettingFaults(faults)
    return MailSettings(told[HOST], sender, public_url, name or "Training Hub", port, security, told[USER], password)


def _other_faults(told: Mapping[str, str], security: Security, password: str, public_url: str) -> list[str]:
    faults = []
    if not _HOST.fullmatch(told[HOST]):
        faults.append(f"{HOST} is missing or no host's name: the mail server, such as smtp.example.com.")
    if bool(told[USER]) != bool(password):
        faults.append(f"{USER} and {PASSWORD} (or {PASSWORD_FILE}) belong together: set both, or neither.")
    if security is Security.NONE and told[USER] and told[HOST] not in LOOPBACK:
        faults.append(f"{SECURITY}=none would send the password for everybody to read: use starttls or tls.")
    if not (is_safe(public_url) and re.fullmatch(r"[!-~]+", public_url)):
        faults.append(f"{PUBLIC_URL} is missing or no https address: where people reach this server, which mails tell them.")
    if find_spec("aiosmtplib") is None:
        faults.append("Sending mail needs the extra “server”: pip install 'trainhub[server]'.")
    return faults


def _security(told: str, faults: list[str]) -> Security:
    try:
        return Security(told.lower() or Security.STARTTLS)
    except ValueError:
        faults.append(f"{SECURITY} is starttls, tls or none.")
        return Security.STARTTLS


def _port(told: str, usual: int, faults: list[str]) -> int:
    if not told:
        return usual
    if told.isascii() and told.isdecimal() and len(told) <= 5 and 0 < int(told) < 65_536:
        return int(told)
    faults.append(f"{PORT} is a number from 1 to 65535.")
    return usual


def _password(told: str, file: str, faults: list[str]) -> str:
    """The password itself, or the first line of a file. Nothing of it is in a fault."""
    if told or not file:
        return told
    try:
        with Path(file).open(encoding="utf-8") as opened:
            return opened.readline(LONGEST_SECRET).strip()
    except (OSError, ValueError) as fault:
        faults.append(f"{PASSWORD_FILE} cannot be read: {type(fault).__name__}.")
        return ""


def _sender(told: str, faults: list[str]) -> tuple[str, str]:
    """Name and address of `Training Hub <hub@example.com>`, or of the address alone."""
    found = _SENDER.fullmatch(told)
    address = (found["inner"] or found["plain"]).strip() if found else ""
    if not re.fullmatch(EMAIL, address) or len(address) > 254:
        faults.append(f"{SENDER} is missing or no address: who mails are from, such as Training Hub <hub@example.com>.")
    return clean_line((found["name"] or "").strip(' "')) if found else "", address
