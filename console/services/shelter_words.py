"""Shelters and relocations in the words of books, prints and boards (Chinese, as the record has them)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from console import words
from console.domain.incident_figures import Amount
from console.domain.relocations import RelocationRow
from console.domain.shelters import GROUPS, CountRow, NewCount, Tier


def amount(people: Amount, language: str = "zh") -> str:
    """至少 42 人; 不详 where nobody counted."""
    if people.value is None:
        return words.say_in(language, "shelters.unknown")
    return words.say_in(language, "shelters.at_least" if people.at_least else "shelters.people", count=people.value)


def counted(count: CountRow | NewCount, language: str = "zh") -> str:
    """42 人（男 20、女 22、儿童 5），水 2 天，食品 1.5 天: what nobody told is left out."""

    def of(name: str, value: float) -> str:
        return f"{words.say_in(language, f'shelters.column.{name}')} {value:g}"

    said = amount(Amount(count.total), language)
    told = [of(name, value) for name in GROUPS if (value := getattr(count, name)) is not None]
    if told:
        said += words.say_in(language, "shelters.among", groups=words.say_in(language, "list.join").join(told))
    days = [
        words.say_in(language, f"shelters.{name}_days", days=f"{value:g}")
        for name, value in (("water", count.water_days), ("food", count.food_days))
        if value is not None
    ]
    return words.say_in(language, "shelters.clause").join([said, *days])


def who(village: str, household: str) -> str:
    """样例村 陈例一户; a figure of a village: 样例村."""
    return f"{village} {household}户" if household else village


def whither(row: RelocationRow) -> str:
    """The shelter, or the relatives they went to; both where the lists say both."""
    return "，".join(part for part in (row.shelter, row.destination) if part)


def listed(name: str, codes: Iterable[str], language: str = "zh") -> str:
    """台风、洪水: codes of ``suits`` or ``facilities`` in words."""
    fit = name == "suits"
    said = (words.say_in(language, f"shelters.suit.{one}" if fit else f"shelters.facility.{one}") for one in codes)
    return words.say_in(language, "list.join").join(said)


def said(name: str, value: Any, named: Mapping[UUID, str]) -> str:
    """A value of a shelter's form as books and workbooks write it; ``named`` says what ids are called."""
    if isinstance(value, UUID):
        return named.get(value, "")
    if isinstance(value, Tier):
        return words.say_in("zh", f"shelters.tier.{value.value}")
    if isinstance(value, tuple):
        return listed(name, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def special(codes: tuple[str, ...], language: str = "zh") -> str:
    """孕、老: whom to look after."""
    return words.say_in(language, "list.join").join(
        words.say_in(language, f"relocation.special.{one}") for one in codes
    )
