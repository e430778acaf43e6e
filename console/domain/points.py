"""Which point of a device a signal is of, and whether a reading crossed one of its limits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from console.domain.signals import Signal
from console.domain.wire import PointForm


def matching(points: Iterable[PointForm], signal: Signal) -> list[PointForm]:
    """Points the signal is of, the most specific first: zone before code before account, more before less."""
    account, zone, code = narrow(signal.account), narrow(signal.zone), narrow(signal.code)
    found = [
        point for point in points
        if (not point.account or point.account == account) and (not point.zone or point.zone == zone)
        and (not point.code or point.code == code)
    ]  # fmt: skip
    return sorted(found, key=_vague) if len(found) > 1 else found


def narrow(text: str) -> str:
    """０１５, as it is typed or printed in Chinese, is 015; a text that has other letters too stays as it is."""
    if text.isascii():
        return text
    made = unicodedata.normalize("NFKC", text)
    return made if made.isascii() else text


def _vague(point: PointForm) -> tuple[int, ...]:
    named = (bool(point.zone), bool(point.code), bool(point.account))
    return (3 - sum(named), *(not one for one in named))


@dataclass(frozen=True, slots=True)
class Crossing:
    """A limit a reading lies beyond. ``above``: it is the upper one."""

    point: PointForm
    limit: float
    above: bool


def crossings(points: Iterable[PointForm], value: float) -> list[Crossing]:
    """Limits the reading lies beyond, the gravest first: by priority, then the limit farthest out."""
    found = [crossing for point in points if (crossing := _crossing(point, value)) is not None]
    return sorted(found, key=lambda one: (one.point.priority or 9, -abs(one.limit)))


def _crossing(point: PointForm, value: float) -> Crossing | None:
    if point.above is not None and value >= point.above:
        return Crossing(point, point.above, above=True)
    if point.below is not None and value <= point.below:
        return Crossing(point, point.below, above=False)
    return None


def is_back(point: PointForm, value: float, percent: int) -> bool:
    """Whether a reading lies inside the limits of its point again by ``percent`` of the limit: no flicker at it."""
    low = None if point.below is None else point.below + abs(point.below) * percent / 100
    high = None if point.above is None else point.above - abs(point.above) * percent / 100
    return (high is None or value < high) and (low is None or value > low)
