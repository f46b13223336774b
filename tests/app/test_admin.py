"""Admin: members, what they have begun, invitations, roles and access (API-3).

`Desk` stands in for the server's side, whose own tests are tests/server/test_organisations.py and tests/cli/test_admin.py."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.app.driving import press, said, story
from tests.app.sections import at_page, page_of, settle, words_of
from tests.app.staged import StagedHub, staged
from tests.builders import NOW
from trainhub_core.models.organisations import (
    CourseStanding,
    Invitation,
    Member,
    MemberProgress,
    Membership,
    Memberships,
    Role,
)
from trainhub_core.models.wire import Page, Receipt
from trainhub_tui.app import MANAGES, TrainhubApp
from trainhub_tui.troubles import Offline

SIZES = ((40, 30), (80, 24), (120, 40), (200, 60))
SINCE = NOW - timedelta(days=200)


def at(course_id: str, percent: int) -> CourseStanding:
    done = NOW - timedelta(days=9) if percent == 100 else None
    return CourseStanding(course_id=course_id, state="completed" if done else "in progress", percent=percent, completed=done)


class Desk:
    """Answers as the server does, from lists."""

    def __init__(self, role: Role = Role.ADMIN) -> None:
        self.mine = [Membership(organisation_id="acme", name="Acme Partners", role=role, since=SINCE)]
        self.people = {
            "ada": Member(learner_id="ada", name="Ada Lovelace", role=Role.ADMIN, since=SINCE),
            "olga": Member(learner_id="olga", name="Olga Petrova", role=Role.LEARNER, since=SINCE),
            "kim": Member(learner_id="kim", name="Kim", role=Role.MENTOR, since=SINCE, ended=NOW - timedelta(days=3)),
        }
        self.courses = {"olga": (at("referral-strategies", 100), at("client-communication", 60), at("negotiation", 20))}
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def ask(self, model: type[Any], path: str, **_: str) -> object:
        if path.endswith("/organisations"):
            return Memberships(memberships=tuple(self.mine))
        if path.endswith("/members"):
            return Page[Member](items=tuple(self.people.values()), total=len(self.people))
        standing = [
            MemberProgress(learner_id=it.learner_id, name=it.name, completed=0, courses=self.courses.get(it.learner_id, ()))
            for it in self.people.values()
            if not it.ended
        ]
        return Page[MemberProgress](items=tuple(standing), total=len(standing))

    def make(self, model: type[Any], path: str, body: str) -> object:
        order = json.loads(body)
        self.sent.append((path.rpartition("/")[2], order))
        until, address = NOW + timedelta(days=7), order["email"]
        return Invitation(code="thi_5f0c1b2a9d3e", organisation_id="acme", role=order["role"], expires=until, mailed_to=address)

    def send(self, method: str, path: str, body: str, key: str) -> Receipt:
        order = json.loads(body)
        self.sent.append((path.rpartition("/")[2], order))
        person = self.people[order["learner_id"]]
        change = {"role": Role(order["role"])} if "role" in order else {"ended": None if order["active"] else NOW}
        self.people[person.learner_id] = person.model_copy(update=change)
        return Receipt(sentence=f"{person.learner_id} is changed.")


def office(home: Path, desk: Desk | None = None) -> StagedHub:
    """The hub of somebody who manages; without a desk the server cannot be reached."""
    hub = staged(home=home)
    hub.remember(MANAGES, "yes")
    hub.server = "https://training.example.org"

    def reach() -> Any:
        if desk is None:
            raise Offline("The server cannot be reached.")
        return desk

    hub.reach = reach  # type: ignore[method-assign]
    return hub


def toasts(pilot: Pilot[int]) -> list[str]:
    assert isinstance(pilot.app, TrainhubApp)
    return said(pilot.app)


@story
async def test_only_who_manages_has_the_section(tmp_path: Path) -> None:
    """API-3: nothing is shown that does not work."""
    async with at_page(staged(home=tmp_path), "9") as pilot:
        assert "Admin" not in page_of(pilot).splitlines()[1]
        assert toasts(pilot) == ["Admin is for managers and admins of an organisation."]


@story
async def test_a_manager_sees_members_and_what_they_have_begun_and_changes_nobody(tmp_path: Path) -> None:
    """API-3, product.md: roles."""
    desk = Desk(Role.MANAGER)
    async with at_page(office(tmp_path, desk), "9", "j") as pilot:
        assert "Client Communication 60 %" in page_of(pilot)
        for fact in ("learner since", "Referral Strategies 17 Jan 2025", "Client Communication 60 %"):
            assert fact in words_of(pilot), fact
        assert "Invite" not in page_of(pilot).splitlines()[-1]
        await press(pilot, "R")
        assert toasts(pilot) == ["Only admins of the organisation invite and change its members."]
        assert desk.sent == []


@story
async def test_members_stand_by_name_whatever_its_case_and_two_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """API-3."""
    desk = Desk()
    for key, name in (("angstrom", "Ångström"), ("ben", "ben Okri"), ("zoe", "Zoe"), ("ada-2", "Ada Lovelace")):
        desk.people[key] = Member(learner_id=key, name=name, role=Role.LEARNER, since=SINCE)
    async with at_page(office(tmp_path, desk), "9", "j") as pilot:
        names = ("Ada Lovelace", "Ångström", "ben Okri", "Olga Petrova", "Zoe")
        rows = [name for line in page_of(pilot).splitlines() for name in names if f" {name} " in line.partition("││")[0]]
        assert list(dict.fromkeys(rows)) == list(names)
        assert "ada-2" in words_of(pilot)


@story
async def test_an_admin_invites_and_the_code_is_told_once(tmp_path: Path) -> None:
    desk = Desk()
    async with at_page(office(tmp_path, desk), "9", "I", "5", "enter") as pilot:
        assert desk.sent == [("invitations", {"organisation_id": "acme", "role": "manager", "days": 7, "email": None})]
        assert "thi_5f0c1b2a9d3e" in page_of(pilot)
        await press(pilot, "y")
        assert pilot.app.clipboard == "thi_5f0c1b2a9d3e"
        await press(pilot, "escape")
        assert "thi_5f0c1b2a9d3e" not in page_of(pilot)


@story
async def test_an_invitation_is_sent_by_mail_where_there_is_an_address(tmp_path: Path) -> None:
    """API-3: what is no address is refused before anything is sent."""
    desk = Desk()
    async with at_page(office(tmp_path, desk), "9", "I", "tab", *"ana@", "enter") as pilot:
        assert desk.sent == [] and toasts(pilot) == ["Nobody was invited: an e-mail address is one such as ana@partner.example."]
        await press(pilot, "I", "tab", *"ana@partner.example", "enter")
        assert desk.sent[0][1]["email"] == "ana@partner.example"
        assert "It is sent to ana@partner.example, with how to join." in page_of(pilot)


@story
async def test_while_the_server_cannot_be_reached_the_keys_say_so(tmp_path: Path) -> None:
    """LOOK-3: not that one is no admin, which nobody knows then."""
    async with at_page(office(tmp_path), "9", "I") as pilot:
        [said_] = toasts(pilot)
        assert said_.startswith("The server cannot be reached.")


@story
async def test_roles_and_access_are_changed_after_a_question(tmp_path: Path) -> None:
    desk = Desk()
    async with at_page(office(tmp_path, desk), "9", "j", "R", "3", "enter") as pilot:
        assert desk.people["olga"].role is Role.MENTOR and toasts(pilot) == ["olga is changed."]
        await press(pilot, "delete", "escape")
        assert desk.people["olga"].ended is None
        await press(pilot, "delete", "enter")
        assert desk.people["olga"].ended == NOW
        await press(pilot, "delete")
        assert toasts(pilot) == ["Olga Petrova has no access already; L lets them in."]
        await press(pilot, "L")
        assert desk.people["olga"].ended is None


@story
async def test_members_are_found_by_what_they_learn(tmp_path: Path) -> None:
    async with at_page(office(tmp_path, Desk()), "9", "slash", *"negot") as pilot:
        assert "Olga" in page_of(pilot) and "Ada" not in page_of(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_page(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int]) -> None:
    """LOOK-2."""
    assert _pictured(snap_compare, office(tmp_path, Desk()), size, "j")


def test_an_invitation(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    assert _pictured(snap_compare, office(tmp_path, Desk()), (80, 24), "I", "enter")


def test_the_question_of_an_invitation(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    """LOOK-1: the page it is asked on can still be seen."""
    assert _pictured(snap_compare, office(tmp_path, Desk()), (80, 24), "I")


def test_the_server_cannot_be_reached(snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    """LOOK-4."""
    assert _pictured(snap_compare, office(tmp_path), (80, 24))


def _pictured(compare: Callable[..., bool], hub: StagedHub, size: tuple[int, int], *keys: str) -> bool:
    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        for key in ("9", *keys):
            await pilot.press(key)
            await settle(pilot)

    return compare(TrainhubApp(hub), terminal_size=size, run_before=before)
