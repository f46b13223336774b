"""What was sent, and what was wrong with the answers."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from schemathesis import Case, Response
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.engine.recorder import ScenarioRecorder

from tests.fuzzing import checks
from tests.fuzzing.expected import is_expected

log = logging.getLogger(__name__)
OFTEN = 1000


@dataclass
class Outcome:
    """How many cases, by status, by caller and by operation, and the faults with the first request of each kind."""

    cases: int = 0
    ways: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    callers: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def told(self) -> str:
        return "\n\n".join(f"{number} x {what}\n    {self.first[what]}" for what, number in self.faults.most_common())

    def judge(
        self,
        case: Case[Any],
        response: Response,
        caller: str,
        sent: dict[str, Any],
        before: ScenarioRecorder | None = None,
        excused: tuple[type[Failure], ...] = (),
    ) -> None:
        """Count the case and have its answer checked: `sent` with this, after what `before` knows; `excused` is no fault."""
        self.cases += 1
        if self.cases % OFTEN == 0:
            log.info("%s cases, %s kinds of fault; at %s", self.cases, len(self.faults), case.operation.label)
        self.callers[caller] += 1
        self.statuses[response.status_code] += 1
        self.operations[case.operation.label] += 1
        self.accepted[case.operation.label] += 200 <= response.status_code < 300
        try:
            case.validate_response(
                response, headers=sent.get("headers"), additional_checks=checks.ALL, transport_kwargs=sent, recorder=before
            )
        except FailureGroup as group:
            for fault in group.exceptions:
                if not isinstance(fault, excused) and not is_expected(response, fault):
                    what = f"{case.operation.label} {response.status_code} {type(fault).__name__}: {str(fault)[:400]}"
                    self.faults[what] += 1
                    if what not in self.first:
                        log.info("a fault: %s", what)
                    self.first.setdefault(what, f"as {caller}, told {response.text[:300]}: {case.as_curl_command()[:1500]}")
