"""What a measurement says: both sides in absolute time, their ratio, and the goal it is held against."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from console import words


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 99th percentile of a sample, in milliseconds, and its size."""

    p50: float
    p99: float
    n: int


def spread(seconds: Sequence[float]) -> Spread:
    """The spread of durations given in seconds."""
    return Spread(percentile(seconds, 50) * 1e3, percentile(seconds, 99) * 1e3, len(seconds))


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; refuses an empty sample."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ``value`` is held against ``limit`` (at most it, or at least it). No limit: for information."""

    goal: str
    name: str
    value: float
    limit: float | None = None
    at_least: bool = False
    ours: Spread | None = None
    other: Spread | None = None

    @property
    def met(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def as_dict(self) -> dict[str, Any]:
        """One JSON object: times in milliseconds."""
        return {
            "goal": self.goal,
            "name": self.name,
            "value": round(self.value, 4),
            "limit": self.limit,
            "at_least": self.at_least,
            "met": self.met,
            "ours": _spread_dict(self.ours),
            "other": _spread_dict(self.other),
        }

    def line(self) -> str:
        """One line for people."""
        sign = "" if self.limit is None else f"{'≥' if self.at_least else '≤'} {self.limit:g}"
        verdict = words.say("bench.informs" if self.limit is None else "bench.met" if self.met else "bench.missed")
        title = words.say(f"bench.{self.name}")
        sides = "".join(_shown(word, side) for word, side in (("ours", self.ours), ("other", self.other)) if side)
        return f"{self.goal:<4} {verdict}  {self.value:9.3f} {sign:<7} {title}{sides}"


def ratios(goal: str, name: str, ours: Spread, other: Spread, p50: float, p99: float | None) -> list[Figure]:
    """The figures of a pair of samples: ratio of medians and, where there is a goal for it, of the 99th percentiles."""
    made = [Figure(goal, f"{name}_p50", ours.p50 / other.p50, p50, ours=ours, other=other)]
    if p99 is not None:
        made.append(Figure(goal, f"{name}_p99", ours.p99 / other.p99, p99, ours=ours, other=other))
    return made


def _spread_dict(side: Spread | None) -> dict[str, float] | None:
    return None if side is None else {"p50_ms": round(side.p50, 4), "p99_ms": round(side.p99, 4), "n": side.n}


def _shown(word: str, side: Spread) -> str:
    return f"  {words.say(f'bench.{word}')} {side.p50:.3f}/{side.p99:.3f} ms n={side.n}"
