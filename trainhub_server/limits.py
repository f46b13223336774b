"""A token bucket per account (or per address of somebody signed out), shared by the processes of one server on Postgres."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from math import ceil

from trainhub_server.database.face import Again, DatabaseTrouble
from trainhub_server.refusals import TooMany
from trainhub_server.settings import Rate

log = logging.getLogger(__name__)
MOST_ACCOUNTS = 10_000
SLICES = 20
Tell = Callable[[Mapping[str, int]], Awaitable[Mapping[str, float]]]
"""Tells the others how much each account has spent, and hears what it has left."""


@dataclass(slots=True)
class _Bucket:
    """`left` as of `since`; `untold` is what of it the other processes have not heard of."""

    left: float
    since: float
    untold: int = 0


class Limits:
    """`seconds` is a monotonic clock. With `tell` an account may ask for no more of all processes together than of one, but for what each
    has not told yet: the twentieth of a burst. So most requests ask nobody; one that does speaks for every account that has spent some."""

    def __init__(self, rate: Rate | None, seconds: Callable[[], float], tell: Tell | None = None) -> None:
        self._rate = rate
        self._seconds = seconds
        self._tell = tell
        self._slice = max(1, rate.burst // SLICES) if rate else 1
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._worth_telling: set[str] = set()
        self._telling = asyncio.Lock()

    def is_spent(self, account: str) -> bool:
        """Whether it has nothing left, as far as this process knows."""
        return self._rate is not None and account in self._buckets and self._filled(account, self._rate).left < 1

    async def spend(self, account: str) -> None:
        """One request. Raises TooMany when the bucket is empty."""
        if self._rate is None:
            return
        bucket = self._filled(account, self._rate)
        if self._tell and bucket.untold >= self._slice:
            async with self._telling:
                if bucket.untold >= self._slice:
                    await self._told(self._tell)
            bucket = self._filled(account, self._rate)
        _refuse_spent(bucket, self._rate)
        bucket.left -= 1
        bucket.untold += 1
        if bucket.untold * 2 >= self._slice:
            self._worth_telling.add(account)

    def check(self, account: str) -> None:
        """Raises TooMany where it has nothing left."""
        if self._rate is not None:
            _refuse_spent(self._filled(account, self._rate), self._rate)

    def take(self, account: str, amount: int) -> None:
        """What was used, known only afterwards: more than there is left is a debt. Nobody else is told."""
        if self._rate is not None:
            self._filled(account, self._rate).left -= amount

    def _filled(self, account: str, rate: Rate) -> _Bucket:
        """The account's bucket, with what has come back until now."""
        now = self._seconds()
        bucket = self._buckets.get(account)
        if bucket is None:
            bucket = self._buckets[account] = _Bucket(float(rate.burst), now)
            if len(self._buckets) > MOST_ACCOUNTS:
                gone, _ = self._buckets.popitem(last=False)
                self._worth_telling.discard(gone)
        else:
            self._buckets.move_to_end(account)
            bucket.left = min(float(rate.burst), bucket.left + (now - bucket.since) * rate.per_second)
            bucket.since = now
        return bucket

    async def _told(self, tell: Tell) -> None:
        """Tell what was spent and hear what is left. Where the database cannot serve, each process counts for itself."""
        spent = {account: self._buckets[account].untold for account in self._worth_telling}
        try:
            left = await tell(spent)
        except (Again, DatabaseTrouble) as fault:
            log.warning("limits are not shared just now: %s", type(fault).__name__)
            return
        now = self._seconds()
        for account, untold in spent.items():
            if bucket := self._buckets.get(account):
                bucket.untold = max(0, bucket.untold - untold)
                bucket.left, bucket.since = left[account] - bucket.untold, now
                if bucket.untold * 2 < self._slice:
                    self._worth_telling.discard(account)


def _refuse_spent(bucket: _Bucket, rate: Rate) -> None:
    if bucket.left < 1:
        raise TooMany(max(1, ceil((1 - bucket.left) / rate.per_second)))
