"""One command line for each command there is, as words that do something on the sample catalogue."""

from trainhub_tui.cli.table import COMMANDS

READING: tuple[tuple[str, ...], ...] = (
    ("dashboard",),
    ("courses",),
    ("courses", "list"),
    ("courses", "show", "negotiation"),
    ("paths",),
    ("paths", "list"),
    ("paths", "show"),
    ("webinars", "list"),
    ("webinars", "list", "--past"),
    ("webinars", "next"),
    ("library", "list"),
    ("read", "negotiation/one"),
    ("read", "partner-handbook"),
    ("read", "--file", "LICENSE"),
    ("badges",),
    ("next",),
    ("outbox", "list"),
    ("outbox", "export"),
    ("search", "e"),
    ("bookmarks",),
    ("notes",),
    ("notes", "list"),
    ("notes", "export"),
    ("notes", "export", "--format", "annotations"),
    ("content", "check", "trainhub_content/starter"),
    ("content", "stats", "trainhub_content/starter"),
    ("content", "schema", "course"),
    ("content", "diff", "trainhub_content/starter", "--against", "trainhub_content/starter"),
    ("doctor",),
    ("settings", "show"),
    ("whoami",),
)
CHANGING: tuple[tuple[str, ...], ...] = (
    ("courses", "enrol", "negotiation"),
    ("courses", "restart", "negotiation"),
    ("courses", "unenrol", "negotiation"),
    ("done", "negotiation/one"),
    ("webinars", "register", "advanced-referrals"),
    ("webinars", "cancel", "advanced-referrals"),
    ("download", "partner-handbook"),
    ("sync",),
)
WRONG: tuple[tuple[str, ...], ...] = (
    ("courses", "rate", "negotiation", "5"),
    ("courses", "applied", "negotiation", "yes"),
    ("courses", "show", "no-such-course"),
    ("courses", "enrol", "closing-techniques"),
    ("webinars", "register", "client-retention"),
    ("read", "pricing-guide"),
    ("quiz", "negotiation/one"),
    ("read", "--file", "no-such-file.md"),
    ("outbox", "drop", "x"),
    ("outbox", "retry", "x"),
    ("notes", "import", "LICENSE"),
    ("content", "new", "docs"),
    ("content", "stats", "docs"),
    ("content", "import", "no-such-package.zip", "--into", "course"),
    ("content", "build", "docs"),
    ("content", "publish", "docs"),
    ("content", "preview", "trainhub_content/starter"),
    ("content", "versions"),
    ("content", "rollback", "negotiation"),
    ("content", "withdraw", "negotiation"),
    ("content", "offer", "negotiation"),
    ("content", "export", "negotiation"),
    ("account", "tokens"),
    ("account", "new-token"),
    ("account", "revoke-token", "x"),
    ("account", "data"),
    ("account", "delete"),
    ("admin", "organisations"),
    ("admin", "new-organisation", "Acme"),
    ("admin", "members"),
    ("admin", "progress"),
    ("admin", "invite"),
    ("admin", "role", "ana", "manager"),
    ("admin", "end-access", "ana"),
    ("admin", "give-access", "ana"),
    ("admin", "jobs"),
    ("admin", "retry", "x"),
    ("content", "upload", "no-such-file.pdf"),
    ("login",),
    ("logout",),
    ("join",),
)
"""Command lines that are refused."""


def full_names() -> list[tuple[str, ...]]:
    """Every command by its full name."""
    parts: list[list[tuple[str, ...]]] = [
        [(command.name, part.name) for part in command.parts] or [(command.name,)] for command in COMMANDS
    ]
    return [name for names in parts for name in names]
