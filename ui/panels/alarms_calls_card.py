"""选中来电: who rang, how often, what became of it, and what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console import words
from console.domain.ringing import CallState
from ui import actions, theme
from ui.call_watch import Ringing
from ui.hiding import seen, seen_number
from ui.models.call_rows import number_of_call, rang_at, state_of_call, who_rang
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Spoken, Word

WHO, TIMES, LINES, STATE, NOTE, INCIDENT = (
    f"ringing.fact.{name}" for name in ("who", "times", "lines", "state", "note", "incident")
)


class CallCard(Spoken, Card):
    """``show_call`` shows a row; None: none is chosen."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("ringing.chosen", flush=True, parent=parent)
        self._times = times
        self._row: Ringing | None = None
        self.none = Empty("ringing.none_chosen")
        self.number = Word(role="alarm-value")
        self.facts = Facts((WHO, TIMES, LINES, STATE, NOTE, INCIDENT))
        self._make_buttons()
        self.inside = QFrame()
        self._column = QVBoxLayout(self.inside)
        self.row, self.more = Lines(), Lines()
        for button in (self.take, self.ring_back, self.no_need):
            self.row.flow.addWidget(button)
        for button in (self.copy, self.entry, self.incident):
            self.more.flow.addWidget(button)
        for part in (self.number, self.facts, self.row, self.more):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.body.addWidget(self.none)
        self.body.addWidget(scrolling(self.inside), 1)
        self.show_call(None)
        self.restyle()

    def show_call(self, row: Ringing | None) -> None:
        self._row = row
        self.none.setVisible(row is None)
        self.inside.setVisible(row is not None)
        if row is None:
            return
        call = row.call
        self.number.show_text(seen_number(number_of_call(row)))
        self.facts.show_text(WHO, seen(who_rang(row)) or words.say("call.unknown"))
        self.facts.show_text(TIMES, self._times_said(row))
        self.facts.show_text(LINES, words.say("list.join").join(call.devices))
        since = f" {self._times.near(call.since)}" if call.since is not None else ""
        self.facts.show_text(STATE, f"{state_of_call(row)}{since}")
        self.facts.show_line(NOTE, bool(call.note))
        self.facts.show_text(NOTE, seen(call.note))
        self.facts.show_line(INCIDENT, bool(call.incident_number))
        self.facts.show_text(INCIDENT, words.say("ringing.of_incident", number=call.incident_number))

    def retranslate(self) -> None:
        if hasattr(self, "inside"):
            self.show_call(self._row)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "inside"):
            edge = theme.current().px(12)
            self._column.setContentsMargins(edge, theme.current().px(8), edge, theme.current().px(8))
            self._column.setSpacing(theme.current().px(10))

    def buttons(self) -> tuple[KeyButton, ...]:
        return (self.take, self.ring_back, self.no_need, self.copy, self.entry, self.incident)

    def _make_buttons(self) -> None:
        key = actions.key_of
        self.take = KeyButton("ringing.do.take", key("new_intake"), kind="primary")
        self.ring_back = KeyButton("ringing.do.ring_back", key("call_ring_back"))
        self.no_need = KeyButton("ringing.do.no_need", key("call_no_need"))
        self.copy = KeyButton("ringing.do.copy", key("call_copy"), small=True)
        self.entry = KeyButton("ringing.do.entry", key("call_entry"), small=True)
        self.incident = KeyButton("ringing.do.incident", key("call_incident"), small=True)

    def _times_said(self, row: Ringing) -> str:
        """08:03 – 08:20，共 3 次，回拨未通 1 次"""
        call, told = row.call, [rang_at(row, self._times)]
        if call.count > 1:
            told.append(words.say("ringing.many" if call.many else "ringing.times", count=call.count))
        if call.tries:
            told.append(words.say("ringing.tries", count=call.tries))
        if call.state is CallState.RINGING:
            told.append(words.say("ringing.state.ringing"))
        return " · ".join(told)
