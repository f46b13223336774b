"""Addresses as Common Cartridge and Canvas write them, as members of the package."""

import posixpath
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from trainhub_content.importers.cartridge.manifests import Manifest
from trainhub_content.importers.packages import Package
from trainhub_content.importers.qti.addresses import FILE_BASE, address_of, based, file_of

WIKI, OBJECT, COURSE = "wiki_reference", "canvas_object_reference", "canvas_course_reference"


def within_cartridge(package: Package, manifest: Manifest, named: Mapping[str, str]) -> Callable[[str], str]:
    """Turns the system's own addresses into members'; `named` are members by what a resource, an item or a module is called."""

    def within(address: str) -> str:
        found = based(address)
        if found is None:
            return address
        word, rest = found
        if word in FILE_BASE:
            return file_of(rest, package, manifest.root) or f"/{rest}"
        last = unquote(posixpath.basename(rest.partition("#")[0].partition("?")[0].rstrip("/")))
        if word == WIKI and (page := package.resolve(address_of(posixpath.join(manifest.root, "wiki_content", f"{last}.html")))):
            return address_of(page)
        if word in (WIKI, OBJECT, COURSE) and last in named:
            return address_of(named[last])
        return f"/{rest}"

    return within
