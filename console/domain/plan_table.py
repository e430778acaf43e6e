"""A workbook of plans read row by row: plans, response levels and task cards, and what is wrong with each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from console.domain.importing import SILENT, Progress
from console.domain.plan_heads import EXAMPLE, HEADS, READ, after_of, table_of, text_of
from console.domain.plans import LIMITS, START, Card, Level, PlanText, check_card, check_level, checked, shown
from console.errors import Refused


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a row; ``column`` is a field (words ``plan.field.*``) or ``row``.

    A warning does not refuse the row. ``code`` is a sentence: one of a refusal, or ``plan.problem.*``.
    """

    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row by field."""

    sheet: str
    number: int
    values: Mapping[str, Any]

    def problem(self, code: str, column: str = "row", **facts: Any) -> Finding:
        return Finding(self.sheet, self.number, column, code, facts)

    def refused(self, trouble: Refused) -> Finding:
        column = _COLUMN.get(trouble.code, str(trouble.facts.get("field", "row")))
        return Finding(self.sheet, self.number, column, f"refused.{trouble.code}", trouble.facts)


@dataclass(frozen=True, slots=True)
class ImportSource:
    """The file an import came from, and how it was asked for."""

    name: str
    digest: bytes
    good_rows_only: bool = False


@dataclass(slots=True)
class Reading:
    """What a file holds. ``plans`` and ``levels`` keep only columns that the file has; ``cards`` are whole."""

    plans: dict[str, tuple[Row, dict[str, Any]]] = field(default_factory=dict)
    levels: dict[tuple[str, str], tuple[Row, dict[str, Any]]] = field(default_factory=dict)
    cards: dict[tuple[str, str, str], tuple[Row, Mapping[str, Any]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    tables: int = 0
    digest: bytes = b""
    read: int = 0
    refused: int = 0

    def refuse(self, finding: Finding) -> None:
        self.findings.append(finding)
        self.refused += 1


_COLUMN = {
    "plan_kind_unknown": "kind", "plan_tier_unknown": "tier", "plan_level_unknown": "level",
    "plan_level_twice": "level", "plan_card_twice": "code", "plan_due_bad": "due_minutes",
    "plan_after_unknown": "after",
    "milestone_twice": "milestone", "milestone_unknown": "milestone", "milestones_circular": "milestone",
}  # fmt: skip
_HEAD = {name: heads[0] for table in HEADS.values() for name, heads in table.items()}
"""What a column is called in the template."""
_HEAD_ROWS = 20
"""Rows of a sheet in which its heads are looked for: titles and notes may stand above."""

Merged = Sequence[tuple[int, int, int, int]]


def read_sheet(
    found: Reading, name: str, rows: Sequence[Sequence[Any]], merged: Merged, progress: Progress = SILENT
) -> None:
    """Take the rows of one sheet; one without heads of ours is left alone."""
    filled = filled_down(rows, merged)
    for at, cells in enumerate(filled[:_HEAD_ROWS]):
        headed = table_of(cells)
        if headed is not None:
            found.tables += 1
            table, columns = headed
            for row in progress.over("read", _rows(name, filled, at + 1, columns), len(filled) - at - 1):
                found.read += 1
                _TAKE[table](found, row)
            return


def _rows(sheet: str, rows: Sequence[Sequence[Any]], first: int, columns: Mapping[int, str]) -> Iterator[Row]:
    for number, cells in enumerate(rows[first:], first + 1):
        values = {name: cells[at] if at < len(cells) else None for at, name in columns.items()}
        if any(text_of(value) for value in values.values()) and text_of(values.get("code")) != EXAMPLE:
            yield Row(sheet, number, values)


def filled_down(rows: Sequence[Sequence[Any]], merged: Merged) -> list[list[Any]]:
    """What a merged cell says counts for every row it spans: one plan number over all its cards."""
    made = [list(row) for row in rows]
    for top, bottom, left, right in merged:
        if left != right or top > len(made) or left > len(made[top - 1]):
            continue
        value = made[top - 1][left - 1]
        for below in range(top, min(bottom, len(made))):
            made[below] += [None] * (left - len(made[below]))
            made[below][left - 1] = value
    return made


def _plan(found: Reading, row: Row) -> None:
    code = text_of(row.values["code"])
    values = _values(found, row)
    if values is None:
        return
    if code in found.plans:
        found.refuse(row.problem("plan.problem.plan_twice", "code", plan=code, row=found.plans[code][0].number))
        return
    try:
        checked(PlanText(**{"kind": "special", **values}))
    except Refused as trouble:
        found.refuse(row.refused(trouble))
        return
    found.plans[code] = (row, values)


def _level(found: Reading, row: Row) -> None:
    values = _values(found, row)
    if values is None:
        return
    code = values.pop("code")
    if not code:
        found.refuse(row.problem("plan.problem.no_plan", "code"))
        return
    key = (code, values["level"])
    if key in found.levels:
        found.refuse(row.refused(Refused("plan_level_twice", level=shown(values["level"]))))
        return
    try:
        check_level(Level(**{"starter": "", "starts_when": "", **values}))
    except Refused as trouble:
        found.refuse(row.refused(trouble))
        return
    found.levels[key] = (row, values)


def _card(found: Reading, row: Row) -> None:
    values = _values(found, row)
    if values is None:
        return
    key = (values["code"], values["level"], values.get("card", ""))
    if not key[0]:
        found.refuse(row.problem("plan.problem.no_plan", "code"))
    elif key in found.cards:
        found.refuse(row.refused(Refused("plan_card_twice", level=shown(key[1]), card=key[2])))
    else:
        found.cards[key] = (row, values)


_TAKE = {"plans": _plan, "levels": _level, "cards": _card}


def card_of(values: Mapping[str, Any], level: Level) -> Card:
    """The card of a row within its level; refuses what ``check_card`` does, and a card without a time limit."""
    given = {name: value for name, value in values.items() if name not in {"code", "level", "card", "after"}}
    if "due_minutes" not in given:
        raise Refused("plan_field_missing", field="due_minutes", where=values.get("card", ""))
    after = after_of(values.get("after", START), level.milestones)
    card = Card(**{"post": "", **given, "code": values.get("card", ""), "after": after})
    check_card(card, {START, *(one.code for one in level.milestones)})
    return card


def _values(found: Reading, row: Row) -> dict[str, Any] | None:
    """Cells as they are meant; None where one of them cannot be read, with a finding."""
    made: dict[str, Any] = {}
    for name, value in row.values.items():
        if name == "due_minutes" and not text_of(value):
            continue
        try:
            made[name] = READ[name](value) if name in READ else text_of(value)
        except ValueError:
            found.refuse(row.problem("plan.problem.unreadable", name, head=_HEAD[name], value=text_of(value)[:80]))
            return None
        if isinstance(made[name], str) and len(made[name]) > LIMITS.get(name, 2_000):
            found.refuse(row.refused(Refused("plan_field_long", field=name, limit=LIMITS.get(name, 2_000))))
            return None
    return made


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What an import would do to one plan. ``absent`` are cards of the store that the file does not have."""

    code: str
    title: str
    new: bool
    fields: tuple[tuple[str, str, str], ...]
    levels: tuple[str, ...]
    new_cards: tuple[str, ...]
    changed_cards: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    absent: tuple[str, ...]
    retired_cards: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        cards = self.new_cards or self.changed_cards or self.retired_cards
        return not (self.new or self.fields or self.levels or cards)


def merged(stored: PlanText | None, found: Reading, code: str, *, retire_absent: bool) -> PlanText:
    """The plan as it would be: columns the file has not keep what stands, cards it has not stay unless asked."""
    row = found.plans.get(code)
    text = stored or PlanText(code, "", "special")
    text = replace(text, **row[1]) if row is not None else text
    names = [level.level for level in text.levels]
    names += [name for plan, name in found.levels if plan == code and name not in names]
    if retire_absent:
        names = [name for name in names if (code, name) in found.levels]
    levels = [_merged_level(text.at(name), found, code, name, retire_absent) for name in names]
    return replace(text, levels=tuple(sorted(levels, key=lambda one: ("I", "II", "III", "IV").index(one.level))))


def _merged_level(stored: Level | None, found: Reading, code: str, name: str, retire_absent: bool) -> Level:
    given = found.levels.get((code, name))
    level = stored or Level(name, "", "")
    level = replace(level, **given[1]) if given is not None else level
    cards: dict[str, Card] = {}
    for (plan, at, card), (row, values) in list(found.cards.items()):
        if (plan, at) == (code, name):
            try:
                cards[card] = card_of(values, level)
            except Refused as trouble:
                found.refuse(row.refused(trouble))
                del found.cards[plan, at, card]
    kept = [] if retire_absent else [one for one in level.cards if one.code not in cards]
    return replace(level, cards=(*cards.values(), *kept))
