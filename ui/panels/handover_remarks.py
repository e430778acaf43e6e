"""Remarks that are typed and not saved outlive the death of the program: a draft per sheet, restored with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from console.domain.draft import Draft
from console.domain.duty import SheetRow
from ui.jobs import Jobs
from ui.models.draft_keeper import DraftKeeper, Drafts
from ui.seat import Seat
from ui.text import Times
from ui.widgets.remarks import Remarks

FORM = "remarks"


class RemarksDraft(QObject):
    """Call ``show`` whenever the sheet is shown, ``settle`` whenever its remarks were stored."""

    failed = Signal(object)

    def __init__(self, jobs: Jobs, drafts: Drafts, remarks: Remarks, seat: Seat, times: Times, parent: QObject) -> None:
        super().__init__(parent)
        self._remarks, self._seat, self._times = remarks, seat, times
        self._sheet: SheetRow | None = None
        self._begin()
        self.keeper = DraftKeeper(jobs, drafts, self._snapshot, self)
        self.keeper.failed.connect(self.failed)
        remarks.editor.textChanged.connect(self._typed)

    def show(self, sheet: SheetRow, found: Sequence[Draft]) -> None:
        """The sheet as it stands; on its first showing, what was typed for it the last time comes back."""
        first = self._sheet is None or self._sheet.id != sheet.id
        self._sheet = sheet
        if first:
            self._take_up(sheet, found)
        self.settle()

    def settle(self) -> None:
        """Nothing typed waits any more: the draft ends."""
        if self._remarks.dirty() or self._started is None or self._sheet is None:
            return
        self.keeper.drop()
        self.keeper.finish(self._id, self._sheet.number)
        self._begin()

    def _begin(self) -> None:
        """An ended draft is never written again: the next words get another."""
        self._id: UUID = uuid4()
        self._started: datetime | None = None

    def _take_up(self, sheet: SheetRow, found: Sequence[Draft]) -> None:
        own = [draft for draft in found if draft.content.get("sheet") == str(sheet.id)]
        last = max(own, key=lambda draft: draft.saved_at, default=None)
        if self._remarks.dirty():
            # typed for a hand-over that was given up: kept for this one now
            self._begin()
            self._typed()
            last = None
        for draft in found:
            if draft is not last:
                self.keeper.discard(draft.id)
        if last is not None:
            self._id, self._started = last.id, last.started_at
            self._remarks.restore(str(last.content.get("text", "")), last.owner)

    def _typed(self) -> None:
        if self._remarks.dirty():
            self._started = self._started or self._times.now()
            self.keeper.note()
        else:
            self.settle()

    def _snapshot(self) -> Draft | None:
        if self._sheet is None or self._started is None or not self._remarks.dirty():
            return None
        text, now = self._remarks.editor.toPlainText(), self._times.now()
        content = {"sheet": str(self._sheet.id), "text": text}
        return Draft(self._id, FORM, text.strip()[:40], content, self._started, now, self._remarks.typist)
