"""响应: what runs at which level since when, the board of its tasks by post, milestones, raising, lowering, the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.callout_rows import CallWish
from console.domain.people import Action as Permission
from console.domain.responses import BoardCard, MilestoneRow, ResponseRow, StepKind, StepRow
from console.errors import Refused
from ui import actions, theme
from ui.models.plan_rows import whose
from ui.models.response_rows import ResponseLine, board_model, by_post, card_mark, response_model, step_model
from ui.panels.acting_part import Verb
from ui.panels.plans_changing import PlansChanging
from ui.panels.plans_part import PlansPart
from ui.plan_prints import Notice, ResponseCards
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.due_cell import DueCell
from ui.widgets.empty import Empty
from ui.widgets.grade_chip import GradeCell
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.response_level import ResponseLevel, ResponseLevelCell
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

RUNNING, ALL = "running", "all"
TASKS, STEPS = "tasks", "steps"
EVERYBODY = ""
LEVEL, GRADE, DUE = 2, 4, 6
"""Columns that are painted."""
MILESTONE, CHANGE, END, CARDS, TASK = "Alt+M", "Alt+G", "Alt+Q", "Ctrl+Shift+P", "Alt+T"
"""Keys of this part alone; starting, printing and finding have those of all pages."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything about the response that is shown."""

    line: ResponseLine
    board: tuple[BoardCard, ...]
    steps: tuple[StepRow, ...]
    milestones: tuple[MilestoneRow, ...]

    @property
    def id(self) -> UUID:
        return self.line.id


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked for; ``running`` counts those that run, listed or not."""

    lines: tuple[ResponseLine, ...]
    told: Told | None
    running: int
    soon: timedelta


class ResponsesPage(PlansPart):
    """``open_item`` shows a response, ended ones too."""

    topics = frozenset({Topic.PLANS, Topic.TASKS, Topic.INCIDENTS, Topic.SETTINGS})

    def build(self) -> None:
        self._near = timedelta(minutes=30)
        self._state = RUNNING
        self._tables()
        self._words_and_buttons()
        self.changing = PlansChanging(self, self._seat, self._times, self._ask)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    def _tables(self) -> None:
        self.table = RowTable(response_model(self._times))
        self.table.call("responses.title")
        self.table.setItemDelegateForColumn(LEVEL, ResponseLevelCell(lambda line: line.row.level, self.table))
        self.table.setItemDelegateForColumn(GRADE, _Grades(self.table))
        self.board = RowTable(board_model(self._times, lambda: self._near), compact=True)
        self.board.call("responses.board")
        marked = DueCell(lambda one: card_mark(one, self._times, lambda: self._near), self.board)
        self.board.setItemDelegateForColumn(DUE, marked)
        self.steps = RowTable(step_model(self._times), compact=True)
        self.steps.call("responses.steps")

    def _words_and_buttons(self) -> None:
        self.state = Choice((RUNNING, ALL), lambda state: words.say(f"responses.filter.{state}"))
        self.state.call("responses.filter")
        self.search = SearchBox("responses.filter.words")
        self.view = Choice((TASKS, STEPS), lambda view: words.say(f"responses.view.{view}"))
        self.view.call("responses.view")
        self.post = Choice((EVERYBODY,), lambda post: post or words.say("responses.every_post"))
        self.post.call("responses.filter_post")
        self.level, self.about = ResponseLevel(), Word(role="secondary")
        self.about.setWordWrap(True)
        self.start = KeyButton("responses.start", actions.key_of("new_line"), kind="primary", icon="plus")
        self.milestone = KeyButton("responses.milestone", MILESTONE)
        self.change = KeyButton("responses.change", CHANGE)
        self.end = KeyButton("responses.end", END, kind="danger")
        self.notice = KeyButton("responses.notice", actions.key_of("print"), icon="print")
        self.cards = KeyButton("responses.cards", CARDS)
        self.task = KeyButton("responses.go_task", TASK)
        self.dispatch = KeyButton("do.incident_dispatch", actions.key_of("incident_dispatch"), small=True)
        self.call = KeyButton("do.call_by_name", actions.key_of("call_by_name"), small=True)
        self.empty = Empty("responses.empty", "responses.start", actions.key_of("new_line"))

    def load(self) -> Shown:
        ask, wanted = self._ask, self._wanted
        rows = ask.responses.rows(self._words, running_only=self._state == RUNNING)
        running = len(rows) if self._state == RUNNING and not self._words else len(ask.responses.rows())
        lines = tuple(self._line(row) for row in rows)
        shown = next((line for line in lines if line.id == wanted), lines[0] if lines else None)
        soon = timedelta(minutes=ask.settings.whole("duty.due_soon"))
        return Shown(lines, self._tell(shown) if shown is not None else None, running, soon)

    def _line(self, row: ResponseRow) -> ResponseLine:
        steps = self._ask.responses.steps(row.id)
        approved = [step.approved_by for step in steps if step.approved_by]
        incident = self._ask.incidents.one(row.incident_id) if row.incident_id is not None else None
        return ResponseLine(row, approved[-1] if approved else "", incident)

    def _tell(self, line: ResponseLine) -> Told:
        ask = self._ask.responses
        return Told(line, by_post(ask.board(line.id)), tuple(ask.steps(line.id)), tuple(ask.milestones(line.id)))

    def present(self, result: Shown) -> None:
        self._near, self._read = result.soon, result.told
        self.empty.say("responses.none_found" if self._words or self._state == ALL else "responses.empty")
        self.card.caption.say("responses.count", count=len(result.lines))
        self.show_list(result.lines, result.told)
        self.count_changed.emit(result.running)

    @property
    def told(self) -> Told | None:
        """What is read about the chosen response; None while it is another's."""
        told: Told | None = self.read_of_chosen()
        return told

    def open_item(self, response_id: UUID) -> None:
        """Show that response; one that is ended stands among all."""
        self._wanted = response_id
        if self.table.choose(response_id):
            return
        if not any(line.id == response_id for line in self.table.rows_model.rows()):
            self._words = ""
            self.search.clear()
        self._jobs.read(lambda: self._ask.responses.one(response_id), self._look_among, self.refused.emit)

    def _look_among(self, row: ResponseRow) -> None:
        self._state = RUNNING if row.running else ALL
        self.state.choose(self._state)
        self.reload_now()

    # what is shown

    def _show(self, told: Told | None) -> None:
        self._read = told
        self.permit()
        if told is None:
            self.board.show_rows(())
            self.steps.show_rows(())
            self.about.show_text("")
            return
        self._wanted = told.line.id
        self.level.show_level(told.line.row.level)
        self._say_about(told)
        posts = [EVERYBODY, *dict.fromkeys(whose(one.card) for one in told.board)]
        if self.post.values() != posts:
            if self.post.value() not in posts:
                self.post.choose(EVERYBODY)
            self.post.offer(posts)
        self._show_board()
        self.steps.show_rows(told.steps[::-1])

    def _say_about(self, told: Told) -> None:
        row, line = told.line.row, told.line
        reached = [one for one in told.milestones if one.at is not None]
        facts = {
            "title": row.title, "at": self._times.full(row.started_at), "by": line.approved_by,
            "reached": len(reached), "milestones": len(told.milestones),
        }  # fmt: skip
        said = words.say("responses.about_running" if row.running else "responses.about_ended", **facts)
        waits = next((one for one in told.milestones if one.at is None), None)
        if waits is not None and row.running:
            said += "　" + words.say("responses.next_milestone", name=waits.milestone.name)
        self.about.show_text(said)

    def _show_board(self) -> None:
        told = self._read
        if told is not None:
            post = self.post.value() or EVERYBODY
            self.board.show_rows([one for one in told.board if not post or whose(one.card) == post])

    def possible(self, widget: QWidget) -> bool:
        told = self.told
        if widget in (self.start, self.empty.button):
            return True
        if told is None:
            return False
        if widget is self.milestone:
            return told.line.row.running and any(one.at is None for one in told.milestones)
        return told.line.row.running or widget not in (self.change, self.end, self.call)

    def permit(self) -> None:
        super().permit()
        if hasattr(self, "task"):
            self.task.setEnabled(self._task_id() is not None)
            self.dispatch.setEnabled(self._incident_id() is not None)

    # what the officer does

    def ask_start(self) -> None:
        self.start_asked.emit(None)

    def ask_notice(self) -> None:
        """The notice of the step that is chosen, else of the newest one."""
        told = self.told
        if told is None:
            self.refused.emit(Refused("nothing_to_print"))
            return
        step: StepRow | None = self.steps.chosen_row() if self.view.value() == STEPS else None
        number = step.number if step is not None and step.kind is not StepKind.MILESTONE else None
        self.print_asked.emit(Notice(told.line.id, number))

    def ask_cards(self) -> None:
        """The task cards of the post that is chosen, else of all."""
        if self.told is not None:
            chosen: BoardCard | None = self.board.chosen_row() if self.post.value() else None
            self.print_asked.emit(ResponseCards(self.told.line.id, chosen.card.post if chosen else ""))

    def go_to_task(self) -> None:
        """The chosen card's task, where its steps are taken down."""
        task_id = self._task_id()
        if task_id is not None:
            self.item_asked.emit("orders", task_id)

    def go_to_dispatch(self) -> None:
        """To the board of what the response's incident needs: what its cards ask for is taken over there."""
        incident = self._incident_id()
        if incident is not None:
            self.item_asked.emit("dispatch", incident)

    def ask_call(self) -> None:
        """叫应: the persons responsible are called by name because of this response."""
        told = self.told
        if told is not None and told.line.row.running:
            incident = told.line.incident
            places = (incident.place_id,) if incident is not None and incident.place_id is not None else ()
            wish = CallWish(incident_id=told.line.row.incident_id, title=told.line.row.title, places=places)
            self.callout_asked.emit(wish)

    def _incident_id(self) -> UUID | None:
        row = self.told.line.row if self.told is not None else None
        return row.incident_id if row is not None and row.running else None

    def _task_id(self) -> UUID | None:
        one: BoardCard | None = self.board.chosen_row() if self.view.value() == TASKS else None
        return one.task_id if one is not None else None

    def show_view(self, view: str) -> None:
        self.view.choose(view)
        self.views.setCurrentIndex(int(view == STEPS))
        self.post.setVisible(view == TASKS)
        self.permit()

    # the rest of a page

    def _connect(self) -> None:
        changing = self.changing
        leave = Permission.RESPONSES
        new, out = actions.key_of("new_line"), actions.key_of("print")
        verbs: dict[str, Verb] = {
            "response_start": (new, self.start, self.ask_start, leave),
            "response_milestone": (MILESTONE, self.milestone, changing.ask_milestone, leave),
            "response_change": (CHANGE, self.change, changing.ask_change, leave),
            "response_end": (END, self.end, changing.ask_end, leave),
            "response_notice": (out, self.notice, self.ask_notice, Permission.PRINT),
            "response_cards": (CARDS, self.cards, self.ask_cards, Permission.PRINT),
            "response_task": (TASK, self.task, self.go_to_task, None),
            "call_by_name": (actions.key_of("call_by_name"), self.call, self.ask_call, Permission.CALL_OUT),
            "incident_dispatch": (actions.key_of("incident_dispatch"), self.dispatch, self.go_to_dispatch, None),
        }
        self.bind_verbs(verbs)
        self.listen(leave, self.ask_start)
        self.board.chosen.connect(lambda _one: self.permit())
        self.board.opened.connect(lambda _one: self.go_to_task())
        self.state.picked.connect(self._filter)
        self.view.picked.connect(self.show_view)
        self.post.picked.connect(lambda _post: self._show_board())

    def _filter(self, state: str) -> None:
        self._state = state
        self.reload_now()

    def _lay_out(self) -> None:
        self.card, self.sheet = Card("responses.title", flush=True), Card("responses.board", flush=True)
        for widget in (self.state, self.search):
            self.card.tools.addWidget(widget)
        for widget in (self.post, self.view):
            self.sheet.tools.addWidget(widget)
        self.card.body.addWidget(self.stack())
        self._head = QHBoxLayout()
        self._head.addWidget(self.level)
        self._head.addWidget(self.about, 1)
        self._head.addWidget(self.call)
        self._head.addWidget(self.dispatch)
        self.views = QStackedWidget()
        self.views.addWidget(self.board)
        self.views.addWidget(self.steps)
        self.sheet.body.addLayout(self._head)
        self.sheet.body.addWidget(self.views, 1)
        self.bar = Lines()
        for button in (self.milestone, self.change, self.task, self.notice, self.cards, self.end):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.start)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card, 2)
        self._column.addWidget(self.sheet, 3)
        self._column.addWidget(self.bar)
        self.fill(inside)

    def restyle(self) -> None:
        using = theme.current()
        self._column.setSpacing(using.px(8))
        self._head.setContentsMargins(using.px(12), using.px(6), using.px(12), using.px(2))
        self._head.setSpacing(using.px(16))
        self.search.setFixedWidth(using.px(220))
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.views.setMinimumHeight(using.px(34) + 2 + 5 * using.compact_row)


class _Grades(GradeCell):
    """The grade of the incident, where there is one: a response for a warning has no grade."""

    def paint(self, painter: Any, option: Any, index: Any) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None and row.incident is None:
            super(GradeCell, self).paint(painter, option, index)
        else:
            super().paint(painter, option, index)
