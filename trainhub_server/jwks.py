"""The public keys of a sign-in service: from the one address in the settings, bounded, kept, and fetched anew when they rotate."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import httpx
import jwt
from jwt.algorithms import AllowedPublicKeys

from trainhub_server.refusals import Busy

FRESH_SECONDS = 600.0
STALE_SECONDS = 3600.0
AGAIN_SECONDS = 30.0
LONGEST_SECONDS = 10.0
MOST_BYTES = 100_000
MOST_KEYS = 50
LEAST_RSA_BITS = 2048
PINNED = {("RSA", None): "RS256", ("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA"}
"""The one algorithm of a key, by its type and curve. Shared secrets (oct) have no place in a public set."""
log = logging.getLogger(__name__)
Fetch = Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key, and the one algorithm that it may be used with."""

    algorithm: str
    key: AllowedPublicKeys


class KeySet:
    """Keys by their id. They are fetched anew after ten minutes, or for an id that is not known (twice a minute at most).

    While they cannot be fetched those that are known hold for an hour. `seconds` is a monotonic clock."""

    def __init__(self, fetch: Fetch, seconds: Callable[[], float]) -> None:
        self._fetch = fetch
        self._seconds = seconds
        self._keys: Mapping[str, PublicKey] = {}
        self._fetched = self._tried = float("-inf")
        self._lock = asyncio.Lock()

    async def key(self, key_id: str) -> PublicKey | None:
        """The key of this id. Raises Busy where the keys cannot be had. Who has none waits for those that are being fetched."""
        if self._is_due(key_id) or key_id not in self._keys or self._is_stale:
            async with self._lock:
                if self._is_due(key_id):
                    await self._renew()
        if self._is_stale:
            raise Busy("The sign-in service cannot be reached to check who you are; try again in a moment.")
        return self._keys.get(key_id)

    @property
    def _is_stale(self) -> bool:
        return self._seconds() - self._fetched > STALE_SECONDS

    def _is_due(self, key_id: str) -> bool:
        now = self._seconds()
        wanted = key_id not in self._keys or now - self._fetched > FRESH_SECONDS
        return wanted and now - self._tried > AGAIN_SECONDS

    async def _renew(self) -> None:
        self._tried = self._seconds()
        try:
            self._keys = keys_of(await self._fetch())
        except (httpx.HTTPError, TimeoutError, OSError, ValueError) as fault:
            log.warning("the sign-in service's keys cannot be fetched: %s", type(fault).__name__)
            return
        self._fetched = self._seconds()


def keys_of(body: bytes) -> dict[str, PublicKey]:
    """The keys of a set that are fit to check signatures, by id. Raises ValueError for what is no set."""
    try:
        found = json.loads(body)["keys"]
    except (KeyError, TypeError, RecursionError) as fault:
        raise ValueError("no set of keys") from fault
    if not isinstance(found, list):
        raise ValueError("no set of keys")
    named = ((told.get("kid"), told) for told in found[:MOST_KEYS] if isinstance(told, dict))
    return {key_id: key for key_id, told in named if isinstance(key_id, str) and (key := _key(told)) is not None}


async def fetched(address: str) -> bytes:
    """The set at this address; redirects are not followed. Raises httpx.HTTPError, TimeoutError, ValueError."""
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    async with (
        asyncio.timeout(LONGEST_SECONDS),
        httpx.AsyncClient(timeout=5.0, follow_redirects=False) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        if answer.status_code != 200:
            raise ValueError(f"status {answer.status_code}")
        body = bytearray()
        async for chunk in answer.aiter_raw():
            body += chunk
            if len(body) > MOST_BYTES:
                raise ValueError("larger than a set of keys")
        return bytes(body)


def _key(told: Mapping[str, object]) -> PublicKey | None:
    kind = told.get("kty")
    curve = None if kind == "RSA" else told.get("crv")
    algorithm = PINNED.get((str(kind), str(curve) if curve is not None else None))
    if algorithm is None or told.get("alg", algorithm) != algorithm or told.get("use", "sig") != "sig" or "d" in told:
        return None
    try:
        key = jwt.PyJWK(dict(told), algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if algorithm == "RS256" and getattr(key, "key_size", 0) < LEAST_RSA_BITS:
        return None
    return PublicKey(algorithm, key)
