"""Issue 2, memory: threads share one heap, and what a sync has freed goes back to the system."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from trainhub_tui import app, heap
from trainhub_tui.api import Api
from trainhub_tui.config import Config

of_glibc = pytest.mark.skipif(heap._mallopt is None, reason="The C library here is not glibc.")

THREADS = """
import ctypes, threading
from trainhub_tui.heap import share_one_heap
if {shared}: share_one_heap()
def work(): kept.append([bytes(2000) for _ in range(200)])
kept = []
threads = [threading.Thread(target=work) for _ in range(4)]
for it in threads: it.start()
for it in threads: it.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""
BLOCKS = """
import os
from trainhub_tui.heap import give_back
kept = [bytes(8000) for _ in range(3000)]
kept = kept[-1:]  # the last one holds the heap up, so that nothing goes back by itself
def resident(): return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGESIZE")
before = resident()
give_back()
print(before - resident())
"""


SYNCING = """
import sys
import trainhub_tui.behind
from trainhub_core.models.wire import Problem
from trainhub_tui.api import Api
Problem.model_validate_json("{}")
Api("http://127.0.0.1:1", "token", "/tmp/none")
print(*sys.modules)
"""


def said(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout


@of_glibc
@pytest.mark.parametrize("shared", [True, False])
def test_threads_share_one_heap(shared: bool) -> None:
    """Without it each begins its own, and keeps what is free there."""
    heaps = len(re.findall(r"<heap nr=", said(THREADS.format(shared=shared))))
    assert heaps == 1 if shared else heaps > 1


@of_glibc
def test_what_was_freed_goes_back() -> None:
    """24 MB were freed; the block above them would keep them here."""
    assert int(said(BLOCKS)) > 15_000_000


def test_the_heap_is_shared_before_the_first_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app's run starts threads; a heap that one of them has begun stays."""
    done: list[str] = []
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr(app, "share_one_heap", lambda: done.append("shared"))
    monkeypatch.setattr(app, "TrainhubApp", lambda *_: SimpleNamespace(run=lambda: done.append("run"), return_code=0))
    assert app.launch(None, Config()) == 0  # type: ignore[arg-type]  # the app that is not made needs no hub
    assert done == ["shared", "run"]


def test_what_syncing_loads_is_little() -> None:
    """No command line of httpx, no search for plugins of pydantic, no reader of documents, no server."""
    loaded = set(said(SYNCING).split())
    assert not {"click", "pygments", "markdown_it", "fastapi", "importlib.metadata", "csv", "zipfile"} & loaded


def test_an_address_without_tls_makes_no_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that would trust any certificate is kept, and no memory is taken for it."""
    monkeypatch.setattr("ssl.SSLContext", lambda *_: pytest.fail("A TLS context is made."))
    Api("http://127.0.0.1:1", "token").close()
    Api("http://localhost", "token", "/tmp/none").close()
