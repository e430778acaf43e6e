"""整组确认: alarms of a group that do not stand in sight are read here before anybody puts his name to them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from console import words
from console.domain.alarm import AlarmRow
from ui import theme
from ui.dialogs.asking import Asking
from ui.hiding import seen
from ui.models.alarm_rows import priority_word, title
from ui.text import Times


class AcknowledgeGroupDialog(Asking):
    """Hands up the ids of the alarms listed here, whatever has joined the group meanwhile.

    An Enter alone acknowledges nothing: it may have been meant for the list behind.
    """

    LEAST_WIDTH = 620

    def __init__(self, rows: Sequence[AlarmRow], hidden: int, times: Times, parent: QWidget | None = None) -> None:
        """``hidden`` of the alarms do not stand in sight."""
        super().__init__("alarms.do.acknowledge_group", "alarms.do.acknowledge_group", parent=parent)
        self._rows, self._times = tuple(rows), times
        self.what = self.say_sentence("alarms.group.what", role="strong", count=len(self._rows), hidden=hidden)
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setMinimumHeight(theme.current().px(240))
        self.body.addWidget(self.view)
        self.retranslate()

    def first(self) -> QWidget:
        return self.view

    def answer(self) -> tuple[UUID, ...]:
        return tuple(row.id for row in self._rows)

    def retranslate(self) -> None:
        super().retranslate()
        self.view.setAccessibleName(words.say("alarms.do.acknowledge_group"))
        self.view.setPlainText("\n".join(map(self._line, self._rows)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not enter or held or isinstance(self.focusWidget(), QPushButton):
            super().keyPressEvent(event)

    def _line(self, row: AlarmRow) -> str:
        return seen(f"{row.number}  {self._times.near(row.first_at)}  {priority_word(row)}  {title(row)}")
