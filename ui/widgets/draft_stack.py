"""The half-written entries: which one is on the form, and how long the others have been waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from console import words
from ui import actions, theme
from ui.beat import beat
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times, span
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import shown_key
from ui.widgets.table import RowTable


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A half-written entry as the stack shows it; ``held_at`` is None while it is on the form."""

    id: UUID
    title: str
    started_at: datetime
    held_at: datetime | None
    saving: bool = False


class OpenTable(RowTable):
    """Enter opens the chosen row at once, on every platform."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            if self.chosen_row() is not None:
                self.opened.emit(self.chosen_row())
            return
        super().keyPressEvent(event)


class DraftStack(Card):
    """Says ``asked`` with the id of the entry the officer wants to go on with."""

    asked = Signal(object)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("intake.stack.title", flush=True, parent=parent)
        self._times = times
        self.table = OpenTable(RowTableModel(self._columns(), lambda row: row.id), compact=True)
        self.table.horizontalHeader().hide()
        self.table.call("intake.stack.title")
        self.empty = Empty("intake.stack.empty")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.table)
        self.body.addWidget(self.pages)
        self.caption.say("intake.stack.next", key=shown_key(actions.key_of("next_draft")))
        self._running = False
        self.table.opened.connect(lambda row: self.asked.emit(row.id))
        self.table.clicked.connect(lambda _: self.asked.emit(self.table.chosen_key()))
        self.show_drafts(())

    def show_drafts(self, rows: Sequence[DraftRow]) -> None:
        """Oldest first."""
        self.table.show_rows(rows)
        self.pages.setCurrentWidget(self.table if rows else self.empty)
        self.caption.setVisible(bool(rows))

    def hold(self, row: DraftRow) -> str:
        """正在写, 正在保存, or how long it has been waiting."""
        if row.saving:
            return words.say("intake.stack.saving")
        if row.held_at is None:
            return words.say("intake.stack.current")
        return words.say("intake.stack.held", time=span(max(self._times.now() - row.held_at, _NOTHING)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._running:
            self._running = True
            beat().second.connect(self._count_on)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._running:
            self._running = False
            beat().second.disconnect(self._count_on)
        super().hideEvent(event)

    def _count_on(self) -> None:
        """How long each has waited."""
        if self.table.rows_model.rowCount():
            self.table.rows_model.retranslate()

    def restyle(self) -> None:
        self.setFixedHeight(theme.current().px(190))
        super().restyle()

    def _columns(self) -> tuple[Column[DraftRow], ...]:
        def on_form(row: DraftRow) -> bool:
            return row.held_at is None

        return (
            Column("draft.started", lambda row: self._times.near(row.started_at), width=60, strong=on_form),
            Column("draft.title", _title, width=120, stretch=True, strong=on_form),
            Column("draft.hold", self.hold, Align.RIGHT, width=112, strong=on_form),
        )


def _title(row: DraftRow) -> str:
    return row.title or words.say("intake.stack.untitled")


_NOTHING = timedelta()
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
