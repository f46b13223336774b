"""How the C library keeps this process's memory: one heap for all threads, and large blocks that go back when they are freed."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3  # of mallopt(3)
_library = ctypes.CDLL(None) if sys.platform == "linux" else None
_mallopt, _malloc_trim = (getattr(_library, name, None) for name in ("mallopt", "malloc_trim"))
LARGE = 128 * 1024
"""Bytes. What glibc begins with too; left alone, it raises this up to 32 MB as such blocks are freed, and keeps what they leave."""


def share_one_heap() -> None:
    """To be called before the first thread is started: one that has begun a heap of its own keeps it.

    Nothing here allocates in parallel, so heaps of their own would spare no waiting, and each keeps what is free in it."""
    if _mallopt is not None:
        _mallopt(M_ARENA_MAX, 1)
        _mallopt(M_MMAP_THRESHOLD, LARGE)


@contextmanager
def collector_rests() -> Iterator[None]:
    """For what makes many things that stay: looking for cycles among them meanwhile takes a third of the time, and finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_back() -> None:
    """Give pages that hold nothing any more back to the system."""
    if _malloc_trim is not None:
        _malloc_trim(0)
