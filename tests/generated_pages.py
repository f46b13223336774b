"""The generated pages of docs/: written by `make pages`, compared by `make check` and by a test."""

import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
SCHEMAS = (
    *("course", "lesson", "document", "library", "categories", "skills", "paths", "certifications", "badges", "webinars", "challenges"),
)
PAGES = {
    "KEYS.md": [sys.executable, "-m", "trainhub_tui.verbs"],
    "CLI.md": [sys.executable, "-m", "trainhub_tui.cli.pages"],
    **{f"schemas/{kind}.json": [sys.executable, "-m", "trainhub_content.schemas", kind] for kind in SCHEMAS},
    "settings.md": [sys.executable, "-m", "trainhub_server.setting_page"],
    "openapi.json": [sys.executable, "-m", "trainhub_server", "--openapi"],
}


def written(name: str) -> str:
    """The page as the code says it now."""
    return subprocess.run(PAGES[name], check=True, capture_output=True, text=True, encoding="utf-8").stdout


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which are stale."""
    stale = [name for name in PAGES if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != written(name)]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/{name} is stale: make pages")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(written(name), "utf-8")
        print(f"docs/{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
