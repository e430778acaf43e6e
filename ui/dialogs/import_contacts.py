"""A file of people before it is taken in: refused rows, what is odd about others, and what changes about whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.contact_change import Difference
from console.domain.contact_table import Finding
from ui.dialogs.importing import StoppableImport
from ui.models.table import Align, Column
from ui.widgets.choice import Choice
from ui.widgets.field import Field

_COUNTS = ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")
ALL, REFUSED, WARNED, CHANGED = "all", "refused", "warned", "changed"
_INK = {WARNED: "orangetext", CHANGED: "link"}


@dataclass(frozen=True, slots=True)
class Line:
    """What is told about a row: a fault, something odd, or a difference (``kind``); put into words when it is seen."""

    at: int
    kind: str
    sheet: str
    row: int
    column: str
    told: Finding | tuple[str, Difference]

    @property
    def text(self) -> str:
        if isinstance(self.told, Finding):
            return _said(self.told)
        name, difference = self.told
        before, after = (part or words.say("none") for part in (difference.before, difference.after))
        return words.say("import.difference", name=name, before=before, after=after)


class ImportContactsDialog(StoppableImport):
    """Refused rows first, then warnings, then the differences; a box shows one kind alone."""

    said_title = "import.contacts_title"
    counts = {count: f"import.{count}" for count in _COUNTS}  # noqa: RUF012 - never changed
    least_width = 880

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.kinds = Choice([ALL], _kind_word)
        self._field = Field("import.shown", self.kinds)
        self._field.hide()
        super().__init__(name, parent)
        self.kinds.picked.connect(lambda _kind: self._filter())

    def columns(self) -> Sequence[Column[Any]]:
        return (
            Column("problem.sheet", lambda line: line.sheet, width=120),
            Column("problem.row", lambda line: str(line.row), align=Align.RIGHT, width=60),
            Column("problem.column", lambda line: words.say(f"contact.column.{line.column}"), width=90),
            Column("problem.text", lambda line: line.text, stretch=True, ink=lambda line: _INK.get(line.kind)),
        )

    def between(self) -> Sequence[QWidget]:
        return (self._field,)

    def lines(self, result: Any) -> Sequence[Line]:
        made: list[Line] = []
        for found in (*result.problems, *result.warned):
            kind = WARNED if found.warning else REFUSED
            made.append(Line(len(made), kind, found.sheet, found.row, found.column, found))
        for one in result.changed:
            for difference in one.differences:
                told = (one.name, difference)
                made.append(Line(len(made), CHANGED, one.sheet, one.row, difference.column, told))
        return made

    def good_rows(self, result: Any) -> bool:
        return bool(result.added + result.updated + result.unchanged)

    def show_result(self, result: Any) -> None:
        """What the import would do."""
        super().show_result(result)
        there = {line.kind for line in self.table.rows_model.rows()}
        self.kinds.offer([ALL, *(kind for kind in (REFUSED, WARNED, CHANGED) if kind in there)])
        self._field.setVisible(len(there) > 1)
        if self.kinds.value() != ALL:
            self._filter()

    def retranslate(self) -> None:
        super().retranslate()
        if self._result is not None:
            self._filter()

    def _filter(self) -> None:
        wanted = self.kinds.value()
        self.table.show_rows([line for line in self.lines(self._result) if wanted in (ALL, line.kind)])


def _said(found: Finding) -> str:
    sentence = words.say(found.code, **found.facts)
    return words.say("import.warning", text=sentence) if found.warning else sentence


def _kind_word(kind: str) -> str:
    return words.say(f"import.shown.{kind}")
