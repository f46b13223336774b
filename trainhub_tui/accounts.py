"""Which folder belongs to which account of a server.

A token opens its own folder; a new token of the same learner takes the rows of the old one over.
Tokens are known by their hash alone. Who a token is, only the server can say: so nothing is shared before it has."""

import json
from pathlib import Path

from trainhub_tui.cache.lock import FileLock
from trainhub_tui.paths import make_private
from trainhub_tui.private_file import write_private

_FILE = "accounts.json"


class Accounts:
    """The accounts of one server, in that server's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def profile_of(self, token: str) -> Path:
        """The folder that this token opens."""
        return self.profile_by(fingerprint(token))

    def profile_by(self, print_: str) -> Path:
        """The folder that what has this fingerprint opens."""
        return self._folder / self._read()["tokens"].get(print_, f"account-{print_[:12]}")

    def told(self, print_: str, learner_id: str) -> Path | None:
        """The server said whose the token (or session) of this fingerprint is.

        Gives the folder of an older one of that learner, whose rows are to be taken over."""
        current = self.profile_by(print_).name
        known = self._read()
        if known["learners"].get(learner_id) == current:
            return None
        make_private(self._folder)
        with FileLock(self._folder / "accounts.lock"):
            known = self._read()
            older = known["learners"].get(learner_id)
            known["learners"][learner_id] = current
            known["tokens"] = {it: current if name == older else name for it, name in known["tokens"].items()}
            known["tokens"][print_] = current
            write_private(self._folder / _FILE, json.dumps(known))
        return self._folder / older if older and older != current else None

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads((self._folder / _FILE).read_text("utf-8"))
            return {part: {str(key): Path(str(name)).name for key, name in found[part].items()} for part in ("tokens", "learners")}
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return {"tokens": {}, "learners": {}}


def session_print(learner_id: str) -> str:
    """The fingerprint of every session of a learner: their tokens change by the hour."""
    return fingerprint(f"session of {learner_id}")


def fingerprint(token: str) -> str:
    from hashlib import sha256  # late: start-up, and who is signed in has a fingerprint

    return sha256(b"trainhub account " + token.encode()).hexdigest()[:32]
