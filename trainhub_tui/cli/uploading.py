"""trainhub content upload: one file for the library, of this computer or of a server (CONT-4)."""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from trainhub_core.models.uploads import PublishResource
from trainhub_tui.authoring import Authoring
from trainhub_tui.cli.answer import Answer, Json, Say
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session

PLACES = ("title", "group", "collection", "category")


def upload(session: Session) -> Answer:
    """Send what is missing of it, then offer it."""
    path = Path(session.choices.text("file")).expanduser()
    if not path.is_file():
        raise Refusal(f"There is no file {path}.")
    order = _order(session, path)
    try:
        sha256, size = Authoring(session.hub.reach).send_file(path), path.stat().st_size
    except OSError as fault:
        raise Refusal(f"{path} cannot be read: {fault.strerror}.") from None
    sentence = Authoring(session.hub.reach).publish_file(order.model_copy(update={"sha256": sha256}))
    session.hub.sync_now()
    facts: dict[str, Json] = {"state": "published", "sentence": sentence, "resource_id": order.resource_id, "sha256": sha256, "size": size}
    return Answer(facts, (Say(sentence, Role.DONE),))


def _order(session: Session, path: Path) -> PublishResource:
    """What is to be offered; its hash is known later. Raises Refusal."""
    told = {name: text for name in PLACES if (text := session.choices.text(name))}
    plain = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    try:
        return PublishResource.model_validate(
            {"resource_id": session.choices.text("as") or plain, "sha256": "0" * 64, "name": path.name, **told}
        )
    except ValidationError as refused:
        (field, *_), *_ = (error["loc"] for error in refused.errors())
        if field in PLACES:
            raise Refusal(f"What --{field} says is too long, or no id.", Status.USAGE) from None
        raise Refusal("An id has letters, digits, hyphens, dots and slashes; say one with --as.", Status.USAGE) from None


HANDLERS: Mapping[str, Handler] = {"content upload": upload}
