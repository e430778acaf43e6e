"""A name: typed freely, with the known ones offered while typing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget


class NameField(QLineEdit):
    """``picked`` when a known name was taken from the list or typed in full; any other name may stand as well."""

    picked = Signal(str)

    def __init__(self, names: Iterable[str] = (), text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._known = QStringListModel(sorted(set(names)), self)
        completer = QCompleter(self._known, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        completer.activated[str].connect(self.picked)
        self.textEdited.connect(self._note_known)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter with the list open but nothing chosen in it goes on as if there were no list."""
        popup = self.completer().popup()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and popup.isVisible() and not popup.currentIndex().isValid():
            popup.hide()
            QCoreApplication.postEvent(self, event.clone())
            return
        super().keyPressEvent(event)

    def _note_known(self, text: str) -> None:
        if text.strip() in self._known.stringList():
            self.picked.emit(text.strip())
