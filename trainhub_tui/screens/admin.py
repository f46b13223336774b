"""Admin: the members of an organisation and how far they are, for who manages it (API-3). Asked at the server, kept nowhere."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.base import EMAIL
from trainhub_core.models.organisations import Invitation, Membership, Role
from trainhub_tui.administering import Administering
from trainhub_tui.screens.admin_rows import COLUMNS, Person, invitation_words, member_list, member_words, people
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.troubles import Offline, Trouble
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.tab_strip import TabStrip
from trainhub_tui.widgets.verdict import Answer, Field, Pick, Verdict

ROLES = tuple(Pick(str(number), role.value, role.value.title()) for number, role in enumerate(Role, 1))
INVITATION_DAYS = 7
ASKING = "Asking the server …"
ADDRESS = Field("E-mail", "E-mail address to send it to, if any", 254)
SOMETIMES = ("invite", "role", "remove", "let-in", "copy", "next-tab")
"""In the footer while they can act."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the server said of the organisation that is shown, or why it said nothing."""

    mine: tuple[Membership, ...] = ()
    chosen: Membership | None = None
    people: tuple[Person, ...] = ()
    titles: Mapping[str, str] | None = None
    trouble: str = ""


class AdminScreen(ListPage):
    """One organisation at a time; its members beside what each has begun."""

    SECTION = "admin"
    TITLE = "Admin"
    CSS_PATH = ["../styles/lists.tcss", "../styles/admin.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("filter", "next-tab", "previous-tab", "invite", "role", "remove", "let-in", "copy")
    office: Office = Office()
    wanted: str = ""
    invitation: Invitation | None = None

    def compose_page(self) -> Iterable[Widget]:
        yield TabStrip((("", "Members"),))
        yield FilterBar("Filter by name, role or course")
        with Horizontal(id="body"):
            yield RowList(COLUMNS, header=True, card_lines=3, id="list")
            with VerticalScroll(id="detail"):
                yield Static(id="detail-words")
        yield Static(id="invitation")

    # --- showing
    def refresh_view(self) -> None:
        self.load(self._read, self._show)

    def _read(self) -> Office:
        try:
            admin = Administering(self.hub.reach)
            mine = tuple(it for it in admin.mine() if it.manages)
            chosen = next((it for it in mine if it.organisation_id == self.wanted), mine[0] if mine else None)
            if chosen is None:
                return Office(trouble="You manage no organisation any more.")
            found = people(list(admin.members(chosen.organisation_id)), list(admin.progress(chosen.organisation_id)))
        except Offline as trouble:
            return Office(trouble=f"{trouble.sentence} Members are shown while it can; {self.key_of('sync')} asks again.")
        except Trouble as trouble:
            return Office(trouble=f"{trouble.sentence} {self.key_of('sync')} asks again.")
        titles = {key: course.title for key, course in self.hub.catalogue().courses.items()}
        return Office(mine, chosen, found, titles)

    def _show(self, found: Office) -> None:
        self.office = found
        self.show_list()
        self.show_frame()

    def show_list(self) -> None:
        office = self.office
        rows = member_list(office.people, office.titles or {}, self.filter_text)
        nothing = "Nobody is here yet. I invites somebody." if office.chosen else ASKING
        self.put(rows, office.trouble or self.empty_sentence(nothing, f'"{self.filter_text}"' if self.filter_text else ""))
        strip = self.query_one(TabStrip)
        if office.mine:
            strip.name_tabs([(it.organisation_id, it.name) for it in office.mine])
        if chosen := office.chosen:
            strip.show(chosen.organisation_id, f"you are {chosen.role.value}")
        self._show_detail()

    def _show_detail(self) -> None:
        person = self.person
        words = member_words(person, self.office.titles or {}, self.hub.zone) if person else Content("")
        self.query_one("#detail-words", Static).update(words)
        told = self.invitation
        line = self.query_one("#invitation", Static)
        line.display = told is not None
        if told:
            line.update(invitation_words(told, self.key_of("copy"), self.hub.zone, self.hub.server))

    @property
    def person(self) -> Person | None:
        """The member under the cursor."""
        return next((it for it in self.office.people if it.member.learner_id == self.key), None)

    def on_row_list_highlighted(self, _: RowList.Highlighted) -> None:
        self._show_detail()
        self.show_frame()

    def on_row_list_opened(self, _: RowList.Opened) -> None:
        """All of a member's courses, in the place of the list where both have no room."""
        self.add_class("-opened")
        self.query_one("#detail").focus()

    def step_back(self) -> bool:
        if self.has_class("-opened"):
            self.remove_class("-opened")
            self.list.focus()
            return True
        if self.invitation:
            self.invitation = None
            self._show_detail()
            return True
        return super().step_back()

    # --- verbs
    def is_in_footer(self, verb_id: str) -> bool:
        return super().is_in_footer(verb_id) and (verb_id not in SOMETIMES or self.why_not(verb_id) is None)

    def label(self, verb_id: str) -> str:
        return "End access" if verb_id == "remove" else super().label(verb_id)

    def can_invite(self) -> str | None:
        if not self.office.chosen:
            return self.office.trouble or ASKING
        if self.office.chosen.role is Role.ADMIN:
            return None
        return "Only admins of the organisation invite and change its members."

    def verb_invite(self) -> None:
        chosen = self.office.chosen
        if chosen:

            def answered(answer: Answer | None) -> None:
                if answer:
                    self._invite(chosen.organisation_id, Role(answer[0]), answer[1])

            question = f"Invite somebody to {chosen.name} as what?"
            self.app.push_screen(Verdict(question, ROLES, Role.LEARNER.value, field=ADDRESS, keep="Invite"), answered)

    def _invite(self, organisation_id: str, role: Role, address: str) -> None:
        """With an address the server sends it, where it sends mail; the code is told in any case."""
        if address and not re.fullmatch(EMAIL, address):
            self.say("Nobody was invited: an e-mail address is one such as ana@partner.example.", "warning")
            return

        def show(made: Invitation) -> None:
            self.invitation = made
            self._show_detail()

        self.load(lambda: Administering(self.hub.reach).invite(organisation_id, role, INVITATION_DAYS, address or None), show)

    def can_copy(self) -> str | None:
        return None if self.invitation else "There is nothing here to copy."

    def verb_copy(self) -> None:
        if self.invitation:
            self.app.copy_to_clipboard(self.invitation.code)
            self.say("The code is copied.")

    def can_role(self) -> str | None:
        return self.can_invite() or (None if self.person else "Choose a member first.")

    def verb_role(self) -> None:
        chosen, person = self.office.chosen, self.person
        if chosen and person:
            organisation, member = chosen.organisation_id, person.member

            def answered(answer: Answer | None) -> None:
                if answer:
                    self._done(lambda admin: admin.change_role(organisation, member.learner_id, Role(answer[0])))

            self.app.push_screen(Verdict(f"What is {member.name} in {chosen.name}?", ROLES, member.role.value, field=None), answered)

    def can_remove(self) -> str | None:
        if refusal := self.can_role():
            return refusal
        return f"{self.person.member.name} has no access already; L lets them in." if self.person and self.person.member.ended else None

    def verb_remove(self) -> None:
        if self.person:
            name = self.person.member.name
            self.ask(f"End {name}'s access? What they did stays.", "End access", lambda: self._set_access(active=False))

    def can_let_in(self) -> str | None:
        if refusal := self.can_role():
            return refusal
        return None if self.person and self.person.member.ended else "This member has access."

    def verb_let_in(self) -> None:
        self._set_access(active=True)

    def _set_access(self, active: bool) -> None:
        chosen, person = self.office.chosen, self.person
        if chosen and person:
            organisation, learner = chosen.organisation_id, person.member.learner_id
            self._done(lambda admin: admin.set_access(organisation, learner, active))

    def _done(self, act: Callable[[Administering], str]) -> None:
        """Do it at the server, say what it said, and ask it anew."""

        def said(sentence: str) -> None:
            self.say(sentence)
            self.refresh_view()

        self.load(lambda: act(Administering(self.hub.reach)), said)

    # --- organisations
    def show_tab(self, tab: str) -> None:
        """Show another organisation."""
        if tab and tab != (self.office.chosen.organisation_id if self.office.chosen else ""):
            self.wanted, self.invitation = tab, None
            self.refresh_view()

    def on_tab_strip_chosen(self, message: TabStrip.Chosen) -> None:
        self.show_tab(message.tab)

    def can_next_tab(self) -> str | None:
        return None if len(self.office.mine) > 1 else "You manage one organisation."

    def can_previous_tab(self) -> str | None:
        return self.can_next_tab()

    def verb_next_tab(self) -> None:
        self.show_tab(self.query_one(TabStrip).turned(1))

    def verb_previous_tab(self) -> None:
        self.show_tab(self.query_one(TabStrip).turned(-1))
