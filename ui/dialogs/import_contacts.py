"""A file of people before it is taken in: also what is odd about rows that are taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console import words
from ui.dialogs.import_places import Line
from ui.dialogs.importing import ImportDialog
from ui.models.table import Align, Column

_COUNTS = ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")


class ImportContactsDialog(ImportDialog):
    """Warnings stand below the refused rows, in another colour and with their own word."""

    said_title = "import.contacts_title"
    counts = {count: f"import.{count}" for count in _COUNTS}  # noqa: RUF012 - never changed
    least_width = 880

    def columns(self) -> Sequence[Column[Any]]:
        return (
            Column("problem.sheet", lambda line: line.problem.sheet, width=120),
            Column("problem.row", lambda line: str(line.problem.row), align=Align.RIGHT, width=60),
            Column("problem.column", lambda line: words.say(f"contact.column.{line.problem.column}"), width=90),
            Column("problem.text", _said, stretch=True, ink=_ink),
        )

    def lines(self, result: Any) -> Sequence[Line]:
        return [Line(at, problem) for at, problem in enumerate((*result.problems, *result.warned))]

    def good_rows(self, result: Any) -> bool:
        return bool(result.added + result.updated + result.unchanged)


def _said(line: Line) -> str:
    sentence = words.say(line.problem.code, **line.problem.facts)
    return words.say("import.warning", text=sentence) if line.problem.warning else sentence


def _ink(line: Line) -> str | None:
    return "orangetext" if line.problem.warning else None
