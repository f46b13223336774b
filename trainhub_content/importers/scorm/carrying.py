"""A package as one zip for the browser: the same bytes for the same files, whatever it came as."""

import posixpath
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from trainhub_content.importers.drafts import DraftPackage
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.references import References

MOST_CARRIED = 128 * 2**20
_THEN = (1980, 1, 1, 0, 0, 0)
_LEFT = (".exe", ".dll", ".msi", ".bat", ".cmd", ".com", ".scr", ".sh", ".ps1", ".vbs", ".jar", ".apk", ".swf", ".php")


class Carrying:
    """The package's files, packed once; `home` is the folder of its manifest."""

    def __init__(self, package: Package, references: References, manifest: str) -> None:
        self.package, self.references, self.manifest = package, references, manifest
        self.home = posixpath.dirname(manifest)
        self.address = ""

    def launched(self, member: str, query: str, mark: int | None) -> DraftPackage:
        """The package opened at this page. Raises MemberRefused."""
        self.address = self.address or self.references.bring_bytes(self._packed(), "zip", self.manifest, "package")
        return DraftPackage(self.address, posixpath.relpath(member, self.home or ".") + query, mark)

    def _packed(self) -> bytes:
        names = [name for name in self.package.under(self.home) if not name.lower().endswith(_LEFT)]
        total = sum(self.package.size(name) for name in names)
        if total > MOST_CARRIED:
            raise MemberRefused(f"Its package has {total:,} bytes; {MOST_CARRIED:,} are the most for a lesson in the browser.")
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name in sorted(names):
                info = ZipInfo(posixpath.relpath(name, self.home or "."), _THEN)
                info.compress_type = ZIP_DEFLATED
                archive.writestr(info, self.package.read(name, MOST_CARRIED))
        return packed.getvalue()


def query_of(href: str, parameters: str) -> str:
    """What follows the page's name in its address: the manifest states it in two places."""
    stated = [href.partition("#")[0].partition("?")[2], parameters.strip().lstrip("?&").partition("#")[0]]
    joined = "&".join(part for part in stated if part)
    return f"?{joined}" if joined else ""
