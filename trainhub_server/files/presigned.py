"""Addresses of objects in an S3 bucket that work without credentials until they expire: AWS Signature Version 4, in the query.

Source: Authenticating Requests: Using Query Parameters, Amazon S3 API reference. Signing is arithmetic; nothing is asked of the bucket."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from trainhub_server.file_settings import Bucket

ALGORITHM = "AWS4-HMAC-SHA256"
LONGEST = 7 * 24 * 3600
UNRESERVED = "-_.~"


def presigned(bucket: Bucket, key: str, now: datetime, expires: datetime, asked: Mapping[str, str] | None = None) -> str:
    """The address to GET an object at; `asked` are further parameters, such as `response-content-disposition`."""
    host, path = _place(bucket, key)
    moment = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    scope = f"{moment[:8]}/{bucket.region}/s3/aws4_request"
    told = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{bucket.key_id}/{scope}",
        "X-Amz-Date": moment,
        "X-Amz-Expires": str(min(LONGEST, max(1, int((expires - now).total_seconds())))),
        "X-Amz-SignedHeaders": "host",
        **({"X-Amz-Security-Token": bucket.session} if bucket.session else {}),
        **(asked or {}),
    }
    query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(told.items()))
    request = "\n".join(["GET", path, query, f"host:{host.partition('://')[2]}", "", "host", "UNSIGNED-PAYLOAD"])
    to_sign = "\n".join([ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()])
    key_of_day = b"AWS4" + bucket.secret.encode()
    for word in scope.split("/"):
        key_of_day = hmac.digest(key_of_day, word.encode(), "sha256")
    return f"{host}{path}?{query}&X-Amz-Signature={hmac.digest(key_of_day, to_sign.encode(), 'sha256').hex()}"


def _place(bucket: Bucket, key: str) -> tuple[str, str]:
    """Scheme with host, and path: the bucket is in the host at AWS, in the path everywhere else."""
    path = quote(f"/{key}", safe="/" + UNRESERVED)
    if address := bucket.public or bucket.endpoint:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc}", f"{parts.path.rstrip('/')}/{bucket.name}{path}"
    at_aws = "s3.amazonaws.com" if bucket.region == "us-east-1" else f"s3.{bucket.region}.amazonaws.com"
    if "." in bucket.name:
        return f"https://{at_aws}", f"/{bucket.name}{path}"
    return f"https://{bucket.name}.{at_aws}", path


def _quoted(text: str) -> str:
    return quote(text, safe=UNRESERVED)
