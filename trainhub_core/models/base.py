"""What every model is made of: frozen facts, cleaned text, moments in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

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


Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
Line = Annotated[str, Field(max_length=400), AfterValidator(clean_line)]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(clean)]
LongText = Annotated[str, Field(max_length=10_000_000), AfterValidator(clean)]
Id = Annotated[str, Field(min_length=1, max_length=160, pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$")]
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

Span = tuple[int, int]
"""A half-open interval of whole seconds, start < end."""
Spans = tuple[Span, ...]
"""Spans in order, neither touching nor overlapping."""

DatedSpan = tuple[int, int, int]
"""A half-open interval of whole seconds and a moment (epoch seconds)."""
DatedSpans = tuple[DatedSpan, ...]
"""Such spans in order, not overlapping; those that touch have other moments."""
