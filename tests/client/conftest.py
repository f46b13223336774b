"""A fault server, and hubs that stand before it."""

import random
from collections.abc import Iterator

import pytest

from tests.client.fault_server import FaultServer


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """With one account, `ada`, whose token is `token-ada`."""
    found = FaultServer()
    found.account("ada", "token-ada")
    yield found
    found.end()


@pytest.fixture
def chance() -> random.Random:
    return random.Random(7)
