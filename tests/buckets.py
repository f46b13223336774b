"""Moto's S3 server on loopback, behind a gate of ours that lets nobody in without a valid signature.

Moto keeps the objects and speaks the protocol, but believes every signature (and knows signed addresses as anonymous): the gate checks
them with botocore, which is AWS's own code and not ours, at the time of the test's clock. It lets them in one after the other: moto
closes an object's bytes when it is put again, also under the hands of another request that reads them."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from trainhub_server.file_settings import Bucket

KEY_ID, SECRET, REGION = "AKIDTRAINHUB", "a-secret-of-the-bucket-that-nobody-may-see", "eu-central-1"
Start = Callable[..., Any]
Environ = dict[str, Any]
_numbers = count(1)
CLOCKS: dict[str, Callable[[], datetime]] = {}
"""The hubs' by the names of their buckets."""


class NoStorage(Exception):
    """Why no object storage can be started here."""


@dataclass(frozen=True)
class Asked:
    """A request that came in; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Storage:
    """A running server. `failing` answers 503; requests wait until `held` is set."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    failing: bool = False
    elsewhere: str = ""
    """Where every request is sent on to, where that is set."""
    held: threading.Event = field(default_factory=threading.Event)
    turn: threading.RLock = field(default_factory=threading.RLock)
    """Held by the one request, or the test, that is at moto's objects."""

    def bucket(self, prefix: str = "hub") -> Bucket:
        """A new bucket."""
        made = Bucket(f"bucket-{next(_numbers)}", prefix, REGION, self.url, key_id=KEY_ID, secret=SECRET)
        with self.turn:
            self.backend().create_bucket(made.name, REGION)
        return made

    def backend(self) -> Any:
        """What moto keeps."""
        from moto.backends import get_backend  # late: only tests of buckets pay for it

        return get_backend("s3")["123456789012"]["aws"]

    def spoil(self, bucket: Bucket, key: str) -> None:
        """Put other bytes of the same length where a file is."""
        with self.turn:
            there = self.backend().get_object(bucket.name, key)
            self.backend().put_object(bucket.name, key, bytes(len(there.value)))

    def keys(self, bucket: Bucket) -> list[str]:
        return sorted(self.backend().buckets[bucket.name].keys)

    def unfinished(self, bucket: Bucket) -> int:
        """Multipart uploads that are neither whole nor given up."""
        return len(self.backend().buckets[bucket.name].multiparts)


@contextmanager
def running() -> Iterator[Storage]:
    """Raises NoStorage."""
    if not all(map(find_spec, ("moto", "flask", "flask_cors", "obstore"))):
        raise NoStorage("moto[s3], flask, flask-cors and obstore are not installed")
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    storage = Storage()
    storage.held.set()
    inner = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, _gate(storage, inner), threaded=True, request_handler=_quiet(MotoRequestHandler))
    storage.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield storage
    finally:
        storage.held.set()
        server.shutdown()
        thread.join(10)
        server.server_close()


def _quiet(base: type) -> type:
    return type("Quiet", (base,), {"log": lambda *_: None, "protocol_version": "HTTP/1.1"})


def _gate(storage: Storage, inner: Callable[[Environ, Start], Iterable[bytes]]) -> Callable[[Environ, Start], Iterable[bytes]]:
    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
        storage.asked.append(Asked(environ["REQUEST_METHOD"], environ["RAW_URI"], headers))
        storage.held.wait(60)
        if storage.failing:
            return _refused(start, "503 Service Unavailable", "SlowDown", "Please reduce your request rate.")
        if storage.elsewhere:
            start("307 Temporary Redirect", [("Location", storage.elsewhere), ("Content-Length", "0")])
            return []
        if why := _why_not(environ, headers):
            return _refused(start, "403 Forbidden", *why)
        environ.setdefault("HTTP_AUTHORIZATION", f"AWS4-HMAC-SHA256 Credential={KEY_ID}/20260302/{REGION}/s3/aws4_request")
        _read_whole(environ)
        with storage.turn:
            return [b"".join(inner(environ, start))]

    return answer


def _read_whole(environ: Environ) -> None:
    """Who sends slowly holds up nobody."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))


def _why_not(environ: Environ, headers: dict[str, str]) -> tuple[str, str] | None:
    query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    if "X-Amz-Signature" in query:
        return _why_not_by_address(environ, query)
    if f"Credential={KEY_ID}/" not in headers.get("authorization", ""):
        return "AccessDenied", "Access Denied"
    return None


def _why_not_by_address(environ: Environ, query: dict[str, str]) -> tuple[str, str] | None:
    if query["X-Amz-Credential"].partition("/")[0] != KEY_ID:
        return "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."
    if query["X-Amz-Signature"] != _signature(environ, query):
        return "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided."
    begins = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    bucket = environ["PATH_INFO"].split("/")[1]
    now = CLOCKS[bucket]()
    if not begins <= now < begins + timedelta(seconds=int(query["X-Amz-Expires"])):
        return "AccessDenied", "Request has expired"
    return None


def _signature(environ: Environ, query: dict[str, str]) -> str:
    from botocore.auth import S3SigV4QueryAuth  # type: ignore[import-untyped]
    from botocore.awsrequest import AWSRequest  # type: ignore[import-untyped]
    from botocore.credentials import Credentials  # type: ignore[import-untyped]

    told = "&".join(pair for pair in environ["QUERY_STRING"].split("&") if not pair.startswith("X-Amz-Signature="))
    path = environ["RAW_URI"].partition("?")[0]
    request = AWSRequest(environ["REQUEST_METHOD"], f"http://{environ['HTTP_HOST']}{path}?{told}", headers={"host": environ["HTTP_HOST"]})
    request.context["timestamp"] = query["X-Amz-Date"]
    auth = S3SigV4QueryAuth(Credentials(KEY_ID, SECRET), "s3", REGION)
    return str(auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request))


def _refused(start: Start, status: str, code: str, message: str) -> list[bytes]:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
    start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
    return [body]
