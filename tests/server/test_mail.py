"""Mail: what is written to whom, and what becomes of it when that server does not play along; a real one, on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP as POLICY
from pathlib import Path

import pytest

from tests.mail_server import PASSWORD, USER, MailServer, certificate, mail_server
from tests.naughty import naughty
from tests.ports import free_port
from tests.server.organising import employee
from tests.server.programme import NOW
from tests.server.running import Partner, Server, problem, started
from tests.sign_in_service import ANA, SignInService, serving
from trainhub_core.models.jobs import StandingJob
from trainhub_core.models.organisations import AcceptInvitation, Invitation, Invite, Role
from trainhub_core.models.webinars import Webinar
from trainhub_core.operations import ROOT
from trainhub_server import jobs, letters, mailing
from trainhub_server.job_faults import JobFault
from trainhub_server.job_kinds import INSIDE, OUTSIDE
from trainhub_server.jwt_settings import JwtSettings
from trainhub_server.letters import Letter
from trainhub_server.mail_settings import MailSettings, Security
from trainhub_server.repositories import addresses
from trainhub_server.repositories import jobs as repository

pytestmark = pytest.mark.anyio
LATE = NOW + timedelta(days=2, hours=12)
HUB = "https://hub.example.com"


def settings_for(server: MailServer, **changed: object) -> MailSettings:
    told = {"host": "127.0.0.1", "sender": "hub@example.com", "public_url": HUB, "port": server.port, "security": Security.NONE}
    return MailSettings(**{**told, **changed})  # type: ignore[arg-type]


@asynccontextmanager
async def hub(database: str, folder: Path, **changed: object) -> AsyncIterator[tuple[Server, MailServer]]:
    """A server that sends mail, and what it sends it to."""
    async with mail_server() as mails, started(database, folder / "files", mail=settings_for(mails), **changed) as server:
        yield server, mails


async def work(server: Server) -> None:
    """All jobs that are due."""
    for kinds in (INSIDE, OUTSIDE):
        await jobs.work_due(server.site, kinds, 20.0)


async def mail_jobs(server: Server) -> list[StandingJob]:
    async with server.site.reading() as unit:
        found = await repository.standing(unit.connection, ("waiting", "leased", "failed", "done"), 100)
    return [it for it in found if it.kind == "mail"]


async def invite(server: Server, email: str | None = "nina@partner.example", status: int = 200) -> Invitation:
    ada = await employee(server, "Ada", Role.ADMIN) if "Ada" not in server.partners else server.partners["Ada"]
    server.partners["Ada"] = ada
    answer = await ada.send("POST", f"{ROOT}/invitations", Invite(organisation_id="acme", email=email).model_dump_json())
    assert answer.status_code == status, answer.text
    return Invitation.model_validate_json(answer.content)


async def waiting(server: Server, *names: str) -> list[Partner]:
    """The first has the one seat, the others wait; each has an address."""
    found = [await server.partner(name) for name in names]
    for partner in found:
        async with server.site.writing() as unit:
            await addresses.put(unit.connection, partner.id, f"{partner.id}@partner.example", unit.now)
        assert (await partner.register("tiny")).status_code == 200
    return found


def words(message: object) -> str:
    """The plain text of a message."""
    return message.get_body(("plain",)).get_content()  # type: ignore[attr-defined, no-any-return]


async def test_an_invitation_is_sent_with_its_code_and_how_to_sign_in(database: str, tmp_path: Path) -> None:
    """API-3: the code works, and is nowhere in the database once the mail has left."""
    async with hub(database, tmp_path) as (server, mails):
        made = await invite(server)
        assert made.mailed_to == "nina@partner.example"
        await work(server)
        (message,) = mails.messages
        assert mails.received[0][0] == ["nina@partner.example"]
        assert (message["To"], message["Subject"]) == ("nina@partner.example", "Your invitation to Acme")
        assert message["From"] == "Training Hub <hub@example.com>"
        assert message["Auto-Submitted"] == "auto-generated"
        for said in (made.code, f"trainhub --server {HUB} login", f"trainhub --server {HUB} join", "Monday 9 March 2026, 09:00 (UTC)"):
            assert said in words(message)
            html = message.get_body(("html",))
            assert html is not None and said in html.get_content()
        nina = await server.partner("Nina")
        answer = await nina.send("POST", f"{ROOT}/accept-invitation", AcceptInvitation(code=made.code).model_dump_json())
        assert answer.status_code == 200
        async with server.site.reading() as unit:
            rows = await unit.connection.all("SELECT id || kind || key || CAST(body AS text) || fault AS told FROM jobs")
        assert rows and not any(made.code in row.text("told") or "nina@" in row.text("told") for row in rows)


async def test_a_server_without_mail_says_so_and_an_address_that_is_none_is_refused(server: Server) -> None:
    answer = await (await employee(server, "Ada", Role.ADMIN)).send(
        "POST", f"{ROOT}/invitations", Invite(organisation_id="acme", email="nina@partner.example").model_dump_json()
    )
    assert problem(answer).detail == "This server sends no mail: invite without an address, and give the code to them yourself."
    for email in (
        "",
        "nina",
        "nina@localhost",
        "a@b.c\r\nBcc: x@y.z",
        "<nina@partner.example>",
        ".a@b.de",
        "a..b@c.de",
        "a b@c.de",
        "ä@b.de",
        "x" * 250 + "@b.de",
    ):
        ada = Partner("ada", server.client("everything-of-Ada"))
        told = Invite.model_construct(organisation_id="acme", role=Role.LEARNER, days=7, email=email).model_dump_json()
        assert problem(await ada.send("POST", f"{ROOT}/invitations", told)).status == 422


async def test_who_waited_is_told_of_the_seat_they_got(database: str, tmp_path: Path) -> None:
    """WEB-2: those without an address are not."""
    async with hub(database, tmp_path) as (server, mails):
        ana, ben = await waiting(server, "Ana", "Ben")
        await ana.cancel("tiny")
        await work(server)
        (message,) = mails.messages
        assert (message["To"], message["Subject"]) == ("ben@partner.example", "You have a seat in Tiny")
        assert "Thursday 5 March 2026, 10:30 (Europe/Berlin)" in words(message)
        assert f"trainhub --server {HUB} webinars cancel tiny" in words(message)
        cem = await server.partner("Cem")
        await cem.register("tiny")
        await ben.cancel("tiny")
        await work(server)
        assert len(mails.received) == 1


async def test_an_offer_is_told_with_its_end_in_the_learner_s_zone_and_the_next_is_told_when_it_lapsed(
    database: str, tmp_path: Path
) -> None:
    """WEB-2: also when nobody asks."""
    async with hub(database, tmp_path) as (server, mails):
        ana, _, _ = await waiting(server, "Ana", "Ben", "Cem")
        server.clock.now = LATE
        await ana.cancel("tiny")
        await work(server)
        assert [it["Subject"] for it in mails.messages] == ["A seat in Tiny is held for you"]
        assert "until Wednesday 4 March 2026, 22:30 (Europe/Berlin)" in words(mails.messages[0])
        server.clock.now = LATE + timedelta(minutes=30)
        await work(server)
        assert [it["To"] for it in mails.messages] == ["ben@partner.example", "cem@partner.example"]
        assert "until Wednesday 4 March 2026, 23:00 (Europe/Berlin)" in words(mails.messages[1])
        assert len({it["Message-ID"] for it in mails.messages}) == 2


async def test_a_mail_that_is_not_true_any_more_is_not_sent(database: str, tmp_path: Path) -> None:
    """The mail server was away while the offer lapsed, or was taken."""
    async with hub(database, tmp_path) as (server, mails):
        ana, ben, _ = await waiting(server, "Ana", "Ben", "Cem")
        server.clock.now = LATE
        await ana.cancel("tiny")
        await ben.register("tiny")
        await work(server)
        await ben.cancel("tiny")
        server.clock.now = LATE + timedelta(minutes=30)
        await jobs.work_due(server.site, OUTSIDE, 20.0)
        assert mails.received == []
        assert {it.state for it in await mail_jobs(server)} == {"done"}


async def test_an_address_is_kept_while_mail_is_sent_and_is_the_learner_s_own(database: str, tmp_path: Path) -> None:
    """API-3: in the export, gone with the rest, and changed when the sign-in service says another."""
    with serving(SignInService(clock=lambda: NOW)) as of:
        jwt = JwtSettings(of.url, jwks=f"{of.url}/.well-known/jwks.json")
        async with started(database, tmp_path / "files", jwt=jwt) as server:
            assert (await Partner(ANA, server.client(of.token())).get("dashboard")).status_code == 200
            assert await _address(server) is None
        async with hub(database, tmp_path, jwt=jwt) as (server, _):
            for email, kept in (
                ("ana@partner.example", "ana@partner.example"),
                ("a@new.example", "a@new.example"),
                ("no\r\naddress", None),
            ):
                partner = Partner(ANA, server.client(of.token(email=email)))
                assert (await partner.get("dashboard")).status_code == 200
                assert await _address(server) == kept
            ana = Partner(ANA, server.client(of.token(email="last@partner.example")))
            assert (await ana.get("my-data")).json()["tables"]["addresses"][0]["email"] == "last@partner.example"
            answer = await ana.send("POST", f"{ROOT}/delete-my-data", f'{{"learner_id":"{ANA}"}}')
            assert answer.status_code == 200
            assert await _address(server) is None


async def _address(server: Server) -> str | None:
    async with server.site.reading() as unit:
        return await addresses.find(unit.connection, ANA)


async def test_what_the_mail_server_refuses_for_good_is_given_up_and_seen(database: str, tmp_path: Path) -> None:
    async with hub(database, tmp_path) as (server, mails):
        mails.to_recipients = ["550 5.1.1 No such user \x1b[31m here"]
        await invite(server)
        mails.to_messages = ["554 We do not like its words"]
        await work(server)
        await invite(server)
        await work(server)
        found = [(it.state, it.fault) for it in await mail_jobs(server)]
        assert ("failed", "The mail server said 554: We do not like its words") in found
        (other,) = [fault for state, fault in found if "550" in fault]
        assert other.startswith("The mail server said 550: 5.1.1 No such user") and other.isprintable()
        assert mails.received == []


async def test_what_it_cannot_take_now_is_sent_later(database: str, tmp_path: Path) -> None:
    """Greylisting; a full mailbox; a message it has no room for."""
    async with hub(database, tmp_path) as (server, mails):
        mails.to_recipients, mails.to_messages = ["451 4.7.1 Come again in a minute"], ["452 No room"]
        await invite(server)
        for fault in ("The mail server said 451: 4.7.1 Come again in a minute", "The mail server said 452: No room"):
            await work(server)
            assert [(it.state, it.fault) for it in await mail_jobs(server)] == [("waiting", fault)]
            server.clock.now += timedelta(minutes=1)
        await work(server)
        assert len(mails.received) == 1
        assert [(it.state, it.tries) for it in await mail_jobs(server)] == [("done", 3)]


async def test_a_server_that_is_gone_or_slow_is_asked_again(database: str, tmp_path: Path) -> None:
    async with hub(database, tmp_path) as (server, mails):
        await invite(server)
        mails.may_answer.clear()
        with pytest.MonkeyPatch.context() as patch:  # later it answers, however slow this machine is
            patch.setattr(mailing, "STEP_SECONDS", 0.2)
            await work(server)
        assert [it.fault for it in await mail_jobs(server)] == ["The mail server did not answer in time."]
        mails.may_answer.set()
        server.clock.now += timedelta(minutes=1)
    async with started(database, tmp_path / "files", mail=settings_for(mails, port=free_port())) as server:
        server.clock.now = NOW + timedelta(minutes=1)
        await work(server)
        (job,) = await mail_jobs(server)
        assert job.state == "waiting" and job.fault.startswith("The mail server cannot be reached")
    async with hub(database, tmp_path) as (server, again):
        server.clock.now = NOW + timedelta(hours=1)
        await work(server)
        assert len(again.received) == 1


async def test_a_worker_killed_after_the_mail_left_sends_it_again_under_the_same_name(database: str, tmp_path: Path) -> None:
    """A mail cannot be sent and its sending written down at once: it comes twice rather than never, and says that it is the same."""

    class Killed(BaseException):
        pass

    async with hub(database, tmp_path) as (server, mails):
        await invite(server)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(repository, "hold", lambda *_: _raising(Killed()))
            with pytest.raises(Killed):
                await work(server)
        assert len(mails.received) == 1
        server.clock.now += jobs.LEASE
        await work(server)
        first, second = mails.messages
        assert first["Message-ID"] == second["Message-ID"] == f"<{(await mail_jobs(server))[0].id}@example.com>"
        await work(server)
        assert len(mails.received) == 2


async def _raising(fault: BaseException) -> bool:
    raise fault


async def test_the_way_is_encrypted_and_a_stranger_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STARTTLS with a login; neither the password nor the message goes to somebody unknown, or in the clear."""
    context, known = certificate(tmp_path)
    letter = Letter("Hello", ("One word.",))
    async with mail_server(context) as mails, mail_server() as plain:
        safe = settings_for(mails, security=Security.STARTTLS, user=USER, password=PASSWORD)
        message = mailing.message_of(safe, "ana@partner.example", letter, "job", NOW)
        with pytest.raises(JobFault) as unknown:
            await mailing.send(safe, message)
        assert not unknown.value.final and mails.logins == []
        monkeypatch.setenv("SSL_CERT_FILE", str(known))
        await mailing.send(safe, message)
        assert len(mails.received) == 1 and mails.logins
        with pytest.raises(JobFault) as wrong:
            await mailing.send(settings_for(mails, security=Security.STARTTLS, user=USER, password="wrong-secret"), message)
        assert "535" in wrong.value.sentence and not wrong.value.final
        with pytest.raises(JobFault):
            await mailing.send(settings_for(plain, security=Security.STARTTLS, user=USER, password=PASSWORD), message)
        assert plain.received == [] and plain.logins == []
        assert all(secret not in repr(fault) for fault in (unknown.value, wrong.value) for secret in (PASSWORD, "wrong-secret"))


def test_whatever_a_title_says_no_header_and_no_markup_comes_of_it() -> None:
    """Header injection, and HTML from somebody's title."""
    settings = MailSettings("smtp.example.com", "hub@example.com", HUB)
    for said in naughty():
        attack = f"{said.encode(errors='replace').decode()}\r\nBcc: everybody@example.com\r\n\r\n<script>alert(1)</script>"
        webinar = Webinar(id="tiny", title=attack[-400:], presenter=attack[:400], starts=NOW, minutes=60, capacity=1)
        letter = letters.seat_offered(webinar.presenter, webinar, NOW, "Europe/Berlin", HUB)
        made = mailing.message_of(settings, "ana@partner.example", Letter(attack, letter.parts), "job", NOW).as_bytes()
        assert b"\n" not in made.replace(b"\r\n", b"") and b"\r" not in made.replace(b"\r\n", b"")
        assert max(map(len, made.split(b"\r\n"))) <= 998
        read = message_from_bytes(made, policy=POLICY)
        assert sorted(read.keys()) == sorted(HEADERS)
        assert (read["To"], read["From"]) == ("ana@partner.example", "Training Hub <hub@example.com>")
        html = read.get_body(("html",))
        assert html is not None and "<script" not in html.get_content().lower()


HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
