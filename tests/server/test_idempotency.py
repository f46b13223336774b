"""One effect per key, and the same answer every time. Source: reliability.md, I2 to I4."""

import asyncio

import pytest

from tests.server.programme import NOW, event, marked
from tests.server.running import Server, problem
from trainhub_core.models.learning import EventType
from trainhub_core.operations import ROOT, Enroll, RegisterWebinar
from trainhub_server.repositories import webinars

pytestmark = pytest.mark.anyio


async def test_the_same_key_and_body_get_the_stored_answer_and_no_second_effect(server: Server) -> None:
    """I2."""
    ana = await server.partner()
    first = await ana.register("talk", "key")
    await ana.cancel("talk")
    again = await ana.register("talk", "key")
    assert (again.status_code, again.content) == (200, first.content)
    assert (await ana.get("webinars")).json()["items"][0]["registration"]["state"] == "cancelled"


async def test_the_same_key_with_another_body_is_refused(server: Server) -> None:
    """I3."""
    ana = await server.partner()
    await ana.register("talk", "key")
    refusal = problem(await ana.register("tiny", "key"))
    assert (refusal.status, refusal.type) == (422, "/problems/key-reused")
    assert (await ana.get("webinars")).json()["items"][1]["registration"] is None


async def test_a_key_of_one_learner_is_another_learner_s_own(server: Server) -> None:
    """I10."""
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    answers = [await ana.register("talk", "key"), await ben.register("tiny", "key")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [(await ana.register("talk", "key")).content, (await ben.register("tiny", "key")).content] == [it.content for it in answers]


async def test_the_same_key_in_flight_is_told_to_wait(server: Server) -> None:
    """I4."""
    ana = await server.partner()
    async with server.site.writing() as unit:
        await webinars.locked(unit.connection, "talk")
        first = asyncio.create_task(ana.register("talk", "key"))
        while not server.site.in_flight:  # noqa: ASYNC110 - the server tells nobody when it begins
            await asyncio.sleep(0)
        answer = await ana.register("talk", "key")
        assert (problem(answer).type, answer.headers["retry-after"]) == ("/problems/in-flight", "1")
    content = (await first).content
    assert (await ana.register("talk", "key")).content == content


async def test_twins_sent_at_once_have_one_effect(server: Server) -> None:
    """I2."""
    ana = await server.partner()
    answers = await asyncio.gather(*(ana.register("talk", "key") for _ in range(6)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    async with server.site.reading() as unit:
        row = await unit.connection.one("SELECT taken, received FROM webinars WHERE id = 'talk'")
    assert row is not None
    assert (row.number("taken"), row.number("received")) == (1, 1)


async def test_a_refusal_leaves_the_key_free_for_another_try(server: Server) -> None:
    """A refused command may be retried from the outbox once the reason is gone."""
    ana = await server.partner()
    order = Enroll(event=event(EventType.ENROLLED, "next-steps"))
    assert problem(await ana.do(order, "key")).type == "/problems/refused"
    await ana.tell(marked("first-steps/l1", "first-steps/l2"))
    assert (await ana.do(order, "key")).status_code == 200


@pytest.mark.parametrize("key", ["", "with space", "x" * 65, "ümlaut".encode().decode("latin-1")])
async def test_a_request_without_a_usable_key_is_refused(server: Server, key: str) -> None:
    ana = await server.partner()
    body = RegisterWebinar(webinar_id="talk", at=NOW).body()
    answer = await ana.http.post(f"{ROOT}/register-webinar", content=body, headers=[(b"Idempotency-Key", key.encode("latin-1"))])
    assert problem(answer).detail == "Send an Idempotency-Key header of 1 to 64 visible characters."
