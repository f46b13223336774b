"""VID-1: a video may stand behind an address; which addresses are taken, and what a resource without a place is."""

import pytest
from pydantic import ValidationError

from tests.builders import resource
from trainhub_core.models.catalogue import Chapter, Lesson
from trainhub_core.models.library import Resource


def _streamed(url: str) -> Resource:
    return Resource.model_validate(resource("talk", "Talk").model_dump() | {"url": url, "sha256": "", "size": 0})


@pytest.mark.parametrize(
    "url",
    ["https://vimeo.com/76979871", "https://cdn.example.com:8443/a/b%20c/master.m3u8?token=x,y&t=1#t=3", "https://cdn.example.com"],
)
def test_an_https_address_is_where_a_video_is(url: str) -> None:
    """VID-1."""
    assert _streamed(url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.example.com/a.mp4",
        "file:///etc/passwd",
        "https://user:word@cdn.example.com/a.mp4",
        "https://cdn.example.com/a b.mp4",
        "https://cdn.example.com/a\n.mp4",
        "https://cdn.example.com/a.mp4\n",
        "https://-cdn/a.mp4",
        "edl://https://cdn.example.com/a.mp4",
        pytest.param("https://cdn.example.com/" + "a" * 2000, id="long"),
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    """VID-1: no plain text on the wire, no credentials, nothing that a player takes for a file or a list."""
    with pytest.raises(ValidationError):
        _streamed(url)


def test_a_resource_is_somewhere() -> None:
    with pytest.raises(ValidationError, match="has an address"):
        Resource.model_validate(resource("talk", "Talk").model_dump() | {"sha256": ""})


def test_a_lesson_of_an_older_server_has_no_chapters() -> None:
    """VID-2."""
    told = {"id": "sell/v", "title": "Talk", "minutes": 2}
    assert Lesson.model_validate(told).chapters == ()
    with_parts = Lesson.model_validate(told | {"chapters": [{"second": 60, "title": "The\x1b[31m second part"}]})
    assert with_parts.chapters == (Chapter(second=60, title="The[31m second part"),)
