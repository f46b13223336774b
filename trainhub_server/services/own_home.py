"""What Home says of one learner alone, as text with holes for what everybody shares and changes: seats of webinars, ratings.

JSON holds no byte 0, so that one stands between the parts."""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.learning import Learner, LearnerState
from trainhub_core.models.views import Dashboard
from trainhub_core.models.webinars import Webinar
from trainhub_core.rules.certification import completions
from trainhub_core.rules.feedback import asks_change_at
from trainhub_core.rules.offering import offered
from trainhub_core.rules.record import zone_of
from trainhub_core.views.dashboard import WEBINARS_ON_HOME, coming, seat_card, webinar_row, without_webinars

HOLES = re.compile(rb'"rating":\d+,"ratings":\d+|"webinars":\[\]')
"""No text of a fact looks like them: a quotation mark in it is written with a backslash."""
HOLE = b"\0"
NOBODY = LearnerState(learner=Learner(id="nobody", name=""))
FAST, RAW, MEMORY = 3, -15, 8  # zlib's: how hard it tries, that no header is written, what it may use


@dataclass(frozen=True, slots=True)
class OwnHome:
    """`modules` are the courses on the path, whose ratings go into the first holes; `seats` are JSON, by webinar."""

    modules: Sequence[str]
    pieces: Sequence[bytes]
    seats: Mapping[str, bytes]

    @classmethod
    def of(cls, home: Dashboard, state: LearnerState) -> Self:
        """Of a Home without webinars."""
        modules = [row.id for row in home.path.modules] if home.path else []
        seats = {id_: seat_card(held).model_dump_json().encode() for id_, held in state.registrations.items()}
        return cls(modules, HOLES.split(home.model_dump_json().encode()), seats)

    def whole(self, catalogue: Catalogue, now: datetime) -> bytes:
        """The learner's Dashboard as JSON, with the seats and ratings of this catalogue."""
        texts = catalogue.once(_WebinarTexts)
        rows = [texts.row(webinar, self.seats.get(webinar.id)) for webinar in coming(catalogue, now, WEBINARS_ON_HOME)]
        courses = [catalogue.courses[id_] for id_ in self.modules]
        filled = [*[b'"rating":%d,"ratings":%d' % (it.rating, it.ratings) for it in courses], b'"webinars":[%s]' % b",".join(rows)]
        return b"".join([part for pair in zip(self.pieces, [*filled, b""], strict=True) for part in pair])

    def packed(self, common: bytes) -> bytes:
        """Small, to be kept; `common` is what such texts have in common."""
        seats = [part for id_, seat in self.seats.items() for part in (id_.encode(), seat)]
        packing = zlib.compressobj(FAST, zlib.DEFLATED, RAW, MEMORY, zlib.Z_DEFAULT_STRATEGY, common)
        return packing.compress(HOLE.join([" ".join(self.modules).encode(), *self.pieces, *seats])) + packing.flush()

    @classmethod
    def unpacked(cls, packed: bytes, common: bytes) -> Self:
        modules, *parts = zlib.decompressobj(RAW, common).decompress(packed).split(HOLE)
        ids = modules.decode().split()
        pieces, seats = parts[: len(ids) + 2], parts[len(ids) + 2 :]
        return cls(ids, pieces, {id_.decode(): seat for id_, seat in zip(seats[::2], seats[1::2], strict=True)})


class _WebinarTexts:
    """Rows of Home's webinars as JSON, without what is held: made once for a catalogue."""

    def __init__(self, _: Catalogue) -> None:
        self._begun: dict[str, bytes] = {}

    def row(self, webinar: Webinar, seat: bytes | None) -> bytes:
        begun = self._begun.get(webinar.id)
        if begun is None:
            begun = webinar_row(webinar, NOBODY).model_dump_json().encode().removesuffix(b"null}")
            self._begun[webinar.id] = begun
        return b"%s%s}" % (begun, seat or b"null")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time in which Home but for its webinars stays as it is: one day, in the learner's zone and in UTC, between two questions."""

    zone: str
    days: tuple[date, date]
    since: datetime | None
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        is_between = (self.since is None or self.since <= now) and (self.until is None or now < self.until)
        return is_between and self.days == _days(now, self.zone)


def made(catalogue: Catalogue, state: LearnerState, now: datetime) -> tuple[OwnHome, Stretch]:
    """A learner's own part of Home, and when it stands."""
    known = offered(catalogue, state.record)
    done = completions(known, state.record)
    home = without_webinars(known, state, done, now)
    moments = asks_change_at(known, state, done)
    since = max((it for it in moments if it <= now), default=None)
    until = min((it for it in moments if it > now), default=None)
    return OwnHome.of(home, state), Stretch(home.zone, _days(now, home.zone), since, until)


def common_to_all(catalogue: Catalogue, now: datetime) -> bytes:
    """What most of these texts consist of: the Home of somebody who has done nothing yet."""
    return b"".join(made(catalogue, NOBODY, now)[0].pieces)


def _days(now: datetime, zone: str) -> tuple[date, date]:
    return now.astimezone(zone_of(zone)).date(), now.date()
