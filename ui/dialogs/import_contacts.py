"""A file of people before it is taken in: what it would do, which rows are refused and why, and what is odd."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console import words
from ui import theme
from ui.dialogs.import_places import ImportPlacesDialog, Line
from ui.models.table import Align, Column


class ImportContactsDialog(ImportPlacesDialog):
    """As for places; warnings stand among the refused rows, in another colour and with their own word."""

    said_title = "import.contacts_title"
    counts = ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")

    def columns(self) -> Sequence[Column[Any]]:
        return (
            Column("problem.sheet", lambda line: line.problem.sheet, width=120),
            Column("problem.row", lambda line: str(line.problem.row), align=Align.RIGHT, width=60),
            Column("problem.column", lambda line: words.say(f"contact.column.{line.problem.column}"), width=90),
            Column("problem.text", _said, stretch=True, ink=_ink),
        )

    def told(self, result: Any) -> Sequence[Any]:
        return (*result.problems, *result.warned)

    def _dress(self) -> None:
        super()._dress()
        self.setMinimumWidth(theme.current().px(880))

    def good_rows(self, result: Any) -> bool:
        return bool(result.added + result.updated + result.unchanged)


def _said(line: Line) -> str:
    sentence = words.say(line.problem.code, **line.problem.facts)
    return words.say("import.warning", text=sentence) if line.problem.warning else sentence


def _ink(line: Line) -> str | None:
    return "orangetext" if line.problem.warning else None
