"""trainhub content preview: a folder in the real player, looked at again whenever it is saved (CONT-1)."""

import sys
from collections.abc import Mapping
from dataclasses import replace

from trainhub_tui.cli.answer import Answer
from trainhub_tui.cli.content import folder_of
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.terminal import is_terminal
from trainhub_tui.config import Config, read_config
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths


def preview(session: Session) -> Answer:
    """The app on a hub of its own, which is thrown away at the end: nothing of it touches the author's own progress."""
    folder = folder_of(session)
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise Refusal("The preview needs a terminal; `trainhub content check` tells faults without one.", Status.USAGE)
    # Late: only authors need them, and the app is heavy.
    from trainhub_content.check import hub_of
    from trainhub_tui.cli.preview_app import PreviewApp
    from trainhub_tui.cli.previewing import Previewing

    hub = throwaway_hub(read_config(Paths.here()), Paths.here())
    try:
        target = session.choices.text("lesson") or ("" if hub_of(folder) is None else folder.resolve().name)
        app = PreviewApp(hub, hub.config, Previewing(hub_of(folder) or folder, hub), target)
        app.run()
    finally:
        hub.close()
    return Answer({"state": "ended"}, ())


def throwaway_hub(config: Config, paths: Paths) -> Hub:
    """A hub in a folder that its closing removes, with a server of its own inside; the author's settings hold in it."""
    hub = Hub.open(paths, replace(config, server=""), preview=True)
    hub.remember("first-run", "done")
    return hub


HANDLERS: Mapping[str, Handler] = {"content preview": preview}
