"""Opening a link or a file in the system's own program. One opener; nothing that a course says can become an option or a command."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PROGRAMS = {"darwin": "open"}


def why_not_open(target: str) -> str | None:
    """Why this link or absolute path is not opened, None when it may be (https; http for this computer alone)."""
    if target.startswith("/") or (os.name == "nt" and Path(target).is_absolute()):
        return None if Path(target).exists() else "This file is not on this laptop any more."
    if not target.isprintable() or any(char.isspace() for char in target):
        return "This link holds characters that no link may hold, so it is not opened."
    try:
        link = urlsplit(target)
        host, user = link.hostname, link.username or link.password
    except ValueError:
        return "This is not a link."
    if user:
        return "This link holds a user name, so it is not opened."
    if not host or not (link.scheme == "https" or (link.scheme == "http" and host in _LOOPBACK)):
        return "Only https links are opened."
    return None


def open_outside(target: str) -> str | None:
    """Open it in the default program, without waiting. The sentence that says why not, None when it was opened."""
    if refusal := why_not_open(target):
        return refusal
    if sys.platform == "win32":
        os.startfile(target)
        return None
    program = which(_PROGRAMS.get(sys.platform, "xdg-open"))
    if program is None:
        return f"No program to open links was found here. The link: {target}"
    # No `--`: xdg-open refuses it, and what was let through starts with a slash or a scheme.
    subprocess.Popen(
        [program, target], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    return None
