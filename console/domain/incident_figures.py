"""Casualties and losses of an incident as revisions: what is counted, in which unit, what changed since when.

不详 is not 0, 失联 is not 死亡, later is not larger; a sum in which one part is unknown says 至少.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, DecimalException
from enum import StrEnum
from uuid import UUID

from console.errors import Refused


class Unit(StrEnum):
    """人, 户, 间, 公顷, 万元, 个."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ROOM = "room"
    HECTARE = "hectare"
    TEN_THOUSAND_YUAN = "ten_thousand_yuan"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """One thing that is counted. ``decimals`` digits are kept after the point: 2 of 万元 are hundreds of yuan."""

    key: str
    unit: Unit
    group: str
    decimals: int = 0


FIGURES: dict[str, FigureSpec] = {
    spec.key: spec
    for spec in (
        FigureSpec("dead", Unit.PERSON, "people"),
        FigureSpec("missing", Unit.PERSON, "people"),
        FigureSpec("trapped", Unit.PERSON, "people"),
        FigureSpec("heavy", Unit.PERSON, "people"),
        FigureSpec("light", Unit.PERSON, "people"),
        FigureSpec("affected", Unit.PERSON, "people"),
        FigureSpec("evacuated", Unit.PERSON, "people"),
        FigureSpec("resettled", Unit.PERSON, "people"),
        FigureSpec("in_danger", Unit.PERSON, "people"),
        FigureSpec("in_hospital", Unit.PERSON, "people"),
        FigureSpec("relief_needed", Unit.PERSON, "people"),
        FigureSpec("towns", Unit.COUNT, "people"),
        FigureSpec("collapsed_households", Unit.HOUSEHOLD, "houses"),
        FigureSpec("collapsed_rooms", Unit.ROOM, "houses"),
        FigureSpec("severe_rooms", Unit.ROOM, "houses"),
        FigureSpec("damaged_rooms", Unit.ROOM, "houses"),
        FigureSpec("crops", Unit.HECTARE, "land", 1),
        FigureSpec("crops_failed", Unit.HECTARE, "land", 1),
        FigureSpec("burnt", Unit.HECTARE, "land", 2),
        FigureSpec("loss", Unit.TEN_THOUSAND_YUAN, "loss", 2),
    )
}
"""What can be counted, in the order of forms. The first seven are those of the 接报 form (domain: 死亡 失联 被困 …)."""

LARGEST = 10**12
"""No figure of a county is larger, in its smallest unit."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure as known: in the smallest unit of its key, or None for 不详; ``at_least`` says 至少."""

    value: int | None
    at_least: bool = False

    @property
    def unknown(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of one figure. ``number`` orders all of the store for ever."""

    number: int
    key: str
    amount: Amount
    as_of: datetime
    source: str
    recorded_at: datetime
    by_name: str
    inbound_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a figure was in an earlier report and is now; ``before`` None where it had not been told."""

    key: str
    before: Amount | None
    after: Amount


def read_amount(key: str, typed: str) -> Amount:
    """A typed figure: ``12``, ``至少3``, ``3+``, ``不详``, ``0.35`` where the key has decimals.

    Refuses what is no figure, is negative, too large, or finer than the key's decimals.
    """
    spec = FIGURES[key]
    text = "".join(typed.split()).translate(_FULL_WIDTH)
    if text in _UNKNOWN:
        return Amount(None)
    at_least = text.startswith("至少") or text.endswith("+")
    digits = text.removeprefix("至少").removesuffix("+")
    try:
        number = Decimal(digits)
        scaled = number.scaleb(spec.decimals)
    except DecimalException:
        raise Refused("figure_bad", figure=key, value=typed[:40]) from None
    if not number.is_finite() or number < 0 or scaled > LARGEST or scaled != scaled.to_integral_value():
        raise Refused("figure_bad", figure=key, value=typed[:40])
    return Amount(int(scaled), at_least)


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．＋", "0123456789.+")
_UNKNOWN = frozenset({"不详", "不明", "?", "？"})


def digits_of(key: str, amount: Amount) -> str:
    """The bare number as it is printed, without trailing noughts after the point; empty for 不详."""
    return digits(amount, FIGURES[key].decimals)


def digits(amount: Amount, decimals: int) -> str:
    """The same for a figure of a form that no incident keeps."""
    if amount.value is None:
        return ""
    shown = f"{Decimal(amount.value).scaleb(-decimals):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def newest(revisions: Iterable[Revision], until: int | None = None) -> dict[str, Revision]:
    """The revision of each figure that counts: the last recorded, up to that number where one is given.

    A figure as of an earlier time that is recorded later counts: it corrects. Later is not larger.
    """
    found: dict[str, Revision] = {}
    for revision in sorted(revisions, key=lambda one: one.number):
        if until is None or revision.number <= until:
            found[revision.key] = revision
    return {key: found[key] for key in FIGURES if key in found}


def changes(before: Mapping[str, Revision], after: Mapping[str, Revision]) -> tuple[Change, ...]:
    """What differs between what two reports used, in the order of forms; a figure told again the same is none."""
    made = []
    for key, revision in after.items():
        known = before.get(key)
        if known is None or known.amount != revision.amount:
            made.append(Change(key, known.amount if known else None, revision.amount))
    return tuple(made)


def total(parts: Sequence[Amount]) -> Amount:
    """The sum of parts: 至少 where one of them is unknown or itself at least; 不详 where all of them are."""
    known = [part.value for part in parts if part.value is not None]
    if not known:
        return Amount(None)
    return Amount(sum(known), len(known) < len(parts) or any(part.at_least for part in parts))


def contradictions(figures: Mapping[str, Amount]) -> tuple[tuple[str, str], ...]:
    """Pairs of figures of which the first cannot be larger than the second: they are told, never changed."""
    made = []
    for part, whole in _WITHIN:
        one, other = figures.get(part), figures.get(whole)
        if one is None or other is None or one.value is None or other.value is None or other.at_least:
            continue
        if one.value > other.value:
            made.append((part, whole))
    return tuple(made)


_WITHIN = (
    ("dead", "affected"),
    ("missing", "affected"),
    ("resettled", "evacuated"),
    ("collapsed_households", "collapsed_rooms"),
    ("crops_failed", "crops"),
)
