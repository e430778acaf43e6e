"""What can be read on the screen: everything painted, as a picture that keeps its words, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from PySide6.QtCore import QAbstractTableModel, QBuffer, QByteArray, QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui.widgets.typed import LongText

_TEXT = "{http://www.w3.org/2000/svg}text"
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_MOST = 60
"""Rows of a list that are asked: more never fit."""
Piece = tuple[str, str | None, str | None, str | None]
"""A text and where it stands."""


def painted(widget: QWidget) -> list[str]:
    """Every piece of text that is painted and not clear as glass."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    picture = QSvgGenerator()
    picture.setOutputDevice(buffer)
    picture.setSize(widget.size())
    picture.setViewBox(widget.rect())
    painter = QPainter(picture)
    widget.render(painter, QPoint())
    painter.end()
    pieces = list(_pieces(ElementTree.fromstring(bytes(kept.data())), clear=False))
    covered = {piece for piece, clear in pieces if clear}  # such a line is drawn twice, with a part cut out
    editors = [one for one in (widget, *widget.findChildren(LongText)) if isinstance(one, LongText) and one.isVisible()]
    return [*(piece[0] for piece, _ in pieces if piece not in covered), *map(_uncovered, editors)]


def _uncovered(editor: LongText) -> str:
    """What stands in it, without what is covered."""
    text = editor.text()
    for cover in editor.extraSelections():
        if cover.format.foreground().color().alpha() == 0:
            start, end = cover.cursor.selectionStart(), cover.cursor.selectionEnd()
            text = text[:start] + "▇" * (end - start) + text[end:]
    return text


def _pieces(node: ElementTree.Element, *, clear: bool) -> Iterator[tuple[Piece, bool]]:
    for child in node:
        glass = child.get("fill-opacity", "0" if clear else "1") == "0"
        if child.tag == _TEXT:
            yield ("".join(child.itertext()), node.get("transform"), child.get("x"), child.get("y")), glass
        yield from _pieces(child, clear=glass)


def told(widget: QWidget) -> Iterator[str]:
    """What readers for the blind and the pointer are told of everything in sight."""
    for part in (widget, *widget.findChildren(QWidget)):
        if part.isVisible():
            yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
            if isinstance(part, QAbstractItemView):
                yield from _listed(part)


def _listed(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(min(_MOST, model.rowCount())):
        for column in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1):
            yield from (str(model.index(row, column).data(role) or "") for role in _ROLES)
