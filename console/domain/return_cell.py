"""One cell of a town's returned table: what figure it tells, and what is odd about it. Nothing is guessed silently.

Empty and 不详 are never 0; a unit that is not the column's is a fault and not a factor.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from console.domain.disaster_table import ITEMS
from console.domain.incident_figures import LARGEST, Amount, Unit

FORMULA_WITHOUT_VALUE = object()
"""Stands for a cell whose formula was never worked out."""

RAW_LIMIT = 200
"""Characters of a cell that are kept beside the figure; the whole cell stands in the kept rows."""


@dataclass(frozen=True, slots=True)
class ReturnColumn:
    """One figure that can be asked of towns. ``key`` is the incident's figure it adds to, empty for none."""

    code: str
    unit: Unit
    decimals: int
    key: str


COLUMNS: dict[str, ReturnColumn] = {
    item.code: ReturnColumn(item.code, item.unit, item.decimals, item.key) for item in ITEMS if item.key != "towns"
}
"""Everything of the 快报表 that a town counts itself, in its order."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be told about a file or a figure. ``blocks``: it is not taken while this stands.

    ``facts`` are texts; ``item`` and ``other`` among them are codes of columns.
    """

    code: str
    blocks: bool = False
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it stood in the file."""

    amount: Amount
    raw: str = ""


UNKNOWN = Cell(Amount(None))

_UNKNOWN = frozenset(
    {"不详", "不明", "不清", "不清楚", "未知", "?", "未统计", "统计中", "正在统计", "待统计", "待核实", "核实中"}
)
_NONE = frozenset({"无", "没有", "零", "〇", "未发生"})
_STROKES = frozenset({"-", "--", "---", "—", "——", "–", "/", "\\", "、", "*", "#N/A", "N/A"})
_WORD_UNITS = {
    "人": Unit.PERSON, "名": Unit.PERSON, "户": Unit.HOUSEHOLD, "间": Unit.ROOM, "公顷": Unit.HECTARE,
    "ha": Unit.HECTARE, "hm2": Unit.HECTARE, "万元": Unit.TEN_THOUSAND_YUAN, "万元人民币": Unit.TEN_THOUSAND_YUAN,
}  # fmt: skip
_NUMBER = re.compile(r"(至少|不少于|>=|≥)?([+-]?\d+(?:\.\d+)?|[+-]?\.\d+)([^\d.]*)", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_AT_LEAST = ("以上", "余", "多", "+")


def plain(value: Any) -> str:
    """A cell's text without blanks, its full-width signs narrow: what names and numbers are compared by."""
    return "".join(unicodedata.normalize("NFKC", shown(value)).split())


def shown(value: Any) -> str:
    """A cell as a person would read it."""
    if value is None or value is FORMULA_WITHOUT_VALUE:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{_tidy(value):f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def unit_named(text: str) -> Unit | None:
    """The unit a word names exactly; None for a word that names none of this table's, 元 and 亩 among them."""
    return _WORD_UNITS.get(text.lower())


def read_cell(column: ReturnColumn, value: Any) -> tuple[Cell, tuple[Finding, ...]]:
    """What a cell says of a column. A cell that says no figure is 不详 and told; one that cannot be right blocks."""
    raw = " ".join(shown(value).split())[:RAW_LIMIT]
    if value is FORMULA_WITHOUT_VALUE:
        return UNKNOWN, (_told(column, "formula_empty", "", blocks=True),)
    if isinstance(value, date | datetime | time):
        return Cell(Amount(None), raw), (_told(column, "is_date", raw, blocks=True),)
    text = plain(value)
    if not text or text in _UNKNOWN:
        return Cell(Amount(None), raw), ()
    if text in _NONE:
        return Cell(Amount(0), raw), (_told(column, "none_is_nought", raw),)
    if text in _STROKES:
        return Cell(Amount(None), raw), (_told(column, "stroke", raw),)
    return _number(column, text, raw)


def _number(column: ReturnColumn, text: str, raw: str) -> tuple[Cell, tuple[Finding, ...]]:
    unknown = Cell(Amount(None), raw)
    grouped = _GROUPED.search(text)
    if grouped is not None:
        text = text.replace(grouped.group(), grouped.group().replace(",", ""))
    found = _NUMBER.fullmatch(text)
    if found is None:
        return unknown, (_told(column, "not_a_number", raw),)
    least, digits, rest = found.groups()
    rest, about = _without_about(rest)
    if rest and unit_named(rest) is not column.unit:
        # 元, 亩, 万, 千 … may each be a number ten thousand times another: a person asks the town
        return unknown, (_told(column, "other_unit", raw, blocks=True),)
    return _amount(column, digits, raw, at_least=bool(least) or about)


def _without_about(rest: str) -> tuple[str, bool]:
    """30余人, 30人以上, 30多: the unit alone, and whether it says 至少."""
    for mark in _AT_LEAST:
        if rest.startswith(mark):
            return rest.removeprefix(mark), True
        if rest.endswith(mark):
            return rest.removesuffix(mark), True
    return rest, False


def _amount(column: ReturnColumn, digits: str, raw: str, *, at_least: bool) -> tuple[Cell, tuple[Finding, ...]]:
    unknown = Cell(Amount(None), raw)
    try:
        number = _tidy(Decimal(digits))
    except InvalidOperation:
        return unknown, (_told(column, "not_a_number", raw),)
    scaled = number.scaleb(column.decimals)
    if number < 0:
        return unknown, (_told(column, "negative", raw, blocks=True),)
    if scaled > LARGEST:
        return unknown, (_told(column, "too_large", raw, blocks=True),)
    whole = scaled.to_integral_value(rounding=ROUND_HALF_UP)
    cell = Cell(Amount(int(whole), at_least), raw)
    if whole == scaled:
        return cell, ()
    if not column.decimals:
        return unknown, (_told(column, "not_whole", raw, blocks=True),)
    kept = f"{whole.scaleb(-column.decimals):f}"
    return cell, (_told(column, "rounded", raw, kept=kept),)


def _tidy(number: float | Decimal) -> Decimal:
    """0.30000000000000004 is 0.3: a spreadsheet's sums carry such tails."""
    made = Decimal(repr(number)) if isinstance(number, float) else number
    if not made.is_finite():
        return Decimal("NaN")
    try:
        return made.quantize(Decimal("1e-9")).normalize() if made.as_tuple().exponent < -9 else made  # type: ignore[operator]
    except InvalidOperation:
        return made


def _told(column: ReturnColumn, code: str, raw: str, *, blocks: bool = False, **more: str) -> Finding:
    return Finding(code, blocks, {"item": column.code, "text": raw[:60], **more})
