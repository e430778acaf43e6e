"""Where the window of new alarms may stand: beside what the officer types into, the line he has chosen, a dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

TYPED = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
"""What is typed into."""


def free_spot(area: QRect, sizes: Sequence[QSize], *keep: QRect) -> QRect:
    """The first of those sizes that fits a corner of the area beside all of ``keep``; empty where none does.

    Corners in this order: right below, right above, left below, left above, then beside each of ``keep`` itself.
    """
    for size in sizes:
        if size.width() > area.width() or size.height() > area.height():
            continue
        for corner in _corners(area, size, keep):
            box = QRect(corner, size)
            if area.contains(box) and not any(box.intersects(each) for each in keep):
                return box
    return QRect()


def dialogs_over(window: QWidget) -> list[QDialog]:
    """Dialogs that stand on a window, and dialogs on those."""
    tops = [top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()]
    return [top for top in tops if _stands_on(top, window)]


def keep_free(frame: QWidget) -> tuple[QRect, ...]:
    """What must stay in sight, in the frame's own coordinates: the field that is typed into, or the chosen line.

    While dialogs stand on the window nothing of the page is worked with: they alone are kept free.
    """
    dialogs = dialogs_over(frame.window())
    if dialogs:
        boxes = [dialog.frameGeometry() for dialog in dialogs]
        return tuple(QRect(frame.mapFromGlobal(box.topLeft()), box.size()) for box in boxes)
    return (_worked_with(frame),)


def _worked_with(frame: QWidget) -> QRect:
    focus = frame.window().focusWidget()
    if focus is None or not focus.isVisible() or not frame.isAncestorOf(focus):
        return QRect()
    if isinstance(focus, QAbstractItemView):
        line = focus.visualRect(focus.currentIndex())
        return _mapped(focus.viewport(), line & focus.viewport().rect(), frame) if line.isValid() else QRect()
    popup = QApplication.activePopupWidget()
    box = _mapped(focus, focus.rect(), frame)
    if popup is not None:  # a list of choices hangs below the field
        box |= QRect(frame.mapFromGlobal(popup.mapToGlobal(QPoint())), popup.size())
    return box if isinstance(focus, TYPED) or popup is not None or _small(focus) else QRect()


def _stands_on(top: QWidget, window: QWidget) -> bool:
    owner = top.parentWidget()
    while owner is not None and owner is not window:
        owner = owner.parentWidget()
    return owner is window


def _corners(area: QRect, size: QSize, keep: Sequence[QRect]) -> list[QPoint]:
    right, low = area.right() + 1 - size.width(), area.bottom() + 1 - size.height()
    corners = [
        QPoint(right, low), QPoint(right, area.top()), QPoint(area.left(), low), QPoint(area.left(), area.top()),
    ]  # fmt: skip
    for each in keep:
        if each.isValid():
            corners += [QPoint(right, each.top() - size.height()), QPoint(right, each.bottom() + 1)]
    return corners


def _small(focus: QWidget) -> bool:
    """A button; a page that has the keyboard is not typed into, and nothing would be left beside it."""
    return focus.height() < 80


def _mapped(part: QWidget, box: QRect, frame: QWidget) -> QRect:
    return QRect(part.mapTo(frame, box.topLeft()), box.size()) if box.isValid() else QRect()
