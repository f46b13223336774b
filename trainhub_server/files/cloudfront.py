"""Addresses of a CloudFront distribution, signed with RSA and SHA-1 as CloudFront asks for.

Source: Serve private content with signed URLs, Amazon CloudFront developer guide."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from trainhub_core.packed import Part
from trainhub_server.file_settings import Bucket, Cdn
from trainhub_server.files.keys import file_key, part_keys

_IN_QUERY = str.maketrans("+=/", "-_~")


class CdnSigner:
    def __init__(self, cdn: Cdn, bucket: Bucket) -> None:
        key = load_pem_private_key(cdn.key.encode(), None)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("CloudFront's addresses are signed with an RSA key")
        self._cdn, self._key, self._bucket = cdn, key, bucket

    def file(self, sha256: str, expires: datetime) -> str:
        """The address of a whole file."""
        return self.one(file_key(self._bucket, sha256), expires)

    def parts(self, sha256: str, parts: Mapping[str, Part], expires: datetime) -> Mapping[str, str]:
        """The addresses of a packed folder's parts."""
        return self.all_below(self._bucket.key(f"hls/{sha256}"), part_keys(self._bucket, sha256, parts), expires)

    def one(self, key: str, expires: datetime) -> str:
        """The address of one object (canned policy)."""
        address, second = self._address(key), int(expires.timestamp())
        told = {"Expires": str(second), "Signature": self._signature(policy(address, second)), "Key-Pair-Id": self._cdn.key_id}
        return f"{address}?{_query(told)}"

    def all_below(self, folder: str, keys: Mapping[str, str], expires: datetime) -> Mapping[str, str]:
        """Addresses of objects below a folder, under one signature (custom policy)."""
        told = policy(f"{self._address(folder)}/*", int(expires.timestamp()))
        query = _query({"Policy": _encoded(told), "Signature": self._signature(told), "Key-Pair-Id": self._cdn.key_id})
        return {name: f"{self._address(key)}?{query}" for name, key in keys.items()}

    def _address(self, key: str) -> str:
        return f"{self._cdn.address}/{quote(key)}"

    def _signature(self, told: bytes) -> str:
        return _encoded(self._key.sign(told, PKCS1v15(), SHA1()))


def policy(resource: str, second: int) -> bytes:
    """What is signed, to the byte as documented."""
    statement = {"Resource": resource, "Condition": {"DateLessThan": {"AWS:EpochTime": second}}}
    return json.dumps({"Statement": [statement]}, separators=(",", ":")).encode()


def _encoded(told: bytes) -> str:
    return base64.b64encode(told).decode().translate(_IN_QUERY)


def _query(told: Mapping[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in told.items())
