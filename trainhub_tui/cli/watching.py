"""Waiting for downloads, with their progress for whoever looks."""

import time
from collections.abc import Sequence

from trainhub_core.views.library import size_label
from trainhub_tui.cli.session import Session
from trainhub_tui.cli.words import counted
from trainhub_tui.facts import Download, DownloadState

LOOK_EVERY = 0.1
"""Seconds between looks at how far a download is."""
QUIET_LOOKS = 10
ROUNDS = 3
"""How often what stands still for so many looks is tried again; what moves is waited for without end."""
_OPEN = (DownloadState.QUEUED, DownloadState.RUNNING)


def watched(session: Session, wanted: Sequence[str]) -> Sequence[Download]:
    """The downloads once each is done, has failed, or does not get on any more."""
    quiet = rounds = most = 0
    while True:
        known = {it.resource_id: it for it in session.hub.downloads()}
        ours = [known[each] for each in wanted if each in known]
        still = [it for it in ours if it.state in _OPEN]
        have = sum(it.have for it in ours)
        if have > most:
            quiet, rounds, most = 0, 0, have
        quiet = 0 if any(it.state is DownloadState.RUNNING for it in still) else quiet + 1
        if not still or rounds == ROUNDS:
            done = len(ours) - len(still)
            session.terminal.over(f"{done} of {counted(len(ours), 'file')} here.", end=True)
            return ours
        if quiet >= QUIET_LOOKS:
            quiet, rounds = 0, rounds + 1
            for it in still:
                session.hub.resume(it.resource_id)
        size = sum(it.size for it in ours)
        session.terminal.over(f"{len(ours) - len(still)} of {len(ours)} files, {size_label(have)} of {size_label(size)}  {still[0].title}")
        time.sleep(LOOK_EVERY)
