"""How findings about returned tables are said, and how the tables' own words are compared."""

from __future__ import annotations

from functools import cache

from console import words
from console.domain.incident_figures import Amount, digits
from console.domain.return_cell import COLUMNS, Finding, plain
from console.domain.return_table import UNIT, Wording

_COLUMN_FACTS = ("item", "second", "other")


def said(finding: Finding, language: str = "") -> str:
    """A finding as a sentence; columns by their names."""
    language = language or words.language()
    facts = {at: name(text, language) if at in _COLUMN_FACTS else text for at, text in finding.facts.items()}
    return words.say_in(language, f"returns.finding.{finding.code}", **facts)


def column(code: str, language: str = "") -> str:
    """A column's name; that of the units for theirs."""
    word = "disaster.column.town" if code == UNIT else f"disaster.item.{code}"
    return words.say_in(language or words.language(), word)


def name(code: str, language: str = "") -> str:
    """A column's name where it stands alone, without the word that it is part of another."""
    return column(code, language).removeprefix("其中：")


def head(code: str) -> str:
    """A column's head as it is handed out: its name and its unit."""
    return f"{column(code, 'zh')}（{words.say_in('zh', f'incident.unit.{COLUMNS[code].unit.value}')}）"


def figure(code: str, amount: Amount | None, language: str = "") -> str:
    """A figure in a cell: the number, 至少 before it where it is one, 不详; empty where there is none."""
    language = language or words.language()
    if amount is None:
        return ""
    if amount.unknown:
        return words.say_in(language, "disaster.unknown")
    number = digits(amount, COLUMNS[code].decimals)
    return words.say_in(language, "disaster.at_least", number=number) if amount.at_least else number


@cache
def wording() -> Wording:
    """What the handed-out tables say, plain; they are Chinese whatever the screen speaks."""
    return Wording(
        heads={code: frozenset({plain(column(code, "zh")), plain(name(code, "zh"))}) for code in COLUMNS},
        unit_heads=frozenset({plain(column(UNIT, "zh")), "单位", "填报单位名称", "乡镇(街道)", "乡镇街道"}),
        last=plain(words.say_in("zh", "returns.sheet.last")),
        totals=frozenset({plain(words.say_in("zh", "disaster.total")), "总计", "小计", "全县", "合计:"}),
        filled_for=plain(words.say_in("zh", "returns.sheet.unit")),
    )
