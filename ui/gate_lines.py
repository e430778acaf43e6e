"""Lines taken at the gate: recorded as the seat's, durable before the field is emptied, counted for who signs in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from console import words
from ui.gate import Gate
from ui.notices import Notices


class GateLines(QObject):
    """Takes lines once the desk is open; what was typed before that is kept then."""

    def __init__(self, gate: Gate, jobs: Any, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._gate, self._jobs, self._notices = gate, jobs, notices
        self._desk: Any = None
        self._draft: Any = None
        self._taken = 0
        self._early: tuple[str, datetime] | None = None
        """A line that was given before the desk was open; it is taken then, unless it was typed on."""
        gate.line_given.connect(self._give)

    def open(self, desk: Any) -> None:
        from ui.gate_draft import GateDraft

        self._desk = desk
        self._draft = GateDraft(self._gate.line, self._jobs, desk.drafts, desk.clock.now, self._notices.tell, self)
        early, self._early = self._early, None
        if early is not None and early[0] == self._gate.line.text.text():
            self._give(*early)

    def flush(self) -> None:
        """What is typed is on its way to the file."""
        if self._draft is not None:
            self._draft.keeper.flush()

    def told(self) -> str:
        """How many lines wait for a signature since this was asked last; empty for none."""
        count, self._taken = self._taken, 0
        return words.say("gate.recorded_while_locked", count=count) if count else ""

    def _give(self, text: str, first_key: datetime) -> None:
        """A line without a signature."""
        if self._desk is None:
            self._early = (text, first_key)
            self._gate.line.waits()
            return
        from ui.seat_acts import take_line

        desk, line_id = self._desk, self._draft.line_id
        self._jobs.write(
            lambda: take_line(desk, text, first_key, line_id),
            lambda added: self._done(text, line_id, added),
            lambda error: self._failed(line_id, error),
        )

    def _done(self, text: str, line_id: UUID, added: Any) -> None:
        self._taken += 1
        self._gate.line_taken(text)
        self._draft.taken(line_id, added)

    def _failed(self, line_id: UUID, error: Exception) -> None:
        self._gate.say(self._notices.sentence(error), wrong=True)
        self._draft.not_taken(line_id, error)
