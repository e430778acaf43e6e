"""A choice among codes, shown by their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from console import words
from ui.widgets.spoken import Spoken


class CodeCombo(Spoken, QComboBox):
    """Words are ``<prefix>.<code>``, of the empty code ``<prefix>.none``. ``activated`` is the officer's doing."""

    def __init__(self, prefix: str, codes: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._read_only = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for code in codes:
            self.addItem("", code)
        self.retranslate()

    def code(self) -> str:
        return str(self.currentData() or "")

    def show_code(self, code: str) -> None:
        """Show a stored choice; one that is unknown here shows as the first."""
        self.setCurrentIndex(max(0, self.findData(code)))

    def set_read_only(self, read_only: bool) -> None:
        """Read-only keeps the focus it has; a disabled box would throw it away."""
        self._read_only = read_only
        self.setProperty("readonly", read_only)
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._read_only:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._read_only:
            super().mousePressEvent(event)

    def retranslate(self) -> None:
        for at in range(self.count()):
            self.setItemText(at, words.say(f"{self._prefix}.{self.itemData(at) or 'none'}"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the form must not change what was chosen."""
        event.ignore()
