"""Copies to begin again from, the good ones first: time, age, reach, size and state; and what the chosen one is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.copies import CopyRow
from console.domain.health import megabytes
from ui import theme
from ui.copy_words import age, made_at, state
from ui.models.table import Align, Column, RowTableModel
from ui.text import number
from ui.widgets.empty import Empty
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.table import RowTable

if TYPE_CHECKING:
    from console.services.copies_there import Found

_ROWS = 4


class CopyList(Painted, Spoken, QWidget):
    """``chosen`` a row, to be read; ``opened`` the chosen row by Enter or a double click.

    Times are those of the station that was copied: there is no store here yet that has a zone.
    """

    chosen = Signal(object)
    opened = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.table = RowTable(RowTableModel(self._columns(), lambda row: row.folder), compact=True)
        self.table.call("copies.there")
        self.empty = Empty("first.copies_where")
        self.found = Word(role="strong")
        self.known = Word(role="caution")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.table, self.empty, self.found, self.known):
            column.addWidget(part)
        for text in (self.found, self.known):
            text.setWordWrap(True)
            text.hide()
        self.table.hide()
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self.opened.emit())
        self.restyle()

    def show_rows(self, rows: Sequence[CopyRow]) -> None:
        """What lies there, the best first; the first one is chosen."""
        self.clear("")
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if rows:
            self.table.choose(rows[0].folder)

    def clear(self, missing: str) -> None:
        """Nothing to choose among; ``missing``: the code of the sentence that says what should be there."""
        self.found.hide()
        self.known.hide()
        self.table.clearSelection()
        self.table.setCurrentIndex(self.table.rows_model.index(-1, -1))
        if missing:
            self.empty.say(missing)
            self.table.show_rows([])
            self.table.hide()
            self.empty.show()

    def row(self) -> CopyRow | None:
        """The copy that is chosen."""
        row: CopyRow | None = self.table.chosen_row()
        return row

    def good_beside(self, row: CopyRow) -> CopyRow | None:
        """The newest good copy of the same store in this list."""
        rows = self.table.rows_model.rows()
        return next((one for one in rows if one.good and one.manifest.store == row.manifest.store), None)

    def show_found(self, found: Found) -> None:
        """Whose copy it is, as of when, how far its log goes, its newest line; and what is known to be wrong in it."""
        manifest, newest = found.manifest, found.newest
        text = newest.text[:120] if newest else "–"
        facts = {"site": manifest.site, "at": made_at(manifest), "number": manifest.duty[0]}
        self.found.say("first.found", text=text, **facts)
        self.found.show()
        self.known.setVisible(bool(manifest.faults))
        if manifest.faults:
            self.known.say("first.found_faulty", count=manifest.faults.count)

    def restyle(self) -> None:
        using = theme.current()
        self.layout().setSpacing(using.px(8))
        self.table.setFixedHeight(using.px(34) + using.compact_row * _ROWS + 2)
        super().restyle()

    def _choose(self, row: CopyRow | None) -> None:
        self.found.hide()
        self.known.hide()
        if row is not None:
            self.chosen.emit(row)

    def _columns(self) -> tuple[Column[CopyRow], ...]:
        return (
            Column("copy.made_at", lambda row: made_at(row.manifest), width=136),
            Column("copy.age", lambda row: age(row.manifest.made_at, self._now()), width=92),
            Column("copy.number", lambda row: number(row.manifest.duty[0]), align=Align.RIGHT, width=88),
            Column("copy.size", lambda row: megabytes(row.manifest.size), align=Align.RIGHT, width=76),
            Column("copy.state", state, width=136, ink=lambda row: None if row.good else "orangetext"),
            Column("copy.site", lambda row: row.manifest.site, stretch=True),
        )
