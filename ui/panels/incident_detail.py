"""One incident: its head, and five parts of which one is seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.changes import Changes, Topic
from console.domain.callout_rows import CallWish
from console.domain.incident import IncidentRow, IncidentState
from console.domain.outbound import Subject, SubjectKind
from console.domain.people import Action as Permission
from console.domain.report_limits import IncidentClockRow
from ui import actions, text, theme
from ui.actions import Action
from ui.jobs import Jobs
from ui.models.incident_rows import IncidentServices, due_mark, step_text
from ui.models.kept_words import KeptWords
from ui.panels.incident_clocks import ClocksPage
from ui.panels.incident_events import EventsPage
from ui.panels.incident_figures import FiguresPage
from ui.panels.incident_items import ItemsPage
from ui.panels.incident_overview import OverviewPage
from ui.panels.incident_part import SECOND_MS, IncidentPart
from ui.panels.pages import PartsPanel
from ui.seat import Seat
from ui.text import Times
from ui.widgets.due import DueMark, DueState
from ui.widgets.grade_chip import GradeChip
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word, plain_tip

PARTS = (
    ("incidents.page.overview", "incidents.page.overview"),
    ("incidents.page.items", "incidents.page.items_count"),
    ("incidents.page.figures", "incidents.page.figures"),
    ("incidents.page.clocks", "incidents.page.clocks_count"),
    ("incidents.page.events", "incidents.page.events"),
)
"""Words of the parts, without and with what is in them."""

BESIDE = {"reports": "upward", "orders": "orders", "teams": "teams"}
"""Panels that show what belongs to an incident too, by what of it they show."""
REPORTS, ORDERS, TEAMS = BESIDE
OUTBOUND, PLANS, DISPATCH, CALLOUTS = "outbound", "plans", "dispatch", "callouts"


@dataclass(frozen=True, slots=True)
class HeadRead:
    """What stands in the head beside the incident."""

    running: tuple[IncidentClockRow, ...]
    """The countdowns that run."""
    records: dict[str, tuple[UUID, ...]]
    soon: timedelta


class IncidentHead(IncidentPart):
    """Number, title, grade, state and what is due next; the counts of what other panels hold about it.

    ``counted`` carries how many items there are and countdowns that run; ``item_asked`` the newest record of a panel
    beside, ``report_asked`` that one is to be begun, ``order_asked`` that units are to do something about it,
    ``outbound_asked`` (subject, words) that something is sent, ``response_asked`` that a plan is started for it,
    ``callout_asked`` (``CallWish``) that the persons responsible where it happened are called by name.
    """

    topics = frozenset(
        {Topic.INCIDENTS, Topic.SETTINGS, Topic.TASKS, Topic.REPORTS, Topic.APPROVALS, Topic.DISPATCH, Topic.STOCK}
    )

    counted = Signal(int, int)
    item_asked = Signal(str, object)
    report_asked = Signal(object)
    order_asked = Signal(object)
    response_asked = Signal(object)
    callout_asked = Signal(object)
    outbound_asked = Signal(object, str)

    def build(self) -> None:
        self._due: IncidentClockRow | None = None
        self._near = timedelta(minutes=30)
        self.back = KeyButton("incidents.do.back", actions.key_of("back"), small=True)
        self.number, self.name = Word(role="secondary"), Word(role="title")
        self.chip, self.state, self.due = GradeChip(), Word(role="strong"), DueMark()
        self._records: dict[str, tuple[UUID, ...]] = {}
        self.counts = {
            name: KeyButton(f"incidents.count.{name}", actions.key_of(f"incident_{name}"), small=True)
            for name in BESIDE
        }
        self.begin_report = KeyButton("do.report_new", actions.key_of("report_new"), small=True)
        self.order = KeyButton("orders.give", actions.key_of("incident_order"), small=True)
        self.send = KeyButton("do.outbound_about", actions.key_of("outbound_about"), small=True)
        self.respond = KeyButton("responses.start", actions.key_of("plan_start"), small=True)
        self.dispatch = KeyButton("do.incident_dispatch", actions.key_of("incident_dispatch"), small=True)
        self.call = KeyButton("do.call_by_name", actions.key_of("call_by_name"), small=True)
        for name, button in self.counts.items():
            button.clicked.connect(partial(self.go, name))
        self.begin_report.clicked.connect(self.ask_report)
        self.order.clicked.connect(self.ask_order)
        self.send.clicked.connect(self.ask_send)
        self.respond.clicked.connect(self.ask_response)
        self.dispatch.clicked.connect(self.go_to_dispatch)
        self.call.clicked.connect(self.ask_call)
        self.guard(Permission.REPORT_UP, self.begin_report)
        self.guard(Permission.TASKS, self.order)
        self.guard(Permission.OUTBOUND, self.send)
        self.guard(Permission.RESPONSES, self.respond)
        self.guard(Permission.CALL_OUT, self.call)
        self.name.setWordWrap(True)
        self.line = Lines(self)
        onward = (
            *self.counts.values(), self.begin_report, self.order, self.send, self.respond, self.call, self.dispatch,
        )  # fmt: skip
        for part in (self.back, self.number, self.chip, self.state, self.due, *onward):
            self.line.flow.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.name)
        whole.addWidget(self.line)
        timer = QTimer(self)
        timer.setInterval(SECOND_MS)
        timer.timeout.connect(self._count_down)
        timer.start()
        self.restyle()

    def read(self, incident_id: UUID) -> HeadRead:
        ask = self._ask
        running = tuple(clock for clock in ask.clocks.of(incident_id) if clock.running)
        soon = timedelta(minutes=ask.settings.whole("duty.due_soon"))
        reports = tuple(row.id for row in reversed(ask.reports.series(incident_id)))
        orders = tuple(row.id for row in ask.orders.rows(incident_id=incident_id))
        out = ask.assignments.of_incident(incident_id, running=True) if ask.assignments is not None else ()
        records = {REPORTS: reports, ORDERS: orders, TEAMS: tuple(row.id for row in reversed(out))}
        return HeadRead(running, records, soon)

    def show_incident(self, row: IncidentRow, more: HeadRead) -> None:
        self.name.show_text(row.title)
        self.name.setToolTip(plain_tip(f"{row.number} {row.title}\n{row.place}"))
        self.number.show_text(row.number)
        self.chip.show_grade(row.kind, row.grade, row.standing)
        self.chip.show()
        self.state.say(f"incident.state.{row.state.value}")
        self._due = min(more.running, key=lambda clock: clock.due_at, default=None)
        self._near = more.soon
        self._count_down()
        self._records = more.records
        for name, button in self.counts.items():
            button.say(f"incidents.count.{name}", count=len(more.records[name]))
            button.setVisible(BESIDE[name] in self._ask.beside)
            button.setEnabled(bool(more.records[name]))
        self.begin_report.setVisible(BESIDE[REPORTS] in self._ask.beside)
        self.order.setVisible(BESIDE[ORDERS] in self._ask.beside)
        self.send.setVisible(OUTBOUND in self._ask.beside)
        self.respond.setVisible(PLANS in self._ask.beside)
        self.call.setVisible(CALLOUTS in self._ask.beside)
        self.dispatch.setVisible(DISPATCH in self._ask.beside and row.open)
        self.counted.emit(row.items, len(more.running))

    def possible(self, widget: QWidget) -> bool:  # noqa: ARG002
        return self.row is not None and self.row.state is not IncidentState.CANCELLED

    def go(self, name: str, _on: bool = False) -> None:
        """To the newest of the incident's records in the panel beside."""
        if self._records.get(name) and BESIDE[name] in self._ask.beside:
            self.item_asked.emit(BESIDE[name], self._records[name][0])

    def ask_report(self) -> None:
        """A report upward of this incident."""
        if self.row is not None and BESIDE[REPORTS] in self._ask.beside and self.begin_report.isEnabled():
            self.report_asked.emit(self.row.id)

    def ask_order(self) -> None:
        """Units are to do something about this incident."""
        if self.row is not None and BESIDE[ORDERS] in self._ask.beside and self.order.isEnabled():
            self.order_asked.emit(self.row)

    def ask_send(self) -> None:
        """Something is sent about this incident; what it says stands in the line already."""
        if self.row is not None and OUTBOUND in self._ask.beside and self.send.isEnabled():
            about = Subject(SubjectKind.INCIDENT, self.row.id, self.row.number)
            self.outbound_asked.emit(about, self.row.matter)

    def ask_response(self) -> None:
        """A plan is to be started for this incident."""
        if self.row is not None and PLANS in self._ask.beside and self.respond.isEnabled():
            self.response_asked.emit(self.row.id)

    def ask_call(self) -> None:
        """叫应: the persons responsible where it happened are called by name."""
        row = self.row
        if row is not None and CALLOUTS in self._ask.beside and self.call.isEnabled():
            places = (row.place_id,) if row.place_id is not None else ()
            self.callout_asked.emit(CallWish(incident_id=row.id, title=row.title, places=places))

    def go_to_dispatch(self) -> None:
        """To the board of what this incident needs."""
        if self.row is not None and self.row.open and DISPATCH in self._ask.beside:
            self.item_asked.emit(DISPATCH, self.row.id)

    def blank(self) -> None:
        self._due, self._records = None, {}
        self.name.show_text("")
        self.number.show_text("")
        self.state.show_text("")
        for part in (self.chip, self.due):
            part.hide()
        for button in self.counts.values():
            button.setEnabled(False)

    def restyle(self) -> None:
        if self.layout() is not None:
            self.layout().setSpacing(theme.current().px(4))

    def _count_down(self) -> None:
        mark = due_mark(self._due, self._times, lambda: self._near)
        self.due.setVisible(mark is not None)
        if mark is not None and self._due is not None:
            left = text.left(self._due.due_at, self._times.now())
            self.due.show_due(mark[0], DueState(mark[1]), f"{step_text(self._due)} {left}")


class IncidentDetail(PartsPanel):
    """``back_asked`` leads to the list; ``item_asked`` to a record of another panel."""

    back_asked = Signal()
    item_asked = Signal(str, object)
    report_asked = Signal(object)
    order_asked = Signal(object)
    response_asked = Signal(object)
    callout_asked = Signal(object)
    outbound_asked = Signal(object, str)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: IncidentServices, book: KeptWords,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        given = (jobs, seat, times, ask, book)
        self.head = IncidentHead(*given)
        self.overview = OverviewPage(*given)
        self.items = ItemsPage(*given)
        self.figures = FiguresPage(*given)
        self.clocks = ClocksPage(*given)
        self.events = EventsPage(*given)
        self.pages: tuple[IncidentPart, ...] = (self.overview, self.items, self.figures, self.clocks, self.events)
        self.build()

    def build(self) -> None:
        self.build_parts(self.pages, PARTS)
        self._column.insertWidget(0, self.head)
        self.pass_on(self.head)
        self.head.counted.connect(self._count)
        self.head.back.clicked.connect(self.back_asked)
        self.head.item_asked.connect(self.item_asked)
        self.head.report_asked.connect(self.report_asked)
        self.head.order_asked.connect(self.order_asked)
        self.head.outbound_asked.connect(self.outbound_asked)
        self.head.response_asked.connect(self.response_asked)
        self.head.callout_asked.connect(self.callout_asked)
        self.items.item_asked.connect(self.item_asked)
        self.events.print_asked.connect(self.print_asked)
        self.figures.print_asked.connect(self.print_asked)
        beside = [Action(f"incident_{name}", partial(self.head.go, name)) for name in BESIDE]
        verbs = [
            Action("back", self.back_asked.emit), Action("report_new", self.head.ask_report),
            Action("incident_order", self.head.ask_order), Action("outbound_about", self.head.ask_send),
            Action("plan_start", self.head.ask_response), Action("incident_dispatch", self.head.go_to_dispatch),
            Action("call_by_name", self.head.ask_call),
            *beside,
        ]  # fmt: skip
        actions.bind(self, verbs, whole_window=False)

    @property
    def incident_id(self) -> UUID | None:
        return self.head.incident_id

    def turn_to(self, incident_id: UUID) -> None:
        """Show another incident, in the part that is seen."""
        for part in (self.head, *self.pages):
            part.turn_to(incident_id)

    def note(self, changes: Changes) -> None:
        super().note(changes)
        self.head.note(changes)

    def reload(self) -> None:
        self.head.reload()
        super().reload()

    def reload_now(self) -> None:
        self.head.reload_now()
        super().reload_now()

    def first_focus(self) -> QWidget:
        return self.current_page().first_focus() or self

    def _count(self, items: int, running: int) -> None:
        self.parts.show_count(1, items)
        self.parts.show_count(3, running)
