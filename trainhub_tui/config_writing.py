"""Writing a setting into config.toml: one line changes, everything else in the file stays as the learner wrote it."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from trainhub_tui.config import Config
from trainhub_tui.paths import Paths, make_private
from trainhub_tui.troubles import CannotSave

WRITTEN = ("theme", "ascii", "emoji", "pictures", "video", "quota")


def keep_config(paths: Paths, config: Config) -> None:
    """Write the settings that the app changes. Raises CannotSave with a sentence."""
    file = paths.config_file
    try:
        text = file.read_text("utf-8") if file.exists() else ""
        wanted = with_settings(text, {name: getattr(config, name) for name in WRITTEN})
        if wanted != text:
            make_private(file.parent)
            _replace(file, wanted)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotSave(f"The settings file could not be written, so this holds until you quit: {file}") from error


def with_settings(text: str, settings: Mapping[str, str | bool | int]) -> str:
    """The file with these top-level settings; what equals the default and was never written stays unwritten."""
    lines = text.splitlines()
    for name, value in settings.items():
        line = f"{name} = {_toml(value)}"
        first_table = next((at for at, it in enumerate(lines) if it.lstrip().startswith("[")), len(lines))
        at = next((at for at, it in enumerate(lines[:first_table]) if it.split("=")[0].strip() == name), None)
        if at is not None:
            lines[at] = line
        elif value != getattr(Config(), name):
            lines.insert(first_table, line)
    return "\n".join(lines) + "\n" if lines else ""


def _toml(value: str | bool | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _replace(file: Path, text: str) -> None:
    """The whole file or nothing of it, whatever happens meanwhile."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".config-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
