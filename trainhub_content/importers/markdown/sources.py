"""One Markdown file as found: its front matter, its title, its text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from trainhub_content.faults import ContentRefused
from trainhub_content.importers.names import words_of
from trainhub_content.importers.packages import Package
from trainhub_content.importers.pages import html_of, line
from trainhub_content.importers.report import Report
from trainhub_content.importers.texts import text_in
from trainhub_content.reading import document_of

ENDINGS = (".md", ".markdown", ".mdx")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"^#[ \t]+(\S[^\n]*)$", re.M)
_UNDERLINED = re.compile(r"\A\n*([^\n#>|-][^\n]*)\n=+\s*\n")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*)[.)\s_-]+(?=\D)")
_NAME = re.compile(r"\{[#.:][^{}]*\}\s*$")
_FENCE = ("```", "~~~")
_ORDERS = ("weight", "order", "sidebar_position", "nav_order", "sidebar_order")
FIRST = {"readme", "index", "_index", "overview", "introduction", "intro"}


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    """`name` is the member; `text` is below the front matter."""

    name: str
    title: str
    text: str
    front: Mapping[str, object]

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def folder(self) -> str:
        parent = PurePosixPath(self.name).parent.as_posix()
        return "" if parent == "." else parent

    @property
    def place(self) -> tuple[bool, float]:
        """Where the page stands in its folder, apart from its name: what begins it, then by the number that the front matter gives."""
        number = next((value for key in _ORDERS if isinstance(value := self.front.get(key), int | float)), None)
        return self.stem.lower() not in FIRST, float("inf") if number is None else float(number)


def is_markdown(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def source_of(package: Package, name: str, report: Report) -> MarkdownSource:
    """Raises MemberRefused where the file cannot be read."""
    text, said = text_in(package.read(name))
    if said:
        report.note(name, said)
    front: Mapping[str, object] = {}
    if found := _FRONT.match(text):
        text = text[found.end() :]
        front = _front(found[1], name, report)
    return MarkdownSource(name, _title(name, text, front), text, front)


def _front(yaml: str, name: str, report: Report) -> Mapping[str, object]:
    if not yaml.strip():
        return {}
    try:
        data = document_of(name, yaml, first_line=2).data
    except ContentRefused as refused:
        report.note(name, f"Its front matter cannot be read: {refused.faults[0].reason}", is_loss=True)
        return {}
    return data if isinstance(data, dict) else {}


def _title(name: str, text: str, front: Mapping[str, object]) -> str:
    bare = _without_code(text)
    found = _UNDERLINED.match(bare) or _TITLE.search(bare)
    if found and (title := line(html_of(_NAME.sub("", found[1].rstrip("# "))))):
        return title
    if isinstance(front.get("title"), str):
        return line(str(front["title"]))
    path = PurePosixPath(name)
    return words_of(_NUMBER.sub("", path.stem if path.stem.lower() not in FIRST else path.parent.name or path.stem))


def _without_code(text: str) -> str:
    kept, fence = [], ""
    for row in text.split("\n"):
        mark = row.lstrip()[:3]
        if mark in _FENCE and fence in ("", mark):
            fence = "" if fence else mark
        elif not fence:
            kept.append(row)
    return "\n".join(kept)
