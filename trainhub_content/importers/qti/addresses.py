"""Addresses as QTI and Common Cartridge packages write them: a word between dollars stands for a folder."""

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from trainhub_content.importers.packages import Package

FILE_BASE = {"ims-cc-filebase", "ims_cc_file_base", "imscc-filebase"}
FOLDERS = ("web_resources/", "")
"""Where the files of a package lie, tried in turn."""
_BASED = re.compile(r"(?:\$|%24)([A-Za-z_-]+?)(?:\$|%24)/*(.*)", re.S)


def based(address: str) -> tuple[str, str] | None:
    """The word between dollars in lower case and what follows, None where the address has none."""
    found = _BASED.match(address)
    return (found[1].lower(), found[2]) if found else None


def file_of(rest: str, package: Package, root: str = "") -> str | None:
    """The member, as an address, of what follows the word for files; `root` is the folder of the manifest."""
    path = unquote(rest.partition("#")[0].partition("?")[0])
    for folder in FOLDERS:
        if path and (member := package.resolve(address_of(posixpath.join(root, folder, path)))):
            return address_of(member)
    return None


def within_package(package: Package) -> Callable[[str], str]:
    """Turns addresses of files into those of members; others stay."""

    def within(address: str) -> str:
        found = based(address)
        if found is None or found[0] not in FILE_BASE:
            return address
        return file_of(found[1], package) or f"/{found[1]}"

    return within


def address_of(member: str) -> str:
    """A member as an address from the package's top."""
    return "/" + member.replace("%", "%25").replace("#", "%23").replace("?", "%3F")
