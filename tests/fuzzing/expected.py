"""What schemathesis calls a fault and is none, each with its reason."""

import json
import re
from collections.abc import Container
from urllib.parse import parse_qs, urlsplit

from schemathesis import Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import ObjectLevelAuthorizationViolation, RejectedPositiveData

from trainhub_core.operations import ROOT

USED_UP = "/problems/key-reused"
"""No schema says which keys were used before."""
BETWEEN_FIELDS = (
    *("A score is right answers", "A studied event needs a span", "A moment is of the years", "The body is empty", "The package"),
    *(
        "This takes an attempt at a quiz",
        "This id is that of another",
        "This walk",
        "This file has parts",
        "An attempt is told by an event",
        "An attempt is told when it is over",
    ),
    *(
        "Enrolment takes an event",
        "Leaving a course takes an event",
        "An event cannot be from before 1970",
        "The watched seconds of a video",
    ),
    *("An address has no NUL", "This is no package", "bytes; ", "arrived with other bytes", "should have at least 1 item after validation"),
)
"""Rules that hold between fields, or that JSON Schema has no word for: refused with the sentence that says so."""
SHARED = ("courses/", "resources/", "content/courses/", "content/packages/")
"""The catalogue and the library are everybody's, versions and packages every author's."""
NO_TOKEN = "(was Authorization)"
MAY_REFUSE = ["2xx", "3xx", "401", "403", "404", "409", "410", "413", "429"]
"""What a request may be told that is right by its schema; unlike schemathesis' own list without any 5xx."""

MUST_REFUSE = ["401", "403", "404", "405", "408", "409", "410", "413", "416", "422", "429"]
"""What a request is told that is wrong by its schema."""
EXPECTED = {"positive_data_acceptance": {"expected-statuses": MAY_REFUSE}, "negative_data_rejection": {"expected-statuses": MUST_REFUSE}}


def is_expected(response: Response, fault: Failure) -> bool:
    """Whether this is as it should be."""
    if isinstance(fault, ObjectLevelAuthorizationViolation):
        return str(fault.operation).removeprefix(f"GET {ROOT}/").startswith(SHARED)
    if isinstance(fault, AcceptedNegativeData):
        return put_right_again(fault.message, str(response.request.url))
    if not isinstance(fault, RejectedPositiveData) or response.status_code != 422:
        return False
    told = json.loads(response.content)
    return told["type"] == USED_UP or any(sentence in told["detail"] for sentence in BETWEEN_FIELDS)


def put_right_again(message: str, url: str) -> bool:
    """Whether all that was wrong is a token left out, which the caller has, beside questions that nobody asked, which are passed over,
    and parameters that an address has no way to write (an empty list), so that they were not sent."""
    sent = parse_qs(urlsplit(url).query, keep_blank_values=True)
    wrong = [line.strip(" -") for line in message.partition("Invalid component:")[2].splitlines() if line.strip()]
    passed_over = "violates `additionalProperties`"
    return bool(wrong) and all(NO_TOKEN in it or it.endswith(passed_over) or _is_unsent(it, sent) for it in wrong)


def _is_unsent(line: str, sent: Container[str]) -> bool:
    found = re.fullmatch(r"query: violates .* at /properties/(\w+)", line)
    return found is not None and found[1] not in sent
