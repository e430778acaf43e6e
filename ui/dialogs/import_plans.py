"""A workbook of plans before it is taken in: refused rows, what is odd, and what it would change of each plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from console import words
from console.domain.plan_table import Finding, PlanChanges
from console.domain.plans import shown
from console.services.plan_files import said
from ui.dialogs.importing import StoppableImport
from ui.models.table import Align, Column

REFUSED, WARNED, CHANGED = "refused", "warned", "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told, at its place in the list: about a row of the file, or about a plan."""

    at: int
    kind: str
    where: str
    row: str
    told: Finding | PlanChanges


class ImportPlansDialog(StoppableImport):
    """Refused rows first, then what is odd, then the differences."""

    said_title = "plans.import_title"
    called = "plans.import_told"
    counts = {count: f"import.{count}" for count in ("read", "added", "updated", "unchanged", "refused")}  # noqa: RUF012
    least_width = 880

    def columns(self) -> Sequence[Column[Any]]:
        return (
            Column("problem.sheet", lambda line: line.where, width=130, tip=lambda line: line.where),
            Column("problem.row", lambda line: line.row, align=Align.RIGHT, width=60),
            Column("problem.text", text_of, stretch=True, tip=text_of, ink=lambda line: _INK.get(line.kind)),
        )

    def lines(self, result: Any) -> Sequence[Line]:
        told = [(REFUSED, one.sheet, str(one.row), one) for one in result.problems]
        told += [(WARNED, one.sheet, str(one.row), one) for one in result.warned]
        told += [(CHANGED, one.code, "", one) for one in result.changes if not one.unchanged]
        return [Line(at, *one) for at, one in enumerate(told)]

    def good_rows(self, result: Any) -> bool:
        return bool(result.changes)


_INK = {REFUSED: "redtext", WARNED: "orangetext"}


def text_of(line: Line) -> str:
    """The sentence of a finding, or everything that changes of a plan."""
    if isinstance(line.told, Finding):
        sentence = said(line.told)
        return words.say("import.warning", text=sentence) if line.kind == WARNED else sentence
    return changes_text(line.told)


def changes_text(one: PlanChanges) -> str:
    """《防汛应急预案》 责任单位：甲 → 乙；新增任务卡 Ⅲ A1、Ⅲ A2."""
    if one.new:
        return words.say("plans.change_new", title=one.title, cards=len(one.new_cards))
    parts = [_field(*field) for field in one.fields]
    named = (
        ("levels", [shown(level) for level in one.levels]), ("cards_new", map(_card, one.new_cards)),
        ("cards_gone", map(_card, one.retired_cards)),
    )  # fmt: skip
    for word, names in named:
        joined = words.say("list.join").join(names)
        parts += [words.say(f"plans.change_{word}", names=joined)] if joined else []
    parts += [f"{_card(card)} {_fields(fields)}" for card, fields in one.changed_cards]
    return f"{one.title}　{words.say('list.join').join(parts)}"


def _card(name: str) -> str:
    """Ⅲ A1, of ``III A1``."""
    level, _, code = name.partition(" ")
    return f"{shown(level)} {code}"


def _fields(fields: Iterable[tuple[str, str, str]]) -> str:
    return words.say("list.join").join(_field(*field) for field in fields)


def _field(name: str, before: str, after: str) -> str:
    none = words.say("print.none")
    facts = {"field": words.say(f"plan.field.{name}"), "before": before or none, "after": after or none}
    return words.say("responses.differs", **facts)
