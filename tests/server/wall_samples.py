"""A row of each table for the tests of the wall: how one is put in, whose it is, and which column of it may be written."""

from dataclasses import dataclass

PEOPLE = ("ana", "ben", "cem")
"""Ana and Ben are of one company, Cem is of another."""


@dataclass(frozen=True)
class Sample:
    """`values` names `{a}`, whose row it is, `{b}`, what follows a slash in that, and `{n}`, a number of its own.

    `owner` is an expression that gives the label of a row again."""

    columns: str
    values: str
    owner: str = "learner"
    labels: tuple[str, ...] = PEOPLE
    written: str = "body"
    system_writes: str = ""
    """The column for the hub itself, where it is another."""

    def insert(self, table: str, label: str, number: int) -> str:
        first, _, second = label.partition("/")
        return f"INSERT INTO {table} ({self.columns}) VALUES ({self.values.format(a=first, b=second, n=number)})"


def _own(columns: str, values: str, written: str = "body") -> Sample:
    return Sample(f"learner, {columns}", f"'{{a}}', {values}", written=written)


def _offered(columns: str, values: str, key: str = "id", written: str = "origin") -> Sample:
    return Sample(columns, values, owner=f"'{key}'", labels=(key,), written=written)


SAMPLES = {
    "learners": Sample("id, created, body", "'{a}', now(), '{{}}'", owner="id"),
    "tokens": Sample("hash, learner, created", "'{n}', '{a}', now()", written="scopes"),
    "learning_events": _own("id, type, object, at, received, body", "'{n}', 'opened', 'x', now(), now(), '{{}}'"),
    "achievements": _own("award, at, body", "'{n}', now(), '{{}}'"),
    "quiz_attempts": _own("id, kind, lesson, received, body", "'{n}', 'walk', 'x', now(), '{{}}'"),
    "learning_progress": _own("lesson, course, body", "'{n}', 'x', '{{}}'"),
    "user_progress": _own("course, state, percent, body", "'{n}', 'x', 1, '{{}}'"),
    "standings": _own("body", "'{{}}'"),
    "bookmarks": _own("id, body", "'{n}', '{{}}'"),
    "notes": _own("id, kind, object, body", "'{n}', 'note', 'x', '{{}}'"),
    "course_ratings": _own("course, stars, at, body", "'{n}', 5, now(), '{{}}'"),
    "course_applied": _own("course, answer, at, body", "'{n}', 'yes', now(), '{{}}'"),
    "registrations": _own("webinar, state, receipt, at, body", "'{n}', 'seat', 1, now(), '{{}}'"),
    "memberships": Sample(
        "learner, organisation, role, since",
        "'{a}', '{b}', 'learner', now()",
        owner="learner || '/' || organisation",
        labels=("ana/acme", "ben/acme", "cem/other", "mia/acme", "ada/acme"),
        written="role",
    ),
    "organisations": Sample("id, name, created", "'{a}', 'x', now()", owner="id", labels=("acme", "other"), written="name"),
    "invitations": Sample(
        "hash, organisation, role, made, expires",
        "'{n}', '{a}', 'learner', now(), now()",
        owner="organisation",
        labels=("acme", "other"),
        written="made_by",
    ),
    "idempotency": Sample("account, key, digest, at", "'{a}', '{n}', 'x', now()", owner="account", written="answer"),
    "changes": Sample(
        "audience, kind, id, seq, txid",
        "'{a}', '{b}', '{n}', nextval('changes_seq'), 0",
        owner="audience || '/' || kind",
        labels=("ana/note", "ben/note", "*/course", "*/path"),
    ),
    "packages": Sample(
        "sha256, size, manifest, compiled, author, at",
        "'{n}', 1, 'x', 'x', '{a}', now()",
        owner="author",
        labels=("ana", "ben"),
        written="author",
    ),
    "publications": Sample(
        "id, course, title, version, written, package, author, state, at",
        "'{n}', 'c{n}', 'x', 1, 1, 'x', '{a}', '{b}', now()",
        owner="author || '/' || state",
        labels=("ana/draft", "ben/draft", "ana/published", "ben/published"),
        written="state",
        system_writes="author",
    ),
    "catalogue": _offered("kind, id, origin, body", "'path', '{n}', 'x', '{{}}'"),
    "courses": _offered("id, title, category, level, version, origin, body", "'{n}', 'x', 'x', 'x', 1, 'x', '{{}}'"),
    "lesson_texts": _offered("lesson, course, version, content", "'{n}', 'x', 1, 'x'", written="content"),
    "resources": _offered("id, title, sha256, origin, body", "'{n}', 'x', 'x', 'x', '{{}}'", written="downloads"),
    "webinars": _offered("id, starts, capacity, origin, body", "'{n}', now(), 5, 'x', '{{}}'", written="taken"),
    "feed_epochs": _offered("number, name, begun", "{n}, '{n}', 0", written="begun"),
    "uploads": Sample(
        "id, author, sha256, size, name, at", "'{n}', '{a}', '{n}', 1, 'x', now()", owner="author", labels=("ana", "ben"), written="name"
    ),
    "uploaded_files": Sample(
        "sha256, size, format, media_type, author, at",
        "'{n}', 1, 'x', 'x', '{a}', now()",
        owner="author",
        labels=("ana", "ben"),
        written="format",
        system_writes="author",
    ),
    "jobs": _own("id, kind, key, body, state, due, made", "'{n}', 'mail', '{n}', '{{}}', 'waiting', now(), now()"),
    "addresses": _own("email, at", "'{n}', now()", written="email"),
    "spending": _offered("account, remaining, at", "'{n}', 1, now()", key="account", written="remaining"),
    "settings": _offered("name, value", "'{n}', 'x'", written="value"),
    "deletions": _offered("hash, at", "'{n}', now()", written="at"),
    "versions": Sample("name, version", "'{a}', 1", owner="name", labels=("catalogue", "live", "feed"), written="version"),
    "schema_migrations": _offered("version", "'{n}'", written="version"),
}
