"""Addresses of files that work without credentials until they expire."""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import quote

from trainhub_server.refusals import Expired, NotAllowed


class Signer:
    """`secret` stays with the database, so that every process of one server accepts the same links."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def path(self, name: str, expires: datetime) -> str:
        """The address of a file (its hash), or of a part of a packed one (hash/name)."""
        second = int(expires.timestamp())
        return f"/files/{quote(name)}?expires={second}&signature={self._signature(name, second)}"

    def check(self, name: str, expires: int, signature: str, now: datetime) -> None:
        """Raises NotAllowed for a wrong signature, Expired for an old one."""
        if not hmac.compare_digest(self._signature(name, expires).encode(), signature.encode()):
            raise NotAllowed("This file address is not valid; ask for a new one.")
        if now.astimezone(UTC).timestamp() >= expires:
            raise Expired("This file address has expired; ask for a new one.")

    def mark(self, name: str) -> str:
        """Twelve characters that stand for a name in logs: the same in every process, and nobody's guess without the secret."""
        return hmac.new(self._secret, f"mark:{name}".encode(), hashlib.sha256).hexdigest()[:12]

    def _signature(self, name: str, expires: int) -> str:
        return hmac.new(self._secret, f"{name}:{expires}".encode(), hashlib.sha256).hexdigest()
