"""What was not sent yet, as JSON that a person can keep."""

import json
from collections.abc import Iterable

from trainhub_tui.cache.journal import Entry


def exported(waiting: Iterable[Entry]) -> str:
    """Each entry with its sentence, what the server answered, and the request as it would be sent."""
    entries = [
        {
            "sentence": it.sentence,
            "state": it.state,
            "answer": it.answer,
            "made at": it.made_at,
            "key": it.key,
            "request": f"{it.method} {it.path}",
            "body": json.loads(it.body),
        }
        for it in waiting
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False)
