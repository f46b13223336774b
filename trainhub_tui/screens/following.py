"""Links of a text by keys: chosen, shown, followed, copied, and the way back (LIB-4)."""

from functools import partial
from typing import ClassVar

from textual.content import Content
from textual.widgets import Static

from trainhub_tui import palette
from trainhub_tui.media.document import Document
from trainhub_tui.screens.following_words import link_line, why_not_followed
from trainhub_tui.screens.moving import MovingPage
from trainhub_tui.widgets.reader import Reader
from trainhub_tui.widgets.reader_links import has_links

PAGE_OF = {"lesson": "lesson", "resource": "document"}
"""The pages that links inside a course lead to, by their scheme."""


class Following(MovingPage):
    """The part of a reading page that follows links. Subclasses have a reader and the line `#link`."""

    VERBS: ClassVar[tuple[str, ...]] = ("next-link", "previous-link", "copy", "step-back")
    has_links: bool | None = None
    """Whether the text has links; None until that is known."""

    @property
    def linked(self) -> Reader:
        """The text with the links."""
        return self.query_one(Reader)

    @property
    def is_on_link(self) -> bool:
        """Whether a link is chosen and the keys act on it."""
        return self.is_attached and bool(self.linked.chosen_link) and self.focused in (self.linked, None)

    def look_for_links(self, document: Document) -> None:
        """Another text has come, or more of it. In a thread: to know of its links it must be read."""
        self.run_worker(partial(self._look_for_links, document), thread=True, group="links", exclusive=True)

    def _look_for_links(self, document: Document) -> None:
        self.app.call_from_thread(self._show_whether_links, document.text, has_links(document))

    def _show_whether_links(self, text: str, has_any: bool) -> None:
        if self.is_attached and text is self.linked.document.text and has_any != self.has_links:
            self.has_links = has_any
            self.show_frame()

    def on_reader_link_pointed(self, message: Reader.LinkPointed) -> None:
        url = message.reader.chosen_link
        line = self.query_one("#link", Static)
        line.update(link_line(url, self.key_of("open"), self.key_of("copy")) if url else Content(""))
        line.display = bool(url)
        self.show_frame()

    def on_reader_link_chosen(self, message: Reader.LinkChosen) -> None:
        """A link out of the text: to another page, or opened outside by the one safe opener, and what was opened is said."""
        scheme, _, thing = message.url.partition(":")
        if page := PAGE_OF.get(scheme):
            self.app.open(page, thing)
        elif refusal := why_not_followed(message.url) or self.app.open_outside(message.url):
            self.say(refusal, "warning")
        else:
            self.say(f"Opened outside: {message.url}")

    def let_go_of_link(self) -> bool:
        """No link is chosen any more; False when none was."""
        was_chosen = bool(self.linked.chosen_link)
        self.linked.let_go_of_link()
        return was_chosen

    # --- the footer
    def footer_hints(self) -> list[tuple[str, str, str]]:
        if not self.is_on_link:
            return super().footer_hints()
        return [
            ("open", self.key_of("open"), "Follow"),
            ("next-link", self.key_of("next-link"), "Next link"),
            ("previous-link", self.key_of("previous-link"), "Link before"),
            ("copy", self.key_of("copy"), "Copy"),
            *([("step-back", self.key_of("step-back"), self.label("step-back"))] if self.linked.has_jumped else []),
            ("back", self.key_of("back"), "Let go"),
            ("help", self.key_of("help"), self.label("help")),
        ]

    def is_in_footer(self, verb_id: str) -> bool:
        if verb_id == "step-back":
            return self.is_attached and self.linked.has_jumped
        if verb_id == "next-link" and not self.has_links:
            return False
        return super().is_in_footer(verb_id)

    def label(self, verb_id: str) -> str:
        return "Back to link" if verb_id == "step-back" else super().label(verb_id)

    # --- verbs
    def _choose(self, step: int) -> None:
        """The next link that way; where there is none and none is chosen, the nearest the other way."""
        had_one = bool(self.linked.chosen_link)
        self.linked.focus()
        ways = {1: self.linked.action_next_link, -1: self.linked.action_previous_link}
        if not ways[step]() and (had_one or not ways[-step]()):
            self.say(f"This is the {'last' if step > 0 else 'first'} link." if had_one else "There is no link near this place.")

    def can_next_link(self) -> str | None:
        if not self.linked.document.text:
            return "There is no text with links here."
        return "This text has no links." if self.has_links is False else None

    can_previous_link = can_next_link

    def verb_next_link(self) -> None:
        self._choose(1)

    def verb_previous_link(self) -> None:
        self._choose(-1)

    def can_copy(self) -> str | None:
        return None if self.linked.chosen_link else f"{self.key_of('next-link')} chooses a link first; then it can be copied."

    def verb_copy(self) -> None:
        self.app.copy_to_clipboard(self.linked.chosen_link)
        self.say(f"Copied, where the terminal allows it: {self.linked.chosen_link}")

    def can_step_back(self) -> str | None:
        return None if self.linked.has_jumped else "No link was followed in this text, so there is no place to go back to."

    def verb_step_back(self) -> None:
        self.linked.action_jump_back()
        self.say(f"Back where the link was{palette.DOT}{self.key_of('next-link')} chooses it again.")
