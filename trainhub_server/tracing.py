"""OpenTelemetry traces: a span for each request, unit of work and statement. Names alone: no value, no address as sent, nobody's id.

Imported only where traces are wished for, so that they cost nothing elsewhere."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from importlib.metadata import version

from opentelemetry import propagate
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trainhub_server.database.face import Connection, Database, Dialect, Pooled, Row, Value
from trainhub_server.database.who import SYSTEM, Who

SERVICE = "trainhub"
PARENT = (b"traceparent", b"tracestate")
VERB = re.compile(r"\s*(\w+)")
TABLE = re.compile(r"(?i)\b(?:from|into|update|table)\s+([a-z_][a-z0-9_.]*)")


def exporting(address: str) -> TracerProvider:
    """A provider whose spans go to this OTLP collector in batches; what it does not take is dropped."""
    provider = TracerProvider(resource=Resource({"service.name": SERVICE, "service.version": version("trainhub")}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{address.rstrip('/')}/v1/traces", timeout=5)))
    return provider


class TracedRequests:
    """The application with a span around each request; a caller's `traceparent` is its parent."""

    def __init__(self, app: ASGIApp, tracer: Tracer, route_of: Callable[[Scope], str]) -> None:
        self._app = app
        self._tracer = tracer
        self._route_of = route_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in PARENT}
        with self._tracer.start_as_current_span(
            scope["method"], propagate.extract(sent), SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if message["status"] >= 500:
                        span.set_status(Status(StatusCode.ERROR))
                await send(message)

            await self._app(scope, receive, answer)
            route = self._route_of(scope)
            span.set_attributes({"http.request.method": scope["method"], "http.route": route})
            span.update_name(f"{scope['method']} {route}")


class TracedConnection:
    """A connection with a span around each statement."""

    def __init__(self, inner: Connection, tracer: Tracer) -> None:
        self._inner = inner
        self._tracer = tracer

    @property
    def dialect(self) -> Dialect:
        return self._inner.dialect

    @property
    def who(self) -> Who:
        return self._inner.who

    def as_system(self) -> AbstractAsyncContextManager[None]:
        return self._inner.as_system()

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        with self._span(sql):
            return await self._inner.all(sql, *values)

    async def one(self, sql: str, *values: Value) -> Row | None:
        with self._span(sql):
            return await self._inner.one(sql, *values)

    async def only(self, sql: str, *values: Value) -> Row | None:
        with self._span(sql):
            return await self._inner.only(sql, *values)

    async def run(self, sql: str, *values: Value) -> None:
        with self._span(sql):
            await self._inner.run(sql, *values)

    async def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        with self._span(sql):
            await self._inner.run_many(sql, rows)

    async def run_last(self, sql: str, *values: str) -> None:
        with self._span(sql):
            await self._inner.run_last(sql, *values)

    async def run_script(self, script: str) -> None:
        with self._span("script"):
            await self._inner.run_script(script)

    def _span(self, sql: str) -> AbstractContextManager[Span]:
        attributes = {"db.system.name": "postgresql" if self.dialect.name == "postgres" else "sqlite"}
        return self._tracer.start_as_current_span(
            statement_name(sql), kind=SpanKind.CLIENT, attributes=attributes, record_exception=False, set_status_on_exception=False
        )


class TracedDatabase:
    """A database with a span around each unit of work."""

    def __init__(self, inner: Database, tracer: Tracer) -> None:
        self._inner = inner
        self._tracer = tracer

    @property
    def dialect(self) -> Dialect:
        return self._inner.dialect

    def reading(self, who: Who = SYSTEM) -> AbstractAsyncContextManager[Connection]:
        return self._unit("read", self._inner.reading(who))

    def writing(self, who: Who = SYSTEM) -> AbstractAsyncContextManager[Connection]:
        return self._unit("write", self._inner.writing(who))

    def connections(self) -> tuple[int, int]:
        return self._inner.connections() if isinstance(self._inner, Pooled) else (0, 0)

    async def close(self) -> None:
        await self._inner.close()

    @asynccontextmanager
    async def _unit(self, name: str, inner: AbstractAsyncContextManager[Connection]) -> AsyncIterator[Connection]:
        with self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False):
            async with inner as connection:
                yield TracedConnection(connection, self._tracer)


def statement_name(sql: str) -> str:
    """The verb and the first table of a statement: `UPDATE webinars`."""
    verb, table = VERB.match(sql), TABLE.search(sql)
    return f"{verb[1].upper() if verb else 'statement'} {table[1] if table else ''}".strip()
