"""Videos by way of a CDN. CloudFront cannot run here: what stands for it is its public documentation and the key's public half."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.buckets import Storage
from tests.packs import FOLDER, packed
from tests.server.programme import FACTS, GUIDE, NOW, SmallPack, resource
from tests.server.running import started
from trainhub_core.models.wire import FileLink
from trainhub_server.file_settings import Cdn

pytestmark = pytest.mark.anyio
TALK = packed(FOLDER)
HASH = sha256(TALK).hexdigest()
KEY = rsa.generate_private_key(65537, 2048)
CDN = Cdn("https://d1.cloudfront.net", "K1", KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def allowed(address: str) -> tuple[str, int]:
    """Which addresses a signature opens and until when, as CloudFront would read it. Raises InvalidSignature."""
    told = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert told["Key-Pair-Id"] == "K1"
    if "Policy" in told:
        statement = _plain(told["Policy"])
    else:
        condition = f'{{"DateLessThan":{{"AWS:EpochTime":{told["Expires"]}}}}}'
        statement = f'{{"Statement":[{{"Resource":"{address.partition("?")[0]}","Condition":{condition}}}]}}'.encode()
    KEY.public_key().verify(_plain(told["Signature"]), statement, PKCS1v15(), SHA1())
    [only] = json.loads(statement)["Statement"]
    return only["Resource"], only["Condition"]["DateLessThan"]["AWS:EpochTime"]


def _plain(told: str) -> bytes:
    return base64.b64decode(told.translate(str.maketrans("-_~", "+=/")), validate=True)


async def test_videos_come_from_the_cdn_and_documents_from_the_bucket(storage: Storage, tmp_path: Path) -> None:
    """VID-1: one signature for everything of a video and nothing else; playlists and keys stay with the server."""
    bucket = storage.bucket()
    talk = resource("talk", TALK, format="HLS", media_type="application/zip", name="talk.zip")
    pack = replace(SmallPack(), facts=(*FACTS, talk), files=(*SmallPack().files, TALK))
    async with started(str(tmp_path / "hub.db"), bucket, pack=lambda: pack, cdn=CDN) as server:
        ana = await server.partner()
        until = int((NOW + timedelta(hours=2)).timestamp())
        film = await ana.read(FileLink, "resources/guide/stream")
        assert allowed(film.url) == (film.url.partition("?")[0], until)
        assert urlsplit(film.url).path.removeprefix("/") in storage.keys(bucket)
        assert urlsplit(film.url).path.endswith(sha256(GUIDE).hexdigest())
        master = (await server.fetch((await ana.read(FileLink, "resources/talk/stream")).url)).text
        low = (await server.fetch(next(line for line in master.splitlines() if line.startswith("/files/")))).text
        addresses = [line for line in low.splitlines() if line.startswith("https://")]
        assert {allowed(address) for address in addresses} == {(f"https://d1.cloudfront.net/hub/hls/{HASH}/*", until)}
        assert {urlsplit(address).query for address in addresses} == {urlsplit(addresses[0]).query}
        keys = [unquote(urlsplit(address).path).removeprefix("/") for address in addresses]
        assert set(keys) <= set(storage.keys(bucket))
        assert 'EXT-X-KEY:METHOD=AES-128,URI="/files/' in low and "#EXT-X-BYTERANGE:4@2" in low
        link = await ana.read(FileLink, "resources/guide/download")
        assert link.url.startswith(storage.url)
