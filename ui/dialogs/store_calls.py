"""Whom to ring so that an agreement delivers: quickest first, with what can still be called and the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui import actions, theme
from ui.dialogs.asking import Asking
from ui.models.store_master_rows import CallRow, call_model
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable


class SupplierCallsDialog(Asking):
    """``copy_asked`` carries the lines; handing up only closes it."""

    LEAST_WIDTH = 860
    copy_asked = Signal(object)

    def __init__(self, rows: Sequence[CallRow], parent: QWidget | None = None) -> None:
        super().__init__("master.calls", "button.close", parent=parent)
        self.say_sentence("master.calls_what" if rows else "master.calls_nobody")
        self.table = RowTable(call_model())
        self.table.call("master.calls")
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.body.addWidget(self.table, 1)
        self.copy = KeyButton("master.calls_copy", actions.key_of("copy_out"))
        self.copy.setEnabled(bool(rows))
        self.layout().itemAt(self.layout().count() - 1).layout().insertWidget(0, self.copy)
        self.copy.clicked.connect(lambda: self.copy_asked.emit(self.table.rows_model.rows()))
        QShortcut(QKeySequence(actions.key_of("copy_out")), self).activated.connect(self.copy.click)
        self.no.hide()
        self.restyle()

    def first(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.yes

    def answer(self) -> None:
        return None

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self.table.setMinimumHeight(theme.current().px(34) + 6 * theme.current().row)
