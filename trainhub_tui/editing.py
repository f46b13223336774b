"""Writing in the learner's own editor. The app must stand aside meanwhile: call it while it is suspended."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from trainhub_core.text import clean
from trainhub_tui.troubles import Refused

MOST_BYTES = 1_000_000


def edited(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text as it is when the editor is left. Raises Refused with a sentence when there is no editor, or it failed."""
    command = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or "")
    if not command:
        raise Refused("No editor is set: name one in the environment variable EDITOR.")
    with tempfile.TemporaryDirectory(prefix="trainhub-") as folder:
        file = Path(folder) / "note.md"
        file.write_text(text, "utf-8")
        status = _run([*command, str(file)])
        if status:
            raise Refused(f"{command[0]} ended with status {status}, so the note stays as it was.")
        try:
            return clean(file.read_bytes()[:MOST_BYTES].decode("utf-8", "replace")).rstrip()
        except OSError as error:
            raise Refused("The editor left no note behind, so it stays as it was.") from error


def _run(command: list[str]) -> int:
    """Its exit status. Ctrl-C is the editor's meanwhile: a handler here, unlike an ignored signal, is not inherited by it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, check=False).returncode
    except OSError as error:
        raise Refused(f"The editor {command[0]} cannot be started: {error.strerror}.") from error
    finally:
        signal.signal(signal.SIGINT, before)
