"""Signs what was taken at the locked seat: one key for what is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.gate import GateLine
from console.domain.log import Added
from console.services.gate_lines import GateLines
from ui.dialogs.sign_lines import SignLinesDialog
from ui.jobs import Jobs
from ui.seat import Seat
from ui.text import Times


class GateSigning(QObject):
    """``told`` is for the message strip."""

    told = Signal(str)

    def __init__(self, gate_lines: GateLines, jobs: Jobs, seat: Seat, times: Times, window: QWidget) -> None:
        super().__init__(window)
        self._gate_lines, self._jobs, self._seat, self._times, self._window = gate_lines, jobs, seat, times, window

    def open(self, lines: Sequence[GateLine]) -> None:
        """Show them, where there are any and somebody sits here who can sign."""
        if not lines or not self._seat.taken or self._seat.locked:
            return
        dialog = SignLinesDialog(tuple(lines), self._times, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.given.connect(lambda numbers: self._sign(dialog, numbers))
        dialog.open()

    def _sign(self, dialog: SignLinesDialog, numbers: list[int]) -> None:
        actor = self._seat.actor

        def signed(added: Added) -> None:
            dialog.accept()
            self.told.emit(words.say("gate.signed", count=len(numbers), number=added.number))

        self._jobs.write(lambda: self._gate_lines.sign(numbers, by=actor), signed, dialog.refuse)
