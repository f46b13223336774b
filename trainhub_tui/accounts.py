"""Which folder belongs to which account of a server.

A token opens its own folder; a new token of the same learner takes the rows of the old one over.
Tokens are known by their hash alone. Who a token is, only the server can say: so nothing is shared before it has."""

import json
import os
from hashlib import sha256
from pathlib import Path

from trainhub_tui.cache.lock import FileLock
from trainhub_tui.paths import make_private

_FILE = "accounts.json"


class Accounts:
    """The accounts of one server, in that server's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def profile_of(self, token: str) -> Path:
        """The folder that this token opens."""
        print_ = _fingerprint(token)
        return self._folder / self._read()["tokens"].get(print_, f"account-{print_[:12]}")

    def told(self, token: str, learner_id: str) -> Path | None:
        """The server said whose the token is. Gives the folder of an older token of that learner, whose rows are to be taken over."""
        current = self.profile_of(token).name
        known = self._read()
        if known["learners"].get(learner_id) == current:
            return None
        make_private(self._folder)
        with FileLock(self._folder / "accounts.lock"):
            known = self._read()
            older = known["learners"].get(learner_id)
            known["learners"][learner_id] = current
            known["tokens"] = {it: current if name == older else name for it, name in known["tokens"].items()}
            known["tokens"][_fingerprint(token)] = current
            self._write(known)
        return self._folder / older if older and older != current else None

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads((self._folder / _FILE).read_text("utf-8"))
            return {part: {str(key): Path(str(name)).name for key, name in found[part].items()} for part in ("tokens", "learners")}
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return {"tokens": {}, "learners": {}}

    def _write(self, known: dict[str, dict[str, str]]) -> None:
        new = self._folder / f"{_FILE}.new"
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(known, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._folder / _FILE)


def _fingerprint(token: str) -> str:
    return sha256(b"trainhub account " + token.encode()).hexdigest()[:32]
