"""What a package's report means here: passed or not, and its score as an exact fraction."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from trainhub_core.models.interactive import Reported

LARGEST = 10**9
"""Scores are kept in whole numbers up to here."""
MOST_DIGITS = 20


class Result(StrEnum):
    """How a package stands."""

    OPENED = "opened"
    BEGUN = "begun"
    FAILED = "failed"
    COMPLETED = "completed"
    PASSED = "passed"

    @property
    def is_done(self) -> bool:
        """Whether the lesson is done with it."""
        return self in (Result.COMPLETED, Result.PASSED)

    @property
    def is_final(self) -> bool:
        """Whether its score counts as an answer."""
        return self.is_done or self is Result.FAILED


@dataclass(frozen=True, slots=True)
class Standing:
    """`score` is right out of all, in lowest terms; None where the package has told none."""

    result: Result
    score: tuple[int, int] | None

    @property
    def percent(self) -> int | None:
        """The score in whole percent, rounded down."""
        return 100 * self.score[0] // self.score[1] if self.score else None


def standing(told: Reported, mark: int = 0) -> Standing:
    """How the learner stands. A pass mark (in percent) decides where there is a score; else the package's own words do."""
    share = _share(told)
    score = (share.numerator, share.denominator) if share is not None else None
    return Standing(_result(told, share, mark), score)


def _result(told: Reported, share: Fraction | None, mark: int) -> Result:
    status, success = told.status.lower(), told.success.lower()
    is_complete = status in ("completed", "passed", "failed") or success in ("passed", "failed")
    if mark and share is not None and (is_complete or told.is_over):
        return Result.PASSED if share * 100 >= mark else Result.FAILED
    for word, result in (("passed", Result.PASSED), ("failed", Result.FAILED)):
        if word in (status, success):
            return result
    if status == "completed":
        return Result.COMPLETED
    return Result.BEGUN if status in ("incomplete", "browsed") or share is not None else Result.OPENED


def _share(told: Reported) -> Fraction | None:
    """Between nothing and all; None where no number was told, or none that can be."""
    if (scaled := _number(told.scaled)) is not None:
        return _bounded(scaled)
    raw, least, most = _number(told.raw), _number(told.least), _number(told.most)
    if raw is None:
        return None
    least, most = (least if least is not None else Fraction(0)), (most if most is not None else Fraction(100))
    return _bounded((raw - least) / (most - least)) if most > least else None


def _number(text: str) -> Fraction | None:
    if not text.strip() or len(text) > MOST_DIGITS:
        return None
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return Fraction(value) if value.is_finite() and abs(value) < LARGEST and value.adjusted() > -MOST_DIGITS else None


def _bounded(share: Fraction) -> Fraction:
    share = min(Fraction(1), max(Fraction(0), share))
    return share if share.denominator <= LARGEST else share.limit_denominator(LARGEST)
