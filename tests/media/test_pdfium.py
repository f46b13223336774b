"""PDFium's calls as the reader declares them, against what pypdfium2 says of the same library."""

import ctypes
import json
import subprocess
import sys
from pathlib import Path

import pypdfium2_raw  # type: ignore[import-untyped]
import pytest

from trainhub_tui.media.pdfium import _CALLS, Rect, _library

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("pypdfium2_raw", "ctypes.util", "subprocess", "tempfile")
"""What pypdfium2's own declarations bring."""


@pytest.mark.parametrize("name", _CALLS)
def test_a_call_is_declared_as_pypdfium2_declares_it(name: str) -> None:
    """LIB-3: a wrong declaration would crash the child, or read another number."""
    theirs = getattr(pypdfium2_raw, name)
    given, *taken = _CALLS[name]
    assert _size(given) == _size(theirs.restype)
    assert [_size(it) for it in taken] == [_size(it) for it in theirs.argtypes]


def test_a_place_on_a_page_is_laid_out_as_pypdfium2_lays_it_out() -> None:
    """LIB-3"""
    assert [name for name, _ in Rect._fields_] == [name for name, _ in pypdfium2_raw.FS_RECTF._fields_]
    assert ctypes.sizeof(Rect) == ctypes.sizeof(pypdfium2_raw.FS_RECTF)


def test_the_library_is_the_one_that_pypdfium2_brings() -> None:
    """LIB-3"""
    assert Path(_library()).samefile(pypdfium2_raw.bindings._libs["pdfium"]._name)


def test_reading_a_pdf_does_not_load_all_declarations() -> None:
    """LIB-3: a first page may take 150 ms; these take 20."""
    code = f"import json, sys, trainhub_tui.media.pdf_reading; print(json.dumps([it for it in {SLOW!r} if it in sys.modules]))"
    paths = [str(ROOT), *(it for it in sys.path if it.endswith("site-packages"))]
    ran = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path += {paths!r}; {code}"]
    assert json.loads(subprocess.run(ran, capture_output=True, text=True, check=True).stdout) == []


def _size(kind: type | None) -> int:
    return ctypes.sizeof(kind) if kind else 0
