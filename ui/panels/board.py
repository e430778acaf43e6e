"""值班台: who stands the watch, what is open and due, the day, the last lines, how the house is; a line to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.glance import Glance
from console.domain.health import LampValue
from console.domain.lists import ListItem
from console.domain.log import LogEntry
from console.domain.notices import NoticeRow
from console.domain.people import Action as Act
from console.domain.routine import Result
from console.domain.task import TaskRow
from console.services.checks import ChecksService
from console.services.drafts import DraftsService
from console.services.due import DueService
from console.services.duty import DutyService
from console.services.health import HealthService
from console.services.intake import IntakeService
from console.services.log import LogService
from console.services.notices import NoticesService
from console.services.outbound import OutboundService
from console.services.roster import RosterService
from console.services.routine import RoutineService
from console.services.settings import SettingsService
from console.services.tasks import TasksService
from console.services.zero_reports import ZeroReportsService
from ui import actions, text, theme
from ui.actions import Action, key_of
from ui.dialogs.asked import Asked
from ui.dialogs.task import EndTaskDialog, NewTaskDialog, TaskGiven
from ui.jobs import Jobs
from ui.models.board_reading import Watch, waiting_of, watch_of
from ui.models.board_rows import OpenRow, line_model, of_inbound, of_task, open_model, urgency
from ui.models.kept_words import KeptWords
from ui.panels.base import Panel
from ui.seat import Seat
from ui.text import Times
from ui.widgets.board_waiting import BoardWaiting, Waiting
from ui.widgets.card import Card
from ui.widgets.day_card import Day, DayCard
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.lamp_list import LampList
from ui.widgets.notice_card import NoticeCard
from ui.widgets.quick_line import QuickLine
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.watch_card import WatchCard

if TYPE_CHECKING:
    from console.domain.responses import ResponseRow
    from console.services.alarms import AlarmsService
    from console.services.devices import DevicesService
    from console.services.responses import ResponsesService
    from console.services.ringing import RingingService
    from console.services.warnings import WarningsService

LINES = 50

AGAIN_MS = 30_000
"""What is due changes with the clock alone: a board that is seen is loaded anew this often."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows, as loaded."""

    watch: Watch
    open_rows: tuple[OpenRow, ...]
    lines: tuple[LogEntry, ...]
    lamps: tuple[LampValue, ...]
    soon: timedelta
    day: Day
    notices: tuple[NoticeRow, ...]
    periods: tuple[ListItem, ...]
    waiting: Waiting
    responses: tuple[ResponseRow, ...]


@dataclass(frozen=True, slots=True)
class BoardServices:
    """The services the board asks."""

    duty: DutyService
    intake: IntakeService
    tasks: TasksService
    due: DueService
    log: LogService
    health: HealthService
    settings: SettingsService
    routine: RoutineService
    checks: ChecksService
    notices: NoticesService
    zero_reports: ZeroReportsService
    roster: RosterService
    outbound: OutboundService
    responses: ResponsesService
    alarms: AlarmsService
    devices: DevicesService
    ringing: RingingService
    warnings: WarningsService


class BoardPanel(Panel):
    """Signals: ``panel_asked`` (id) when a line leads elsewhere, ``item_asked`` (panel, item) when it is one record."""

    id = "board"
    topics = frozenset(
        {Topic.LOG, Topic.DUTY, Topic.INBOUND, Topic.TASKS, Topic.SETTINGS, Topic.ROUTINE, Topic.LISTS, Topic.PLACES}
        | {Topic.ROSTER, Topic.CONTACTS, Topic.OUTBOUND, Topic.PLANS, Topic.ALARMS, Topic.DEVICES, Topic.WARNINGS}
    )
    panel_asked = Signal(str)
    item_asked = Signal(str, object)
    copy_asked = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        services: BoardServices,
        drafts: DraftsService,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(jobs, parent)
        self._seat, self._times, self._ask, self._drafts = seat, times, services, drafts
        self._due_soon, self._day = timedelta(minutes=30), Day()
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.build()
        self._again_in = QTimer(self)
        self._again_in.setInterval(AGAIN_MS)
        self._again_in.timeout.connect(self._look_again)
        self._again_in.start()

    def build(self) -> None:
        self.open_table = RowTable(open_model(self._times, lambda: self._due_soon))
        self.lines_table = RowTable(line_model(self._times))
        self.quick = QuickLine(self._jobs, self._seat, self._times, log=self._ask.log, drafts=self._drafts)
        self.open_card = Card("board.open", flush=True)
        self.lines_card = Card("board.lines", flush=True)
        self.watch_card = WatchCard(self._times)
        self.day_card, self.notice_card = DayCard(self._times), NoticeCard(self._times)
        self.health_card = Card("board.health")
        self.none_open = Empty("board.none_open", "do.new_intake", key_of("new_intake"))
        self.nobody = Empty("board.nobody", "button.take_over", key_of("panel.handover"))
        self.none_lines = Empty("log.empty")
        self.none_lines.hide()
        self.waiting = BoardWaiting()
        self.period = Word(role="secondary")
        self.period.setWordWrap(True)
        self._lamps = LampList()
        self._lay_out()
        self.new_task = KeyButton("task.new", key_of("new_task"), small=True)
        self.open_card.tools.addWidget(self.new_task)
        self.new_task.clicked.connect(self.give_task)
        self.open_table.opened.connect(self._open)
        own = [
            Action("new_task", self.give_task),
            Action("tick", self.tick_first),
            Action("copy_out", self.copy_out),
        ]
        actions.bind(self, own, whole_window=False)
        self.day_card.tick_asked.connect(self.tick_first)
        self.day_card.all_asked.connect(lambda: self.panel_asked.emit("routine"))
        self._seat.changed.connect(self._permit)
        self.lines_table.opened.connect(lambda _row: self.panel_asked.emit("log"))
        self.nobody.asked.connect(lambda: self.panel_asked.emit("handover"))
        self.none_open.asked.connect(lambda: self.panel_asked.emit("intake"))
        self.notice_card.responses.clicked.connect(self._go_to_response)
        self.waiting.asked.connect(self.panel_asked)
        self.waiting.item_asked.connect(self.item_asked)
        self.quick.saved.connect(lambda number: self.saved.emit(words.say("quick.saved", number=number)))
        self.quick.refused.connect(self.refused)
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        self.open_table.setAccessibleName(words.say("board.open"))
        self.lines_table.setAccessibleName(words.say("board.lines"))

    def first_focus(self) -> QWidget:
        return self.quick.text

    def load(self) -> Board:
        ask, now = self._ask, self._times.now()
        due = {item.record_id: item for item in reversed(ask.due.rows(now))}
        rows = [of_inbound(row, due) for row in ask.intake.open_items()]
        rows += [of_task(row, due) for row in ask.tasks.open_tasks() if row.source_id is None]
        return Board(
            watch=watch_of(ask, now),
            open_rows=tuple(sorted(rows, key=urgency)),
            lines=tuple(ask.log.newest(LINES)),
            lamps=tuple(ask.health.lamps()),
            soon=timedelta(minutes=ask.settings.whole("duty.due_soon")),
            day=Day(tuple(ask.routine.day(now)), tuple(ask.checks.rows()), ask.zero_reports.grid(now)),
            notices=tuple(ask.notices.running(now)),
            periods=ask.routine.periods(now),
            waiting=waiting_of(ask),
            responses=tuple(ask.responses.rows()),
        )

    def present(self, result: Board) -> None:
        self._due_soon = result.soon
        self.open_table.show_rows(result.open_rows)
        self.open_table.setVisible(bool(result.open_rows))
        self.none_open.setVisible(not result.open_rows)
        self.open_card.caption.say("board.open_count", count=len(result.open_rows))
        self.waiting.show_counts(result.waiting)
        self.lines_table.show_rows(result.lines)
        self.lines_table.setVisible(bool(result.lines))
        self.none_lines.setVisible(not result.lines)
        newest = result.lines[0].number if result.lines else 0
        self.lines_card.caption.say("board.lines_count", count=text.number(newest))
        self._show_watch(result.watch)
        self._lamps.show_lamps(result.lamps)
        self.notice_card.show_in_force(result.responses, result.notices)
        self._day = result.day
        self._permit()
        names = words.say("list.join").join(item.name(words.language()) for item in result.periods)
        self.period.setVisible(bool(names))
        self.period.say("board.periods", names=names)

    def _permit(self) -> None:
        self.day_card.show_day(self._day, self._due_soon, may_tick=self._seat.may(Act.ROUTINE))

    def _go_to_response(self) -> None:
        """The newest response that runs."""
        first = next(iter(self._last.responses), None)
        if first is not None:
            self.item_asked.emit("plans", first.id)

    def _look_again(self) -> None:
        if self.isVisible():
            self.reload()

    def present_first(self, look: Glance) -> None:
        """The newest lines as one look told them, until the first load."""
        if not self._has_result:
            self.lines_table.show_rows(look.lines)

    def _show_watch(self, watch: Watch) -> None:
        """A county that fills in no shift table is not told all day that it has gaps."""
        self.nobody.setVisible(watch.shift is None)
        planned = watch.planned
        following = planned.following if watch.used else None
        self.watch_card.show_watch(planned.on_duty, watch.shift, following, planned.whereabouts, watch.findings)

    def tick_first(self) -> None:
        """The topmost routine that is due was done and in order."""
        row = self.day_card.first_due()
        if row is None or not self._seat.may(Act.ROUTINE):
            return
        actor, routine, seen = self._seat.actor, self._ask.routine, row.seen
        told = words.say(
            "routine.told", name=row.title(words.language()), state=words.say(f"routine.state.{Result.DONE.value}")
        )
        self._jobs.write(
            lambda: routine.tick(row.code, row.due_at, Result.DONE, by=actor, seen=seen),
            lambda _tick: self.saved.emit(told),
            self.refused.emit,
        )

    # tasks

    def give_task(self) -> None:
        """A task from the board: what, to whom, by when."""
        actor, tasks = self._seat.actor, self._ask.tasks

        def give(given: TaskGiven) -> TaskRow:
            return tasks.add(given.text, given.due_at, given.assignee, by=actor)

        self.asked.open(
            NewTaskDialog(self._times, self), give, lambda task: self._say("task.given", task), about="task.new"
        )

    def open_item(self, item_id: UUID, *, follow: bool = False) -> None:
        """Choose that matter in the list of open ones; ``follow`` takes the keyboard there."""
        self.open_table.choose(str(item_id))
        if follow:
            self.open_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_out(self) -> None:
        """The chosen open matter or line of the log as clean text."""
        line, row = self.lines_table.chosen_row(), self.open_table.chosen_row()
        if self.lines_table.hasFocus() and isinstance(line, LogEntry):
            self.copy_asked.emit(line)
        elif self.open_table.hasFocus() and row is not None and row.record is not None:
            self.copy_asked.emit(row.record)

    def _open(self, row: OpenRow | None) -> None:
        if row is None:
            return
        if row.task is None or row.task.form:
            self.item_asked.emit(row.panel, UUID(row.id))
            return
        self._ask_result(row.task)

    def _ask_result(self, task: TaskRow) -> None:
        """What came of it."""
        actor, tasks = self._seat.actor, self._ask.tasks

        def end(result: str) -> TaskRow:
            return tasks.close(task.id, result, seen=task.version, by=actor)

        dialog = EndTaskDialog(task, self._times, self)
        self.asked.open(dialog, end, lambda ended: self._say("task.ended", ended), about=f"task.end {task.id}")

    def _say(self, code: str, task: TaskRow) -> None:
        self.saved.emit(words.say(code, number=task.number))

    def restyle(self) -> None:
        using = theme.current()
        gap = using.px(12)
        self._page.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._page, self._left, self._tables, self._right):
            layout.setSpacing(gap)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something of another width stands at the side now."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_width()
        return super().eventFilter(watched, event)

    def _share_width(self) -> None:
        """Large type must not cost the list of open matters its time limits: the side takes no more than it needs."""
        using, inside = theme.current(), self._side.widget()
        needed = inside.minimumSizeHint().width() + self._side.verticalScrollBar().sizeHint().width()
        self._side.setFixedWidth(min(using.px(340), max(needed, int(self.width() * 0.3))))

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and hasattr(self, "_side"):
            self.restyle()

    def _lay_out(self) -> None:
        self.open_card.body.addWidget(self.open_table, 1)
        self.open_card.body.addWidget(self.none_open)
        self.open_card.body.addWidget(self.waiting)
        self.lines_card.body.addWidget(self.lines_table, 1)
        self.lines_card.body.addWidget(self.none_lines)
        self.watch_card.body.addWidget(self.nobody)
        self.watch_card.body.addWidget(self.period)
        self.period.hide()
        self.health_card.body.addWidget(self._lamps)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        tables = QWidget()
        self._tables = QVBoxLayout(tables)
        self._tables.addWidget(self.open_card, 2)
        self._tables.addWidget(self.notice_card)
        self._tables.addWidget(self.lines_card, 3)
        self._left.addWidget(scrolling(tables), 1)
        self._left.addWidget(self.quick)
        inside = QWidget()
        inside.setLayout(self._right)
        inside.installEventFilter(self)
        self._side = scrolling(inside)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for layout in (self._tables, self._right):
            layout.setContentsMargins(0, 0, 0, 0)
        for card in (self.watch_card, self.day_card, self.health_card):
            self._right.addWidget(card)
        self._right.addStretch(1)
        self._page = QHBoxLayout(self)
        self._page.addLayout(self._left, 1)
        self._page.addWidget(self._side)
