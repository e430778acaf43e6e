"""The list of the alarm queue: Enter has seen the chosen alarm, the arrows fold and unfold."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.models.alarm_rows import AlarmLine, alarm_model
from ui.text import Times
from ui.widgets.alarm_mark import AlarmCell
from ui.widgets.table import RowTable

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AlarmTable(RowTable):
    """``seen_asked`` comes from Enter; ``fold_asked`` carries the line and whether it is folded.

    A double click acknowledges nothing: it is too near to choosing a line.
    """

    seen_asked = Signal()
    fold_asked = Signal(object, bool)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(alarm_model(times), compact=True, parent=parent)
        self.call("alarms.queue")
        self.setItemDelegate(AlarmCell(self))
        self.doubleClicked.connect(lambda index: self._turn(self.rows_model.row_at(index)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, line = event.key(), self.chosen_row()
        if key in _ENTER:
            if not event.isAutoRepeat() and not _held(event):  # Ctrl+Enter was meant for a dialog that has just gone
                self._enter(line)
            event.accept()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not _held(event):
            self._fold(line, folded=key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Space and not _held(event):
            self._turn(line)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not _held(event):
            self._to_end(last=key == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)

    def _enter(self, line: AlarmLine | None) -> None:
        if line is not None and line.row is not None:
            self.seen_asked.emit()
        else:
            self._turn(line)

    def _fold(self, line: AlarmLine | None, *, folded: bool) -> None:
        """Left from what a cause brought goes to the cause, from an alarm to the head of its group, as in a tree."""
        if line is None:
            return
        if line.folds and line.folded != folded:
            self.fold_asked.emit(line, folded)
        elif folded and line.row is not None:
            self.choose(line.row.cause_id if line.depth else line.group.value)

    def _to_end(self, *, last: bool) -> None:
        """The first alarm or the last line: heads are passed on the way only."""
        lines = self.rows_model.rows()
        wanted = lines[-1:] if last else [line for line in lines if line.row is not None] or lines
        if wanted:
            self.choose(wanted[0].key)

    def _turn(self, line: Any) -> None:
        if isinstance(line, AlarmLine) and line.folds:
            self.fold_asked.emit(line, not line.folded)


def _held(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
