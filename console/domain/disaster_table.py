"""自然灾害情况快报表: what is asked for, in which order and unit; what nobody told reads 不详, never blank and never 0.

The items follow the national disaster statistics system as known (应急〔2020〕19号 and later); which of them the
county's own form has is to be confirmed locally.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.incident_figures import FIGURES, Amount, Unit, digits, total
from console.domain.realm import Realm


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the form: ``key`` is the figure it is taken from (empty: none of this program), ``inner`` a part."""

    code: str
    unit: Unit
    key: str = ""
    inner: bool = False

    @property
    def decimals(self) -> int:
        """Digits after the point."""
        return FIGURES[self.key].decimals if self.key else _DECIMALS.get(self.unit, 0)


_DECIMALS = {Unit.HECTARE: 1, Unit.TEN_THOUSAND_YUAN: 2}

_P, _H, _R, _A, _Y = Unit.PERSON, Unit.HOUSEHOLD, Unit.ROOM, Unit.HECTARE, Unit.TEN_THOUSAND_YUAN
ITEMS: tuple[Item, ...] = (
    Item("towns", Unit.COUNT, "towns"),
    Item("affected", _P, "affected"),
    Item("dead", _P, "dead"),
    Item("missing", _P, "missing"),
    Item("evacuated", _P, "evacuated"),
    Item("resettled", _P, "resettled"),
    Item("resettled_together", _P, inner=True),
    Item("resettled_apart", _P, inner=True),
    Item("relief", _P, "relief_needed"),
    Item("relief_food", _P, inner=True),
    Item("relief_water", _P, inner=True),
    Item("relief_clothes", _P, inner=True),
    Item("relief_medical", _P, inner=True),
    Item("crops", _A, "crops"),
    Item("crops_damaged", _A, inner=True),
    Item("crops_failed", _A, "crops_failed", inner=True),
    Item("collapsed_households", _H, "collapsed_households"),
    Item("collapsed_rooms", _R, "collapsed_rooms"),
    Item("severe_rooms", _R, "severe_rooms"),
    Item("damaged_rooms", _R, "damaged_rooms"),
    Item("loss", _Y, "loss"),
    Item("loss_farming", _Y, inner=True),
    Item("loss_industry", _Y, inner=True),
    Item("loss_infrastructure", _Y, inner=True),
    Item("loss_public", _Y, inner=True),
    Item("loss_homes", _Y, inner=True),
)
"""The form from top to bottom (domain: 快报表)."""

BY_UNIT = tuple(item for item in ITEMS if item.key and item.key != "towns")
"""What is told town by town."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as printed: ``number`` empty where it is 不详; ``as_of`` None where nobody told it."""

    item: Item
    amount: Amount
    as_of: datetime | None = None
    source: str = ""

    @property
    def number(self) -> str:
        return digits(self.amount, self.item.decimals)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What one town told, in the order of ``BY_UNIT``; the last line of a table is their sum."""

    unit: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class DisasterTable:
    """The form of one event. Texts are as printed; what is not known of the head is empty."""

    number: str
    title: str
    place: str
    hazard: str
    sub_hazard: str
    began: datetime | None
    ended: datetime | None
    as_of: datetime | None
    forces: str
    lines: tuple[Line, ...]
    units: tuple[UnitLine, ...]
    filled_by: str
    reported_at: datetime
    site: str
    realm: Realm


def summed(by_unit: Mapping[str, Mapping[str, Amount]]) -> tuple[UnitLine, ...]:
    """A line for each town in the order given and one of their sums: 至少 where a town did not tell.

    Empty where there is no town.
    """
    rows = [
        UnitLine(unit, tuple(told.get(item.key, Amount(None)) for item in BY_UNIT)) for unit, told in by_unit.items()
    ]
    return (*rows, UnitLine("", sums(rows))) if rows else ()


def sums(rows: Sequence[UnitLine]) -> tuple[Amount, ...]:
    """The sum of each column."""
    return tuple(total([row.amounts[at] for row in rows]) for at in range(len(BY_UNIT)))
