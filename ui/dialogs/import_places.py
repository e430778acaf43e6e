"""A file of places before it is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from console import words
from ui.dialogs.importing import ImportDialog
from ui.models.table import Align, Column


@dataclass(frozen=True, slots=True)
class Line:
    """A refused cell and its place in the list: one row may be refused twice for the same reason."""

    at: int
    problem: Any


class ImportPlacesDialog(ImportDialog):
    """Shows an ``Imported`` of the places service."""

    said_title = "import.title"
    counts = {count: f"import.{count}" for count in ("read", "added", "updated", "refused")}  # noqa: RUF012 - never changed

    def columns(self) -> Sequence[Column[Any]]:
        return (
            Column("problem.row", lambda line: str(line.problem.row), align=Align.RIGHT, width=70),
            Column("problem.column", lambda line: words.say(f"place.column.{line.problem.column}"), width=90),
            Column("problem.text", lambda line: words.say(line.problem.code, **line.problem.facts), stretch=True),
        )

    def lines(self, result: Any) -> Sequence[Line]:
        return [Line(at, problem) for at, problem in enumerate(result.problems)]

    def good_rows(self, result: Any) -> bool:
        return bool(result.read > result.refused)
