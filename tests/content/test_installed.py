"""What is installed by a lock runs: nothing that is shipped imports a package which only developers have. Source: API-5, the README."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = """
import importlib, pkgutil, sys
from importlib.metadata import packages_distributions
locked, places = set(sys.argv[1].split()), sys.argv[2].split()
normal = lambda name: name.lower().replace("_", "-").replace(".", "-")
absent = {module for module, of in packages_distributions().items() if not {normal(it) for it in of} & locked}

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
for place in places:
    found = importlib.import_module(place)
    for it in pkgutil.walk_packages(getattr(found, "__path__", ()), f"{place}."):
        if not it.name.endswith("__main__") and not it.name.startswith("trainhub_content.made"):
            importlib.import_module(it.name)
"""


@pytest.mark.parametrize(
    ("lock", "places"),
    [
        ("run.txt", "trainhub_core trainhub_content trainhub_tui trainhub_server.embedded trainhub_server.app"),
        ("server.txt", "trainhub_core trainhub_content trainhub_server"),
    ],
)
def test_what_a_lock_installs_is_all_that_is_imported(lock: str, places: str) -> None:
    """The README: `content publish` works after `make run`, and at a server as docs/operating.md installs it.

    What makes the starter pack's videos and Office files (`trainhub_content.made`) is for developers."""
    pinned = re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==", (ROOT / "requirements" / lock).read_text("utf-8"), re.MULTILINE)
    names = " ".join([*pinned, "trainhub"])
    done = subprocess.run([sys.executable, "-c", CODE, names, places], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
