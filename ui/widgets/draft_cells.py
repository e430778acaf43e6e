"""A seat of the month as it is painted: the name from top to bottom, what is found as a frame, swaps as corners.

Colours are never alone: a broken rule has a whole frame and a note a dashed one, each mark has a corner of its own.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console import words
from ui import theme
from ui.hiding import seen
from ui.models.draft_around import Mark
from ui.models.draft_month import HARD, DraftCellView, Index
from ui.theme import Theme
from ui.widgets.painted import elided, stroke

LONGEST_SHOWN = 4
"""Characters of a name that stand in a cell; of a longer one the first three and a sign that it goes on."""

_IDEOGRAPHS = 0x2E80
"""From here on characters stand upright below one another; others are written sideways."""

_CORNERS = {Mark.SWAPPED: "blueline", Mark.WAITING: "orangeline", Mark.STAND_IN: "text3"}


def cell_size(using: Theme) -> QSize:
    """The least a cell has: the width of a character and the height of four."""
    return QSize(using.px(17), using.px(54))


def upright(name: str) -> bool:
    """Whether a name is written from top to bottom; one with letters is turned instead."""
    return bool(name) and all(ord(char) >= _IDEOGRAPHS or char in "·・" for char in name)


def shown_name(name: str) -> str:
    """What of an upright name stands in its cell."""
    return name if len(name) <= LONGEST_SHOWN else f"{name[: LONGEST_SHOWN - 1]}…"


def paint_name(painter: QPainter, box: QRect, name: str, using: Theme, *, bold: bool = False) -> None:
    """A name in a cell, in the pen's colour."""
    name = seen(name)
    if upright(name):
        _paint_upright(painter, box, shown_name(name), using, bold)
    elif name:
        _paint_turned(painter, box, name, using, bold)


def _paint_upright(painter: QPainter, box: QRect, name: str, using: Theme, bold: bool) -> None:
    pitch = min(box.height() / len(name), using.px(16))
    painter.setFont(_type(using.families, max(1, min(using.px(14), round(pitch), box.width())), bold))
    top = box.top() + (box.height() - pitch * len(name)) / 2
    for at, char in enumerate(name):
        place = QRectF(box.left() - 2, top + at * pitch - 2, box.width() + 4, pitch + 4)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, char)


@cache
def _type(families: tuple[str, ...], pixels: int, bold: bool) -> QFont:
    """Made once: making one takes as long as drawing a name with it."""
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def _paint_turned(painter: QPainter, box: QRect, name: str, using: Theme, bold: bool) -> None:
    painter.save()
    painter.translate(box.right() + 1, box.top())
    painter.rotate(90)
    painter.setFont(using.font(12, bold=bold))
    along = QRect(0, 0, box.height(), box.width())
    painter.drawText(along, Qt.AlignmentFlag.AlignCenter, elided(painter.font(), name, along.width()))
    painter.restore()


def paint_mark(painter: QPainter, box: QRect, mark: Mark, using: Theme) -> None:
    """The corner of a mark: waiting top left, swapped top right, stood in for bottom right."""
    side, whole = using.px(8), QRectF(box)
    left, top, right, bottom = whole.left(), whole.top(), whole.right(), whole.bottom()
    corner = {
        Mark.WAITING: (QPointF(left, top), QPointF(left + side, top), QPointF(left, top + side)),
        Mark.SWAPPED: (QPointF(right, top), QPointF(right - side, top), QPointF(right, top + side)),
        Mark.STAND_IN: (QPointF(right, bottom), QPointF(right - side, bottom), QPointF(right, bottom - side)),
    }[mark]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(using.colour(_CORNERS[mark]))
    painter.drawPolygon(QPolygonF(list(corner)))
    painter.restore()


def paint_level(painter: QPainter, box: QRect, level: int, using: Theme) -> None:
    """The frame of what is found: whole where a rule is broken, dashed for a note."""
    pen = stroke(using.colour("redline" if level == HARD else "orangeline"), 2)
    if level != HARD:
        pen.setDashPattern([2, 1.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(1, 1, -2, -2))


def paint_unwanted(painter: QPainter, box: QRect, using: Theme) -> None:
    """The hatching of a day on which nobody is wanted."""
    painter.fillRect(box, using.colour("field"))
    painter.fillRect(box, QBrush(using.colour("line"), Qt.BrushStyle.BDiagPattern))


class SeatPainter(QStyledItemDelegate):
    """Paints a seat by what its model says of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return cell_size(theme.current())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        using, box = theme.current(), QRect(option.rect)
        view: DraftCellView = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if view.there or chosen:
            painter.fillRect(box, using.colour("sel" if chosen else _ground(view)))
        else:
            paint_unwanted(painter, box, using)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, using.colour("line"))
        painter.fillRect(box.right(), box.top(), 1, box.height(), using.colour("line"))
        inside = box.adjusted(0, 0, -1, -1)
        if view.mark is not None:
            paint_mark(painter, inside, view.mark, using)
        painter.setPen(using.colour("seltext" if chosen else _ink(view)))
        said = str(index.data() or (words.say("plan.nobody") if view.there else ""))
        bold = view.changed or (view.there and view.empty)
        paint_name(painter, inside.adjusted(2, 2, -2, -2), said, using, bold=bold)
        if view.level:
            paint_level(painter, box.adjusted(3, 3, -3, -3) if chosen else inside, view.level, using)
        if chosen or option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(stroke(using.colour("focussel"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()


def _ground(view: DraftCellView) -> str:
    if view.level == HARD or view.empty:
        return "redtint"
    if view.level:
        return "orangetint"
    return "zebra" if view.free_day else "field"


def _ink(view: DraftCellView) -> str:
    if view.level == HARD or view.empty:
        return "redtext"
    return "orangetext" if view.level else "text"
