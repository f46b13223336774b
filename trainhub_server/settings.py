"""How a server is to run. Clock and chance come in here."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.base import Fact
from trainhub_core.models.learning import Event
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.scenario import Scenario
from trainhub_core.models.webinars import Webinar
from trainhub_server.database.face import Database
from trainhub_server.file_settings import Bucket, Cdn
from trainhub_server.jwt_settings import JwtSettings
from trainhub_server.mail_settings import MailSettings
from trainhub_server.running_settings import Running

Clock = Callable[[], datetime]
SOLO_LEARNER = "me"


class Pack(Protocol):
    """What a starter pack brings."""

    @property
    def version(self) -> str: ...

    @property
    def facts(self) -> Sequence[Fact]: ...

    @property
    def texts(self) -> Mapping[str, str]:
        """Markdown by lesson id."""
        ...

    @property
    def quizzes(self) -> Mapping[str, Quiz]:
        """By lesson id too, as are the scenarios."""
        ...

    @property
    def scenarios(self) -> Mapping[str, Scenario]: ...

    @property
    def model_answers(self) -> Mapping[str, str]:
        """Markdown by lesson id, of exercises."""
        ...

    def webinars_at(self, now: datetime, /) -> Sequence[Webinar]:
        """The pack's webinars, planned for somebody who starts now."""
        ...

    def open_file(self, sha256: str, /) -> bytes | Path:
        """A resource's file."""
        ...


DemoHistory = Callable[[Catalogue, datetime, str], Sequence[Event]]


@dataclass(frozen=True, slots=True)
class Solo:
    """The one learner of a server that runs for a single person, and the token that proves it is them."""

    token: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests an account may make: `burst` at once, then `per_second`."""

    per_second: float = 20.0
    burst: int = 400


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is a file's path or a `postgresql://` address; without a `rate` or a `kept` there is no such limit."""

    database: str
    files: Path | Bucket
    solo: Solo | None = None
    pack: Callable[[], Pack] | None = None
    demo: DemoHistory | None = None
    rate: Rate | None = Rate()
    kept: Rate | None = Rate(per_second=1_000, burst=50_000_000)
    """How many bytes of changes and of their answers each account may have kept by one process."""
    jwt: JwtSettings | None = None
    mail: MailSettings | None = None
    cdn: Cdn | None = None
    running: Running = field(default_factory=Running)
    traced: Callable[[Database], Database] | None = None
    """What puts spans around the database's units of work, where traces are wished for."""
    migrate: bool = True
    migration_database: str | None = None
    """The same database as who owns its tables, where `database` signs in as somebody who may do less."""
    link_life: timedelta = timedelta(minutes=15)
    stream_life: timedelta = timedelta(hours=2)
    """A player asks for parts of a video as long as it plays; after that it asks for a new address."""
    package_bytes: int = 512 * 2**20
    """The largest package that an author may send."""
    upload_bytes: int = 4 * 2**30
    """The largest file that an author may upload in parts."""
    upload_part: int = 8 * 2**20
    """How many bytes every part of it has but the last."""
    clock: Clock = lambda: datetime.now(UTC)
    random_hex: Callable[[int], str] = secrets.token_hex
