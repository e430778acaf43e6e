"""Which grade the figures propose and which criterion decided. People decide; nothing here changes a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.domain.incident import RANK, Grade, IncidentKind
from console.domain.incident_figures import FIGURES, Amount
from console.domain.lists import ListItem


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the county's grade rules: from ``low`` up to but not with ``high`` of a figure make that grade.

    ``low`` and ``high`` are in the smallest unit of the figure; ``high`` None has no upper end (以上 counts itself,
    以下 does not).
    """

    code: str
    name: str
    event_types: tuple[str, ...]
    kind: IncidentKind
    grade: Grade
    figure: str
    low: int
    high: int | None
    basis: str

    def covers(self, event_type: str) -> bool:
        """Whether it is for that type: its code or one above it in the tree, whose codes it begins with."""
        return not self.event_types or any(event_type.startswith(code) for code in self.event_types)

    def meets(self, amount: Amount | None) -> bool:
        """Whether the figure as known lies in it; 不详 and nought meet nothing."""
        if amount is None or amount.value is None:
            return False
        return amount.value >= max(self.low, 1) and (self.high is None or amount.value < self.high)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed and why. ``decided`` is the criterion with the highest result, ``also`` the others met.

    ``unknown`` are figures that some rule of this type asks for and nobody knows yet: the grade may be higher.
    """

    kind: IncidentKind
    grade: Grade
    decided: Criterion | None
    also: tuple[Criterion, ...] = ()
    unknown: tuple[str, ...] = ()


def criterion_of(item: ListItem) -> Criterion:
    """A row of the list ``grade_rules`` as a criterion."""
    scale = 10 ** FIGURES[item.get("figure")].decimals
    high = item.get("below")
    return Criterion(
        code=item.code,
        name=item.get("name"),
        event_types=item.items("event_types"),
        kind=IncidentKind(item.get("kind")),
        grade=Grade(item.get("grade")),
        figure=item.get("figure"),
        low=int(item.get("from")) * scale,
        high=int(high) * scale if high else None,
        basis=item.get("basis"),
    )


def propose(criteria: Iterable[Criterion], event_type: str | None, figures: Mapping[str, Amount]) -> Proposal:
    """The highest result any criterion of that type gives: the highest of several decides (493号令 第三条)."""
    asked = [one for one in criteria if one.covers(event_type or "")]
    met = sorted((one for one in asked if one.meets(figures.get(one.figure))), key=_height, reverse=True)
    unknown = tuple(
        key for key in FIGURES if key in figures and figures[key].unknown and any(one.figure == key for one in asked)
    )
    if not met:
        return Proposal(IncidentKind.EVENT, Grade.NONE, None, (), unknown)
    return Proposal(met[0].kind, met[0].grade, met[0], tuple(met[1:]), unknown)


def _height(one: Criterion) -> tuple[int, int]:
    """An event with a grade stands above a near miss (较大涉险), that above 险情."""
    return RANK[one.grade], 1 if one.kind is IncidentKind.LARGER_RISK else 0
