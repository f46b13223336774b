"""A stand-in for an OTLP collector on loopback: takes what is sent to /v1/traces, as the protocol's document says."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


class Collector(HTTPServer):
    """Keeps the names of the spans and the bytes they came in."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.names: set[str] = set()
        self.bodies = b""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def place(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/v1/traces":
            found = ExportTraceServiceRequest.FromString(body)
            spans = [span for resource in found.resource_spans for scope in resource.scope_spans for span in scope.spans]
            self.server.names |= {span.name for span in spans}
            self.server.bodies += body
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Not in the tests' output."""
