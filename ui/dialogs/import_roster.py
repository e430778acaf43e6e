"""A month sheet before it is taken in: what it would change, what is refused and why, which month it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.services.roster_import import RosterImport
from ui import text
from ui.dialogs.importing import ImportDialog
from ui.models.table import Column
from ui.widgets.field import Field
from ui.widgets.roster_words import day_word, problem_word, shift_word
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the report; ``at`` is its place."""

    at: int
    place: str
    kind: str
    said: Any


class ImportRosterDialog(ImportDialog):
    """``month_given`` asks for another dry run: the sheet names no month and the officer typed one."""

    month_given = Signal(str)

    said_title = "roster.import.title"
    counts = {  # noqa: RUF012 - never changed
        "read": "import.read",
        "added": "import.added",
        "updated": "roster.import.changed",
        "unchanged": "roster.import.unchanged",
        "skipped": "roster.import.skipped",
        "refused": "import.refused",
    }
    called = "roster.findings"
    least_width = 760

    def __init__(self, name: str, month: str, parent: QWidget | None = None) -> None:
        """``month`` is proposed where the sheet names none."""
        self._month = month
        super().__init__(name, parent)

    def between(self) -> Sequence[QWidget]:
        self.months = Word("roster.import.months", role="strong", months="")
        self.month = OneLine(text=self._month)
        self.month_field = Field("roster.import.month", self.month)
        self.month_field.say_note("roster.import.month_hint")
        self.month_field.hide()
        self.month.returnPressed.connect(self._ask_again)
        return (self.months, self.month_field)

    def first(self) -> QWidget:
        return self.month if self.month.isVisibleTo(self) else super().first()

    def show_result(self, result: RosterImport) -> None:
        super().show_result(result)
        self.months.say("roster.import.months", months=words.say("list.join").join(result.months) or "–")
        if any(problem.code == "month_unknown" for problem in result.problems):
            self.month_field.show()
            self._lead()

    def columns(self) -> Sequence[Column[Any]]:
        return (
            Column("roster.place", lambda line: line.place, width=120),
            Column("roster.kind", lambda line: words.say(line.kind), width=90),
            Column("roster.text", _said, stretch=True),
        )

    def lines(self, result: RosterImport) -> Sequence[_Line]:
        return _lines(result)

    def good_rows(self, result: RosterImport) -> bool:
        return result.added + result.updated + result.unchanged > 0

    def faults(self, result: RosterImport) -> bool:
        return bool(result.refused)

    def said(self, result: RosterImport) -> str:
        return "import.checked" if self.good_rows(result) else "import.nothing_good"

    def _ask_again(self) -> None:
        self.trouble.hide()
        self.state.show()
        self.state.say("import.checking")
        self.month_given.emit(self.month.text().strip())


def _lines(result: RosterImport) -> list[_Line]:
    """Refusals first, then what would change, then what is only worth a look."""
    refused = [found for found in result.problems if not found.warning]
    looked = [found for found in result.problems if found.warning]
    rows = [("roster.refusal", f"{p.sheet} {p.column}{p.row}".strip(), p) for p in refused]
    rows += [("roster.import.changed", "", change) for change in result.changed]
    rows += [("roster.warning", f"{p.sheet} {p.column}{p.row or ''}".strip(), p) for p in looked]
    return [_Line(at, place, kind, said) for at, (kind, place, said) in enumerate(rows)]


def _said(line: _Line) -> str:
    if line.kind != "roster.import.changed":
        return problem_word(line.said)
    change, shift = line.said, "" if line.said.shift == "whole" else f" {shift_word(line.said.shift)}"
    facts = {
        "before": change.before,
        "after": change.after or words.say("roster.unplanned"),
        "post": text.post(change.post),
    }
    return words.say("roster.change", day=day_word(change.day) + shift, **facts)
