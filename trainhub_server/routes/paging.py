"""Query parameters that lists share."""

from typing import Annotated

from fastapi import Query

Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many items to skip")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many items to send at most")]
Words = Annotated[str, Query(max_length=200, description="Words that all must occur")]
