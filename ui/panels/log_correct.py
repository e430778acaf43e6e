"""From a line of the book to the words that shall stand for it: a dialog whose words are kept while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.draft import Draft
from console.domain.log import Added, LogEntry, NewEntry
from console.domain.people import Action
from console.services.drafts import DraftsService
from console.services.log import LogService
from ui.dialogs.correct import CorrectDialog
from ui.seat import Seat
from ui.text import Times

DRAFT_MS = 800
"""A correction whose typing rests this long is kept as a draft."""


class LogCorrect(QObject):
    """``saved`` with what was recorded; a refusal is said in the open dialog as well, and its words stay."""

    saved = Signal(str)
    refused = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, log: LogService, drafts: DraftsService,
        chosen: Callable[[], LogEntry | None], panel: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(panel)
        self._jobs, self._seat, self._times = jobs, seat, times
        self._log, self._drafts, self._chosen, self._panel = log, drafts, chosen, panel
        self.dialog: CorrectDialog | None = None

    def ask(self) -> None:
        """For the line that is chosen; of one that is corrected already, for its newest correction."""
        entry = self._chosen()
        if entry is None or self.dialog is not None or not self._seat.may(Action.CORRECT):
            return
        number = entry.number
        self._jobs.read(
            lambda: (self._log.standing(number), self._drafts.open("correction")),
            lambda found: self._open(number, *found),
            self.refused.emit,
        )

    def _open(self, asked: int, entry: LogEntry, found: Sequence[Draft]) -> None:
        if self.dialog is not None:
            return
        own = [draft for draft in found if draft.owner == self._seat.name]
        kept = _draft_of(own, entry.number) or _draft_of(own, asked)
        follows = kept is not None and kept.content.get("corrects") == entry.number
        # the same id again: a correction that was saved but not answered is recognised, not recorded twice
        entry_id = kept.id if kept and follows else uuid4()
        text = kept.content.get("text", "") if kept else ""
        dialog = CorrectDialog(entry, self._times, text, asked=asked, parent=self._panel)
        self.dialog = dialog
        if kept is not None and not follows:
            self._keep(dialog, entry_id)
            self._jobs.write(lambda: self._drafts.discard(kept.id), _nothing, self.refused.emit)
        self._watch(dialog, entry_id)
        dialog.given.connect(lambda given: self._save(entry, entry_id, given))
        dialog.finished.connect(lambda result: self._end(entry_id, saved=bool(result)))
        dialog.open()

    def _watch(self, dialog: CorrectDialog, entry_id: UUID) -> None:
        """What is typed is kept soon after, also while typing goes on."""
        rest = QTimer(dialog)
        rest.setSingleShot(True)
        rest.setInterval(DRAFT_MS)
        rest.timeout.connect(lambda: self._keep(dialog, entry_id))
        dialog.typed.connect(lambda: None if rest.isActive() else rest.start())
        dialog.finished.connect(rest.stop)

    def _save(self, entry: LogEntry, entry_id: UUID, text: str) -> None:
        """The new line is of the kind of the one it stands for: who looks a kind up finds both."""
        new = NewEntry(
            entry_id, text, entry.kind, entry.occurred_at, entry.number, place=entry.place, person=entry.person
        )
        actor = self._seat.actor
        self._jobs.write(
            lambda: self._log.add(new, by=actor), lambda added: self._corrected(entry, added), self._not_corrected
        )

    def _corrected(self, entry: LogEntry, added: Added) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._jobs.write(lambda: self._drafts.finish(added.id, str(added.number)), _nothing, self.refused.emit)
        self.saved.emit(words.say("correct.saved", number=added.number, corrected=entry.number))

    def _not_corrected(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.refuse(error)
        self.refused.emit(error)

    def _end(self, entry_id: UUID, *, saved: bool) -> None:
        """Closed without saving: what was typed is kept for the next time."""
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        if not saved:
            self._keep(dialog, entry_id)
        dialog.deleteLater()

    def _keep(self, dialog: CorrectDialog, entry_id: UUID) -> None:
        if not dialog.changed():
            return
        text, now = dialog.answer(), self._times.now()
        content = {"corrects": dialog.entry.number, "text": text}
        draft = Draft(entry_id, "correction", text[:40], content, now, now, self._seat.name)
        self._jobs.write(lambda: self._drafts.save(draft), _nothing, self.refused.emit)


def _draft_of(found: Sequence[Draft], number: int) -> Draft | None:
    return next((draft for draft in found if draft.content.get("corrects") == number), None)


def _nothing(_answer: Any) -> None:
    """A draft that is kept or ended needs no word."""
