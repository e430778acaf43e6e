"""The clock of the frame: local time and date, asked for once a second while it is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from console import words
from ui.beat import beat
from ui.widgets.spoken import Spoken


class Clock(Spoken, QWidget):
    """``now`` gives the time in the station's zone; the widget converts and counts nothing."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.date = QLabel(self)
        self.date.setProperty("role", "bar-second")
        self.time = QLabel(self)
        for label in (self.date, self.time):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.time.setProperty("role", "clock")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.date)
        row.addWidget(self.time)
        self._running = False
        self.retranslate()

    def retranslate(self) -> None:
        now = self._now()
        day = words.say(f"weekday.{now.isoweekday()}")
        self.time.setText(now.strftime("%H:%M:%S"))
        self.date.setText(words.say("frame.date", year=now.year, month=now.month, day=now.day, weekday=day))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.retranslate()
        if not self._running:
            self._running = True
            beat().second.connect(self.retranslate)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._running:
            self._running = False
            beat().second.disconnect(self.retranslate)
        super().hideEvent(event)
