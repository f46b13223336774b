"""Why something was not done, as sentences with their status. Rules and services raise these; `problems` makes answers of them."""

from collections.abc import Mapping, Sequence

from trainhub_core.models.publishing import ContentFault


class Refusal(Exception):
    """An answer that says no. `sentence` is for the learner."""

    status = 500
    type = "about:blank"
    title = "Internal Server Error"

    def __init__(self, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.headers = dict(headers or {})


class SignedOut(Refusal):
    status, type, title = 401, "/problems/signed-out", "Signed out"

    def __init__(self) -> None:
        super().__init__("You are signed out: send a valid access token.", {"WWW-Authenticate": "Bearer"})


class Deactivated(Refusal):
    """Known, and let in no more. A 401 like being signed out: what waits on a laptop stays there."""

    status, type, title = 401, "/problems/deactivated", "Deactivated"

    def __init__(self) -> None:
        sentence = "Your organisation has ended your access; ask its administrator. What you did offline is kept on your laptop."
        super().__init__(sentence, {"WWW-Authenticate": "Bearer"})


class NotAllowed(Refusal):
    status, type, title = 403, "/problems/not-allowed", "Not allowed"


class NotThere(Refusal):
    """Not there, or not the caller's: the same answer, so that nothing is given away."""

    status, type, title = 404, "/problems/not-there", "Not there"


class Late(Refusal):
    """The body did not come; the connection is closed, because nobody knows what would come on it."""

    status, type, title = 408, "/problems/late", "Too late"

    def __init__(self) -> None:
        super().__init__("The request did not come in time; send it again.", {"Connection": "close"})


class Refused(Refusal):
    """A rule says no; asking again changes nothing."""

    status, type, title = 409, "/problems/refused", "Refused"


class InFlight(Refusal):
    status, type, title = 409, "/problems/in-flight", "In flight"

    def __init__(self) -> None:
        super().__init__("The same request is being worked on; ask again in a second.", {"Retry-After": "1"})


class Expired(Refusal):
    """It worked once, and asking for a new one helps."""

    status, type, title = 410, "/problems/expired", "Expired"


class TooLarge(Refusal):
    status, type, title = 413, "/problems/too-large", "Too large"


class NotSatisfiable(Refusal):
    status, type, title = 416, "/problems/range", "Range not satisfiable"


class Invalid(Refusal):
    status, type, title = 422, "/problems/invalid", "Invalid"


class ContentFaulty(Refusal):
    """A package does not pass the check; `faults` say where."""

    status, type, title = 422, "/problems/content", "Content has faults"

    def __init__(self, faults: Sequence[ContentFault]) -> None:
        first = f"{faults[0].file}:{faults[0].line}: {faults[0].reason}" if faults else ""
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"The content has faults. {first}{more}")
        self.faults = tuple(faults)


class KeyReused(Refusal):
    status, type, title = 422, "/problems/key-reused", "Key reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request; send a new key.")


class TooMany(Refusal):
    status, type, title = 429, "/problems/too-many", "Too many requests"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests; try again in {seconds} s.", {"Retry-After": str(seconds)})


class ManyStreams(Refusal):
    status, type, title = 429, "/problems/too-many-streams", "Too many streams"

    def __init__(self) -> None:
        super().__init__("Too many event streams of yours are open; close one, or ask for what changed instead.", {"Retry-After": "60"})


class NoMoreStreams(Refusal):
    status, type, title = 503, "/problems/no-more-streams", "Service unavailable"

    def __init__(self) -> None:
        super().__init__("The server keeps no more event streams just now; ask for what changed instead.", {"Retry-After": "60"})


class Busy(Refusal):
    status, type, title = 503, "/problems/busy", "Service unavailable"

    def __init__(self, sentence: str = "The server is busy with other changes; try again in a moment.") -> None:
        super().__init__(sentence, {"Retry-After": "2"})
