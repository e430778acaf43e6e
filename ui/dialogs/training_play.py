"""A script for the room is chosen, or a captured file looked at and played to a device; both with their speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from console import words
from console.domain.training import REPLAY_SPEEDS, SCRIPTS, SPEEDS, CaptureFacts
from console.domain.wire import DeviceRow
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.models.device_rows import device_name, driver_word
from ui.models.training_rows import script_word
from ui.text import Times, number
from ui.widgets.choice import Choice
from ui.widgets.facts import Facts
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton

FILE = "Alt+F"
_LETTERS = 30
_NAMED = 8
"""Damaged lines that are named by their numbers; the rest is counted."""
FACTS = ("capture.about", "capture.frames", "capture.span", "capture.bad")


@dataclass(frozen=True, slots=True)
class Script:
    """One that comes with the program by its name, or the file at ``path``."""

    name: str
    path: Path | None
    speed: int


class TrainingScriptDialog(Asking):
    """Hands up a ``Script``."""

    LEAST_WIDTH = 560

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("training.script", "training.begin", parent=parent)
        self._path: Path | None = None
        self.say_sentence("training.script.about", role="secondary")
        self.script = Choice(list(SCRIPTS), script_word)
        self.script.narrow(_LETTERS)
        self.speed = Choice(SPEEDS, _speed_word)
        self.file = KeyButton("training.script.file", FILE)
        self.file.clicked.connect(self.ask_file)
        row = QHBoxLayout()
        row.addWidget(self.file)
        row.addStretch(1)
        self.body.addWidget(Field("training.script", self.script))
        self.body.addLayout(row)
        self.body.addWidget(Field("training.pace", self.speed))
        self.inputs = {"script": self.script, "speed": self.speed}
        QShortcut(QKeySequence(FILE), self).activated.connect(self.ask_file)
        self.restyle()

    def first(self) -> QWidget:
        return self.script

    def answer(self) -> Script:
        name = self.script.value()
        own = self._path is not None and name == self._path.name
        return Script(name, self._path if own else None, self.speed.value())

    def ask_file(self) -> None:
        """A script of one's own."""
        chosen, _ = QFileDialog.getOpenFileName(self, words.say("training.script.file"), "", "*.txt")
        if chosen:
            self._path = Path(chosen)
            self.script.choose(self._path.name)


@dataclass(frozen=True, slots=True)
class Played:
    """To which device, how fast."""

    device_id: UUID
    speed: int


class TrainingReplayDialog(Asking):
    """What a captured file holds; hands up ``Played``."""

    LEAST_WIDTH = 620

    def __init__(
        self, facts: CaptureFacts, devices: Sequence[DeviceRow], times: Times, chosen: UUID | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("training.replay", "training.replay.yes", parent=parent)
        self._told, self._times = facts, times
        self._devices = {row.id: row for row in devices}
        self.about = Facts(FACTS)
        self.body.addWidget(self.about)
        self.device = Choice(list(self._devices), self._device_word)
        self.device.narrow(_LETTERS)
        if chosen in self._devices:
            self.device.choose(chosen)
        self.speed = Choice(REPLAY_SPEEDS, _speed_word)
        self.body.addWidget(Field("training.replay.device", self.device, required=True))
        self.body.addWidget(Field("training.pace", self.speed))
        self.inputs = {"device": self.device, "speed": self.speed}
        self._say_facts()
        self.restyle()

    def first(self) -> QWidget:
        return self.device

    def answer(self) -> Played:
        if self.device.value() is None:
            raise Refused("choice_missing", field="device")
        return Played(self.device.value(), self.speed.value())

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "about"):
            self._say_facts()

    def _say_facts(self) -> None:
        told, show = self._told, self.about.show_text
        show("capture.about", " · ".join((told.name, *told.about)))
        counts = {"received": number(told.received), "sent": number(told.sent), "size": number(told.size)}
        self.about.say("capture.frames", "capture.frames_told", **counts)
        show("capture.span", self._span())
        named = words.say("list.join").join(str(line) for line in told.bad[:_NAMED])
        code = "capture.bad_many" if told.bad_count > _NAMED else "capture.bad_told" if told.bad else "capture.bad_none"
        missing = words.say("capture.lost", count=told.lost) if told.lost else ""
        show("capture.bad", words.say(code, count=told.bad_count, lines=named) + missing)

    def _span(self) -> str:
        if self._told.span is None:
            return words.say("capture.nothing")
        first, last = self._told.span
        seconds = round((last - first).total_seconds())
        minutes = f"{seconds // 60}:{seconds % 60:02}"
        code = "capture.span_full" if self._told.full else "capture.span_told"
        return words.say(code, first=self._times.full(first), last=self._times.full(last), long=minutes)

    def _device_word(self, device_id: UUID) -> str:
        row = self._devices[device_id]
        return f"{row.form.code}　{device_name(row)}　{driver_word(row.form.driver)}"


def _speed_word(speed: int) -> str:
    return words.say("training.speed", speed=speed) if speed else words.say("training.at_once")
