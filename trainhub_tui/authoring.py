"""What authors do at a server: send packages, publish, roll back, withdraw, fetch (CONT-3). Raises as `api`; nothing of it is queued."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from trainhub_core.identity import uuid7
from trainhub_core.models.base import Order
from trainhub_core.models.publishing import Package, Publication, PublishPackage, RollBack, Withdraw
from trainhub_core.models.wire import Page
from trainhub_core.operations import ROOT
from trainhub_tui.api import Api

CONTENT = f"{ROOT}/content"


class Authoring:
    """One server, by whatever way it is reached."""

    def __init__(self, api: Callable[[], Api]) -> None:
        self._api = api

    def send(self, package: Path) -> Package:
        """Send a package; it is a draft from then on. Raises Faulty with every fault that the server finds."""
        return self._api().upload(Package, f"{CONTENT}/packages", package)

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

    def _told(self, path: str, order: Order) -> str:
        key = uuid7(datetime.now(UTC))
        return self._api().send("POST", f"{CONTENT}/{path}", order.model_dump_json(), key).sentence
