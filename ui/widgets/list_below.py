"""A line with a list of what fits below it, in no window of its own: the keyboard never leaves the line."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from ui import theme
from ui.widgets.typed import ShortText


class ListBelow(ShortText):
    """``list`` shows ``offered``; it goes when the line is left, and with the first Esc."""

    def __init__(
        self, limit: int, offered: QAbstractItemModel, *, seen: int, least: int, parent: QWidget | None = None
    ) -> None:
        """At most ``seen`` rows at once, at least ``least`` design pixels wide."""
        super().__init__(limit, parent)
        self._seen, self._least = seen, least
        self.list = QListView(self)
        self.list.setModel(offered)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.hide()

    def close_list(self) -> None:
        self.list.hide()

    def place_list(self) -> None:
        """Below the field in the same window, above it where there is no room."""
        window, using = self.window(), theme.current()
        if self.list.parentWidget() is not window:
            self.list.setParent(window)
        rows = min(self._seen, self.list.model().rowCount())
        height = rows * max(using.compact_row - 6, self.list.sizeHintForRow(0)) + 4
        width = min(max(self.width(), using.px(self._least)), window.width())
        at = self.mapTo(window, QPoint(0, self.height()))
        if at.y() + height > window.height():
            at = self.mapTo(window, QPoint(0, -height))
        self.list.setGeometry(min(at.x(), window.width() - width), max(0, at.y()), width, height)
        self.list.show()
        self.list.raise_()

    def event(self, event: QEvent) -> bool:
        escaped = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escaped and event.type() == QEvent.Type.ShortcutOverride and self.list.isVisible():
            event.accept()  # closes the list here; the panel's Esc waits for the next one
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.list.isVisible() and event.key() == Qt.Key.Key_Escape:
            self.close_list()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_list()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()
