"""What every model is made of: frozen facts, cleaned text, moments in UTC."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import core_schema

from trainhub_core.text import clean, clean_line


class Fact(BaseModel):
    """A frozen statement on the wire. Fields a newer server adds are ignored; the schema is built when first used (start-up)."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Order(BaseModel):
    """A frozen request body. Unknown fields are refused (mass assignment)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def in_utc(moment: datetime) -> datetime:
    """Raises ValueError for one whose zone takes it out of the calendar."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("A moment is of the years 1 to 9999, in UTC too.") from None


RFC_3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})")
"""A date and time with its zone; the seconds may be left out."""


def told_in_text(told: object) -> datetime:
    """Raises ValueError for what is no date and time with its zone: a number is none, also not as text."""
    if not isinstance(told, str) or not RFC_3339.fullmatch(told):
        raise ValueError("A moment is a date and a time with its zone, as in 2026-03-02T09:30:00Z.")
    try:
        return in_utc(datetime.fromisoformat(told.upper()))
    except ValueError:
        raise ValueError("A moment is of the years 1 to 9999, in UTC too, on a day and at a time that there are.") from None


class ToldInText:
    """Has moments in JSON read by `told_in_text`."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.json_or_python_schema(core_schema.no_info_plain_validator_function(told_in_text), handler(source))


Moment = Annotated[
    Annotated[AwareDatetime, AfterValidator(in_utc)], ToldInText(), WithJsonSchema({"type": "string", "format": "date-time"})
]
Line = Annotated[str, Field(max_length=400), AfterValidator(clean_line)]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(clean)]
LongText = Annotated[str, Field(max_length=10_000_000), AfterValidator(clean)]
ID = r"^[A-Za-z0-9][A-Za-z0-9._/-]*$"
LONGEST_ID = 160
Id = Annotated[str, Field(min_length=1, max_length=LONGEST_ID, pattern=ID)]
Address = Annotated[str, Field(max_length=2_000, pattern=r"^https://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[!#-;=?-\[\]_a-z~]*)?$")]
"""An https address without credentials in it."""
EMAIL = (
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}){0,31}@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$"
)
Email = Annotated[str, Field(max_length=254, pattern=EMAIL)]
"""An e-mail address in ASCII, of a domain with a dot."""
Minutes = Annotated[int, Field(ge=0, le=100_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
MOST_NUMBER = 1_000_000_000
"""The largest number in content, a version's too: every database and every reader of JSON holds it."""
Version = Annotated[int, Field(ge=1, le=MOST_NUMBER)]

Span = tuple[int, int]
"""A half-open interval of whole seconds, start < end."""
Spans = tuple[Span, ...]
"""Spans in order, neither touching nor overlapping."""

DatedSpan = tuple[int, int, int]
"""A half-open interval of whole seconds and a moment (epoch seconds)."""
DatedSpans = tuple[DatedSpan, ...]
"""Such spans in order, not overlapping; those that touch have other moments."""
