"""Cells of the stock lists: what there is held against its quota, and tags that say what is wrong with goods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from ui import theme
from ui.theme import Theme
from ui.widgets.badge import paint_badge
from ui.widgets.painted import elided, stroke, text_width
from ui.widgets.table import RowDelegate

Index = QModelIndex | QPersistentModelIndex
EDGE = 5


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in a small frame; ``filled`` where it must be seen."""

    text: str
    tone: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """What is free against the least and the wanted amount."""

    has: Decimal
    minimum: Decimal
    target: Decimal


class _Drawn(RowDelegate):
    """The ground of a row as every cell has it, and words of its own instead of the model's."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None:
            painter.save()
            inside = QRectF(option.rect).adjusted(0, 0, 0, -1)
            painter.setClipRect(inside)
            self.draw(painter, inside, row, bool(option.state & QStyle.StateFlag.State_Selected), theme.current())
            painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def draw(self, painter: QPainter, box: QRectF, row: Any, chosen: bool, using: Theme) -> None:
        """Draw what the row has here."""
        raise NotImplementedError


class GaugeCell(_Drawn):
    """A bar up to what is free, a mark at the minimum, both figures behind; below the minimum it is hatched."""

    def __init__(self, gauge: Callable[[Any], Gauge | None], said: Callable[[Any], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._gauge, self._said = gauge, said

    def draw(self, painter: QPainter, box: QRectF, row: Any, chosen: bool, using: Theme) -> None:
        gauge = self._gauge(row)
        if gauge is None:
            return
        font, text = using.font(12), self._said(row)
        painter.setFont(font)
        painter.setPen(using.colour("seltext" if chosen else "text2"))
        wide = text_width(font, text)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)
        bar = QRectF(box.left(), box.center().y() - using.px(4), box.width() - wide - using.px(8), using.px(8))
        if bar.width() > using.px(12):
            _paint_bar(painter, bar, gauge, using)


def _paint_bar(painter: QPainter, bar: QRectF, gauge: Gauge, using: Theme) -> None:
    full = max(gauge.target, gauge.minimum, gauge.has, Decimal(1))
    below = gauge.has < gauge.minimum
    filled = QRectF(bar.left(), bar.top(), bar.width() * float(gauge.has / full), bar.height())
    painter.fillRect(bar, using.colour("field"))
    painter.fillRect(filled, using.colour("redline" if below else "ok"))
    painter.setPen(stroke(using.colour("border"), 1))
    painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
    at = bar.left() + bar.width() * float(gauge.minimum / full)
    painter.setPen(stroke(using.colour("text"), 2))
    painter.drawLine(at, bar.top() - using.px(3), at, bar.bottom() + using.px(3))


class TagCell(_Drawn):
    """Words and tags one beside another, the most pressing first; what has no room is told by the tool tip."""

    def __init__(self, tags: Callable[[Any], Sequence[Tag | str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._tags = tags

    def draw(self, painter: QPainter, box: QRectF, row: Any, chosen: bool, using: Theme) -> None:
        told, inside = self._tags(row), QRectF(box)
        if told and isinstance(told[0], str):
            painter.setFont(using.font())
            painter.setPen(using.colour("seltext" if chosen else "text"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), told[0])
            inside.setLeft(box.left() + text_width(using.font(), told[0]) + using.px(6))
        paint_tags(painter, inside, [one for one in told if isinstance(one, Tag)], using)


def paint_tags(painter: QPainter, box: QRectF, tags: Sequence[Tag], using: Theme) -> None:
    """From the left, as many as there is room for; the first is never left out."""
    left, high = box.left(), using.px(18)
    for at, tag in enumerate(tags):
        wide = tag_width(tag, using)
        if at and left + wide > box.right():
            return
        room = min(wide, box.right() - left)
        text = elided(using.font(12, bold=tag.filled), tag.text, room - using.px(6))
        where = QRectF(left, box.center().y() - high / 2, room, high)
        paint_badge(painter, where, text, tag.tone, using, filled=tag.filled)
        left += wide + using.px(4)


def tag_width(tag: Tag, using: Theme) -> float:
    return text_width(using.font(12, bold=tag.filled), tag.text) + using.px(10)
