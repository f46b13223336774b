"""Where files are kept (a folder, or a bucket that speaks S3) and which CDN brings videos, as the settings say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from trainhub_server.jwt_settings import LOOPBACK, SettingFaults

FILES, ENDPOINT, PUBLIC, REGION = "TRAINHUB_FILES", "TRAINHUB_FILES_ENDPOINT", "TRAINHUB_FILES_PUBLIC", "TRAINHUB_FILES_REGION"
KEY_ID, SECRET, SESSION = "TRAINHUB_FILES_KEY_ID", "TRAINHUB_FILES_SECRET", "TRAINHUB_FILES_SESSION"
CDN, CDN_KEY_ID, CDN_KEY = "TRAINHUB_CDN", "TRAINHUB_CDN_KEY_ID", "TRAINHUB_CDN_KEY"
AWS_REGION = "AWS_REGION"
AWS = {KEY_ID: "AWS_ACCESS_KEY_ID", SECRET: "AWS_SECRET_ACCESS_KEY", SESSION: "AWS_SESSION_TOKEN"}
"""The names that every tool of AWS knows, heeded together where ours are not set."""
SCHEME = "s3://"
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*|")


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, and who we are there. Without an `endpoint` it is at AWS.

    `public` is the endpoint as partners reach it, where that is another address than the server's own way."""

    name: str
    prefix: str = ""
    region: str = "us-east-1"
    endpoint: str = ""
    public: str = ""
    key_id: str = ""
    secret: str = field(default="", repr=False)
    session: str = field(default="", repr=False)

    def key(self, name: str) -> str:
        """The whole key of what we call `name`."""
        return f"{self.prefix}/{name}" if self.prefix else name


@dataclass(frozen=True, slots=True)
class Cdn:
    """A CloudFront distribution whose origin is the bucket, and the key pair that signs its addresses (PEM)."""

    address: str
    key_id: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FilesSettings:
    """Where files are, and the CDN before them."""

    files: Path | Bucket
    cdn: Cdn | None = None


def files_settings_from(environment: Mapping[str, str], beside: Path) -> FilesSettings:
    """The folder is `beside` where none is named. Raises SettingFaults with all that is wrong."""
    told = environment.get(FILES, "").strip()
    files = _bucket(told, environment) if told.startswith(SCHEME) else Path(told) if told else beside
    faults = _faults(files) if isinstance(files, Bucket) else _folder_faults(environment)
    address, key_id, key = (environment.get(name, "").strip() for name in (CDN, CDN_KEY_ID, CDN_KEY))
    cdn = Cdn(address.rstrip("/"), key_id, _pem(key)) if address or key_id or key else None
    if cdn:
        faults += _cdn_faults(cdn, files)
    if faults:
        raise SettingFaults(faults)
    return FilesSettings(files, cdn)


def _bucket(told: str, environment: Mapping[str, str]) -> Bucket:
    name, _, prefix = told.removeprefix(SCHEME).partition("/")
    said = {setting: environment.get(setting, "").strip() for setting in (ENDPOINT, PUBLIC, REGION, KEY_ID, SECRET, SESSION)}
    if not (said[KEY_ID] or said[SECRET]):
        said |= {setting: environment.get(name, "").strip() for setting, name in AWS.items()}
    return Bucket(
        name=name,
        prefix=prefix.strip("/"),
        region=said[REGION] or environment.get(AWS_REGION, "").strip() or "us-east-1",
        endpoint=said[ENDPOINT].rstrip("/"),
        public=said[PUBLIC].rstrip("/"),
        key_id=said[KEY_ID],
        secret=said[SECRET],
        session=said[SESSION],
    )


def _cdn_faults(cdn: Cdn, files: Path | Bucket) -> list[str]:
    faults = []
    if not _is_safe(cdn.address):
        faults.append(f"{CDN} is no https address, such as https://d111111abcdef8.cloudfront.net.")
    if not cdn.key_id:
        faults.append(f"{CDN_KEY_ID} is missing: the id of the public key that CloudFront knows.")
    if not isinstance(files, Bucket):
        faults.append(f"{CDN} needs files in a bucket (--files s3://…): that is where the CDN has them from.")
    if "PRIVATE KEY" not in cdn.key:
        faults.append(f"{CDN_KEY} is neither a private key (PEM) nor a file with one that can be read.")
    elif find_spec("cryptography") is None:
        faults.append("Addresses of a CDN need the extra “server”: pip install 'trainhub[server]'.")
    elif not _is_rsa(cdn.key):
        faults.append(f"{CDN_KEY} is no RSA key without a passphrase; CloudFront's addresses are signed with one.")
    return faults


def _folder_faults(environment: Mapping[str, str]) -> list[str]:
    """What is told of a bucket would do nothing."""
    of_bucket = (name for name in (ENDPOINT, PUBLIC, REGION, KEY_ID, SECRET, SESSION) if environment.get(name, "").strip())
    return [f"{name} is for files in a bucket, and {FILES} names none: s3://bucket/prefix, or leave this out." for name in of_bucket]


def _faults(bucket: Bucket) -> list[str]:
    faults = []
    if not _NAME.fullmatch(bucket.name):
        faults.append(
            "TRAINHUB_FILES names no bucket: its name has 3 to 63 small letters, digits, dots and hyphens, as in s3://our-hub/files."
        )
    if not _PREFIX.fullmatch(bucket.prefix):
        faults.append("TRAINHUB_FILES names no place in a bucket: behind its name are letters, digits, dots, hyphens and single slashes.")
    if not bucket.key_id:
        faults.append(f"{KEY_ID} is missing: the id of the access key for the bucket.")
    if not bucket.secret:
        faults.append(f"{SECRET} is missing: the secret of the access key for the bucket.")
    for name, address in ((ENDPOINT, bucket.endpoint), (PUBLIC, bucket.public)):
        if address and not _is_address(address):
            faults.append(f"{name} is no address: https://files.example.com, without a question mark or a name in it.")
    shown = bucket.public or bucket.endpoint
    if shown and _is_address(shown) and not _is_safe(shown):
        faults.append(f"Partners are sent to {PUBLIC} (or {ENDPOINT}) for files: it is https, or this machine alone uses it.")
    if find_spec("obstore") is None:
        faults.append("Files in a bucket need the extra “storage”: pip install 'trainhub[storage]'.")
    return faults


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return named and parts.scheme in ("http", "https") and not (parts.username or parts.query or parts.fragment)


def _is_safe(address: str) -> bool:
    """An address for partners: nothing of theirs goes there in the clear."""
    if not _is_address(address):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def _pem(told: str) -> str:
    if "-----BEGIN" in told:
        return told.replace("\\n", "\n")
    try:
        return Path(told).read_text("ascii") if told else ""
    except (OSError, ValueError):
        return ""


def _is_rsa(pem: str) -> bool:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # late: an extra, for those who name a CDN
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return isinstance(load_pem_private_key(pem.encode(), None), RSAPrivateKey)
    except (ValueError, TypeError):
        return False
