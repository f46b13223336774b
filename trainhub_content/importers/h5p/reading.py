"""JSON of somebody else's, taken apart without trusting its shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trainhub_content.importers.packages import MemberRefused, Package, PackageRefused
from trainhub_content.importers.pages import line
from trainhub_content.importers.texts import text_in

INFO, CONTENT = "h5p.json", "content/content.json"
MOST_JSON = 16 * 2**20
Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One content: the library that shows it ("H5P.MultiChoice"), its parameters, its title, and the id that never changes."""

    library: str
    params: Shape
    title: str = ""
    id: str = ""


def home_of(package: Package) -> str | None:
    """The folder of the package, "" or with a slash, that holds an H5P content."""
    return next(
        (
            name.removesuffix(INFO)
            for name in package.names
            if name.rpartition("/")[2] == INFO and name.count("/") <= 1 and f"{name.removesuffix(INFO)}{CONTENT}" in package
        ),
        None,
    )


def shape_in(member: str, package: Package) -> Shape:
    """A JSON object. Raises PackageRefused with the reason where it is none."""
    try:
        text, _ = text_in(package.read(member, MOST_JSON))
        found = json.loads(text)
    except RecursionError:
        raise PackageRefused(f"{member} is nested too deep.") from None
    except MemberRefused as refused:
        raise PackageRefused(f"{member} cannot be read: {refused}") from None
    except ValueError as error:
        raise PackageRefused(f"{member} is not JSON ({line(str(error))[:120]}).") from None
    if not isinstance(found, dict):
        raise PackageRefused(f"{member} is not an object of JSON.")
    return found


def part_of(value: object) -> Part | None:
    """A content inside another: its library stands with a version ("H5P.Text 1.1")."""
    whole = shape(value)
    library = words(whole, "library").partition(" ")[0]
    if not library:
        return None
    title = words(shape(whole.get("metadata")), "title")
    return Part(library, shape(whole.get("params")), "" if title.startswith("Untitled") else line(title), words(whole, "subContentId"))


def shape(value: object) -> Shape:
    return value if isinstance(value, dict) else {}


def inside(value: object, *path: str) -> Shape:
    """The object at the end of this path, an empty one where it is not there."""
    for name in path:
        value = shape(value).get(name)
    return shape(value)


def words(value: Shape, name: str) -> str:
    """A text, "" where there is none."""
    found = value.get(name)
    return found.strip() if isinstance(found, str) else ""


def listed(value: Shape, name: str) -> Iterator[Shape]:
    """The objects of a list."""
    found = value.get(name)
    return (each for each in (found if isinstance(found, list) else ()) if isinstance(each, dict))


def texts(value: Shape, name: str) -> list[str]:
    """The texts of a list."""
    found = value.get(name)
    return [each for each in (found if isinstance(found, list) else ()) if isinstance(each, str)]


def number(value: Shape, name: str) -> float:
    """A number, 0 where there is none; what is no length of time is none."""
    found = value.get(name)
    is_one = isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found < 10**6
    return float(found) if is_one and found is not None else 0.0
