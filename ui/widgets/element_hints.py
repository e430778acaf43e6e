"""What a report still lacks, beside its text: a hollow box and a bold word, or a tick and a quiet one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from ui import icons, theme
from ui.theme import Theme
from ui.widgets.painted import Painted, stroke, text_width
from ui.widgets.spoken import Spoken


class ElementHints(Painted, Spoken, QWidget):
    """Words are ``<prefix>.<element>``; it hints and never blocks."""

    def __init__(self, prefix: str, elements: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._elements = tuple(elements)
        self._missing = frozenset(elements)
        self._rows: list[list[str]] = [list(elements)]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def missing(self) -> frozenset[str]:
        return self._missing

    def show_missing(self, missing: Iterable[str]) -> None:
        self._missing = frozenset(missing)
        self.retranslate()

    def retranslate(self) -> None:
        lacking = [self._word(name) for name in self._elements if name in self._missing]
        said = words.say(f"{self._prefix}.missing", what=words.say("list.join").join(lacking)) if lacking else ""
        self.setAccessibleName(said)
        self.setToolTip(said)
        self._flow()
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(sum(self._width(name, using) for name in self._elements), len(self._rows) * using.px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._width(name, theme.current()) for name in self._elements), self.sizeHint().height())

    def restyle(self) -> None:
        self._flow()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        height = using.px(20)
        for line, row in enumerate(self._rows):
            left = 0
            for name in row:
                width = self._width(name, using)
                self._paint_one(painter, QRect(left, line * height, width, height), name, using)
                left += width

    def _flow(self) -> None:
        """As many side by side as the width bears; the places do not depend on what is missing."""
        using, room = theme.current(), self.width()
        rows: list[list[str]] = [[]]
        left = 0
        for name in self._elements:
            width = self._width(name, using)
            if rows[-1] and left + width > room:
                rows.append([])
                left = 0
            rows[-1].append(name)
            left += width
        if len(rows) != len(self._rows) or rows != self._rows:
            self._rows = rows
            self.updateGeometry()

    def _paint_one(self, painter: QPainter, box: QRect, name: str, using: Theme) -> None:
        lacking, side = name in self._missing, using.px(12)
        mark = QRect(box.left(), box.top() + (box.height() - side) // 2, side, side)
        if lacking:
            painter.setPen(stroke(using.colour("orangeline")))
            painter.drawRect(QRectF(mark).adjusted(1, 1, -1, -1))
        else:
            painter.drawPixmap(mark, icons.pixmap("check", "text2", side, self.devicePixelRatioF()))
        painter.setPen(using.colour("orangetext" if lacking else "text2"))
        painter.setFont(_font(using, lacking))
        painter.drawText(box.adjusted(using.px(16), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._word(name))

    def _width(self, name: str, using: Theme) -> int:
        return using.px(28) + text_width(_font(using, True), self._word(name))

    def _word(self, name: str) -> str:
        return words.say(f"{self._prefix}.{name}")


def _font(using: Theme, lacking: bool) -> QFont:
    return using.font(13, bold=lacking)
