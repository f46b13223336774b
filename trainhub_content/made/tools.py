"""Programs of the system that videos are made with."""

import subprocess
from pathlib import Path
from shutil import which

PACKAGES = {"ffmpeg": "ffmpeg", "text2wave": "festival festvox-us-slt-hts"}


class ToolMissing(Exception):
    """A program is not there; the sentence says how to get it."""


def run(tool: str, *arguments: str | Path) -> str:
    """Runs it, and gives what it said. Raises ToolMissing, and CalledProcessError where it fails."""
    if which(tool) is None:
        raise ToolMissing(f"{tool} is not there. On Debian and Ubuntu: apt-get install {PACKAGES[tool]}")
    told = subprocess.run([tool, *map(str, arguments)], check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return told.stdout + told.stderr
