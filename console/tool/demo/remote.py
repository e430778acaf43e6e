"""The little window beside a shown demonstration: pause, one step, take over by hand, go on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console import words
from console.tool.demo.pace import Mode, Pace


class Remote(QWidget):
    """Stays above the window it plays on and never takes its keys."""

    def __init__(self, pace: Pace) -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setWindowTitle(words.say("demo.remote.title"))
        self._pace = pace
        self.row, self.state = QLabel(), QLabel()
        self.go_on = self._button("demo.remote.go_on", pace.go_on)
        self.pause = self._button("demo.remote.pause", pace.pause)
        self.step = self._button("demo.remote.step", pace.step)
        self.by_hand = self._button("demo.remote.by_hand", pace.take_over)
        box = QVBoxLayout(self)
        box.addWidget(self.row)
        box.addWidget(self.state)
        line = QHBoxLayout()
        for button in (self.go_on, self.pause, self.step, self.by_hand):
            line.addWidget(button)
        box.addLayout(line)
        pace.changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Which row, and who has the window."""
        self.row.setText(self._pace.title)
        self.state.setText(words.say(f"demo.remote.state.{self._pace.mode.value}"))
        running = self._pace.mode is Mode.RUNNING
        self.go_on.setEnabled(not running)
        self.pause.setEnabled(running)

    def _button(self, code: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words.say(code))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked=False: act())
        return button
