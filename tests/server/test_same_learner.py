"""Several changes of one learner at the same moment, as two windows and a phone make them. Source: reliability.md, The outbox (I16)."""

import asyncio

import pytest

from tests.server.programme import NOW
from tests.server.running import Server
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.operations import SetBookmark

pytestmark = pytest.mark.anyio
AT_ONCE = 8


async def test_changes_of_one_learner_wait_for_each_other_and_none_gives_up(server: Server) -> None:
    ana = await server.partner()
    order = SetBookmark(bookmark=Bookmark(kind=BookmarkKind.COURSE, object="first-steps", on=True, at=NOW))
    answers = await asyncio.wait_for(asyncio.gather(*(ana.do(order, f"key-{number}") for number in range(AT_ONCE))), 60)
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
