"""What authors do at a server: send, publish, roll back, withdraw, fetch. Raises as `api`; nothing is queued. Source: CONT-3, CONT-4."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from trainhub_core.identity import uuid7
from trainhub_core.models.base import Order
from trainhub_core.models.publishing import Package, Publication, PublishPackage, RollBack, Withdraw
from trainhub_core.models.uploads import PublishResource, StartUpload, Upload, UploadedFile
from trainhub_core.models.wire import Page
from trainhub_core.operations import ROOT
from trainhub_tui.api import Api
from trainhub_tui.troubles import ServerTrouble

CONTENT = f"{ROOT}/content"
TRIES = 3


class Authoring:
    """One server, by whatever way it is reached."""

    def __init__(self, api: Callable[[], Api]) -> None:
        self._api = api

    def send(self, package: Path) -> Package:
        """Send a package; it is a draft from then on. Raises Faulty with every fault that the server finds."""
        return self._api().upload(Package, f"{CONTENT}/packages", package)

    def send_file(self, path: Path, told: Callable[[int, int], None] = lambda done, of: None) -> str:
        """Send a file in parts, those alone that the server has not; its SHA-256. `told` gets how many are there, and of how many.

        Raises OSError, and Refused with the server's sentence where the file is not what its name says."""
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            order = StartUpload(sha256=sha256, size=path.stat().st_size, name=path.name)
            upload = self._api().begin(Upload, f"{CONTENT}/uploads", order.model_dump_json())
            if upload.is_kept:
                return sha256
            missing = sorted(set(range(1, upload.parts + 1)) - set(upload.have))
            for number in missing:
                file.seek((number - 1) * upload.part_bytes)
                self._send_part(upload, number, file.read(upload.part_bytes))
                told(upload.parts - len(missing) + missing.index(number) + 1, upload.parts)
        self._api().begin(UploadedFile, f"{CONTENT}/uploads/{quote(upload.upload_id, safe='')}/finish")
        return sha256

    def publish_file(self, order: PublishResource) -> str:
        """Offer a file that was sent as a resource; the server's sentence."""
        told = order.model_dump_json(exclude_none=True)
        return self._api().send("PUT", f"{CONTENT}/resources", told, uuid7(datetime.now(UTC))).sentence

    def publish(self, sha256: str) -> str:
        """Offer what a package holds; the server's sentence."""
        return self._told("publish", PublishPackage(sha256=sha256))

    def roll_back(self, course_id: str, version: int | None) -> str:
        """Offer an earlier version again; the one before where no number is given."""
        return self._told(f"courses/{quote(course_id, safe='')}/rollback", RollBack(version=version))

    def withdraw(self, course_id: str, withdrawn: bool) -> str:
        """Offer a course to nobody new, or to everybody again."""
        return self._told(f"courses/{quote(course_id, safe='')}/withdraw", Withdraw(withdrawn=withdrawn))

    def versions(self, course_id: str | None = None) -> Iterator[Publication]:
        """Every version of a course, or of all, the newest first; fetched as they are asked for."""
        path = f"{CONTENT}/courses/{quote(course_id, safe='')}/versions" if course_id else f"{CONTENT}/versions"
        offset: int | None = 0
        while offset is not None:
            page = self._api().ask(Page[Publication], path, offset=str(offset), limit="100")
            yield from page.items
            offset = page.next

    def fetch(self, sha256: str, target: Path) -> None:
        """A package as it was sent, into a new file."""
        self._api().save(f"{CONTENT}/packages/{quote(sha256, safe='')}", target)

    def _send_part(self, upload: Upload, number: int, content: bytes) -> None:
        """A part that breaks off on its way is sent again."""
        path = f"{CONTENT}/uploads/{quote(upload.upload_id, safe='')}/parts/{number}"
        for tries in range(TRIES):
            try:
                self._api().put_bytes(path, content, sha256=hashlib.sha256(content).hexdigest())
                return
            except ServerTrouble:
                if tries == TRIES - 1:
                    raise

    def _told(self, path: str, order: Order) -> str:
        key = uuid7(datetime.now(UTC))
        return self._api().send("POST", f"{CONTENT}/{path}", order.model_dump_json(), key).sentence
