"""What an address may not be, whatever is at it."""

from urllib.parse import parse_qsl

from starlette.types import Scope

MOST_QUESTIONS = 100


def why_not(scope: Scope) -> str | None:
    """Why this address is refused: one database cannot keep a NUL, and of two answers to one question nobody knows which counts."""
    query: bytes = scope["query_string"]
    if "\0" in scope["path"] or b"%00" in query:
        return "An address has no NUL in it."
    if b"&" not in query:
        return None
    try:
        names = [name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_QUESTIONS)]
    except ValueError:
        return f"An address asks {MOST_QUESTIONS} questions at most."
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    return None if twice is None else f"{twice[:100]}: this is asked twice."
