"""Everybody who listens on this process: who may come, who is told what, who has to go."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence

from trainhub_server.callers import Held
from trainhub_server.events import wire
from trainhub_server.events.stream import Stream
from trainhub_server.events.wire import News
from trainhub_server.refusals import ManyStreams, NoMoreStreams

MOST_EACH = 16
"""Windows and devices of one account."""
MOST = 10_000
FILES_KEPT_FREE = 500
ROUND_SECONDS = 20.0
"""How long one round takes in which everybody gets a sign of life, and their access is looked at."""
STEPS = 20
ASKING_PER_SECOND = 500.0
"""How many may come to ask for what changed, at one process, when everybody is told."""
TOLD_PER_SECOND = 2_500.0
"""How many are told what concerns everybody; somebody's own news never wait."""
AGAIN_SECONDS = 2.0
ENDED = wire.last("signed-out", "Your access has ended or expired. Sign in again.", 5)


class Board:
    """See the module. `seconds` is a monotonic clock."""

    def __init__(self, seconds: Callable[[], float], most: int = MOST) -> None:
        self._seconds = seconds
        self._most = most
        self._of: dict[str, list[Stream]] = {}
        self._steps: list[list[Stream]] = [[] for _ in range(STEPS)]
        self._step_of: dict[Stream, int] = {}
        self._step = 0
        self._closing = False
        self._shared: News | None = None
        self._shared_from = 0.0
        self._later: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._step_of)

    @property
    def spread(self) -> float:
        """Over how many seconds those who are told should spread their asking."""
        return len(self) / ASKING_PER_SECOND if len(self) > ASKING_PER_SECOND / 10 else 0.0

    def join(self, held: Held) -> Stream:
        """A place for one more. Raises ManyStreams and NoMoreStreams."""
        if self._closing or len(self) >= self._most:
            raise NoMoreStreams
        if len(self._of.get(held.learner, ())) >= MOST_EACH:
            raise ManyStreams
        stream = Stream(held, self.leave)
        self._of.setdefault(held.learner, []).append(stream)
        fewest = min(range(STEPS), key=lambda step: len(self._steps[step]))
        self._steps[fewest].append(stream)
        self._step_of[stream] = fewest
        return stream

    def leave(self, stream: Stream) -> None:
        step = self._step_of.pop(stream, None)
        if step is None:
            return
        self._steps[step].remove(stream)
        theirs = self._of[stream.held.learner]
        theirs.remove(stream)
        if not theirs:
            del self._of[stream.held.learner]

    def tell(self, own: Mapping[str, News], shared: News | None) -> None:
        """News of single learners at once; what concerns everybody at a pace."""
        for learner, news in own.items():
            for stream in self._of.get(learner, ()):
                stream.tell(news)
        if shared is not None:
            self._shared = self._shared.joined(shared) if self._shared else shared
            self._tell_everybody()

    def next_step(self) -> Sequence[Stream]:
        """A sign of life to the next part of them; who they were."""
        streams = tuple(self._steps[self._step])
        self._step = (self._step + 1) % STEPS
        for stream in streams:
            stream.beat()
        return streams

    def end(self, streams: Iterable[Stream]) -> None:
        """Their access is over."""
        for stream in tuple(streams):
            stream.end(ENDED)

    def close(self) -> None:
        """The server stops: everybody is told to come again, not all at once."""
        self._closing = True
        if self._later:
            self._later.cancel()
        word = wire.last("closing", "The server is stopping; come again in a moment.", AGAIN_SECONDS + self.spread)
        for stream in tuple(self._step_of):
            stream.end(word)

    def _tell_everybody(self) -> None:
        now = self._seconds()
        if now < self._shared_from:
            if self._later is None:
                self._later = asyncio.get_running_loop().call_later(self._shared_from - now, self._tell_later)
            return
        news, self._shared = self._shared, None
        self._shared_from = now + len(self) / TOLD_PER_SECOND
        if news is not None:
            for stream in self._step_of:
                stream.tell(news)

    def _tell_later(self) -> None:
        self._later = None
        self._shared_from = 0.0
        self._tell_everybody()


def most_streams() -> int:
    """As many as the system lets this process have open files, with some left for everything else."""
    try:
        import resource  # not on Windows
    except ImportError:
        return FILES_KEPT_FREE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + FILES_KEPT_FREE
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(16, min(MOST, soft - FILES_KEPT_FREE))
