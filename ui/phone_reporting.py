"""Opens the script for the leader, keeps what he said while it is typed, and records that he was told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.bootstrap import Desk
from console.domain.draft import Draft
from console.domain.orders import NewInstruction, Way
from console.domain.outbound import OutboundRow
from console.domain.people import Actor
from console.services.phone_reports import PhoneReport, Reported
from ui.dialogs.phone_script import PhoneScriptDialog
from ui.jobs import Jobs
from ui.models.draft_keeper import DraftKeeper
from ui.seat import Seat
from ui.text import Times

FORM = "phone_report"


class PhoneReporting(QObject):
    """``told`` and ``refused`` are for the message strip. One dialog at a time; asked again it comes to the front."""

    told = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, seat: Seat, times: Times, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._jobs, self._seat, self._times, self._window = desk, jobs, seat, times, window
        self.dialog: PhoneScriptDialog | None = None
        self._officer = ""
        """Who opened it: what is typed is theirs, whoever sits here when it is kept."""
        seat.changed.connect(self._seat_changed)
        self._keeper = DraftKeeper(jobs, desk.drafts, self._snapshot, self)
        self._keeper.failed.connect(self.refused)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)

    def open(self, item_id: UUID) -> None:
        """The officer wants to ring the leader about that item."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        officer = self._seat.name
        self._jobs.read(
            lambda: (self._desk.phone_reports.prepare(item_id, officer), self._desk.drafts.open(FORM)),
            lambda found: self._show(*found),
            self.refused.emit,
        )

    def close(self) -> None:
        """The window closes: what he said so far is kept."""
        if self.dialog is not None:
            self.dialog.reject()

    def _show(self, report: PhoneReport, drafts: tuple[Draft, ...]) -> None:
        if self.dialog is not None or self._seat.locked:
            return
        own = [draft for draft in drafts if draft.owner == self._seat.name]
        kept = next((draft for draft in own if draft.content.get("item") == str(report.item.id)), None)
        # every report of an item has an id of its own; one that was begun and not recorded goes on under the same
        entry_id = kept.id if kept else uuid5(NAMESPACE_OID, f"{report.item.id} {self._times.now().isoformat()}")
        dialog = PhoneScriptDialog(report, self._times, entry_id, kept.content if kept else None, self._window)
        dialog.edited.connect(self._keeper.note)
        dialog.given.connect(lambda stated: self._record(dialog, stated))
        dialog.finished.connect(lambda _how: self._end(dialog))
        self.dialog, self._officer = dialog, self._seat.name
        self._clock.start()
        dialog.show()

    def _record(self, dialog: PhoneScriptDialog, stated: Reported) -> None:
        actor, ordered = self._seat.actor, dialog.ordered.isChecked()
        self._jobs.write(
            lambda: _report(self._desk, dialog.report, stated, ordered=ordered, by=actor),
            lambda row: self._recorded(dialog, row),
            dialog.refuse,
        )

    def _recorded(self, dialog: PhoneScriptDialog, row: OutboundRow) -> None:
        self._keeper.drop()
        self._keeper.finish(dialog.entry_id, row.number)
        self.dialog = None
        dialog.accept()
        self.told.emit(words.say("phone.recorded", name=row.receipt_by, number=row.number))

    def _end(self, dialog: PhoneScriptDialog) -> None:
        """Closed without reporting: what he said is kept for the next time."""
        self._clock.stop()
        if self.dialog is dialog:
            self._keeper.flush()
            self.dialog = None
        dialog.deleteLater()

    def _seat_changed(self) -> None:
        """The seat went over to another while it stood open."""
        if self.dialog is not None and self._seat.taken and self._seat.name != self._officer:
            self.dialog.reject()

    def _tick(self) -> None:
        if self.dialog is not None:
            self.dialog.show_due()

    def _snapshot(self) -> Draft | None:
        if self.dialog is None or not (typed := self.dialog.typed()):
            return None
        item, now = self.dialog.report.item, self._times.now()
        content: dict[str, Any] = {"item": str(item.id), **typed}
        return Draft(self.dialog.entry_id, FORM, item.number, content, now, now, self._officer)


def _report(desk: Desk, report: PhoneReport, stated: Reported, *, ordered: bool, by: Actor) -> OutboundRow:
    """On a worker: that he was told; his words stand in the books once, as an instruction where they are one.

    Done again after a failure in the middle it goes on where it was: both are recognised by their ids.
    """
    if not ordered or not stated.said.strip():
        return desk.phone_reports.report(report, stated, by=by)
    row = desk.phone_reports.report(report, replace(stated, said=""), by=by)
    incident = desk.incident_items.incident_of(report.item.id)
    form = NewInstruction(
        uuid5(stated.id, "instruction"), stated.name, "", desk.clock.now(), Way.PHONE, stated.said,
        incident.id if incident is not None else None,
    )  # fmt: skip
    desk.instructions.record(form, by=by)
    return row
