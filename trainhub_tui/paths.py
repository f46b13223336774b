"""Where trainhub keeps its files. TRAINHUB_HOME puts everything under one folder; folders are 0700, files 0600."""

import os
import re
from pathlib import Path

from trainhub_core.light import light

NAME = "trainhub"
SOLO = "solo"


@light(frozen=True)
class Paths:
    """`config_file` is the settings, `data` everything else that is kept."""

    config_file: Path
    data: Path

    @classmethod
    def under(cls, home: Path) -> "Paths":
        """Everything under one folder."""
        return cls(config_file=home / "config.toml", data=home / "data")

    @classmethod
    def here(cls) -> "Paths":
        """The folders of this laptop and learner."""
        if home := os.environ.get("TRAINHUB_HOME"):
            return cls.under(Path(home).expanduser())
        import platformdirs  # late: not needed with TRAINHUB_HOME, and start-up counts

        return cls(
            config_file=Path(platformdirs.user_config_dir(NAME)) / "config.toml",
            data=Path(platformdirs.user_data_dir(NAME, appauthor=False)),
        )

    @property
    def solo(self) -> Path:
        """The profile without an organisation."""
        return self.data / SOLO

    @property
    def solo_server(self) -> Path:
        """The data of the server that runs inside the app."""
        return self.solo / "server"

    def server(self, address: str) -> Path:
        """The folder of a named server, with one folder for each account inside."""
        return self.data / _slug(address)


def make_private(folder: Path) -> None:
    """Make the folder, and those above it that are missing, readable by the learner alone. Raises OSError."""
    missing = [it for it in (folder, *folder.parents) if not it.exists()]
    for it in reversed(missing):
        it.mkdir(mode=0o700, exist_ok=True)


def _slug(address: str) -> str:
    """A folder name that tells the address to people, and keeps it apart from all others."""
    from hashlib import sha256  # late: for named servers alone

    told = re.sub(r"[^A-Za-z0-9.-]+", "_", address.removeprefix("https://")).strip("._")[:60]
    return f"{told}-{sha256(address.rstrip('/').encode()).hexdigest()[:8]}"
