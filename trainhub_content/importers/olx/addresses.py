"""Addresses as Open edX writes them, as members of the package."""

import posixpath
import re
from urllib.parse import unquote

from trainhub_content.importers.olx.trees import Block
from trainhub_content.importers.packages import Package
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report

_STATIC = re.compile(r"(?:https?://[^/]+)?/?(?:static/|asset-v1:[^@]+\+type@asset\+block[@/]|c4x/[^/]+/[^/]+/asset/)(?P<name>[^?#]+)")
_JUMP = re.compile(
    r"(?:https?://[^/]+)?(?:/courses/[^/]+(?:/[^/]+/[^/]+)?)?/jump_to(?:_id)?/(?:i4x://[^/]+/[^/]+/[^/]+/|[^/]*@)?(?P<name>[^/?#@]+)"
)
UNITS = {"vertical", "html", "problem", "video"}


def references_of(course: Block, package: Package, report: Report) -> References:
    """The course's references: files of static/, and lessons by any block in them."""
    files = {block.name: block.file for block in course.blocks}
    lessons: dict[str, str] = {}
    for chapter in course.blocks:
        if chapter.kind == "vertical":
            for block in chapter.blocks:
                lessons.setdefault(block.file, chapter.key)
        elif chapter.kind in ("chapter", "sequential"):
            first = next((block for block in chapter.blocks if block.kind == "vertical"), None)
            if first is not None and chapter.file != first.file:
                lessons.setdefault(chapter.file, first.key)

    def within(address: str) -> str:
        if found := _JUMP.match(address):
            return f"/{files[found['name']]}" if found["name"] in files else address
        if found := _STATIC.match(address):
            return member_of(found["name"], course.root, package) or address
        return address

    return References(package, report, lessons, within)


def member_of(name: str, root: str, package: Package) -> str | None:
    """The address of a file of static/, whose folders are underscores or signs in a link: `a+b@c.png` for `a_b/c.png`."""
    plain = unquote(name)
    for spelled in (plain, plain.replace(" ", "_"), plain.replace("@", "/"), plain.replace("+", " ")):
        if package.resolve(address := f"/{posixpath.join(root, 'static', spelled)}"):
            return address
    return None
