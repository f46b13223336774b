"""Requests that meet while the keys of a sign-in service are being fetched. Source: API-3."""

import asyncio

import pytest

from tests.sign_in_service import SigningKey, SignInService, new_key
from trainhub_server.jwks import AGAIN_SECONDS, KeySet

pytestmark = pytest.mark.anyio


class Slow:
    """A sign-in service that answers when it is let; `began` is set once it was asked."""

    def __init__(self) -> None:
        self.service = SignInService()
        self.began, self.answers = asyncio.Event(), asyncio.Event()
        self.asked = 0

    def hold(self) -> None:
        """Who asks from now on waits."""
        self.began.clear()
        self.answers.clear()

    async def fetch(self) -> bytes:
        self.asked += 1
        self.began.set()
        await self.answers.wait()
        return self.service.key_set


async def met(keys: KeySet, slow: Slow, *key_ids: str) -> list[bool]:
    """Who of these has a key; all but the first came while it was being fetched for the first."""
    slow.hold()
    first = asyncio.create_task(keys.key(key_ids[0]))
    await slow.began.wait()
    others = [asyncio.create_task(keys.key(it)) for it in key_ids[1:]]
    await asyncio.sleep(0)
    slow.answers.set()
    return [it is not None for it in await asyncio.gather(first, *others)]


async def test_who_comes_while_the_first_keys_are_fetched_waits_for_them() -> None:
    """API-3: a server that has just started tells nobody that the sign-in service cannot be reached."""
    slow = Slow()
    assert await met(KeySet(slow.fetch, lambda: 1_000.0), slow, "key-1", "key-1", "key-1") == [True] * 3
    assert slow.asked == 1


async def test_who_comes_while_a_new_key_is_fetched_is_not_signed_out() -> None:
    """API-3, I10: rotation. Those with a key that is known wait for nothing, and one made up costs no further question."""
    slow, now = Slow(), 1_000.0
    keys = KeySet(slow.fetch, lambda: now)
    assert await met(keys, slow, "key-1") == [True]
    slow.service.keys.append(SigningKey("key-2", "ES256", new_key("ES256")))
    now += AGAIN_SECONDS + 1
    slow.hold()
    fetching = asyncio.create_task(keys.key("key-2"))
    await slow.began.wait()
    assert await asyncio.wait_for(keys.key("key-1"), 60)
    slow.answers.set()
    assert await fetching
    now += AGAIN_SECONDS + 1
    assert await met(keys, slow, "key-3", "key-2", "key-3") == [False, True, False]
    slow.service.keys.append(SigningKey("key-4", "ES256", new_key("ES256")))
    now += AGAIN_SECONDS + 1
    assert await met(keys, slow, "key-4", "key-4") == [True, True]
    assert slow.asked == 4
