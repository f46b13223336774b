"""A laptop whose server told hostile text in every field, and what must never be written to a terminal."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.builders import hub_with, learner, sample_catalogue, still
from tests.naughty import chunks, hostile, naughty
from trainhub_core.models.base import Fact
from trainhub_core.models.webinars import Webinar
from trainhub_tui.config import Config

SERVER = "https://training.example.org"
CSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
CUT_SHORT = re.compile(r"\x1b(\[[0-?]*[ -/]*)?$")
OWN_KINDS = frozenset("mHhlup")
"""Final letters of the sequences that the app itself writes: colours, places, modes."""
OWN_POINTER = "\x1b]22;default\x07"
FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Control characters, C1, bidi controls, and what is not seen."""


def hostile_home(home: Path) -> Sequence[str]:
    """Fill the cache under `home`, as a named server without shame would; the texts that were told. The webinars are still to come."""
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(f'server = "{SERVER}"\n', "utf-8")
    texts = [text.encode("utf-8", "replace").decode() for text in naughty()]  # SQLite keeps no lone surrogates
    now = datetime.now(UTC)
    facts = tuple(_upcoming(fact, now) for fact in (*sample_catalogue(), learner()))
    lesson = "# Lesson\n\n" + "\n\n".join(texts)
    hub = hub_with(
        *hostile(facts, chunks(texts)), home=home, clock=still(now), config=Config(server=SERVER), texts={"referral-strategies/one": lesson}
    )
    hub.close()
    return texts


def foreign(raw: bytes) -> list[str]:
    """What was written to the terminal and is not the app's own: any sequence but colours, places and modes, any control character."""
    text = CUT_SHORT.sub("", raw.decode("utf-8", "replace").replace(OWN_POINTER, ""))
    strange = [found for found in CSI.findall(text) if found[-1] not in OWN_KINDS]
    rest = CSI.sub("", text)
    return strange + [f"{match[0]!a} in {rest[max(0, match.start() - 20) : match.end() + 20]!a}" for match in FOREIGN.finditer(rest)]


def _upcoming(fact: Fact, now: datetime) -> Fact:
    return fact.model_copy(update={"starts": now + timedelta(days=3)}) if isinstance(fact, Webinar) else fact
