"""When to try again: capped exponential back-off with jitter, on the monotonic clock, so that no jump of the wall clock matters."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST = 1.0
LONGEST = 120.0
Monotonic = Callable[[], float]


@dataclass
class Patience:
    """How often something failed in a row, and when it may be tried again. `asked` is what the server wants: nothing shortens it."""

    monotonic: Monotonic
    chance: random.Random = field(default_factory=random.Random)
    failures: int = 0
    _until: float = 0.0
    _asked_until: float = 0.0

    @property
    def left(self) -> float:
        """Seconds to wait still."""
        return max(0.0, self._until - self.monotonic(), self.left_as_asked)

    @property
    def left_as_asked(self) -> float:
        return max(0.0, self._asked_until - self.monotonic())

    def failed(self, asked: float | None = None) -> None:
        delay = min(LONGEST, FIRST * 2.0 ** min(self.failures, 20)) * self.chance.uniform(0.5, 1.0)
        self.failures += 1
        self._until = self.monotonic() + delay
        if asked is not None:
            self._asked_until = self.monotonic() + asked

    def succeeded(self) -> None:
        self.failures = 0
        self._until = self._asked_until = 0.0

    def hurry(self) -> None:
        """The learner asks: our own waiting ends, the server's does not."""
        self._until = 0.0
