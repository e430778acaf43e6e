"""What the frames, corners and grounds of the month mean: each as it is painted there, with its word."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from ui import theme
from ui.models.draft_around import Mark
from ui.models.draft_month import HARD, SOFT
from ui.theme import Theme
from ui.widgets.draft_cells import paint_level, paint_mark, paint_unwanted
from ui.widgets.flow import Flow
from ui.widgets.painted import Painted, text_width
from ui.widgets.spoken import Spoken

Paints = Callable[[QPainter, QRect, Theme], None]

_SIDE, _GAP = 14, 6


def _level(level: int, ground: str) -> Paints:
    def paint(painter: QPainter, box: QRect, using: Theme) -> None:
        painter.fillRect(box, using.colour(ground))
        paint_level(painter, box, level, using)

    return paint


def _corner(mark: Mark) -> Paints:
    def paint(painter: QPainter, box: QRect, using: Theme) -> None:
        painter.fillRect(box, using.colour("field"))
        paint_mark(painter, box, mark, using)
        painter.setPen(using.colour("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))

    return paint


def _empty(painter: QPainter, box: QRect, using: Theme) -> None:
    painter.fillRect(box, using.colour("redtint"))
    painter.setPen(using.colour("redtext"))
    painter.drawRect(box.adjusted(0, 0, -1, -1))
    painter.drawLine(box.left() + 3, box.center().y(), box.right() - 3, box.center().y())


PIECES: dict[str, Paints | None] = {
    "hard": _level(HARD, "redtint"),
    "soft": _level(SOFT, "orangetint"),
    "empty": _empty,
    "swapped": _corner(Mark.SWAPPED),
    "waiting": _corner(Mark.WAITING),
    "stand_in": _corner(Mark.STAND_IN),
    "outside": paint_unwanted,
    "changed": None,
}
"""By the end of the word's code; None: the word says it alone."""


class LegendPiece(Painted, Spoken, QWidget):
    """One of them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def word(self) -> str:
        """What it means."""
        return words.say(f"plan.legend.{self._name}")

    def sizeHint(self) -> QSize:
        using = theme.current()
        side = using.px(_SIDE + _GAP) if PIECES[self._name] else 0
        return QSize(side + text_width(using.font(12), self.word()) + 2, using.px(18))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def retranslate(self) -> None:
        self.setAccessibleName(self.word())
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter, left = theme.current(), QPainter(self), 0
        paints, side = PIECES[self._name], using.px(_SIDE)
        if paints is not None:
            paints(painter, QRect(0, (self.height() - side) // 2, side, side), using)
            left = side + using.px(_GAP)
        painter.setPen(using.colour("text2"))
        painter.setFont(using.font(12))
        said = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(said, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.word())


class Legend(Painted, QWidget):
    """All of them, in as many lines as the width asks for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pieces = [LegendPiece(name) for name in PIECES]
        self._flow = Flow(self)
        for piece in self.pieces:
            self._flow.addWidget(piece)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()

    def restyle(self) -> None:
        using = theme.current()
        self._flow.setSpacing(using.px(12))
        self._flow.setContentsMargins(using.px(12), using.px(4), using.px(12), 0)
        super().restyle()
