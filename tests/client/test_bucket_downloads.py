"""Downloads from a bucket, another origin than the API: resumed, asked for anew, never trusted. Source: reliability.md, Downloads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests import buckets
from tests.buckets import Storage
from tests.media.stream_server import TOKEN, Serving, film, serving
from trainhub_server.file_settings import Bucket
from trainhub_tui.cache.transfer import Stopped, Transfer
from trainhub_tui.troubles import Refused, ServerTrouble

CONTENT = bytes(range(256)) * (12 << 10)
HASH = sha256(CONTENT).hexdigest()


@dataclass
class Laptop:
    """A learner's laptop, the hub and its bucket."""

    serving: Serving
    bucket: Bucket
    storage: Storage
    part: Path

    def fetch(self) -> None:
        """As the app does."""
        self.transfer().run(self.serving.api.link("talk"))

    def transfer(self, stopped: Callable[[], bool] = lambda: False) -> Transfer:
        api = self.serving.api
        return Transfer(api, lambda: api.link("talk"), self.part, lambda _: None, stopped, lambda _: None)

    def gets(self) -> list[buckets.Asked]:
        return [it for it in self.storage.asked if it.method == "GET" and HASH in it.path]


@pytest.fixture
def laptop(storage: Storage, tmp_path: Path) -> Iterator[Laptop]:
    bucket = storage.bucket()
    storage.asked.clear()
    with serving(tmp_path, (film("talk", CONTENT), CONTENT), files=bucket) as running:
        yield Laptop(running, bucket, storage, tmp_path / "talk.part")


def test_a_file_comes_from_the_bucket_and_no_credential_goes_there(laptop: Laptop) -> None:
    """LIB-2, API-3: the token is for the API alone."""
    laptop.fetch()
    assert laptop.part.read_bytes() == CONTENT
    [asked] = laptop.gets()
    assert asked.path.startswith(f"/{laptop.bucket.name}/hub/{HASH[:2]}/{HASH}?X-Amz-Algorithm=")
    assert not {"authorization", "cookie", "idempotency-key"} & asked.headers.keys()
    assert all(TOKEN not in f"{it.path} {it.headers}" for it in laptop.storage.asked)


def test_a_download_goes_on_where_it_stopped_at_an_address_asked_for_anew(laptop: Laptop) -> None:
    """LIB-2: the first address has expired by then (403 of the bucket); the bytes stay."""
    link = laptop.serving.api.link("talk")
    steps = iter([False, False])
    with pytest.raises(Stopped):
        laptop.transfer(lambda: next(steps, True)).run(link)
    have = laptop.part.stat().st_size
    assert 0 < have < len(CONTENT)
    laptop.serving.clock.now += timedelta(hours=1)
    laptop.transfer().run(link)
    assert laptop.part.read_bytes() == CONTENT
    ranges = [it.headers.get("range") for it in laptop.gets()]
    assert ranges == [None, f"bytes={have}-", f"bytes={have}-"]


def test_other_bytes_under_the_same_name_are_not_taken(laptop: Laptop) -> None:
    """LIB-2: SHA-256 over the whole, whoever the bytes come from."""
    laptop.storage.spoil(laptop.bucket, f"hub/{HASH[:2]}/{HASH}")
    with pytest.raises(Refused, match="checksum is wrong"):
        laptop.fetch()
    assert not laptop.part.exists()


def test_a_file_that_has_vanished_from_the_bucket_is_said_to_have(laptop: Laptop) -> None:
    laptop.storage.backend().delete_object(laptop.bucket.name, f"hub/{HASH[:2]}/{HASH}")
    with pytest.raises(Refused, match="not on the server any more"):
        laptop.fetch()


def test_a_bucket_that_sends_elsewhere_is_not_followed(laptop: Laptop) -> None:
    """reliability.md, HTTP: no redirect is followed, so nobody is told where we would go."""
    laptop.storage.elsewhere = f"{laptop.storage.url}/somewhere-else"
    try:
        with pytest.raises(ServerTrouble, match="Something between here and the server"):
            laptop.fetch()
    finally:
        laptop.storage.elsewhere = ""
    assert not [it for it in laptop.storage.asked if "somewhere-else" in it.path]


def test_a_busy_bucket_is_asked_again_later(laptop: Laptop) -> None:
    laptop.storage.failing = True
    try:
        with pytest.raises(ServerTrouble) as told:
            laptop.fetch()
    finally:
        laptop.storage.failing = False
    assert told.value.busy
    laptop.fetch()
    assert laptop.part.read_bytes() == CONTENT
