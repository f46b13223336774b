"""One command at work: what was chosen, where to write, and the hub, opened when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import LearnerState
from trainhub_core.models.views import Dashboard
from trainhub_tui.cli.answer import Answer
from trainhub_tui.cli.choices import Choices
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.opening import OpenHub
from trainhub_tui.cli.terminal import Terminal
from trainhub_tui.hub import Hub, SyncKind, SyncStatus

NOTHING_YET = "Nothing is on this computer yet; run `trainhub sync` when there is a network."


@dataclass
class Session:
    """`hub` is opened once, and closed by whoever made the session."""

    choices: Choices
    terminal: Terminal
    open_hub: OpenHub
    _opened: list[Hub] = field(default_factory=list)
    _looked: bool = False

    @property
    def hub(self) -> Hub:
        """The hub, as it stands on this computer."""
        if not self._opened:
            self._opened.append(self.open_hub(self.choices))
        return self._opened[0]

    def home(self) -> Dashboard:
        """Home; the first time ever it is fetched. Raises Refusal when nothing is known and nothing can be."""
        if home := self.hub.home():
            return home
        if self.hub.stays_off:
            raise Refusal(NOTHING_YET, Status.NEEDS_NETWORK)
        status = self.hub.sync_now()
        if home := self.hub.home():
            return home
        raise Refusal(status.sentence or NOTHING_YET, status_of(status) or Status.NEEDS_NETWORK)

    def catalogue(self) -> Catalogue:
        """Everything on offer, once something is known."""
        self.home()
        self._looked = True
        return self.hub.catalogue()

    def caught_up(self) -> bool:
        """Whether the organisation's server was asked again: what is not in the catalogue here may have been published since."""
        if not self._looked or not self.hub.server or self.hub.stays_off:
            return False
        return self.hub.sync_now().kind is SyncKind.SYNCED

    def state(self) -> LearnerState:
        """The learner's state, once something is known."""
        self.home()
        return self.hub.state()

    def close(self) -> None:
        while self._opened:
            self._opened.pop().close()


Handler = Callable[[Session], Answer]


def status_of(status: SyncStatus) -> Status:
    """How a command ends that needed the server to answer, and this computer to keep what it says."""
    if status.read_only:
        return Status.REFUSED
    match status.kind:
        case SyncKind.SIGNED_OUT:
            return Status.NOT_ALLOWED
        case SyncKind.OFFLINE | SyncKind.TROUBLE | SyncKind.STARTING:
            return Status.NEEDS_NETWORK
        case _:
            return Status.DONE
