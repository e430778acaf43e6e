"""How lists say imports: when, which file, how many rows, whether it was taken back."""

from __future__ import annotations

from console import words
from console.domain.importing import ImportRunRow
from ui import text
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times


def runs_model(times: Times) -> RowTableModel[ImportRunRow]:
    """Columns of a list of imports."""
    return RowTableModel(
        [
            Column("run.at", lambda row: times.near(row.at), width=104),
            Column("run.file", lambda row: row.file_name, stretch=True),
            Column("run.mode", lambda row: words.say(f"contacts.run_mode.{row.mode}"), width=96),
            Column("run.taken", lambda row: text.number(row.taken), align=Align.RIGHT, width=64),
            Column("run.left_out", lambda row: text.number(row.left_out), align=Align.RIGHT, width=72),
            Column("run.state", lambda row: _state(row, times), width=150, ink=_ink, stays=True),
            Column("run.by", lambda row: row.by_name, width=80),
        ],
        key=lambda row: row.id,
    )


def _state(row: ImportRunRow, times: Times) -> str:
    if row.undone_at is None:
        return words.say("contacts.run_applied")
    return words.say("contacts.run_undone", at=times.near(row.undone_at), by=row.undone_by)


def _ink(row: ImportRunRow) -> str | None:
    return "text3" if row.undone_at is not None else None
