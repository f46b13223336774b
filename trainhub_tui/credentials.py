"""What proves who somebody is, by server and account: in the system's keyring where there is one, else in a file of 0600.

Which accounts there are is written beside it, without a secret: opening a profile needs no keyring (start-up)."""

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import ModuleType

from trainhub_core.light import light
from trainhub_tui.cache.lock import FileLock
from trainhub_tui.paths import make_private
from trainhub_tui.private_file import write_private
from trainhub_tui.troubles import SignedOut

OFF = "TRAINHUB_KEYRING"
"""The environment variable that says `off`: secrets go into files."""
LOCKED = "The system's keyring does not give out what signs you in: it is locked, or broken. Unlock it and start again; nothing is lost."
_FILE = "signed-in.json"
_SERVICE = "trainhub"


class Proof(StrEnum):
    """What an account is signed in by."""

    TOKEN = "token"
    SESSION = "session"


@light(frozen=True)
class Account:
    """Somebody who is signed in to a server. `id` names their folder; `service` and `key` are the sign-in service's, of a session."""

    id: str
    label: str
    proof: Proof
    service: str = ""
    key: str = ""


class Credentials:
    """The accounts of one server, in that server's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def accounts(self) -> Mapping[str, Account]:
        """By id; what cannot be read is not there."""
        return self._read()[1]

    def current(self) -> Account | None:
        """Who was signed in, or chosen, last."""
        current, accounts = self._read()
        return accounts.get(current)

    def keep(self, account: Account, secret: str) -> bool:
        """Sign in. False where there is a keyring and it did not take the secret, which is in a file then. Raises OSError."""
        make_private(self.folder)
        taken = self.keep_secret(account.id, secret)
        self._change(lambda _, known: (account.id, {**known, account.id: account}))
        return taken

    def use(self, account: Account) -> None:
        """Be this one from now on. Raises OSError."""
        self._change(lambda _, known: (account.id, known))

    def forget(self, account: Account) -> bool:
        """Sign out: the secret is gone, the folder stays. False where the keyring did not let go of it. Raises OSError."""
        in_ring = self.place(account.id) == "keyring"
        self._secret_file(account.id).unlink(missing_ok=True)
        gone = self._out_of_ring(account.id)
        self._change(lambda current, known: _without(account.id, current, known))
        return gone or not in_ring

    def keep_secret(self, account_id: str, secret: str) -> bool:
        """In place of the one before; False as `keep`. Raises OSError."""
        ring = _ring()
        if ring:
            with contextlib.suppress(Exception):  # a keyring is somebody else's program: whatever it raises, there is the file
                ring.set_password(_SERVICE, self._name(account_id), secret)
                self._secret_file(account_id).unlink(missing_ok=True)
                return True
        write_private(self._secret_file(account_id), secret)
        return ring is None

    def secret(self, account_id: str) -> str | None:
        """The file first: it is there only where the keyring was not. Raises SignedOut where the keyring does not answer."""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return self._secret_file(account_id).read_text("utf-8")
        ring = _ring()
        if ring is None:
            return None
        try:
            found = ring.get_password(_SERVICE, self._name(account_id))
        except Exception:  # noqa: BLE001 - somebody else's program
            raise SignedOut(LOCKED) from None
        return found if isinstance(found, str) else None

    def _out_of_ring(self, account_id: str) -> bool:
        """Whether the keyring has nothing of this account's any more."""
        ring = _ring()
        if ring is None:
            return True
        try:
            if ring.get_password(_SERVICE, self._name(account_id)) is not None:
                ring.delete_password(_SERVICE, self._name(account_id))
        except Exception:  # noqa: BLE001 - somebody else's program
            return False
        return True

    def place(self, account_id: str) -> str:
        """Where the secret is: `file` or `keyring`."""
        return "file" if self._secret_file(account_id).exists() else "keyring"

    def _secret_file(self, account_id: str) -> Path:
        return self.folder / f"secret-{account_id}"

    def _name(self, account_id: str) -> str:
        return f"{self.folder.name}/{account_id}"

    def _read(self) -> tuple[str, Mapping[str, Account]]:
        try:
            found = json.loads((self.folder / _FILE).read_text("utf-8"))
            accounts = [Account(**{**told, "proof": Proof(told["proof"])}) for told in found["accounts"]]
            return str(found["current"]), {it.id: it for it in accounts if it.id.isalnum()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return "", {}

    def _change(self, change: Callable[[str, Mapping[str, Account]], tuple[str, Mapping[str, Account]]]) -> None:
        with FileLock(self.folder / "accounts.lock"):
            current, accounts = change(*self._read())
            told = {"current": current, "accounts": [asdict(it) for it in accounts.values()]}
            write_private(self.folder / _FILE, json.dumps(told, indent=1))


def _without(id_: str, current: str, known: Mapping[str, Account]) -> tuple[str, Mapping[str, Account]]:
    left = {each: it for each, it in known.items() if each != id_}
    return (current if current in left else next(iter(left), "")), left


def _ring() -> ModuleType | None:
    """The keyring, where one is installed and holds anything at all."""
    if os.environ.get(OFF) == "off":
        return None
    try:
        keyring = import_module("keyring")  # late, and an extra: signing in and reaching the server alone need it
        return keyring if keyring.get_keyring().priority > 0 else None
    except Exception:  # noqa: BLE001 - somebody else's program: it also reads settings of its own
        return None
