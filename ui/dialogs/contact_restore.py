"""What is no more in the contact book: looked through by name or unit, and one of it back again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.contact_cells import folded
from console.errors import Refused
from console.services.contact_retired import RetiredRow
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.contact_rows import day_text
from ui.models.table import Column, RowTableModel
from ui.widgets.field import Field
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText

_LIMIT = 60


class RestoreDialog(Asking):
    """Hands up the chosen one of ``rows``. Words narrow the list; Up and Down choose while one types."""

    LEAST_WIDTH = 640

    def __init__(self, rows: Sequence[RetiredRow], parent: QWidget | None = None) -> None:
        super().__init__("contacts.restore_title", "contacts.restore_yes", parent=parent)
        self._rows = tuple(rows)
        self.find = ShortText(_LIMIT)
        self.body.addWidget(Field("contacts.restore_find", self.find))
        self.table = RowTable(_model(), compact=True)
        self.table.call("contacts.restore_title")
        self.body.addWidget(self.table, 1)
        self.count = self.say_sentence("contacts.restore_count", role="secondary", count=len(rows))
        self.set_fields([self.find])
        self.find.textChanged.connect(lambda _text: self._narrow())
        self.find.installEventFilter(self)
        self.table.opened.connect(lambda _row: self.hand_up())
        self._narrow()
        self.restyle()

    def first(self) -> QWidget:
        return self.find

    def answer(self) -> RetiredRow:
        row = self.table.chosen_row()
        if not isinstance(row, RetiredRow):
            raise Refused("retired_not_chosen")
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.find and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers():
                self._step(step)
                return True
        return super().eventFilter(watched, event)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            using = theme.current()
            self.table.setMinimumHeight(using.px(34) + 7 * using.compact_row)

    def _step(self, by: int) -> None:
        model, at = self.table.rows_model, self.table.currentIndex()
        row = at.row() + by if at.isValid() else 0
        self.table.choose(model.key_at(model.index(max(0, min(model.rowCount() - 1, row)), 0)))

    def _narrow(self) -> None:
        """The first of those that fit is chosen: Enter takes it."""
        parts = [folded(part) for part in self.find.text().split()]
        fitting = [row for row in self._rows if all(part in folded(f"{row.name} {row.where}") for part in parts)]
        self.table.show_rows(fitting)
        if fitting and self.table.chosen_row() is None:
            self.table.choose((fitting[0].kind, fitting[0].id))
        self.count.say("contacts.restore_count", count=len(fitting))


def _model() -> RowTableModel[RetiredRow]:
    return RowTableModel(
        [
            Column("contact.retired_kind", lambda row: words.say(f"contacts.retired.{row.kind.value}"), width=72),
            Column("contact.name", lambda row: row.name, width=160, strong=lambda _row: True, stays=True),
            Column("contact.retired_where", lambda row: row.where, stretch=True),
            Column("contact.retired_on", lambda row: day_text(row.day), width=104, stays=True),
        ],
        key=lambda row: (row.kind, row.id),
    )
