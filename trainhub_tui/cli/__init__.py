"""The command line: `trainhub` opens the app, every command answers on the same hub. Nothing heavy is imported here (start-up)."""

import gc
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit status tells how it ended (0 done, 1 refused, 2 usage, 3 needs the network, 4 not allowed)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["serve"]:
        # Late: only the server needs it.
        from trainhub_tui.cli.serve import serve

        return serve(words[1:])
    gc.disable()  # start-up: the collector rests until the first paint, or until a command is known to be one
    try:
        # Late: the server must not pay for it.
        from trainhub_tui.cli.running import run

        return run(words)
    except KeyboardInterrupt:  # before there was anything to interrupt
        from trainhub_tui.cli.endings import Status

        return Status.INTERRUPTED
    finally:
        gc.enable()
