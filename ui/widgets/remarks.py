"""注意事项 of the outgoing officer: saved on leaving the field or by the save key; what is typed is never dropped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.text import TEXT_LIMIT
from console.errors import Refused
from ui import actions, theme
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.typed import LongText


class _Editor(LongText):
    """Says when it is left for another field; a menu of its own is not leaving."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class Remarks(Painted, QWidget):
    """``save_asked`` with the text; then the panel calls ``stored`` or ``refused``."""

    save_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = ""
        self._sent: str | None = None
        self._before: str | None = None
        """What was stored before the last save: a load that began before it still tells that."""
        self.editor = _Editor(TEXT_LIMIT)
        self.editor.turned_away.connect(self._say_turned_away)
        self.editor.left.connect(self.ask_save)
        self.field = Field("remarks.label", self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.editor.textChanged.connect(self._note_typed)
        self.restyle()

    def text(self) -> str:
        """As the store would keep it."""
        return self.editor.toPlainText().strip()

    def dirty(self) -> bool:
        """Whether something typed is not in the store yet."""
        return self.text() != self._stored

    def ask_save(self) -> None:
        """Hand the text up unless it is stored or on its way."""
        if self.dirty() and self._sent != self.text() and not self.editor.isReadOnly():
            self._sent = self.text()
            self.save_asked.emit(self._sent)

    def stored(self, sent: str) -> None:
        """What was handed up is in the sheet now; what was typed meanwhile stays and waits for the next save."""
        self._before, self._stored = self._stored, sent
        if self._sent == sent:
            self._sent = None
        self._note_typed()

    def refused(self, code: str) -> None:
        """It could not be saved; the text stays."""
        self._sent = None
        self.field.say_note(code, wrong=True)

    def show_stored(self, text: str, *, editable: bool) -> None:
        """News of the sheet: shown where nothing is typed over it, only mentioned where something is."""
        if text != self._stored and text == self._before:
            text = self._stored  # overtaken by the save: it would wipe out what was just written
        elif text == self._stored:
            self._before = None
        typed = self.dirty()
        changed = text != self._stored
        self._stored = text
        if not typed and changed:
            self._replace(text)
        self._set_editable(editable)
        if typed and self.dirty() and changed:
            self.field.say_note("remarks.elsewhere", wrong=True)
        elif self.dirty() and not editable:
            self.field.say_note("remarks.too_late", wrong=True)

    def restore(self, text: str) -> None:
        """What was typed the last time and not stored; nothing happens where it is what is stored."""
        if text.strip() != self._stored:
            self._replace(text)
            editable = not self.editor.isReadOnly()
            self.field.say_note("remarks.restored" if editable else "remarks.too_late", wrong=not editable)

    def _say_turned_away(self, error: Refused) -> None:
        self.field.say_note(f"refused.{error.code}", wrong=True, **error.facts)

    def restyle(self) -> None:
        self.editor.setFixedHeight(theme.current().px(52 if self.editor.isReadOnly() else 76))
        super().restyle()

    def _set_editable(self, editable: bool) -> None:
        """What is signed is only read and needs less room."""
        if self.editor.isReadOnly() == editable:
            self.editor.setReadOnly(not editable)
            self.restyle()
            self._note_typed()

    def _replace(self, text: str) -> None:
        cursor_at = self.editor.textCursor().position()
        self.editor.setPlainText(text)
        cursor = self.editor.textCursor()
        cursor.setPosition(min(cursor_at, len(text)))
        self.editor.setTextCursor(cursor)

    def _note_typed(self) -> None:
        if self.dirty():
            self.field.say_note("remarks.typed", key=actions.key_of("save"))
        elif self._stored and not self.editor.isReadOnly():
            self.field.say_note("remarks.stored")
        else:
            self.field.clear_note()
