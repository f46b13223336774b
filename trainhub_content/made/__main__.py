"""`python -m trainhub_content.made videos|templates` makes what is stale; with `--again` everything."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from trainhub_content.faults import ContentRefused
from trainhub_content.made.making import TEMPLATES, VIDEOS, Maker, Workshop
from trainhub_content.made.office import office_file
from trainhub_content.made.scripts import script_of
from trainhub_content.made.tools import ToolMissing
from trainhub_content.made.video import video_of
from trainhub_content.made.voice import festival


def film(path: Path) -> Mapping[str, bytes]:
    """A video and its captions."""
    made = video_of(script_of(path), festival)
    return {f"{path.stem}.mp4": made.film, f"{path.stem}.vtt": made.captions.encode()}


KINDS: Mapping[str, tuple[Workshop, Maker]] = {"videos": (VIDEOS, film), "templates": (TEMPLATES, office_file)}


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 made, 1 a program is missing, 2 a source has faults."""
    parser = argparse.ArgumentParser(prog="python -m trainhub_content.made", description="Make the ready-made files of the starter pack.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--again", action="store_true", help="make everything, not only what is stale")
    given = parser.parse_args(arguments)
    workshop, maker = KINDS[given.kind]
    try:
        for name in workshop.make(maker, given.again):
            sys.stdout.write(f"{name}\n")
    except ToolMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    except (ContentRefused, ValueError) as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
