"""批示: a leader's words as they were said, how and when they came, whether they were read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from console import words
from console.domain.incident import IncidentRow
from console.domain.orders import LIMITS, NewInstruction, Way
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.intake_caller import CallerLine
from ui.widgets.typed import LongText, ShortText

if TYPE_CHECKING:
    from console.domain.contacts import PersonHit

_TIME = 40


@dataclass(frozen=True, slots=True)
class Said:
    """The form, and whether the words were read back already."""

    form: NewInstruction
    read_back: bool


class InstructionDialog(Asking):
    """Hands up a ``Said``. ``looked_for`` carries what is typed for the leader; who knows people calls ``offer``."""

    LEAST_WIDTH = 720
    looked_for = Signal(str)

    def __init__(self, incidents: Sequence[IncidentRow], times: Times, parent: QWidget | None = None) -> None:
        super().__init__("instructions.new", "button.save", parent=parent)
        self._times, self._id = times, uuid4()
        self._incidents = {str(row.id): row for row in incidents}
        self.leader = CallerLine(LIMITS["leader"])
        self.post = ShortText(LIMITS["post"])
        self.way = Choice(list(Way), lambda way: words.say(f"instruction.way.{way.value}"))
        self.said_at = ShortText(_TIME)
        self.said_at.setText(times.minute(times.now()))
        self.words = LongText(LIMITS["words"])
        self.incident = Choice(["", *self._incidents], self._incident_word)
        self.read_back = QCheckBox()
        self._lay_out_fields()
        self.leader.asked.connect(self.looked_for)
        self.leader.accepted.connect(self._take)
        self.set_fields([self.leader, self.post, self.said_at])
        self.inputs = {
            "leader": self.leader, "post": self.post, "way": self.way, "said_at": self.said_at, "words": self.words,
            "incident": self.incident, "read_back": self.read_back,
        }  # fmt: skip
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.leader if not self.leader.text() else self.words

    def offer(self, typed: str, hits: Sequence[PersonHit]) -> None:
        """People who fit what was typed."""
        self.leader.offer(typed, hits)

    def answer(self) -> Said:
        """Raises Refused with ``field`` where something typed cannot stand."""
        if not self.leader.text().strip():
            raise Refused("leader_missing", field="leader")
        if not self.words.text().strip():
            raise Refused("text_empty", field="words")
        chosen = self.incident.value()
        form = NewInstruction(
            self._id, self.leader.text(), self.post.text(), self._said_at(), self.way.value(), self.words.text(),
            UUID(chosen) if chosen else None,
        )  # fmt: skip
        return Said(form, self.read_back.isChecked())

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "read_back"):
            self.read_back.setText(words.say("instructions.is_read_back"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "words"):
            self.words.setMinimumHeight(theme.current().px(132))

    def _enter(self) -> None:
        """From the time on to the words, where Enter is a new line."""
        if self.focusWidget() is self.said_at:
            self.words.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super()._enter()

    def _lay_out_fields(self) -> None:
        shown = (
            (Field("instructions.leader", self.leader, required=True), 0, 0, 1),
            (Field("instructions.post", self.post), 0, 1, 1), (Field("instructions.way", self.way), 1, 0, 1),
            (Field("instructions.said_at", self.said_at), 1, 1, 1),
            (Field("instructions.words", self.words, required=True), 2, 0, 2),
            (self._incident_field(), 3, 0, 2), (self.read_back, 4, 0, 2),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 2))

    def _incident_field(self) -> Field:
        made = Field("instructions.incident", self.incident)
        made.setVisible(bool(self._incidents))
        return made

    def _said_at(self) -> datetime:
        typed = self.said_at.text().strip()
        if not typed:
            return self._times.now()
        try:
            return self._times.read(typed)
        except Refused as refused:
            raise refused.about("said_at") from None

    def _take(self, hit: PersonHit) -> None:
        self.leader.setText(hit.name)
        self.post.setText(hit.post)

    def _incident_word(self, key: str) -> str:
        row = self._incidents.get(key)
        return f"{row.number} {row.title}" if row is not None else words.say("instructions.no_incident")
