"""Acts on an alarm that are told in words: put aside until a time, found false, dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.domain.alarm import REASON_LIMIT, AlarmRow
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.typed_time import coming_time
from ui.models.alarm_rows import title
from ui.text import Times
from ui.widgets.field import Field
from ui.widgets.typed import OneLine

_TIME = 40
OFFERED = timedelta(minutes=30)
"""Until when an alarm is put aside where the officer types nothing else."""


@dataclass(frozen=True, slots=True)
class Shelving:
    """Until when, and why."""

    until: datetime
    reason: str


class _AlarmAct(Asking):
    """What these share: the alarm in a line, a reason that must be given."""

    LEAST_WIDTH = 560

    def __init__(
        self, act: str, row: AlarmRow, *, kind: str = "primary", parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(f"alarms.do.{act}", f"alarms.do.{act}", kind=kind, parent=parent)
        self.about = self.say_sentence("alarms.of", role="strong", number=row.number, title=title(row))
        self.say_sentence(f"alarms.{act}.what", role="secondary")
        self.reason = OneLine(REASON_LIMIT)
        self.body.addWidget(Field("alarms.reason", self.reason, required=True))
        self.set_fields([self.reason])
        self.inputs = {"reason": self.reason}

    def said(self) -> str:
        """Refused("reason_missing") where nothing was written."""
        if not self.reason.text().strip():
            raise Refused("reason_missing", field="reason")
        return self.reason.text().strip()


class ShelveDialog(_AlarmAct):
    """Hands up ``Shelving``; a time stands there already."""

    def __init__(self, row: AlarmRow, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("shelve", row, parent=parent)
        self._times = times
        self.until = OneLine(_TIME)
        self.until.setText(times.clock(times.now() + OFFERED))
        self.body.addWidget(Field("alarms.until", self.until, required=True))
        self.set_fields([self.reason, self.until])
        self.inputs = {"reason": self.reason, "until": self.until}
        self.retranslate()

    def first(self) -> QLineEdit:
        return self.reason

    def answer(self) -> Shelving:
        """Refuses reason_missing and bad_time at their fields."""
        reason, until = self.said(), coming_time(self._times, self.until.text(), "until")
        if until is None:
            raise Refused("bad_time", text="", field="until")
        return Shelving(until, reason)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "until"):
            self.until.setPlaceholderText(words.say("alarms.until.placeholder"))


class FalseDialog(_AlarmAct):
    """Hands up why it is none. Nobody does this by an Enter."""

    def __init__(self, row: AlarmRow, parent: QWidget | None = None) -> None:
        super().__init__("false", row, parent=parent)

    def answer(self) -> str:
        return self.said()


class SettleDialog(_AlarmAct):
    """Hands up what was done about it without an incident."""

    def __init__(self, row: AlarmRow, parent: QWidget | None = None) -> None:
        super().__init__("settle", row, parent=parent)

    def answer(self) -> str:
        return self.said()
