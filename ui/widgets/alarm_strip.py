"""The strip above the queue: it rings, since when and how loud; silence is the sound's alone."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from ui import icons, text, theme
from ui.widgets.alert_bar import AlertShown
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.spoken import Spoken, plain_tip

_TONES = {"sounding": ("redtint", "redtext"), "silenced": ("orangetint", "orangetext")}


class AlarmStrip(Painted, Spoken, QWidget):
    """响铃中 0:06:49 · 一级声 · 音量正常 · 静音只停声，告警仍在; not seen while no alarm wants to be heard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown, self._now = AlertShown(), None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    _now: datetime | None

    def show_alert(self, shown: AlertShown, now: datetime) -> None:
        self._shown, self._now = shown, now
        self.setVisible(shown.wanted and shown.priority > 0)
        self.retranslate()

    def beat(self, now: datetime) -> None:
        """A second has passed."""
        if self.isVisible():
            self._now = now
            self.retranslate()

    def text(self) -> tuple[str, str]:
        """How it rings, and what silence does."""
        shown = self._shown
        since = text.span(max(self._now, shown.since) - shown.since) if shown.since and self._now else ""
        state = shown.state if shown.state in ("sounding", "silenced", "off", "failed") else "sounding"
        volume = words.say(f"seat.sound.{shown.volume}")
        code = f"alarms.ringing.{state}"
        said = words.say(code, time=since, priority=shown.priority, volume=volume, until=shown.until)
        return said, words.say("alarms.ringing.note")

    def retranslate(self) -> None:
        if self._shown.wanted and self._shown.priority:
            said, note = self.text()
            self.setAccessibleName(f"{said} {note}")
            self.setToolTip(plain_tip(f"{said}\n{note}"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.current().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        ground, ink = _TONES.get(self._shown.state, ("orangetint", "orangetext"))
        painter.fillRect(self.rect(), using.colour(ground))
        side, edge = using.px(18), using.px(10)
        mark = icons.pixmap("bell", ink, side, self.devicePixelRatioF())
        painter.drawPixmap(edge, (self.height() - side) // 2, mark)
        said, note = self.text()
        strong, small = using.font(13, bold=True), using.font(13)
        left = edge + side + using.px(8)
        room = self.width() - left - edge
        painter.setFont(strong)
        painter.setPen(using.colour(ink))
        where = QRectF(left, 0, room, self.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, elided(strong, said, room))
        rest = room - text_width(strong, said) - using.px(16)
        if text_width(small, note) <= rest:
            painter.setFont(small)
            painter.setPen(using.colour("text2"))
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note)
