"""交办: tasks given out to units, leaders' words, roll calls, consultations."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.roll_call import CalledUnit
from console.errors import Refused
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.order_rows import OrderServices
from ui.panels.orders_board import OrderBoard
from ui.panels.orders_consultations import ConsultationsPage
from ui.panels.orders_instructions import InstructionsPage
from ui.panels.orders_part import OrdersPart
from ui.panels.orders_roll_call import RollCallPage
from ui.panels.pages import CountedPanel
from ui.seat import Seat
from ui.text import Times

PARTS = (
    ("orders.part.tasks", "orders.part.tasks_count"),
    ("orders.part.instructions", "orders.part.instructions_count"),
    ("orders.part.roll_call", "orders.part.roll_call_count"),
    ("orders.part.consultations", "orders.part.consultations_count"),
)
"""Words of the parts, without and with what waits there."""


class OrdersPanel(CountedPanel):
    """Parts that are not seen are counted too: their buttons say what waits there.

    ``print_asked`` carries the record, or the reminder, whose paper is wanted.
    """

    id = "orders"
    topics = frozenset({Topic.TASKS, Topic.INCIDENTS, Topic.LISTS, Topic.SETTINGS})
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: OrderServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self._instructions = services.instructions
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.tasks = OrderBoard(jobs, seat, times, services, book)
        self.instructions = InstructionsPage(jobs, seat, times, services, book)
        self.roll_call = RollCallPage(jobs, seat, times, services, book)
        self.consultations = ConsultationsPage(jobs, seat, times, services, book)
        self.pages: tuple[OrdersPart, ...] = (self.tasks, self.instructions, self.roll_call, self.consultations)
        self.build()

    def build(self) -> None:
        self.build_parts(self.pages, PARTS, scrolls=False)
        for at, page in enumerate(self.pages):
            page.count_changed.connect(lambda count, at=at: self.parts.show_count(at, count))
            page.print_asked.connect(self.print_asked)

    def open_item(self, item_id: UUID, *, follow: bool = False) -> None:
        """A task that is due, or words that are to be handed on."""
        self._jobs.read(
            lambda: self._part_of(item_id), lambda at: self._open_in(at, item_id, follow=follow), self.failed.emit
        )

    def start_order(self, incident: IncidentRow) -> None:
        """Another page wants a task given about that incident."""
        self.show_part(0)
        units = self.tasks.known_units
        self._jobs.read(units, lambda found: self._ask_about(incident, found), self.failed.emit)

    def _ask_about(self, incident: IncidentRow, units: tuple[CalledUnit, ...]) -> None:
        if isValid(self) and self.isVisible():
            self.tasks.ask_about(incident, units)

    def _part_of(self, item_id: UUID) -> int:
        """On a worker: where that record stands."""
        try:
            self._instructions.one(item_id)
        except Refused:
            return 0
        return 1

    def _open_in(self, at: int, item_id: UUID, *, follow: bool) -> None:
        if not isValid(self):
            return
        if follow:
            self.show_part(at)
        self.pages[at].open_item(item_id)
