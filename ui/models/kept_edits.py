"""A form that shows what the books say and is written over in place: news go into the fields nobody has touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.models.kept_words import KeptWords, Record
from ui.widgets import inputs as editors
from ui.widgets.typed import LongText


class KeptEdits(QObject):
    """What differs from the books is kept as words of that subject until it is saved or given up.

    ``typed`` says whether something differs; ``brought`` when words of an earlier time stand in the fields again.
    """

    typed = Signal(bool)
    brought = Signal()

    def __init__(self, book: KeptWords, inputs: Mapping[str, QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._book, self._inputs = book, dict(inputs)
        self._base: dict[str, str] = {}
        self._about = ""
        self._record: Record | None = None
        self._writing = False
        for editor in self._inputs.values():
            editors.on_change(editor, self._note)
        book.arrived.connect(self._bring)
        book.handed_over.connect(self._turn_over)

    def show(self, about: str, values: Mapping[str, str]) -> None:
        """What the books say about that subject now; words typed over it stay, wherever the cursor is."""
        if about == self._about:
            untouched = [name for name, text in values.items() if self._read(name) == self._base[name] != text]
            self._write({name: values[name] for name in untouched})
            self._base = dict(values)
            self._note()
            return
        self.put_away()
        self._about, self._base = about, dict(values)
        self._begin()

    def put_away(self) -> None:
        """What stands there is no longer about anything; what was typed stays kept."""
        record, self._record, self._about = self._record, None, ""
        if record is not None:
            record.flush()

    def differing(self) -> dict[str, str]:
        """What stands otherwise than in the books, by field."""
        if not self._about:
            return {}
        return {name: text for name, base in self._base.items() if (text := self._read(name)) != base}

    def settle(self, sent: Mapping[str, str]) -> None:
        """That was saved; what was typed since then differs again."""
        self._base |= sent
        if self._record is not None:
            self._record.settle()
        self._note()

    def empty(self, sent: Mapping[str, str]) -> None:
        """That was handed up as something new; fields that still hold it are as the books say again."""
        self._write({name: self._base[name] for name, text in sent.items() if self._read(name) == text})
        self.settle({})

    def give_up(self) -> None:
        """As the books say, by the officer's wish."""
        self._write(self._base)
        if self._record is not None:
            self._record.discard()
        self.typed.emit(False)

    def _begin(self) -> None:
        self._write(self._base)
        for editor in self._inputs.values():
            if isinstance(editor, LongText):
                editor.place_cursor(len(editor.text()), len(editor.text()))
        self._record = self._book.record(self._about)
        if not self._bring():
            self.typed.emit(False)

    def _bring(self) -> bool:
        """Fields nobody has typed into get what was kept for them."""
        if self._record is None or not self._record.words:
            return False
        kept = {name: text for name, text in self._record.words.items() if name in self._base}
        waiting = {name: text for name, text in kept.items() if self._read(name) == self._base[name] != text}
        self._write(waiting)
        self.typed.emit(bool(self.differing()))
        if waiting:
            self.brought.emit()
        return bool(waiting)

    def _turn_over(self) -> None:
        """Another officer sits here: each has words of his own."""
        if self._about:
            self._begin()

    def _read(self, name: str) -> str:
        return editors.read(self._inputs[name])

    def _write(self, values: Mapping[str, str]) -> None:
        self._writing = True
        try:
            for name, editor in self._inputs.items():
                if name in values and values[name] != self._read(name):
                    _put(editor, values[name])
        finally:
            self._writing = False

    def _note(self) -> None:
        if self._writing or self._record is None:
            return
        differing = self.differing()
        self._record.put(differing)
        self.typed.emit(bool(differing))


def _put(editor: Any, text: str) -> None:
    """The cursor stays where it was, as far as there is text."""
    if isinstance(editor, LongText):
        cursor = editor.textCursor()
        editors.write(editor, text)
        editor.place_cursor(cursor.position(), cursor.anchor())
        return
    at = editor.cursorPosition() if isinstance(editor, QLineEdit) else 0
    editors.write(editor, text)
    if isinstance(editor, QLineEdit):
        editor.setCursorPosition(min(at, len(text)) if editor.hasFocus() else 0)
