"""A name: typed freely, with the known ones offered while typing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QCompleter, QWidget

from ui.widgets.typed import OneLine


class NameField(OneLine):
    """``picked`` when a known name was taken from the list or typed in full; any other name may stand as well."""

    picked = Signal(str)

    def __init__(self, names: Iterable[str] = (), text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text=text, parent=parent)
        self._known = QStringListModel(sorted(set(names)), self)
        completer = QCompleter(self._known, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        completer.activated[str].connect(self.picked)
        self.textEdited.connect(self._note_known)
        completer.popup().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click beside the open list closes it and also goes where it was made: what is typed next is a password."""
        popup = self.completer().popup()
        press = event if watched is popup and isinstance(event, QMouseEvent) else None
        if press is None or press.type() != QEvent.Type.MouseButtonPress or _falls_on(popup, press):
            return super().eventFilter(watched, event)
        popup.hide()
        self._pass_on(press)
        return True

    def _pass_on(self, press: QMouseEvent) -> None:
        at = press.globalPosition()
        under = QApplication.widgetAt(at.toPoint())
        if under is None or under.window() is not self.window():
            return
        if under.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            under.setFocus(Qt.FocusReason.MouseFocusReason)
        here, button, none = under.mapFromGlobal(at), press.button(), Qt.MouseButton.NoButton
        for kind, held in ((QEvent.Type.MouseButtonPress, button), (QEvent.Type.MouseButtonRelease, none)):
            QCoreApplication.postEvent(under, QMouseEvent(kind, here, at, button, held, press.modifiers()))

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


def _falls_on(widget: QWidget, press: QMouseEvent) -> bool:
    return widget.rect().contains(press.position().toPoint())
