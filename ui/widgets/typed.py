"""Text as it is typed: nothing is ever cut, what cannot stand in a record is refused with its reason."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMetaMethod, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QClipboard,
    QColor,
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyle, QStyleOptionFrame, QTextEdit, QWidget

from console.domain.text import TEXT_LIMIT, checked_text
from console.errors import Refused
from ui import hiding
from ui.widgets.spoken import surviving


def refusal(text: str, limit: int) -> Refused | None:
    """Why a text may not stand in a record; None where it may. Blank is fine here."""
    if not text.strip():
        return None
    try:
        checked_text(text, limit=limit)
    except Refused as refused:
        return refused
    return None


_LOOKED_AT = 1_000_000
"""Longer than this it fits nowhere, however its lines are joined: megabytes are not looked through for that."""

_BREAKS = re.compile("\r\n|[\r\n\t\v\f\u2028\u2029]")


def in_one_line(text: str) -> str:
    """Several lines, or cells, as one: a blank for each break, none for the last."""
    return _BREAKS.sub(" ", text.rstrip("\r\n\t\u2028\u2029"))


def speak_up(field: QWidget, refused: Refused) -> None:
    """Whoever stands nearest above the field says why: its label, its dialog, its page, the window."""
    above = field.parentWidget()
    while above is not None:
        say = getattr(above, "say_turned_away", None)
        if say is not None:
            say(refused)
            return
        above = above.parentWidget()


class OneLine(QLineEdit):
    """A line that is never cut: what does not fit, or cannot stand in a record, is not taken at all.

    ``turned_away`` carries the Refused; where nobody listens, whoever stands nearest above says it. Qt's own limit
    would drop the rest without a word, and counts a rare character twice.
    """

    turned_away = Signal(object)

    def __init__(self, limit: int = TEXT_LIMIT, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.limit = limit
        self.numbers = False
        """Whether nothing but telephone numbers is meant to stand in it."""
        self._being_written = False
        self.textEdited.connect(self._note_written)

    def seen_text(self) -> str:
        """What is seen of it: hidden numbers stay hidden in it until somebody writes here, and are again afterwards."""
        if self._being_written or self.echoMode() is not QLineEdit.EchoMode.Normal:
            return self.text()
        return (hiding.seen_number if self.numbers else hiding.seen)(self.text())

    def _note_written(self) -> None:
        self._being_written = True
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._being_written = False
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.seen_text()
        if shown == self.text():
            super().paintEvent(event)
        else:
            self._paint_hidden(shown)

    def _paint_hidden(self, shown: str) -> None:
        """The same field with other letters in it; none of Qt's own is drawn."""
        option, painter = QStyleOptionFrame(), QPainter(self)
        self.initStyleOption(option)
        style, metrics = self.style(), self.fontMetrics()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        inside = style.subElementRect(QStyle.SubElement.SE_LineEditContents, option, self).adjusted(2, 0, -2, 0)
        painter.setPen(self.palette().text().color())
        fitting = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fitting)
        if self.hasFocus():
            left = inside.left() + min(inside.width(), metrics.horizontalAdvance(shown[: self.cursorPosition()]))
            painter.drawLine(left, inside.top() + 2, left, inside.bottom() - 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_checked()
        elif not (event.text() and event.text().isprintable() and self._turn_away(event.text())):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not (event.commitString() and self._turn_away(event.commitString())):
            super().inputMethodEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_checked)
        menu.exec(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button pastes what is selected elsewhere, where the system has that."""
        if event.button() == Qt.MouseButton.MiddleButton and QGuiApplication.clipboard().supportsSelection():
            self.deselect()
            self.take(QGuiApplication.clipboard().text(QClipboard.Mode.Selection))
            return
        super().mouseReleaseEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is self:
            super().dropEvent(event)
            return
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        self.take(event.mimeData().text())
        event.acceptProposedAction()

    def paste_checked(self) -> None:
        """Paste the clipboard whole or not at all."""
        self.take(QGuiApplication.clipboard().text())

    def take(self, offered: str) -> None:
        """Put a text in at the cursor, its lines made one, whole or not at all."""
        if len(offered) <= _LOOKED_AT:
            offered = in_one_line(offered)
        if offered and not self.isReadOnly() and not self._turn_away(offered, refusal(offered, self.limit)):
            self.insert(offered)

    def why_not(self, offered: str) -> Refused | None:
        """Why a text may not be put in at the cursor."""
        length = len(self.text()) - len(self.selectedText()) + len(offered)
        return Refused("text_too_long", length=length, limit=self.limit) if length > self.limit else None

    def _turn_away(self, offered: str, wrong: Refused | None = None) -> bool:
        """Whether it may not stand here, with the reason said; then the field keeps what was there."""
        if self.isReadOnly():
            return False
        wrong = self.why_not(offered) or wrong
        if wrong is None:
            return False
        if self.isSignalConnected(QMetaMethod.fromSignal(self.turned_away)):
            self.turned_away.emit(wrong)
        else:
            speak_up(self, wrong)
        return True


class ShortText(OneLine):
    """One line with a limit of its own."""

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(limit, parent=parent)


class LongText(QPlainTextEdit):
    """Several lines with a limit; Tab leaves the field. ``edited`` is said for the officer's changes only."""

    turned_away = Signal(object)
    edited = Signal()

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limit = limit
        self.setTabChangesFocus(True)
        self._being_written = False
        self.textChanged.connect(self.edited)
        self.textChanged.connect(self._note_written)

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
        self._being_written = False
        self.cover_numbers()

    def cover_numbers(self) -> None:
        """Hidden numbers are covered in it until somebody writes here, and are again afterwards."""
        spans = [] if self._being_written else hiding.current().spans(self.text())
        if spans or self.extraSelections():
            self.setExtraSelections([self._cover(start, end) for start, end in spans])

    def _cover(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        text, made = self.text(), QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(text[:start]))
        cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor  # type: ignore[attr-defined]
        look = QTextCharFormat()
        look.setForeground(QColor(0, 0, 0, 0))
        look.setBackground(self.palette().mid())
        made.format = look  # type: ignore[attr-defined]
        return made

    def _note_written(self) -> None:
        """Only who has the keyboard here writes here; what else comes in is hidden at once."""
        self._being_written = self.hasFocus() and not self.isReadOnly()
        self.cover_numbers()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._being_written:
            self._being_written = False
            self.cover_numbers()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            surviving(self.cover_numbers)

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
        if wrong is not None and self.isSignalConnected(QMetaMethod.fromSignal(self.turned_away)):
            self.turned_away.emit(wrong)
        elif wrong is not None:
            speak_up(self, wrong)
        elif offered:
            self.textCursor().insertText(offered.replace("\r\n", "\n").replace("\r", "\n"))
            self.ensureCursorVisible()

    def _why_not(self, offered: str) -> Refused | None:
        kept = len(self.text()) - len(self.textCursor().selectedText())
        if kept + len(offered) > self.limit:
            return Refused("text_too_long", length=kept + len(offered), limit=self.limit)
        return refusal(offered, self.limit)


def _units(text: str) -> int:
    """How Qt counts it: a rare character is two."""
    return len(text.encode("utf-16-le")) // 2


def _clipboard() -> str:
    return QGuiApplication.clipboard().text()
