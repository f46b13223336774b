"""Addresses of files that work without credentials until they expire."""

import hashlib
import hmac
from datetime import UTC, datetime

from trainhub_server.refusals import NotAllowed


class Signer:
    """`secret` stays with the database, so that every process of one server accepts the same links."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def path(self, sha256: str, expires: datetime) -> str:
        second = int(expires.timestamp())
        return f"/files/{sha256}?expires={second}&signature={self._signature(sha256, second)}"

    def check(self, sha256: str, expires: int, signature: str, now: datetime) -> None:
        """Raises NotAllowed for a wrong or an expired signature."""
        if not hmac.compare_digest(self._signature(sha256, expires).encode(), signature.encode()):
            raise NotAllowed("This file address is not valid; ask for a new one.")
        if now.astimezone(UTC).timestamp() >= expires:
            raise NotAllowed("This file address has expired; ask for a new one.")

    def _signature(self, sha256: str, expires: int) -> str:
        return hmac.new(self._secret, f"{sha256}:{expires}".encode(), hashlib.sha256).hexdigest()
