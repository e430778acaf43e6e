"""The reply of whom is rung: the words of a row, kept until they are written with an outcome or by themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt

from console import words
from console.domain.callout import RowState
from console.domain.callout_rows import CallRow
from ui.models.kept_words import Record
from ui.panels.callouts_asking import CalloutAsking
from ui.panels.callouts_card import CallCard
from ui.widgets.table import RowTable


class CalloutReply(CalloutAsking):
    """The field for the reply of the chosen row."""

    table: RowTable
    call_card: CallCard
    _watched: Any
    _row_id: UUID | None

    def may_act(self) -> bool:
        """Whether the calling runs and whoever sits here may call; else it is said why not."""
        raise NotImplementedError

    def put_words(self, name: str) -> None:
        """Words a reply is made of; where a number belongs into them the cursor waits for it."""
        if self.table.chosen_row() is None:
            return
        reply = self.call_card.reply
        before, gap, behind = words.say_in("zh", f"callout.quick.{name}").partition("_")
        joint = "，" if reply.text().strip() else ""
        text = f"{reply.text().strip()}{joint}{before.strip()}{behind.strip()}"
        if len(text) > reply.limit:
            return
        reply.setText(text)
        if gap:
            reply.setFocus(Qt.FocusReason.ShortcutFocusReason)
            reply.setCursorPosition(len(text) - len(behind.strip()))

    def record_of(self, row: CallRow) -> Record:
        """Where the words typed about that row are kept."""
        return self.book.record(_about(row.id))

    def settle(self, row: CallRow, record: Record, reply: str) -> None:
        """The reply is written; what was typed since then stays."""
        if record.words.get("reply", "") == reply:
            record.settle()
            if self._row_id == row.id:
                self._turn_to(self.table.chosen_row())

    def _entered(self) -> None:
        """Enter in the reply: of who has answered already it is written, else it goes with the outcome."""
        row, reply = self.table.chosen_row(), self.call_card.reply.text()
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if row is None or row.progress.state is not RowState.REACHED or reply == row.reply or not self.may_act():
            return
        record, by = self.record_of(row), self.actor

        def noted(made: CallRow) -> None:
            self.settle(made, record, reply)
            self.saved.emit(words.say("callout.told_note", name=made.post))

        self.save_once(lambda: self._ask.callouts.note(row.id, reply, seen=row.version, by=by), noted)

    # inside

    def _turn_to(self, row: CallRow | None) -> None:
        self._leave_row()
        self._row_id = row.id if row is not None else None
        if row is not None:
            self.call_card.reply.setText(row.reply)
            self._watched.turn_to(_about(row.id))

    def _leave_row(self) -> None:
        self._watched.put_away()
        self._row_id = None
        self.call_card.reply.clear()

    def _write_reply(self) -> None:
        """Enter: to what the person says."""
        reply = self.call_card.reply
        reply.setFocus(Qt.FocusReason.ShortcutFocusReason)
        reply.end(False)


def _about(row_id: UUID) -> str:
    return f"callout.reply {row_id}"
