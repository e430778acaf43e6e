"""告警: what devices reported, lost links, messages that wait; seen, silenced and dealt with are three acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.changes import Topic
from console.domain.alarm import AlarmRow
from ui.jobs import Jobs
from ui.models.alarm_rows import AlarmServices
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.panels.alarms_queue import AlarmQueuePage
from ui.panels.pages import PagesPanel
from ui.seat import Seat
from ui.text import Times
from ui.widgets.alert_bar import AlertShown


class AlarmsPanel(PagesPanel):
    """``silence_asked`` for the sound of this seat; ``intake_asked`` carries what a new entry begins with;
    ``item_asked`` a record elsewhere.
    """

    id: ClassVar[str] = "alarms"
    topics = frozenset({Topic.ALARMS, Topic.DEVICES})

    silence_asked = Signal()
    intake_asked = Signal(object)
    item_asked = Signal(str, object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: AlarmServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.queue = AlarmQueuePage(jobs, seat, times, services, book)
        self.add_page(self.queue, scrolls=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.queue.silence_asked.connect(self.silence_asked)
        self.queue.intake_asked.connect(self.intake_asked)
        self.queue.item_asked.connect(self.item_asked)

    def show_alert(self, shown: AlertShown) -> None:
        """How the sound stands; the frame tells it."""
        self.queue.show_alert(shown)

    def beat(self) -> None:
        """A second has passed."""
        self.queue.beat()

    def unseen_in_sight(self) -> Sequence[AlarmRow]:
        """Alarms nobody has seen whose lines can be read now."""
        return self.queue.unseen_in_sight()

    def open_item(self, alarm_id: UUID, *, follow: bool = False) -> None:
        """Choose that alarm; ``follow`` takes the keyboard to the list."""
        self.queue.go_to(alarm_id)
        if follow:
            self.queue.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def first_focus(self) -> QWidget:
        return self.queue.first_focus()

    def leave(self) -> bool:
        return self.queue.leave()
