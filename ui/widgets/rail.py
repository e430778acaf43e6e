"""The rail at the left: a button per panel, icon over word or, in a low window, beside it; wide ones show keys too."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from console import words
from ui import icons, theme
from ui.theme import Theme
from ui.widgets.keycap import shown_key
from ui.widgets.painted import Painted, elided, paint_focus, text_width
from ui.widgets.spoken import Spoken

WIDE_FROM = 1600
"""Width of the window from which the rail shows keys."""
STACKED_FROM = 42
"""Height a button needs for an icon over its word."""


class Rail(Painted, Spoken, QWidget):
    """Says which panel was chosen; shows which one is on the page."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = self._in_rows = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, RailButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.restyle()

    def add(self, panel: str, icon: str, key: str) -> None:
        button = RailButton(panel, icon, key, self)
        button.clicked.connect(lambda: self.chosen.emit(panel))
        self._group.addButton(button)
        self._column.insertWidget(len(self.buttons), button)
        self.buttons[panel] = button
        self._arrange()

    def show_chosen(self, panel: str) -> None:
        self.buttons[panel].setChecked(True)

    def show_count(self, panel: str, count: int) -> None:
        """A number right of the icon: what waits there."""
        self.buttons[panel].show_count(count)

    def set_wide(self, wide: bool) -> None:
        if wide != self._wide:
            self._wide = wide
            for button in self.buttons.values():
                button.set_wide(wide)
            self.restyle()

    def retranslate(self) -> None:
        self.restyle()

    def restyle(self) -> None:
        self._arrange()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Words go beside their icons as soon as not every button has room for both, one over the other."""
        using = theme.current()
        self._in_rows = len(self.buttons) * using.px(STACKED_FROM) > self.height()
        for button in self.buttons.values():
            button.set_in_row(self._in_rows)
        narrow = 92 if words.language() != "zh" else 78 if self._in_rows else 64
        self.setFixedWidth(using.px(176 if self._wide else narrow))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), theme.current().colour("bar"))


class RailButton(Painted, Spoken, QAbstractButton):
    """The word is ``rail.<panel>``; it never wraps."""

    def __init__(self, panel: str, icon: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel, self._icon, self._key = panel, icon, key
        self._wide = self.in_row = False
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.retranslate()

    def set_wide(self, wide: bool) -> None:
        self._wide = wide
        self.updateGeometry()

    def set_in_row(self, in_row: bool) -> None:
        """The word beside the icon, not below it."""
        if in_row != self.in_row:
            self.in_row = in_row
            self.update()

    def said_in(self) -> int:
        """How much room the word has, in pixels."""
        using = theme.current()
        return self.width() - using.px(32 if self.in_row else 6)

    def show_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.retranslate()

    def retranslate(self) -> None:
        said = words.say(f"rail.{self._panel}")
        self.setText(said)
        self.setAccessibleName(f"{said} {self._count}" if self._count else said)
        self.setToolTip(f"{said} [{shown_key(self._key)}]" if self._key else said)
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(using.px(64), using.px(40 if self._wide else 56))

    def minimumSizeHint(self) -> QSize:
        using = theme.current()
        return QSize(using.px(64), using.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        if self.isChecked() or self.underMouse():
            painter.fillRect(self.rect(), using.colour("bar2"))
        if self.isChecked():
            painter.fillRect(0, 0, using.px(3), self.height(), using.colour("bartext"))
        if self._wide:
            self._paint_wide(painter, using)
        elif self.in_row:
            self._paint_in_row(painter, using)
        else:
            self._paint_narrow(painter, using)
        if self.hasFocus():
            paint_focus(painter, self, using, "bartext")

    def _paint_narrow(self, painter: QPainter, using: Theme) -> None:
        gap = using.px(2)
        line = using.px(16)
        side = min(using.px(20), self.height() - line - 2 * gap)  # a full rail at large type has less room for pictures
        top = (self.height() - side - gap - line) // 2
        left = (self.width() - side) // 2
        self._paint_icon(painter, left, top, side)
        painter.setFont(using.font(12, bold=self.isChecked()))
        painter.setPen(using.colour("bartext"))
        below = QRect(using.px(3), top + side + gap, self.said_in(), line)
        shown = elided(painter.font(), self.text(), below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, shown)
        self._paint_count(painter, using, left + side + gap, top)

    def _paint_in_row(self, painter: QPainter, using: Theme) -> None:
        side, left = min(using.px(18), self.height() - 2), using.px(9)
        top = (self.height() - side) // 2
        self._paint_icon(painter, left, top, side)
        painter.setFont(using.font(12, bold=self.isChecked()))
        painter.setPen(using.colour("bartext"))
        room = self.rect().adjusted(self.width() - self.said_in(), 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided(painter.font(), self.text(), room.width()))
        until = left + side + using.px(3)
        self._paint_count(painter, using, left + using.px(8), max(0, top - using.px(5)), until=until)

    def _paint_wide(self, painter: QPainter, using: Theme) -> None:
        side = using.px(20)
        left, middle = using.px(14), self.height() // 2
        self._paint_icon(painter, left, middle - side // 2, side)
        hint = shown_key(self._key)
        small = using.font(12)
        room = self.rect().adjusted(left + side + using.px(10), 0, -using.px(10), 0)
        painter.setFont(small)
        painter.setPen(using.colour("bartext2"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
        painter.setFont(using.font(14, bold=self.isChecked()))
        painter.setPen(using.colour("bartext"))
        space = room.width() - text_width(small, hint) - using.px(6)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided(painter.font(), self.text(), space))
        used = text_width(painter.font(), self.text()) + using.px(6)
        self._paint_count(painter, using, room.left() + used, middle - using.px(9))

    def _paint_icon(self, painter: QPainter, left: int, top: int, side: int) -> None:
        painter.drawPixmap(left, top, icons.pixmap(self._icon, "bartext", side, self.devicePixelRatioF()))

    def _paint_count(self, painter: QPainter, using: Theme, left: int, top: int, until: int | None = None) -> None:
        """A long number grows to the left where words begin at ``until``."""
        if not self._count:
            return
        text = str(self._count) if self._count < 100 else "99+"
        font = using.font(11, bold=True)
        box = QRect(left, top, max(text_width(font, text) + using.px(6), using.px(16)), using.px(16))
        if until is not None:
            box.moveRight(until)
        painter.fillRect(box, using.colour("bartext"))
        painter.setFont(font)
        painter.setPen(using.colour("bar"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
