"""What can be done onward with a registered item: tell the leader, record what is sent about it, copy it out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import actions, theme
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted


class Onward(Painted, QWidget):
    """Three buttons in a row; hidden while an entry is being written."""

    phone_asked = Signal()
    outbound_asked = Signal()
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phone = KeyButton("do.phone_script", actions.key_of("phone_script"), small=True, icon="phone")
        self.send = KeyButton("do.outbound_about", actions.key_of("outbound_about"), small=True)
        self.copy = KeyButton("copy.out", actions.key_of("copy_out"), small=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for button, asked in (
            (self.phone, self.phone_asked),
            (self.send, self.outbound_asked),
            (self.copy, self.copy_asked),
        ):
            button.clicked.connect(asked)
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.restyle()

    def buttons(self) -> tuple[QWidget, ...]:
        """In Tab order."""
        return (self.phone, self.send, self.copy)

    def restyle(self) -> None:
        self._row.setSpacing(theme.current().px(8))
        super().restyle()
