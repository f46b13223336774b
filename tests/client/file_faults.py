"""How a file's bytes can arrive wrong, played by the fault server at a chosen place."""

import hashlib
import json
import random
import socket
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.client.fault_server import FaultServer

FAULTS = (
    "cut", "flipped byte", "html page", "expired link", "gone for good", "busy", "server error", "another etag", "range ignored",
    "wrong range", "too long",
)  # fmt: skip
PORTAL = b"<html>Welcome to the airport</html>"
STEP = 16_384


@dataclass
class Bytes:
    """Serves one file; each request takes the next fault, which strikes at `at` (0 to 1 of the file)."""

    data: bytes
    faults: deque[tuple[str, float]] = field(default_factory=deque)
    ranges: list[str] = field(default_factory=list)
    pace: float = 0.0
    """Seconds between blocks, where a slow line is wanted."""

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        assert "Authorization" not in handler.headers, "files are fetched without credentials"
        assert handler.headers["Accept-Encoding"] == "identity"
        asked = handler.headers.get("Range", "")
        self.ranges.append(asked)
        fault, share = self.faults.popleft() if self.faults else ("", 0.0)
        strike = min(int(share * len(self.data)), len(self.data) - 1)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        match fault:
            case "html page":
                _answer(handler, 200, PORTAL, {"Content-Type": "text/html"})
            case "expired link":
                _answer(handler, 403, json.dumps({"detail": "This link has ended."}).encode(), {"Content-Type": "application/problem+json"})
            case "gone for good":
                _answer(handler, 404, b"{}", {"Content-Type": "application/problem+json"})
            case "busy":
                _answer(handler, 503, b"{}", {"Retry-After": "1"})
            case "server error":
                _answer(handler, 500, b"oops", {})
            case _:
                self._bytes(handler, start, fault, strike)

    def _bytes(self, handler: BaseHTTPRequestHandler, start: int, fault: str, strike: int) -> None:
        etag = f'"{hashlib.sha256(self.data).hexdigest()}"'
        data = self.data
        if fault == "flipped byte":
            data = data[:strike] + bytes([data[strike] ^ 0xFF]) + data[strike + 1 :]
        if fault == "another etag":
            etag = '"another"'
        if fault == "range ignored" or (handler.headers.get("If-Range", etag) != etag):
            start = 0
        if start >= len(data) > 0:
            _answer(handler, 416, b"", {"Content-Range": f"bytes */{len(data)}"})
            return
        body = data[start:]
        said = len(data) + 5 if fault == "wrong range" else len(data)
        headers = {"ETag": etag, "Content-Type": "application/pdf"}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{said}"
        if fault == "too long":
            _chunked(handler, 206 if start else 200, body + b"and more", headers)
            return
        handler.send_response(206 if start else 200)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        end = max(0, strike - start) if fault == "cut" else len(body)
        for at in range(0, end, STEP if self.pace else len(body) or 1):
            handler.wfile.write(body[at : min(end, at + STEP if self.pace else end)])
            handler.wfile.flush()
            time.sleep(self.pace)
        if fault == "cut":
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)  # gently, so that what was sent arrives


def attach(server: FaultServer, resource_id: str, data: bytes) -> Bytes:
    """Let the server have this file."""
    found = Bytes(data)
    server.files[resource_id] = data
    server.file_handler = found.serve
    return found


def content(seed: int, size: int = 400_000) -> bytes:
    return random.Random(seed).randbytes(size)


def _answer(handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
    handler.wfile.flush()


def _chunked(handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for at in range(0, len(body), STEP):
        part = body[at : at + STEP]
        handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")
    handler.wfile.flush()
