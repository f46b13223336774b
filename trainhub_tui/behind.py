"""What runs behind the hub: sync and downloads. Imported and made when first needed, because it brings HTTP along."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from trainhub_core.models.words import Kind
from trainhub_tui.accounts import Accounts, fingerprint
from trainhub_tui.api import Api
from trainhub_tui.cache.adopting import adopt
from trainhub_tui.cache.downloads import Downloads
from trainhub_tui.cache.journal import Journal
from trainhub_tui.cache.snapshot import Snapshot
from trainhub_tui.connecting import Connector, Nowhere, ToEmbedded, ToServer
from trainhub_tui.credentials import Account, Proof
from trainhub_tui.embedded import Embedded
from trainhub_tui.listening import Listening
from trainhub_tui.shown import Shown
from trainhub_tui.sync import Parts, Sync
from trainhub_tui.troubles import CannotSave
from trainhub_tui.waiting import Monotonic, Patience


@dataclass(frozen=True)
class Reach:
    """Which server, as whom. Without `server` it is the embedded one; `accounts` is the folder of a named server's accounts,
    `account` the one that is signed in there (none: a token that was only given)."""

    server: str | None = None
    token: str = ""
    accounts: Path | None = None
    account: Account | None = None
    why_not: str = ""
    """Why there is no token, where that is known."""
    refused: str = ""
    """What to do where the server does not take the token, where that is not to sign in."""
    data: Path | None = None
    learner_name: str = ""
    zone: str = "UTC"
    demo: bool = False
    offline: bool = False
    monotonic: Monotonic = time.monotonic
    chance: random.Random = field(default_factory=random.Random)

    @property
    def account_id(self) -> str:
        """The fingerprint that the account's folder is known by."""
        return self.account.id if self.account else fingerprint(self.token)

    def connector(self) -> Connector:
        if self.offline or (self.server is None and self.data is None):
            return Nowhere()
        if self.server is not None:
            if self.account and self.accounts and self.account.proof is Proof.SESSION:
                from trainhub_tui.sessions import Renewing, ToSession  # late: for those who signed in at a sign-in service

                return ToSession(self.server, Renewing(self.accounts, self.account))
            return ToServer(self.server, self.token, self.why_not, self.refused)
        return ToEmbedded(Embedded(self.data or Path(), self.learner_name, self.zone, self.demo))


class Behind:
    """See the module."""

    def __init__(
        self,
        folder: Path,
        snapshot: Snapshot,
        journal: Journal,
        shown: Shown,
        clock: Callable[[], datetime],
        reach: Reach,
        quota: Callable[[], int],
        told: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._snapshot = snapshot
        self._journal = journal
        self._reach = reach
        self.sync = Sync(
            Parts(
                folder=folder,
                snapshot=snapshot,
                journal=journal,
                shown=shown,
                connector=reach.connector(),
                clock=clock,
                arrived=self._arrived,
                kept=lambda: shown.save_home(clock()),
                monotonic=reach.monotonic,
                chance=reach.chance,
            )
        )
        self._listening = Listening(self.sync, self.sync.reach, Patience(reach.monotonic, reach.chance), reach.chance)
        self.downloads = Downloads(folder, journal, quota, self.sync.reach, lambda id_: shown.catalogue().resources.get(id_), told)

    def run(self, changed: Callable[[], None]) -> None:
        """Keep in sync until `close`, by the clock and by what the server tells as it happens."""
        self._listening.start()
        self.sync.run(changed)

    def close(self) -> None:
        self._listening.close()
        self.downloads.close()
        self.sync.close()

    def _arrived(self, api: Api) -> None:
        self.downloads.pump(arrived=True)
        try:
            self._know_the_learner()
        except OSError as error:
            raise CannotSave(f"Whose token this is could not be written down: {error.strerror}.") from error

    def _know_the_learner(self) -> None:
        learners = self._snapshot.ids(Kind.LEARNER)
        if self._reach.accounts is None or not learners or self._journal.refusal:
            return
        older = Accounts(self._reach.accounts).told(self._reach.account_id, learners[0])
        if older is not None:
            adopt(older, self._folder, self._journal)
        if self._journal.learner != learners[0]:
            self._journal.bind(learners[0])
