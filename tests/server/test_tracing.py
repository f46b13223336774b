"""OpenTelemetry traces: requests, units of work and statements by their names, off unless wished for. Source: the issue's Running it."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.server.collector import Collector
from tests.server.running import Partner, Server, started
from tests.server.serving import get, serving
from trainhub_core.operations import ROOT
from trainhub_server.observing import Routes
from trainhub_server.tracing import TracedDatabase, TracedRequests, statement_name

PARENT = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"


@pytest.mark.anyio
async def test_a_request_s_span_holds_its_units_of_work_and_their_statements(database: str, tmp_path: Path) -> None:
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracer = provider.get_tracer("test")
    async with started(database, tmp_path / "files", traced=lambda inner: TracedDatabase(inner, tracer)) as server:
        ana = await server.partner("Ana")
        kept.clear()
        app = TracedRequests(server.app, tracer, Routes({path for _, path in server.app.direct}))  # type: ignore[attr-defined]
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        headers = {"Authorization": "Bearer token-of-Ana", "traceparent": PARENT}
        async with httpx.AsyncClient(transport=transport, base_url="http://trainhub", headers=headers) as client:
            again = Partner(ana.id, client)
            assert (await again.register("talk")).status_code == 200
            assert (await again.get("courses/canary-course", q="canary-query")).status_code == 404
    spans = kept.get_finished_spans()
    by_name = {span.name: span for span in spans}
    request = by_name[f"POST {ROOT}/register-webinar"]
    assert f"{request.context.trace_id:032x}" in PARENT, "a trace goes on where the proxy began it"
    assert f"GET {ROOT}/courses/{{course_id}}" in by_name
    write, statement = by_name["write"], by_name["UPDATE webinars"]
    assert write.parent is not None and write.parent.span_id == request.context.span_id
    assert statement.parent is not None and statement.parent.span_id == write.context.span_id
    told = "".join(map(_all_of, spans))
    assert "canary" not in told and "token-of" not in told and ana.id not in told


def _all_of(span: ReadableSpan) -> str:
    return str(span.to_json())


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("SELECT a FROM learners WHERE id = $1", "SELECT learners"),
        ("  INSERT INTO bookmarks (a) VALUES ('canary')", "INSERT bookmarks"),
        ("UPDATE webinars SET taken = 1", "UPDATE webinars"),
        ("WITH x AS (SELECT 1) DELETE FROM tokens", "WITH tokens"),
        ("", "statement"),
    ],
)
def test_a_statement_is_named_by_its_verb_and_table(sql: str, name: str) -> None:
    assert statement_name(sql) == name


def test_a_server_sends_its_traces_to_a_collector_at_the_latest_when_it_ends(tmp_path: Path) -> None:
    collector = Collector()
    with serving(
        tmp_path, "--traces", collector.place, env={"TRAINHUB_DRAIN_SECONDS": "0", "OTEL_EXPORTER_OTLP_COMPRESSION": "none"}
    ) as server:
        assert get(f"{server.url}{ROOT}/dashboard", headers=server.bearer).status_code == 200
        server.process.terminate()
        assert server.process.wait(60) == 0
    collector.close()
    assert {f"GET {ROOT}/dashboard", "read", "write", "INSERT catalogue"} <= collector.names, collector.names
    assert server.token.encode() not in collector.bodies


def test_where_no_traces_and_metrics_are_wished_for_nothing_of_them_is_imported() -> None:
    """Off by default, and at no cost then."""
    code = (
        "import sys; from trainhub_server.overseeing import Overseer; from trainhub_server.settings import Settings; "
        "Overseer(Settings(database='', files=None)); "
        "print([name for name in ('opentelemetry.sdk', 'prometheus_client') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.anyio
async def test_a_site_without_traces_has_the_database_itself(server: Server) -> None:
    assert not isinstance(server.site.database, TracedDatabase)
