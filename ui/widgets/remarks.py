"""注意事项 of the outgoing officer: saved on leaving the field or by the save key; what is typed is never dropped.

Leaving saves only what the officer who sits here typed over what is stored: another's words, and words over which
somebody else wrote meanwhile, are saved by the key alone.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.text import TEXT_LIMIT
from console.errors import Refused
from ui import actions, theme
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.typed import LongText

TOLD = 200
"""Characters of other words that are told under the field."""


class _Editor(LongText):
    """Says when it is left for another field; a menu of its own is not leaving."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class Remarks(Painted, QWidget):
    """``save_asked`` with the text; then the panel calls ``stored`` or ``refused``.

    ``sitting`` tells who sits here, empty for nobody; ``typist`` who typed what is not stored yet; ``over`` is the
    digest of the sheet whose remarks were shown or told here.
    """

    save_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sitting: Callable[[], str] = str
        self.typist = ""
        self.over = b""
        self._elsewhere = False
        """Somebody else wrote while something was typed: told under the field, and only the key writes over it."""
        self._stored = ""
        self._sent: str | None = None
        self._once_more = False
        self._before: str | None = None
        """What was stored before the last save: a load that began before it still tells that."""
        self.editor = _Editor(TEXT_LIMIT)
        self.editor.turned_away.connect(self._say_turned_away)
        self.editor.left.connect(self.save_own)
        self.field = Field("remarks.label", self.editor)
        self.field.note.setWordWrap(True)
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
        """Hand the text up unless it is stored or on its way; what was typed since goes after what is on its way."""
        if self._sent is not None:
            self._once_more = self._sent != self.text()
        elif self.dirty() and not self.editor.isReadOnly():
            self._sent = self.text()
            self.save_asked.emit(self._sent)

    def save_own(self) -> None:
        """The same without a wish: nothing of another's, nothing over words that were not there when it was typed."""
        if self.is_own():
            self.ask_save()

    def is_own(self) -> bool:
        """Whether what is typed is of who sits here, over what is stored."""
        return self.typist in ("", self.sitting()) and not self._elsewhere

    def stored(self, sent: str, digest: bytes) -> None:
        """What was handed up is in the sheet now; what was typed meanwhile stays and waits for the next save."""
        self._before, self._stored = self._stored, sent
        self.over, self.typist, self._elsewhere = digest, self.sitting(), False
        self._sent, once_more, self._once_more = None, self._once_more, False
        self._note_typed()
        if once_more:
            self.ask_save()

    def refused(self, code: str) -> None:
        """It could not be saved; the text stays."""
        self._sent, self._before, self._once_more = None, None, False
        self.field.say_note(code, wrong=True)

    def show_stored(self, text: str, *, editable: bool, digest: bytes) -> None:
        """News of the sheet: shown where nothing is typed over it, only mentioned where something is."""
        if text != self._stored and text == self._before:
            # overtaken by the save: it would wipe out what was just written
            text, digest = self._stored, self.over
        elif text == self._stored:
            self._before = None
        typed = self.dirty()
        changed = text != self._stored
        self._stored, self.over = text, digest
        self._elsewhere = self.dirty() and (self._elsewhere or (typed and changed))
        if not typed and changed:
            self._replace(text)
        self._set_editable(editable)
        if typed and changed:
            self.note_whose()
        elif self.dirty() and not editable:
            self.field.say_note("remarks.too_late", wrong=True)

    def restore(self, text: str, typist: str) -> None:
        """What was typed the last time and not stored; nothing happens where it is what is stored."""
        if text.strip() != self._stored:
            self.typist = typist
            self._replace(text)
            if not self.is_own():
                return
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
        if not self.dirty():
            self.typist, self._elsewhere = "", False
        self.typist = self.typist or (self.sitting() if self.dirty() else "")
        self.note_whose()

    def note_whose(self) -> None:
        """Under the field: whether it is stored, what saves it, whose it is, what was written elsewhere meanwhile."""
        key = actions.key_of("save")
        if self.dirty() and self._elsewhere:
            self.field.say_note("remarks.elsewhere", wrong=True, text=one_line(self._stored), key=key)
        elif self.dirty() and not self.is_own():
            self.field.say_note("remarks.of_another", wrong=True, name=self.typist, key=key)
        elif self.dirty():
            self.field.say_note("remarks.typed", key=key)
        elif self._stored and not self.editor.isReadOnly():
            self.field.say_note("remarks.stored")
        else:
            self.field.clear_note()


def one_line(text: str) -> str:
    """Other words on one line under the field; all of them stand in the log."""
    line = " ".join(text.split()) or "—"
    return line if len(line) <= TOLD else f"{line[:TOLD]}…"
