"""Buttons in reading order, in as many lines as the width asks for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays its items from the left and begins a new line where one no longer fits; ``last`` stands at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._last: QWidget | None = None
        self._heights: dict[int, int] = {}
        """By width, until something in it changes: Qt asks for the same one hundreds of times."""
        self.setContentsMargins(0, 0, 0, 0)

    def add_last(self, widget: QWidget) -> None:
        """What stands at the right end of its line."""
        self.addWidget(widget)
        self._last = widget

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            edge = self.contentsMargins()
            lines = self._lines(width - edge.left() - edge.right())
            between = self.spacing() * max(0, len(lines) - 1)
            self._heights[width] = sum(map(_height, lines)) + between + edge.top() + edge.bottom()
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, _height(shown)).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        shown = self._shown()
        widest = max((item.minimumSize().width() for item in shown), default=0)
        return QSize(widest, _height(shown)).grownBy(self.contentsMargins())

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        inside = box.marginsRemoved(self.contentsMargins())
        top = inside.top()
        for line in self._lines(inside.width()):
            self._place(line, inside, top)
            top += _height(line) + self.spacing()

    def _place(self, line: list[QLayoutItem], box: QRect, top: int) -> None:
        left, height = box.left(), _height(line)
        for item in line:
            size = item.sizeHint()
            at = box.right() + 1 - size.width() if item.widget() is self._last else left
            item.setGeometry(QRect(QPoint(at, top + (height - size.height()) // 2), size))
            left += size.width() + self.spacing()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = width
        for item in self._shown():
            needs = item.sizeHint().width()
            if not lines or needs > left:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= needs + self.spacing()
        return lines

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]


def _height(items: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in items), default=0)
