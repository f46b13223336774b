"""What a migration must not do to a database that is being served from. Source: CONTRIBUTING.md, Tables."""

import re
from collections.abc import Iterator

_FORBIDDEN = {
    r"ALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b": "rewrites the table: add a column, fill it, and leave the old one",
    r"SET\s+NOT\s+NULL": "reads the whole table under a lock: add a CHECK … NOT VALID, and validate it in a later migration",
    r"ADD\s+COLUMN(?![^;]*DEFAULT)[^;]*NOT\s+NULL": "fails where there are rows: give it a DEFAULT that is a constant",
    r"ADD\s+COLUMN[^;]*DEFAULT\s+\(?(gen_random_uuid|random|clock_timestamp|nextval)": "rewrites the table: its default is not a constant",
    r"ADD\s+(CONSTRAINT\s+\w+\s+)?(FOREIGN\s+KEY|CHECK|UNIQUE|PRIMARY)(?![^;]*(NOT\s+VALID|USING\s+INDEX))": "reads the whole table",
    r"\bRENAME\b": "breaks the servers that still run: add the new name, and leave the old one",
    r"DROP\s+(COLUMN|TABLE)": "breaks the servers that still run: leave it until the release after",
    r"\b(LOCK\s+TABLE|VACUUM|CLUSTER|REINDEX)\b": "is the operator's to do, not a migration's",
    r"^\s*(BEGIN|COMMIT|ROLLBACK)\s*;": "the runner makes the transaction",
}
_ROWS = re.compile(r"(^|;)\s*(UPDATE|DELETE\s+FROM|INSERT\s+INTO)\s+(?P<table>\w+)", re.IGNORECASE | re.MULTILINE)
_INDEX = re.compile(
    r"CREATE\s+(UNIQUE\s+)?INDEX\s+(?P<how>(CONCURRENTLY\s+)?(IF\s+NOT\s+EXISTS\s+)?)(?P<index>\w+)\s+ON\s+(?P<table>\w+)", re.I
)


def faults(name: str, script: str, indexes_made: frozenset[str] = frozenset()) -> Iterator[str]:
    """Why a migration must not run as it is. `indexes_made`: what earlier ones made concurrently."""
    bare = re.sub(r"--[^\n]*", "", script)
    outside = re.sub(r"\$(\w*)\$.*?\$\1\$", "", bare, flags=re.S)
    kind = name.removesuffix("_postgres")
    fresh = frozenset(
        it.lower() for it in re.findall(r"CREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)", outside, re.IGNORECASE)
    )
    yield from (why for pattern, why in _FORBIDDEN.items() if re.search(pattern, outside, re.IGNORECASE | re.MULTILINE))
    if not kind.endswith("_rows") and any(it["table"].lower() not in fresh for it in _ROWS.finditer(outside)):
        yield "changes rows: in a file of its own that ends in _rows"
    yield from _index_faults(outside, kind, fresh, indexes_made)


def made_concurrently(script: str) -> frozenset[str]:
    return frozenset(it["index"] for it in _INDEX.finditer(script) if "CONCURRENTLY" in it["how"].upper())


def _index_faults(script: str, kind: str, fresh: frozenset[str], indexes_made: frozenset[str]) -> Iterator[str]:
    for it in _INDEX.finditer(script):
        concurrently, if_missing = "CONCURRENTLY" in it["how"].upper(), "NOT" in it["how"].upper()
        if concurrently and not (kind.endswith("_concurrently") and if_missing and script.count(";") == 1):
            yield "one CREATE INDEX CONCURRENTLY IF NOT EXISTS alone, in a file that ends in _concurrently_postgres"
        elif not concurrently and it["table"].lower() not in fresh and not (if_missing and it["index"] in indexes_made):
            yield "an index on a table in use: CONCURRENTLY in a _postgres file of a lower number, and here with IF NOT EXISTS"
