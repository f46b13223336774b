"""The compiled starter pack, read from package data: facts, texts, files. Made by `python -m trainhub_content.build`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from trainhub_content.pack.planned import PlannedWebinar
from trainhub_core.feed import fact_of
from trainhub_core.models.base import Fact
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.scenario import Scenario
from trainhub_core.models.webinars import Webinar

CATALOGUE = "catalogue.json"
FILES = "files"


@dataclass(frozen=True)
class Pack:
    """What a hub starts with. `facts` are of every shared kind but webinars, `texts` Markdown by lesson id.

    `quizzes` and `scenarios` are by lesson id too; the text of such a lesson is what stands before them.

    `version` changes with the content and with nothing else."""

    version: str
    facts: tuple[Fact, ...]
    texts: Mapping[str, str]
    quizzes: Mapping[str, Quiz]
    scenarios: Mapping[str, Scenario]
    planned: tuple[PlannedWebinar, ...]
    folder: Traversable
    model_answers: Mapping[str, str] = field(default_factory=dict)
    """Of exercises, Markdown by lesson id."""

    def webinars_at(self, now: datetime) -> tuple[Webinar, ...]:
        """The webinars of a hub first started at this moment."""
        return tuple(webinar.at(now) for webinar in self.planned)

    def open_file(self, sha256: str) -> bytes:
        """The bytes of a resource's file. Raises FileNotFoundError for a hash that no resource has."""
        return (self.folder / FILES / sha256).read_bytes()


@cache
def starter_pack() -> Pack:
    """The pack that trainhub comes with. Read when first asked for, as a learner's start does not need it."""
    return pack_in(files(__name__) / "data")


def pack_in(folder: Traversable) -> Pack:
    """The compiled pack in this folder."""
    return pack_of((folder / CATALOGUE).read_bytes(), folder)


def pack_of(told: bytes, folder: Traversable) -> Pack:
    """The pack that a compiled catalogue tells of; `folder` is where its files are."""
    catalogue = json.loads(told)
    return Pack(
        version=catalogue["version"],
        facts=tuple(fact_of(kind, body) for kind, bodies in catalogue["facts"].items() for body in bodies),
        texts=catalogue["texts"],
        quizzes={lesson_id: Quiz.model_validate(body) for lesson_id, body in catalogue["quizzes"].items()},
        scenarios={lesson_id: Scenario.model_validate(body) for lesson_id, body in catalogue["scenarios"].items()},
        planned=tuple(PlannedWebinar.model_validate(body) for body in catalogue["webinars"]),
        folder=folder,
        model_answers=catalogue.get("model_answers", {}),
    )
