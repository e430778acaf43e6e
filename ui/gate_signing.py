"""Signs what was taken at the locked seat: one key for what is shown, another that makes entries of it too."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_OID, uuid5

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.gate import GateLine
from console.domain.log import Added
from console.errors import Refused
from console.services.drafts import DraftsService
from console.services.gate_lines import GateLines
from ui.dialogs.sign_lines import SignLinesDialog
from ui.jobs import Jobs
from ui.models.intake_entry import EMPTY, Entry
from ui.seat import Seat
from ui.text import Times


class GateSigning(QObject):
    """``told`` is for the message strip; ``entries_made`` carries the drafts of what goes on as 接报."""

    told = Signal(str)
    entries_made = Signal(object)

    def __init__(
        self, gate_lines: GateLines, drafts: DraftsService, jobs: Jobs, seat: Seat, times: Times, window: QWidget
    ) -> None:
        super().__init__(window)
        self._gate_lines, self._drafts = gate_lines, drafts
        self._jobs, self._seat, self._times, self._window = jobs, seat, times, window

    def open(self, lines: Sequence[GateLine]) -> None:
        """Show them, where there are any and somebody sits here who can sign."""
        if not lines or not self._seat.taken or self._seat.locked:
            return
        dialog = SignLinesDialog(tuple(lines), self._times, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.given.connect(lambda given: self._sign(dialog, given))
        dialog.open()

    def _sign(self, dialog: SignLinesDialog, lines: Sequence[GateLine]) -> None:
        actor, wanted, now = self._seat.actor, dialog.wants_intake, self._times.now()
        made = [_entry(line).draft(actor.name, now, None) for line in lines] if wanted else []
        numbers = [line.number for line in lines]

        def sign() -> Added:
            for draft in made:  # before the signing: a signed line is not offered again
                self._drafts.save(draft)
            try:
                return self._gate_lines.sign(numbers, by=actor, as_intake=wanted)
            except Refused:
                for draft in made:
                    self._drafts.discard(draft.id)
                raise

        def signed(added: Added) -> None:
            dialog.accept()
            self.told.emit(words.say("gate.signed", count=len(lines), number=added.number))
            if made:
                self.entries_made.emit(made)

        self._jobs.write(sign, signed, dialog.refuse)


def _entry(line: GateLine) -> Entry:
    """The same line gives the same entry, however often it is tried."""
    entry_id = uuid5(NAMESPACE_OID, f"gate line {line.number} {line.occurred_at.isoformat()}")
    return Entry(
        entry_id, {**EMPTY, "summary": line.text}, ("summary", len(line.text), len(line.text)), line.occurred_at
    )
