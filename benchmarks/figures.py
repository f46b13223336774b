"""A figure: ours against a reference, what is aimed at and what would be a fault."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """Medians of ours and of the reference in `unit`; `aim` and `fault` are ratios."""

    name: str
    ours: float
    reference: float
    unit: str
    aim: float
    fault: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.reference if self.reference else float("inf")

    @property
    def verdict(self) -> str:
        def misses(bar: float) -> bool:
            return self.ratio < bar if self.more_is_better else self.ratio > bar

        if not misses(self.aim):
            return "ok"
        return "FAULT" if misses(self.aim if self.fault is None else self.fault) else "above aim"

    @property
    def line(self) -> str:
        sign = "≥" if self.more_is_better else "≤"
        fault = f", fault {self.fault:g}" if self.fault else ""
        figures = f"{self.ours:10.2f} {self.reference:10.2f} {self.unit:<6}"
        return f"{self.name:<52}{figures} ratio {self.ratio:5.2f}  (aim {sign} {self.aim:g}{fault})  {self.verdict}"


def in_turn(rounds: int, *runs: Callable[[], Sequence[float]]) -> list[list[float]]:
    """Run each in turn, `rounds` times, the order alternating, after one warming round; medians per run and value."""
    kept: list[list[Sequence[float]]] = [[] for _ in runs]
    for number in range(rounds + 1):
        order = list(range(len(runs)))
        for which in reversed(order) if number % 2 else order:
            values = runs[which]()
            if number:
                kept[which].append(values)
    return [[median(values) for values in zip(*results, strict=True)] for results in kept]
