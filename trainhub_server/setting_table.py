"""Every setting of `trainhub serve`: what the command line, the environment, the settings file and docs/settings.md know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

PREFIX = "TRAINHUB_"
OF_THE_APP = frozenset(f"TRAINHUB_{name}" for name in ("HOME", "TOKEN", "KEYRING", "SERVER", "SETTINGS", "WORKER_SOCKET"))
"""Variables that are not settings of the server's."""
Wrong = Callable[[str], str]
"""What a value must be, when it is not; nothing when it is right."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`wrong` says what a value has to be. One with an `option` may be given on the command line too; a secret's value is never shown."""

    name: str
    meaning: str
    default: str = ""
    wrong: Wrong = lambda _: ""
    type: str = "text"
    is_secret: bool = False
    option: bool = False
    metavar: str = ""

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


def whole(least: int, most: int) -> Wrong:
    words = f"a whole number from {least} to {most}"
    return lambda told: "" if told.isascii() and told.isdecimal() and len(told) < 12 and least <= int(told) <= most else words


def one_of(*words: str) -> Wrong:
    return lambda told: "" if told in words else f"one of {', '.join(words)}"


def _place(told: str) -> str:
    host, colon, port = told.rpartition(":")
    return "" if colon and host and not whole(1, 65535)(port) else "a host and a port, such as 127.0.0.1:9464"


def _address(told: str) -> str:
    return "" if told.startswith(("http://", "https://")) and "@" not in told else "an http address without a password in it"


def _kind(schemes: tuple[str, ...], words: str) -> Wrong:
    """What has an address has one of these kinds; anything else is a path."""
    return lambda told: words if "://" in told and not told.startswith(schemes) else ""


def _networks(told: str) -> str:
    from ipaddress import ip_network  # late: a learner's own server, which starts with an app, has no proxies

    try:
        for part in told.split(","):
            ip_network(part.strip())
    except ValueError:
        return "addresses or networks with commas between them, such as 127.0.0.1,10.0.0.0/8"
    return ""


_DATABASE = _kind(("postgresql://", "postgres://"), "the path of a SQLite file, or a postgresql:// address")
YES_NO = one_of("yes", "no")
SERVING = (
    Setting("database", "a SQLite file, or postgresql://…", wrong=_DATABASE, is_secret=True, option=True, metavar="FILE|URL"),
    Setting(
        "migration_database",
        "the same database as who owns its tables, where `database` signs in as somebody who may do less",
        wrong=_DATABASE,
        is_secret=True,
        option=True,
        metavar="URL",
    ),
    Setting(
        "files",
        "where files are kept: a folder (beside the database when it is not told), or s3://bucket/prefix",
        wrong=_kind(("s3://",), "a folder, or s3://bucket/prefix"),
        option=True,
        metavar="FOLDER|URL",
    ),
    Setting("host", "the address to listen on", "127.0.0.1", option=True, metavar="ADDRESS"),
    Setting("port", "the port to listen on", "8000", whole(0, 65535), "number", option=True, metavar="N"),
    Setting("workers", "serve with so many processes; about one per core", "1", whole(1, 256), "number", option=True, metavar="N"),
    Setting("migrate", "bring the database up to date first", "no", YES_NO, "yes or no", option=True),
    Setting(
        "trusted_proxies",
        "whose word about a caller's address counts (X-Forwarded-For, X-Forwarded-Proto)",
        "127.0.0.1,::1",
        _networks,
        "addresses, networks",
    ),
)
LIMITS = (
    Setting("connections", "how many connections one process keeps open; others are told to come back", "10000", whole(1, 10**6), "number"),
    Setting("header_seconds", "how long the head of a request may take", "10", whole(1, 3600), "seconds"),
    Setting("body_seconds", "how far a body may fall behind 1 kB a second", "20", whole(1, 3600), "seconds"),
    Setting(
        "drain_seconds", "how long a server that was told to end still takes requests, while /ready says no", "2", whole(0, 3600), "seconds"
    ),
    Setting("grace_seconds", "how long it then finishes what it was asked", "20", whole(1, 3600), "seconds"),
)
OBSERVING = (
    Setting("log_level", "what is written down", "info", one_of("debug", "info", "warning", "error"), "word", option=True, metavar="LEVEL"),
    Setting("log_format", "json for programs, plain for people", "json", one_of("json", "plain"), "word", option=True, metavar="FORMAT"),
    Setting(
        "metrics", "serve Prometheus metrics here, on a port of their own (extra “server”)", wrong=_place, type="host:port", option=True
    ),
    Setting("traces", "send OpenTelemetry traces to this OTLP address (extra “traces”)", wrong=_address, type="address", option=True),
)
JWT = (
    Setting("jwt_issuer", "who signs tokens: https://PROJECT.supabase.co/auth/v1"),
    Setting("jwt_jwks", "the address of the public keys: https://PROJECT.supabase.co/auth/v1/.well-known/jwks.json"),
    Setting("jwt_secret", "the shared secret of a project that signs with HS256; 32 bytes at least", is_secret=True),
    Setting("jwt_audience", "for whom tokens are", "authenticated"),
    Setting("sign_in_key", "the project's public (publishable, anon) key: with it `trainhub login` signs people in at the issuer"),
)
FILES = (
    Setting("files_endpoint", "the address of a store that speaks S3, where it is not at AWS", wrong=_address, type="address"),
    Setting("files_public", "the same store as partners reach it, where that is another address", wrong=_address, type="address"),
    Setting("files_region", "the bucket's region", "us-east-1"),
    Setting("files_key_id", "the id of the access key for the bucket"),
    Setting("files_secret", "the secret of that access key", is_secret=True),
    Setting("files_session", "the session of a key that is lent for a time", is_secret=True),
    Setting("cdn", "the CloudFront distribution that hands out videos", wrong=_address, type="address"),
    Setting("cdn_key_id", "the id of the public key that CloudFront knows"),
    Setting("cdn_key", "the private key (PEM) that signs its addresses", is_secret=True),
)
MAIL = (
    Setting("mail_host", "the mail server; without one no mail is sent"),
    Setting("mail_port", "its port; that of its security when it is not told", wrong=whole(1, 65535), type="number"),
    Setting("mail_security", "how the way to it is kept from others' eyes", "starttls", one_of("starttls", "tls", "none"), "word"),
    Setting("mail_user", "who signs in there, where somebody has to"),
    Setting("mail_password", "their password", is_secret=True),
    Setting("mail_from", "who mail is from: Training Hub <hub@example.org>"),
    Setting("public_url", "where people reach this server, for links in mail", wrong=_address, type="address"),
)
GROUPS: Mapping[str, tuple[Setting, ...]] = MappingProxyType(
    {
        "Serving": SERVING,
        "Limits and ending": LIMITS,
        "Watching over it": OBSERVING,
        "Tokens of a sign-in service": JWT,
        "Files in a bucket, and a CDN": FILES,
        "Mail": MAIL,
    }
)
SETTINGS: Mapping[str, Setting] = MappingProxyType({it.name: it for group in GROUPS.values() for it in group})
