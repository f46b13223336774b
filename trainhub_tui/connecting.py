"""How the hub reaches its server: a named one, or the embedded one, which is started and started again as needed."""

import threading
from typing import Protocol

from trainhub_tui.api import Api
from trainhub_tui.embedded import Embedded
from trainhub_tui.troubles import Offline, SignedOut


class Connector(Protocol):
    """Gives an Api that is worth trying."""

    def api(self) -> Api:
        """Raises Offline, SignedOut or ServerTrouble."""
        ...

    def signed_out(self) -> bool:
        """The server does not know the token; tells whether there is another way to try at once."""
        ...

    def close(self) -> None: ...


class ToServer:
    """A server with an address, and a token for it. Another token is another hub: it may be another account's."""

    def __init__(self, base_url: str, token: str, why_not: str = "", refused: str = "") -> None:
        """`why_not` tells why there is no token, where that is known; `refused` what to do where this one is not taken."""
        self._refused = refused
        self._base_url = base_url
        self._why_not = why_not or f"You are not signed in: `trainhub --server {base_url} login` signs you in."
        self._token = token
        self._lock = threading.Lock()
        self._api: Api | None = None

    def api(self) -> Api:
        with self._lock:
            if not self._token:
                raise SignedOut(self._why_not)
            if self._api is None:
                self._api = Api(self._base_url, self._token, signed_out=self._refused)
            return self._api

    def signed_out(self) -> bool:
        return False

    def close(self) -> None:
        if self._api is not None:
            self._api.close()


class ToEmbedded:
    """The server inside."""

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded
        self._lock = threading.Lock()
        self._api: Api | None = None

    def api(self) -> Api:
        with self._lock:
            if self._api is None or not self._embedded.alive:
                self._forget()
                address = self._embedded.address()
                self._api = Api(address.base_url, address.token, address.socket, is_own=True)
            return self._api

    def signed_out(self) -> bool:
        with self._lock:
            self._forget()
            self._embedded.stop()
        return True

    def close(self) -> None:
        self._embedded.close()  # without the lock: a child that is just starting ends, too
        self._forget()

    def _forget(self) -> None:
        if self._api is not None:
            self._api.close()
            self._api = None


class Nowhere:
    """The learner chose to stay off the network."""

    def api(self) -> Api:
        raise Offline("Off the network, as asked.")

    def signed_out(self) -> bool:
        return False

    def close(self) -> None:
        return
