"""A token bucket per account (or per address of somebody signed out)."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from trainhub_server.refusals import TooMany
from trainhub_server.settings import Rate

MOST_ACCOUNTS = 10_000


class Limits:
    """`seconds` is a monotonic clock."""

    def __init__(self, rate: Rate | None, seconds: Callable[[], float]) -> None:
        self._rate = rate
        self._seconds = seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, account: str) -> None:
        """One request. Raises TooMany when the bucket is empty."""
        if self._rate is None:
            return
        now = self._seconds()
        left, since = self._left.pop(account, (float(self._rate.burst), now))
        left = min(float(self._rate.burst), left + (now - since) * self._rate.per_second)
        allowed = left >= 1
        self._left[account] = (left - 1 if allowed else left, now)
        if len(self._left) > MOST_ACCOUNTS:
            self._left.popitem(last=False)
        if not allowed:
            raise TooMany(max(1, ceil((1 - left) / self._rate.per_second)))
