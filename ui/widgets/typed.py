"""Text as it is typed: nothing is ever cut, what cannot stand in a record is refused with its reason."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Signal
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from console.domain.text import checked_text
from console.errors import Refused


def refusal(text: str, limit: int) -> Refused | None:
    """Why a text may not stand in a record; None where it may. Blank is fine here."""
    if not text.strip():
        return None
    try:
        checked_text(text, limit=limit)
    except Refused as refused:
        return refused
    return None


class ShortText(QLineEdit):
    """One line with a limit. ``turned_away`` carries the Refused of a paste that was not taken at all."""

    turned_away = Signal(object)

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limit = limit
        self.setMaxLength(limit)
        self.inputRejected.connect(self._say_full)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.matches(QKeySequence.StandardKey.Paste) and self._turn_away(_clipboard())):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_checked)
        menu.exec(event.globalPos())

    def dropEvent(self, event: QDropEvent) -> None:
        if not self._turn_away(event.mimeData().text()):
            super().dropEvent(event)

    def paste_checked(self) -> None:
        """Paste the clipboard whole or not at all."""
        if not self._turn_away(_clipboard()):
            self.paste()

    def _turn_away(self, offered: str) -> bool:
        """Whether it does not fit; then the field keeps what was there."""
        length = len(self.text()) - len(self.selectedText()) + len(offered)
        wrong = Refused("text_too_long", length=length, limit=self.limit) if length > self.limit else None
        wrong = wrong or refusal(offered, self.limit)
        if wrong is not None:
            self.turned_away.emit(wrong)
        return wrong is not None

    def _say_full(self) -> None:
        self.turned_away.emit(Refused("text_too_long", length=self.limit + 1, limit=self.limit))


class LongText(QPlainTextEdit):
    """Several lines with a limit; Tab leaves the field. ``edited`` is said for the officer's changes only."""

    turned_away = Signal(object)
    edited = Signal()

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limit = limit
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.edited)

    def sizeHint(self) -> QSize:
        """As little as it may have: whoever lays it out gives it the rest."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())

    def text(self) -> str:
        """What stands there, no-break spaces included (``toPlainText`` turns them into spaces)."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def show_text(self, text: str) -> None:
        """Show a stored text; says nothing to listeners."""
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)

    def place_cursor(self, at: int, anchor: int) -> None:
        last = self.document().characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(at, last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take a paste or a drop whole or not at all; only its plain text counts."""
        offered = source.text()
        wrong = self._why_not(offered)
        if wrong is not None:
            self.turned_away.emit(wrong)
        elif offered:
            self.textCursor().insertText(offered.replace("\r\n", "\n").replace("\r", "\n"))
            self.ensureCursorVisible()

    def _why_not(self, offered: str) -> Refused | None:
        kept = len(self.text()) - len(self.textCursor().selectedText())
        if kept + len(offered) > self.limit:
            return Refused("text_too_long", length=kept + len(offered), limit=self.limit)
        return refusal(offered, self.limit)


def _clipboard() -> str:
    return QGuiApplication.clipboard().text()
