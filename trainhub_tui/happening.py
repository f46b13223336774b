"""A learning event of now, as this laptop numbers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from trainhub_core.identity import uuid7
from trainhub_core.models.learning import Event, EventType

if TYPE_CHECKING:
    from trainhub_tui.hub import Hub


def event_of(hub: Hub, kind: EventType, object_id: str, details: Mapping[str, object]) -> Event:
    """`details` are fields of Event; course and version come from the catalogue where they are not given. Raises CannotSave."""
    now = hub.now()
    course_id = str(details.get("course_id") or object_id.partition("/")[0])
    course = hub.catalogue().courses.get(course_id)
    given: dict[str, object] = {
        "id": uuid7(now),
        "device": hub.journal.device,
        "sequence": hub.journal.next_sequence(),
        "type": kind,
        "object": object_id,
        "course_id": course_id if course_id != object_id else None,
        "version": course.version if course else 1,
        "at": now,
        "zone": hub.zone,
    }
    return Event.model_validate({**given, **details})
