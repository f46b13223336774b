"""trainhub on the page of one video, in a test's real terminal: `python -m tests.terminal.video_page HOME VIDEO [lesson]`."""

import os
import sys
from pathlib import Path

from textual.pilot import Pilot

from tests.app.test_video_lesson import LESSON, course
from tests.app.videos_world import PAGE, with_video
from trainhub_tui.app import TrainhubApp
from trainhub_tui.media.mpv import Mpv
from trainhub_tui.media.players import How, flags_for
from trainhub_tui.screens.video import VideoScreen


async def open_page(pilot: Pilot[object]) -> None:
    """What a person would have come to by keys."""
    assert isinstance(pilot.app, TrainhubApp)
    pilot.app.open(*(("lesson", LESSON) if "lesson" in sys.argv else PAGE))


def main(home: str, video: str) -> None:
    """The app as it is, but without sound."""
    VideoScreen.new_player = lambda _, how: Mpv(  # type: ignore[method-assign,assignment]
        (*flags_for(how, os.environ), "--ao=null"), in_terminal=how is How.TERMINAL
    )
    hub = with_video(Path(home), Path(video).read_bytes(), course())
    hub.remember("first-run", "done")
    status = TrainhubApp(hub).run(auto_pilot=open_page)
    hub.close()
    sys.exit(status)


if __name__ == "__main__":
    main(*sys.argv[1:3])
