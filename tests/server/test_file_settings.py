"""Settings of files and CDN, all faults told at once; and what is signed, held against the published examples."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from trainhub_server import command
from trainhub_server.file_settings import Bucket, Cdn, FilesSettings, files_settings_from
from trainhub_server.files.cloudfront import CdnSigner, policy
from trainhub_server.files.presigned import presigned
from trainhub_server.jwt_settings import SettingFaults

BESIDE = Path("files")
KEYS = {"TRAINHUB_FILES_KEY_ID": "id", "TRAINHUB_FILES_SECRET": "a-secret"}
KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
EC = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
CDN = {"TRAINHUB_CDN": "https://d111111abcdef8.cloudfront.net", "TRAINHUB_CDN_KEY_ID": "K2JCJMDEHXQW5F", "TRAINHUB_CDN_KEY": PEM}
OURS = {"TRAINHUB_FILES": "s3://our-hub"}
UNTIL = datetime.fromtimestamp(1357034400, UTC)


def faults(asked: str, **environment: str) -> list[str]:
    with pytest.raises(SettingFaults) as told:
        files_settings_from({**environment, "TRAINHUB_FILES": asked}, BESIDE)
    assert "a-secret" not in str(told.value) and "BEGIN" not in str(told.value)
    return told.value.sentences


def test_a_folder_needs_no_settings_and_a_bucket_its_keys() -> None:
    """API-5."""
    assert files_settings_from({}, BESIDE) == FilesSettings(BESIDE)
    assert files_settings_from({"TRAINHUB_FILES": "here"}, BESIDE) == FilesSettings(Path("here"))
    told = {"TRAINHUB_FILES": "s3://our-hub/files/", "TRAINHUB_FILES_ENDPOINT": "https://x.supabase.co/storage/v1/s3/", **KEYS}
    found = files_settings_from(told, BESIDE).files
    assert found == Bucket("our-hub", "files", "us-east-1", "https://x.supabase.co/storage/v1/s3", key_id="id", secret="a-secret")
    assert "a-secret" not in repr(found)


def test_the_names_that_aws_has_are_heeded_together_or_not_at_all() -> None:
    theirs = {"AWS_ACCESS_KEY_ID": "theirs", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t", "AWS_REGION": "eu-west-1"}
    assert files_settings_from(OURS | theirs, BESIDE).files == Bucket("our-hub", "", "eu-west-1", "", "", "theirs", "s", "t")
    assert files_settings_from({**OURS, **theirs, **KEYS}, BESIDE).files == Bucket(
        "our-hub", "", "eu-west-1", key_id="id", secret="a-secret"
    )


def test_every_fault_is_told_at_once_and_no_secret_with_it() -> None:
    """API-5: an operator mends them in one go."""
    told = faults("s3://No_Bucket/a//b", TRAINHUB_FILES_ENDPOINT="ftp://x", TRAINHUB_FILES_PUBLIC="http://files.example.com", **CDN)
    assert [it.partition(" ")[0] for it in told] == [
        *("TRAINHUB_FILES", "TRAINHUB_FILES", "TRAINHUB_FILES_KEY_ID", "TRAINHUB_FILES_SECRET"),
        *("TRAINHUB_FILES_ENDPOINT", "Partners"),
    ]
    for address in ("https://user:a-secret@x", "https://x?y", "https://", "https://x:99999"):
        assert len(faults("s3://our-hub", TRAINHUB_FILES_ENDPOINT=address, **KEYS)) == 1
    assert len(faults("s3://our-hub", TRAINHUB_FILES_ENDPOINT="http://minio:9000", **KEYS)) == 1
    inside = {"TRAINHUB_FILES_ENDPOINT": "http://minio:9000", "TRAINHUB_FILES_PUBLIC": "https://files.example.com"}
    assert isinstance(files_settings_from({**OURS, **inside, **KEYS}, BESIDE).files, Bucket)


def test_a_cdn_needs_a_bucket_an_address_and_an_rsa_key(tmp_path: Path) -> None:
    """VID-1."""
    (tmp_path / "key.pem").write_text(PEM)
    in_a_file = files_settings_from({**OURS, **KEYS, **CDN, "TRAINHUB_CDN_KEY": str(tmp_path / "key.pem")}, BESIDE)
    assert in_a_file.cdn == Cdn(CDN["TRAINHUB_CDN"], CDN["TRAINHUB_CDN_KEY_ID"], PEM)
    assert [it.partition(" ")[0] for it in faults("here", TRAINHUB_CDN="http://x.example.com", TRAINHUB_CDN_KEY="nowhere")] == [
        *("TRAINHUB_CDN", "TRAINHUB_CDN_KEY_ID", "TRAINHUB_CDN", "TRAINHUB_CDN_KEY")
    ]
    for wrong in (EC, PEM[:200] + PEM[300:]):
        assert "no RSA key" in faults("s3://our-hub", **{**KEYS, **CDN, "TRAINHUB_CDN_KEY": wrong})[0]


def test_a_server_does_not_start_with_faulty_settings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRAINHUB_JWT_SECRET", "short")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    assert command.main(["--database", "hub.db", "--files", "s3://our-hub"]) == 2
    told = capsys.readouterr().err
    assert "TRAINHUB_JWT_ISSUER" in told and "TRAINHUB_FILES_KEY_ID" in told and "TRAINHUB_FILES_SECRET" in told


def test_an_address_is_signed_as_in_aws_s_example() -> None:
    """API-3. Source: Authenticating Requests: Using Query Parameters, Amazon S3 API reference, its example."""
    bucket = Bucket("examplebucket", key_id="AKIAIOSFODNN7EXAMPLE", secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    now = datetime(2013, 5, 24, tzinfo=UTC)
    assert presigned(bucket, "test.txt", now, now + timedelta(days=1)) == (
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
        "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


def test_an_address_names_the_bucket_where_its_store_wants_it() -> None:
    now = datetime(2013, 5, 24, tzinfo=UTC)
    far = Bucket("hub", "f", "eu-west-1", key_id="id", secret="s", session="token/of=a role")
    found = urlsplit(presigned(far, "a b/ü.txt", now, now + timedelta(days=30)))
    assert (found.netloc, found.path) == ("hub.s3.eu-west-1.amazonaws.com", "/a%20b/%C3%BC.txt")
    told = parse_qs(found.query)
    assert (told["X-Amz-Expires"], told["X-Amz-Security-Token"]) == (["604800"], ["token/of=a role"])
    assert urlsplit(presigned(replace(far, name="with.dots"), "k", now, now)).path == "/with.dots/k"
    near = replace(far, endpoint="http://minio:9000", public="https://files.example.com/s3")
    assert presigned(near, "k", now, now).startswith("https://files.example.com/s3/hub/k?")


def test_policies_of_the_cdn_are_to_the_byte_as_documented() -> None:
    """VID-1. Source: Create a signed URL using a canned policy, Amazon CloudFront developer guide, its example."""
    address = "https://d111111abcdef8.cloudfront.net/horizon.jpg?size=large&license=yes"
    assert policy(address, 1357034400) == (
        b'{"Statement":[{"Resource":"https://d111111abcdef8.cloudfront.net/horizon.jpg?size=large&license=yes",'
        b'"Condition":{"DateLessThan":{"AWS:EpochTime":1357034400}}}]}'
    )


def test_addresses_of_the_cdn_verify_with_the_public_key() -> None:
    """VID-1: canned for one file, custom for everything of one video and nothing else."""
    signer = CdnSigner(Cdn("https://d1.cloudfront.net", "K1", PEM), Bucket("our-hub", "files"))
    one = urlsplit(signer.file("ab" * 32, UNTIL))
    told = parse_qs(one.query)
    assert (one.path, told["Expires"], told["Key-Pair-Id"]) == (f"/files/ab/{'ab' * 32}", ["1357034400"], ["K1"])
    verify(told["Signature"][0], policy(f"https://d1.cloudfront.net{one.path}", 1357034400))
    addresses = signer.all_below("files/hls/x", {"a": "files/hls/x/1.ts", "b": "files/hls/x/2.ts"}, UNTIL)
    queries = {urlsplit(address).query for address in addresses.values()}
    assert len(queries) == 1
    told = parse_qs(queries.pop())
    assert plain(told["Policy"][0]) == policy("https://d1.cloudfront.net/files/hls/x/*", 1357034400)
    verify(told["Signature"][0], plain(told["Policy"][0]))


def plain(told: str) -> bytes:
    return base64.b64decode(told.translate(str.maketrans("-_~", "+=/")), validate=True)


def verify(signature: str, told: bytes) -> None:
    KEY.public_key().verify(plain(signature), told, PKCS1v15(), SHA1())


def test_what_is_told_of_a_bucket_does_not_do_nothing_without_one() -> None:
    """API-5: an address and a key, and the files would go to a folder of this machine."""
    told = faults("", TRAINHUB_FILES_ENDPOINT="https://files.example.com", **KEYS)
    assert [it.partition(" ")[0] for it in told] == ["TRAINHUB_FILES_ENDPOINT", "TRAINHUB_FILES_KEY_ID", "TRAINHUB_FILES_SECRET"]
    assert "TRAINHUB_FILES names none" in told[0]
