"""What a package in the browser (SCORM 1.2, 2004) tells of its learner. Bounded, for it is the package's word."""

from typing import Annotated, Literal

from pydantic import Field

from trainhub_core.models.base import Fact, Moment, Order

Word = Annotated[str, Field(max_length=40)]
Kept = Annotated[str, Field(max_length=65_536)]


class Reported(Order):
    """One commit. `sequence` counts within an opening; `status` and `success` are the package's words, `raw`, `least`, `most` and `scaled`
    its score as it wrote them; `location` and `suspended` are its bookmark; `is_over` once it has ended."""

    api: Literal["1.2", "2004"]
    sequence: int = Field(ge=0, le=10**9)
    status: Word = ""
    success: Word = ""
    raw: Word = ""
    least: Word = ""
    most: Word = ""
    scaled: Word = ""
    location: Kept = ""
    suspended: Kept = ""
    is_over: bool = False


class Left(Fact):
    """Where a package was left on this laptop, and how it stood."""

    api: str = ""
    location: str = ""
    suspended: str = ""
    status: str = ""
    score: tuple[int, int] | None = None
    at: Moment
