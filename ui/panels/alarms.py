"""告警: what devices reported, lost links, messages that wait; seen, silenced and dealt with are three acts.

来电: who rang, behind it. Each leads to the other from its upper corner: the alarm needs the whole height.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.changes import Topic
from console.domain.alarm import AlarmRow
from console.domain.ringing import number_of
from ui.call_watch import Ringing
from ui.jobs import Jobs
from ui.models.alarm_rows import AlarmServices
from ui.models.call_rows import CallServices
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.panels.alarms_calls import CallsPage
from ui.panels.alarms_queue import AlarmQueuePage
from ui.panels.pages import CountedPanel
from ui.seat import Seat
from ui.text import Times
from ui.widgets.alert_bar import AlertShown
from ui.widgets.parts import Doors

QUEUE, CALLS = 0, 1


class AlarmsPanel(CountedPanel):
    """``silence_asked`` for the sound of this seat; ``intake_asked`` carries what a new entry begins with,
    ``call_asked`` a call that is to be taken down; ``item_asked`` a record elsewhere.
    """

    id: ClassVar[str] = "alarms"
    topics = frozenset({Topic.ALARMS, Topic.DEVICES})
    PARTS = (("alarms.part.queue", "alarms.part.queue_count"), ("alarms.part.calls", "alarms.part.calls_count"))

    silence_asked = Signal()
    intake_asked = Signal(object)
    call_asked = Signal(object)
    item_asked = Signal(str, object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: AlarmServices, calls: CallServices,
        drafts: Drafts | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.queue = AlarmQueuePage(jobs, seat, times, services, book)
        self.calls = CallsPage(jobs, seat, times, calls, book)
        self._lay_out()
        self._bind_parts()
        self.queue.silence_asked.connect(self.silence_asked)
        self.queue.intake_asked.connect(self.intake_asked)
        self.calls.call_asked.connect(self.call_asked)

    def show_alert(self, shown: AlertShown) -> None:
        """How the sound stands; the frame tells it."""
        self.queue.show_alert(shown)

    def beat(self) -> None:
        """A second has passed."""
        self.queue.beat()
        self.calls.beat()

    def shows_queue(self) -> bool:
        """Whether the alarms are in front, and not who rang."""
        return self.current_page() is self.queue

    def unseen_in_sight(self) -> Sequence[AlarmRow]:
        """Alarms nobody has seen whose lines can be read now."""
        return self.queue.unseen_in_sight()

    def chosen_call(self) -> Ringing | None:
        """The call the officer has chosen, where it may be taken down."""
        return self.calls.chosen_call() if not self.shows_queue() else None

    def open_item(self, record_id: UUID, *, follow: bool = False) -> None:
        """Choose that alarm or call; ``follow`` takes the keyboard to the list."""
        call = number_of(record_id)
        page = QUEUE if call is None else CALLS
        if self.stack.currentIndex() != page:
            self.stack.setCurrentIndex(page)
        if call is None:
            self.queue.go_to(record_id)
        else:
            self.calls.go_to(call)
        if follow:
            (self.queue if call is None else self.calls).table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def called_again(self) -> None:
        """Its key leads to the queue; in the queue to the alarm that should be looked at first."""
        if self.shows_queue():
            self.queue.go_to_gravest()
        self.show_part(QUEUE)

    def leave(self) -> bool:
        return self.queue.leave()

    def restyle(self) -> None:
        """The pages have edges of their own."""

    def _lay_out(self) -> None:
        self.parts = Doors(self.PARTS)
        self.queue.card.tools.addWidget(self.parts.buttons[CALLS])
        self.calls.card.tools.addWidget(self.parts.buttons[QUEUE])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def _bind_parts(self) -> None:
        for at, page in enumerate((self.queue, self.calls)):
            self.add_page(page, scrolls=False)
            page.item_asked.connect(self.item_asked)
            page.count_changed.connect(partial(self.parts.show_count, at))
        self.bind_parts(self.PARTS)
