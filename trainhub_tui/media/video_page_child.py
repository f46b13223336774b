"""The program that asks yt-dlp where a page's video is: its own process, bounded, no settings of the learner's, nothing written."""

from __future__ import annotations

import resource
import sys
from importlib import import_module

CPU_SECONDS = 30
MEMORY = 2**30
FLAGS = (
    "--ignore-config", "--no-plugin-dirs", "--no-cache-dir", "--no-playlist", "--no-warnings", "--quiet", "--simulate",
    "--dump-single-json", "--socket-timeout", "10", "--retries", "1", "--use-extractors", "vimeo",
)  # fmt: skip


def limit() -> None:
    """Bound memory, time and files."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    asking = import_module("yt_dlp")
    limit()
    asking.main([*FLAGS, "--", sys.argv[1]])
