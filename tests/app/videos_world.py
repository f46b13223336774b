"""A library with a video and its captions, and a page whose player is a real one that shows nothing."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from tests.app.staged import StagedHub, staged
from tests.media.videos import silent
from trainhub_core.models.base import Fact
from trainhub_core.models.library import Resource, ResourceGroup
from trainhub_tui.media.players import How
from trainhub_tui.screens.video import VideoScreen

CAPTIONS = b"""WEBVTT

00:00.500 --> 00:01.500
<v Ada>Ask every happy client.

00:01.600 --> 00:02.400
Name one person.

00:02.500 --> 00:03.000
Say thank you.
"""
PAGE = ("video", "how-to-ask")


def resources(video: bytes) -> tuple[Fact, ...]:
    """The group, the video and its captions."""
    told = {"group": "videos", "version": 1}
    film = {"id": "how-to-ask", "title": "How to ask", "format": "Video", "media_type": "video/mp4", "name": "how-to-ask.mp4"}
    lines = {"id": "how-to-ask-captions", "title": "How to ask: captions", "format": "Captions", "media_type": "text/vtt", "name": "a.vtt"}
    return (
        ResourceGroup(id="videos", title="Video Resources", order=3),
        Resource.model_validate({**told, **film, **stored(video), "captions": "how-to-ask-captions"}),
        Resource.model_validate({**told, **lines, **stored(CAPTIONS)}),
    )


def stored(content: bytes) -> dict[str, object]:
    return {"size": len(content), "sha256": sha256(content).hexdigest()}


def with_video(home: Path, video: bytes, *facts: Fact, captions: bytes | None = CAPTIONS) -> StagedHub:
    """A hub that has the video on this laptop, and its captions unless there are none."""
    hub = staged(*resources(video), *facts, home=home)
    hub.has_come("how-to-ask", video)
    if captions is not None:
        hub.has_come("how-to-ask-captions", captions)
    return hub


def unseen(monkeypatch: pytest.MonkeyPatch, how: How = How.WINDOW) -> None:
    """The page plays with a real mpv that shows nothing."""
    monkeypatch.setattr(VideoScreen, "new_player", lambda *_: silent())
    monkeypatch.setattr(VideoScreen, "how", lambda _: how)
    os.environ.pop("DISPLAY", None)
