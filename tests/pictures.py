"""The README's pictures, taken by the app of itself with the demo's history: `make pictures`."""

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

from tests.app.driving import press, settle
from tests.app.pack_world import pack_hub
from trainhub_tui.app import TrainhubApp
from trainhub_tui.config import Config

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = (120, 40)
KEYS = {"home": (), "learn": ("2",), "webinars": ("3",), "library": ("4",), "lesson": ("c",)}
"""The keys that open each page from Home."""
FOREIGN = re.compile(r"\s*@font-face\s*\{[^}]*\}|<!--.*?-->", re.DOTALL)
NAMES = re.compile(r"terminal-\d+")


async def picture(home: Path, name: str) -> str:
    """One page as SVG, which asks no other server for anything."""
    hub = pack_hub(home)
    app = TrainhubApp(hub, Config(zone="Europe/Berlin"))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, *KEYS[name])
        app.clear_notifications()
        await settle(pilot)
        drawn = app.export_screenshot(title="trainhub")
    hub.close()
    return FOREIGN.sub("", NAMES.sub(f"trainhub-{name}", drawn)).strip() + "\n"


def main() -> int:
    """Write every picture; says which have changed."""
    os.environ["COLORTERM"] = "truecolor"  # whatever terminal this is
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in KEYS:
        file = PICTURES / f"{name}.svg"
        with tempfile.TemporaryDirectory() as home:
            fresh = asyncio.run(picture(Path(home), name))
        if "http" in fresh.replace("http://www.w3.org/", ""):
            sys.stderr.write(f"docs/pictures/{name}.svg would ask another server for something.\n")
            return 1
        if not file.exists() or file.read_text("utf-8") != fresh:
            file.write_text(fresh, "utf-8")
            print(f"docs/pictures/{name}.svg written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
