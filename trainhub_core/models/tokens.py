"""Personal access tokens as their owner sees them."""

from enum import StrEnum

from pydantic import Field

from trainhub_core.models.base import Fact, Id, Line, Moment, Order


class Scope(StrEnum):
    """What a token may be used for; roles may allow less."""

    READ = "read"
    WRITE = "write"
    AUTHOR = "author"
    ADMIN = "admin"


class AccessToken(Fact):
    """A token that was given out, by the id that names it. `token` is told once, by the answer that made it."""

    token_id: Id
    scopes: tuple[Scope, ...]
    created: Moment
    expires: Moment | None = None
    token: Line = ""


class AccessTokens(Fact):
    """All of the caller's, the oldest first."""

    tokens: tuple[AccessToken, ...] = ()


class NewToken(Order):
    """Make a token of one's own, for no more than one may do oneself."""

    scopes: tuple[Scope, ...] = Field(default=(Scope.READ, Scope.WRITE), min_length=1, max_length=len(Scope))
    days: int | None = Field(default=None, ge=1, le=3650)


class RevokeToken(Order):
    """Take a token of one's own back."""

    token_id: Id
