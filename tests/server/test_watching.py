"""What learners tell of videos, and what the time that passed allows of it; on both engines (VID-3)."""

from datetime import timedelta

import pytest

from tests.server.programme import NOW, event
from tests.server.running import Partner, Server
from trainhub_core.models.base import Spans
from trainhub_core.models.learning import Event, EventType, LessonRecord
from trainhub_core.rules.progress import known_since

pytestmark = pytest.mark.anyio
LESSON = "first-steps/l1"


def watched(media: Spans, seconds: int, later: int = 0, lesson: str = LESSON) -> Event:
    """Told `later` seconds after now, of so many wall seconds that end then."""
    at = NOW - timedelta(hours=2) + timedelta(seconds=later)
    end = int(at.timestamp())
    return event(EventType.WATCHED, lesson, at=at, media=media, span=(end - seconds, end))


async def known(partner: Partner, lesson: str = LESSON) -> Spans:
    feed, _ = await partner.feed()
    record = feed["lesson-record", lesson]
    assert isinstance(record, LessonRecord)
    return record.watched


async def test_pieces_of_a_minute_are_joined_whatever_their_speed(server: Server) -> None:
    """VID-3."""
    ana = await server.partner()
    await ana.tell([watched(((0, 60),), 60)])
    await ana.tell([watched(((60, 180),), 60, later=60), watched(((30, 90),), 60, later=120)])
    assert await known(ana) == ((0, 180),)


async def test_an_hour_told_in_a_minute_counts_as_what_a_minute_allows(server: Server) -> None:
    """VID-3: it is forgeable, so the server caps it by the time passed."""
    ana = await server.partner()
    await ana.tell([watched(((0, 3600),), 60)])
    assert await known(ana) == ((0, 181),)


async def test_the_same_minute_is_not_counted_twice_for_two_videos(server: Server) -> None:
    """VID-3: two devices do not count double."""
    ana = await server.partner()
    other = "first-steps/l2"
    await ana.tell([watched(((0, 180),), 60), watched(((0, 180),), 60, later=30, lesson=other)])
    assert (await known(ana), await known(ana, other)) == (((0, 180),), ((0, 91),))


async def test_without_time_nothing_is_watched(server: Server) -> None:
    """VID-3."""
    ana = await server.partner()
    await ana.tell([event(EventType.WATCHED, LESSON, at=NOW - timedelta(hours=1), media=((0, 100),))])
    assert await known(ana) == ()


async def test_an_honest_piece_told_twice_counts_once(server: Server) -> None:
    """VID-3, PROG-1."""
    ana = await server.partner()
    piece = watched(((0, 60),), 60)
    await ana.tell([piece])
    await ana.tell([piece])
    assert await known(ana) == ((0, 60),)


async def test_after_a_restart_a_video_is_earned_again(server: Server) -> None:
    """COURSE-3, VID-3: what was watched before stays known, and is told from what was watched since."""
    ana = await server.partner()
    await ana.tell([watched(((0, 60),), 60)])
    at = NOW - timedelta(hours=1)
    await ana.tell([event(EventType.RESTARTED, "first-steps", at=at), watched(((0, 20),), 60, later=3700)])
    feed, _ = await ana.feed()
    record = feed["lesson-record", LESSON]
    assert isinstance(record, LessonRecord)
    assert (record.watched, known_since(record, at).watched) == (((0, 60),), ((0, 20),))
