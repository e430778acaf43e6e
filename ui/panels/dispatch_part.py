"""What the parts of the 指挥调度 panel share: the services, the need and incident they look at together."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from ui.jobs import Jobs
from ui.models.dispatch_rows import DispatchServices, Focus
from ui.models.kept_words import KeptWords
from ui.panels.acting_part import ActingPart
from ui.seat import Seat
from ui.text import Times


class DispatchPart(ActingPart):
    """``sent`` carries the orders (``DispatchRow``) that were confirmed here."""

    sent = Signal(object)

    _ask: DispatchServices
    focus = Focus()

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: DispatchServices, book: KeptWords,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, ask, book, parent)
        self.follow_time()

    def turn_to(self, focus: Focus) -> None:
        """The officer looks at another need or incident: ask anew. Called by the panel."""
        if focus == self.focus:
            return
        self.focus = focus
        self.stale = True
        if self.isVisible():
            self.reload_now()

    def open_item(self, record_id: UUID) -> None:
        """Show that record, now or as soon as it is there."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.layout() is not None:
            self.restyle()
