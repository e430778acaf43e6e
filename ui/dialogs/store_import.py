"""A workbook of the stores before it is taken in: refused rows, what is odd, what is new, what changes of what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.plan_table import Finding
from console.domain.stores import Difference
from console.services.stock_import import Changed, said
from ui.dialogs.import_list import ADDED, CHANGED, REFUSED, WARNED, ImportListDialog

COLUMNS = "stores.field"
CHOSEN = frozenset({"tier", "kind", "mode"})
"""Fields whose values are codes."""


class StoreLine(NamedTuple):
    """What is told about a row, put into words when it is seen; of a new row nothing differs."""

    at: int
    kind: str
    sheet: str
    row: int
    column: str
    told: Finding | tuple[Changed, Difference | None]
    columns: str = COLUMNS

    @property
    def text(self) -> str:
        if isinstance(self.told, Finding):
            sentence = said(self.told)
            return words.say("import.warning", text=sentence) if self.told.warning else sentence
        changed, difference = self.told
        name = f"{words.say(f'stores.table.{changed.table}')} {changed.key} {changed.name}"
        if changed.new:
            facts = {"name": name, "what": difference.after if difference else ""}
            return " ".join(words.say("master.import_new", **facts).split())
        assert difference is not None
        before, after = (_value(changed, difference.field, text) for text in (difference.before, difference.after))
        return words.say("import.difference", name=name, before=before, after=after)


class ImportStoresDialog(ImportListDialog):
    """``title`` is the code of the sentence above."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(title, COLUMNS, name, parent)

    def lines(self, result: Any) -> Sequence[Any]:
        made: list[StoreLine] = []
        for found in (*result.problems, *result.warned):
            kind = WARNED if found.warning else REFUSED
            made.append(StoreLine(len(made), kind, found.sheet, found.row, found.column, found))
        for one in sorted(result.changed, key=lambda one: one.new):
            for difference in one.differences or (None,):
                kind, column = (ADDED, "row") if one.new else (CHANGED, difference.field)
                made.append(StoreLine(len(made), kind, one.sheet, one.row, column, (one, difference)))
        return made


def _value(changed: Changed, field: str, text: str) -> str:
    if not text:
        return words.say("none")
    coded = field in CHOSEN and changed.table != "vehicles"
    return words.say(f"stores.{field}.{text}") if coded else text
