"""Below the register: the chosen line's acts, and whether it arrived, asked in line and answered in the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console import words
from console.domain.outbound import OutboundRow, OutboundState
from console.domain.people import Action, Actor
from console.errors import Refused
from console.services.outbound import OutboundService
from ui.models.kept_words import KeptWords
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.outbound_bars import FailedQuestion, ReceiptQuestion, RowBar
from ui.widgets.table import RowTable


class OutboundAnswers(QStackedWidget):
    """A question is about the line it was asked for, whichever is chosen when it is answered.

    ``saved`` and ``refused`` carry what the strip shall say; ``changed_elsewhere``: look at the register again.
    """

    saved = Signal(str)
    refused = Signal(object)
    changed_elsewhere = Signal()

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, outbound: OutboundService, table: RowTable, book: KeptWords,
        panel: QWidget,
    ) -> None:  # fmt: skip
        """``panel`` is asked where the keyboard is."""
        super().__init__()
        self._jobs, self._seat, self._outbound = jobs, seat, outbound
        self._table, self._panel = table, panel
        self._running: Mapping[UUID, Sequence[str]] = {}
        self._about: OutboundRow | None = None
        self._changing = False
        self.bar, self.receipt, self.failed_bar = RowBar(), ReceiptQuestion(times), FailedQuestion()
        for bar in (self.bar, self.receipt, self.failed_bar):
            self.addWidget(bar)
        self._answers = {asked: book.watch(asked.inputs(), self) for asked in (self.receipt, self.failed_bar)}
        self._connect()
        book.handed_over.connect(self._end)

    def _connect(self) -> None:
        self._table.chosen.connect(lambda _row: self.permit())
        self._table.opened.connect(lambda _row: self.ask_receipt())
        self.bar.receipt.clicked.connect(self.ask_receipt)
        self.bar.failed.clicked.connect(self.ask_failed)
        for question in (self.receipt, self.failed_bar):
            question.no.connect(self._end)
        self.receipt.yes.connect(self._give_receipt)
        self.failed_bar.yes.connect(self._give_failed)

    def row(self) -> OutboundRow | None:
        """The line that is chosen."""
        found: OutboundRow | None = self._table.chosen_row()
        return found

    def show_rows(self, rows: Sequence[OutboundRow], running: Mapping[UUID, Sequence[str]]) -> None:
        """The register as it is now, and the clocks that run for the items its lines are about."""
        self._running = running
        self._about = next((row for row in rows if self._about and row.id == self._about.id), self._about)
        self.permit()

    def permit(self) -> None:
        """The buttons as the chosen line and the officer allow."""
        may = self._may()
        why_not = "" if may else words.say("frame.needs_role", roles=roles_for(Action.OUTBOUND))
        self.bar.show_row(self.row(), may=may, why_not=why_not)

    def ask_receipt(self) -> None:
        """Ctrl+R: who received it; Enter says it was who it was sent to, now."""
        self._ask(self.receipt)

    def ask_failed(self) -> None:
        """Ctrl+Shift+R: it did not arrive."""
        self._ask(self.failed_bar)

    def back(self) -> None:
        """Esc: no answer."""
        if self.currentWidget() is not self.bar:
            self._end()

    def _ask(self, question: ReceiptQuestion | FailedQuestion) -> None:
        """Words typed for that line before come back."""
        row = self.row()
        if row is None or row.state is not OutboundState.SENT or not self._may() or self._changing:
            return
        self._end()
        self._about = row
        self.setCurrentWidget(question)
        question.begin(row, self._running.get(row.subject_id, ()) if row.subject_id else ())
        self._answers[question].turn_to(f"outbound.{'receipt' if question is self.receipt else 'failed'} {row.id}")

    def _give_receipt(self) -> None:
        try:
            name, at, note = self.receipt.answer()
        except Refused as refused:
            self.refused.emit(refused)
            return
        ends = self.receipt.ending()
        self._change(
            lambda row, actor: self._outbound.receipt(row.id, name, note, at, seen=row.version, by=actor, ends=ends)
        )

    def _give_failed(self) -> None:
        reason = self.failed_bar.reason.text()
        self._change(lambda row, actor: self._outbound.fail(row.id, reason, seen=row.version, by=actor))

    def _change(self, work: Callable[[OutboundRow, Actor], OutboundRow]) -> None:
        """A second Enter meanwhile is the same wish; the cursor stays where it is until the answer."""
        row = self._about
        if row is None or self._changing or not self._may():
            return
        self._changing, actor = True, self._seat.actor
        self._jobs.write(lambda: work(row, actor), self._changed, self._not_changed)

    def _changed(self, row: OutboundRow) -> None:
        self._changing = False
        self._end(done=True)
        code = "outbound.receipt_saved" if row.state is OutboundState.RECEIVED else "outbound.failed_saved"
        self.saved.emit(words.say(code, number=row.number, name=row.receipt_by))

    def _not_changed(self, error: Exception) -> None:
        """The words stay; a line somebody else has changed is asked about again as it is now."""
        self._changing = False
        self.refused.emit(error)
        self.changed_elsewhere.emit()

    def _may(self) -> bool:
        return self._seat.taken and self._seat.may(Action.OUTBOUND)

    def _end(self, *, done: bool = False) -> None:
        """Back to the buttons; words that were not ``done`` wait with their line."""
        asked, self._about = self.currentWidget(), None
        if asked is self.bar:
            return
        if done:
            self._answers[asked].settle()
        self._answers[asked].put_away()
        held = asked.isAncestorOf(self._panel.focusWidget() or self)
        self.setCurrentWidget(self.bar)
        if held:
            self._table.setFocus()
