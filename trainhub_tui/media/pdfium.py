"""The calls of PDFium that reading takes, declared here. Runs in the child process only.

pypdfium2's own declarations are all of PDFium's: importing them takes longer than the first page does."""

from __future__ import annotations

import ctypes
import sys
from importlib.machinery import PathFinder
from pathlib import Path

GOTO, URI = 1, 3
"""Kinds of action: to a page of this file, to an address."""
LOCKED = (4, 5)
"""Errors of a file that needs a password."""
PACKAGE = "pypdfium2_raw"
NAMES = {"win32": "pdfium.dll", "darwin": "libpdfium.dylib"}


class Rect(ctypes.Structure):
    """FS_RECTF."""

    _fields_ = (("left", ctypes.c_float), ("top", ctypes.c_float), ("right", ctypes.c_float), ("bottom", ctypes.c_float))


_NONE, _INT, _UINT, _SIZE, _TEXT, _HANDLE = None, ctypes.c_int, ctypes.c_uint, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_void_p
_RECT = ctypes.POINTER(Rect)
_CALLS = {
    "FPDF_InitLibrary": (_NONE,),
    "FPDF_LoadDocument": (_HANDLE, _TEXT, _TEXT),
    "FPDF_GetLastError": (_SIZE,),
    "FPDF_GetPageCount": (_INT, _HANDLE),
    "FPDF_LoadPage": (_HANDLE, _HANDLE, _INT),
    "FPDF_ClosePage": (_NONE, _HANDLE),
    "FPDFText_LoadPage": (_HANDLE, _HANDLE),
    "FPDFText_ClosePage": (_NONE, _HANDLE),
    "FPDFText_CountChars": (_INT, _HANDLE),
    "FPDFText_GetUnicode": (_UINT, _HANDLE, _INT),
    "FPDFText_GetLooseCharBox": (_INT, _HANDLE, _INT, _RECT),
    "FPDFBookmark_GetFirstChild": (_HANDLE, _HANDLE, _HANDLE),
    "FPDFBookmark_GetNextSibling": (_HANDLE, _HANDLE, _HANDLE),
    "FPDFBookmark_GetTitle": (_SIZE, _HANDLE, _HANDLE, _SIZE),
    "FPDFBookmark_GetDest": (_HANDLE, _HANDLE, _HANDLE),
    "FPDFBookmark_GetAction": (_HANDLE, _HANDLE),
    "FPDFAction_GetType": (_SIZE, _HANDLE),
    "FPDFAction_GetDest": (_HANDLE, _HANDLE, _HANDLE),
    "FPDFAction_GetURIPath": (_SIZE, _HANDLE, _HANDLE, _HANDLE, _SIZE),
    "FPDFDest_GetDestPageIndex": (_INT, _HANDLE, _HANDLE),
    "FPDFLink_Enumerate": (_INT, _HANDLE, ctypes.POINTER(_INT), ctypes.POINTER(_HANDLE)),
    "FPDFLink_GetAnnotRect": (_INT, _HANDLE, _RECT),
    "FPDFLink_GetDest": (_HANDLE, _HANDLE, _HANDLE),
    "FPDFLink_GetAction": (_HANDLE, _HANDLE),
}
"""What each call gives back, and what it is given."""


def _library() -> str:
    """The library that pypdfium2 brings; where it was built for the system's own, its declarations know where that is."""
    spec = PathFinder.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder, NAMES.get(sys.platform, "libpdfium.so"))
        if file.is_file():
            return str(file)
    from pypdfium2_raw import bindings  # type: ignore[import-untyped]

    return str(bindings._libs["pdfium"]._name)


def _opened() -> ctypes.CDLL:
    library = ctypes.CDLL(_library())
    for name, (given, *taken) in _CALLS.items():
        call = getattr(library, name)
        call.restype, call.argtypes = given, tuple(taken)
    return library


pdfium = _opened()
