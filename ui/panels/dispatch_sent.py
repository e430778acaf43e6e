"""已派出: each order with its teams and their time stamps, its goods on the road, and the messages to be copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.assigning import AssignmentRow
from console.domain.assignments import TeamState
from console.domain.dispatching import Message
from console.domain.people import Action as Permission
from console.domain.stock_document import DocumentRow
from ui import actions, theme
from ui.dispatch_prints import MoveOrder, TaskSheet
from ui.models.dispatch_rows import Focus
from ui.models.sent_rows import (
    UNDER_WAY,
    SentLine,
    Told,
    goods_mark,
    goods_model,
    line_mark,
    message_model,
    sent_model,
    team_mark,
    team_model,
)
from ui.panels.acting_part import Verb
from ui.panels.dispatch_part import DispatchPart
from ui.panels.dispatch_telling import Telling
from ui.stock_prints import StockSlip
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.due_cell import DueCell
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

RUNNING, HERE, ALL = "running", "here", "all"
NEXT, RECALL, TASK, PASS, SLIP = "Alt+N", "Alt+X", "Alt+L", "Alt+Y", "Alt+B"
"""Keys of this part alone."""
MOST = 300
"""Orders that are listed at most, the newest."""
_DUE = 2
_TEAM_ROWS, _GOODS_ROWS, _MESSAGE_ROWS, _ORDER_ROWS = 3, 2, 3, 3


@dataclass(frozen=True, slots=True)
class Sent:
    """What was asked for; ``running`` counts the orders that are not over, listed or not."""

    lines: tuple[SentLine, ...]
    told: Told | None
    running: int


class SentPart(DispatchPart):
    """``item_asked`` leads to the team or to the document that is opened, ``proposal_asked`` to where it begins."""

    topics = frozenset({Topic.DISPATCH, Topic.TEAMS, Topic.STOCK})
    proposal_asked = Signal()

    def build(self) -> None:
        self._which = RUNNING
        self._wanted: UUID | None = None
        self.told: Told | None = None
        self._copied: dict[tuple[UUID, str], str] = {}
        self._make_widgets()
        self.telling = Telling(self, self._jobs, self._seat, self._times, self._ask)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self._show(None)

    def load(self) -> Sent:
        ask, which, focus = self._ask, self._which, self.focus
        teams, documents = ask.assignments.running(), ask.documents.rows(states=UNDER_WAY, limit=1_000)
        rows = ask.dispatching.rows(focus.incident if which == HERE else None)
        lines = [
            SentLine(
                row, tuple(one for one in teams if one.dispatch_id == row.id),
                tuple(one for one in documents if one.dispatch == row.id),
            )
            for row in rows
        ]  # fmt: skip
        running = [line for line in lines if line.runs]
        listed = (running if which == RUNNING else lines)[:MOST]
        shown = next((line for line in listed if line.id == self._wanted), listed[0] if listed else None)
        return Sent(tuple(listed), self._tell(shown) if shown is not None else None, len(running))

    def _tell(self, line: SentLine) -> Told:
        ask, key = self._ask, line.id
        return Told(
            line, tuple(ask.assignments.of_dispatch(key)), tuple(ask.documents.rows(dispatch=key)),
            tuple(ask.dispatching.messages(key)),
        )  # fmt: skip

    def present(self, result: Sent) -> None:
        self.table.show_rows(result.lines)
        self.empty.stand_for(self.table, not result.lines)
        if result.told is not None and self.table.chosen_key() != result.told.id:
            self.table.choose(result.told.id)
        self._show(result.told)
        self.count_changed.emit(result.running)

    def first_focus(self) -> QWidget:
        if self.table.isVisibleTo(self):
            return self.table
        assert self.empty.button is not None
        return self.empty.button

    def turn_to(self, focus: Focus) -> None:
        """Only the list of one incident's orders is another one then."""
        before, self.focus = self.focus, focus
        if focus.incident != before.incident and self._which == HERE:
            self.stale = True
            if self.isVisible():
                self.reload_now()

    def open_item(self, record_id: UUID) -> None:
        """Show that order; one that is over stands among all."""
        self._wanted = record_id
        if not self.table.choose(record_id):
            self._which = ALL
            self.which.choose(ALL)
            self.reload_now()

    # what is chosen

    def team(self) -> AssignmentRow | None:
        row: AssignmentRow | None = self.teams.chosen_row()
        return row if self.told is not None else None

    def document(self) -> DocumentRow | None:
        row: DocumentRow | None = self.goods.chosen_row()
        return row if self.told is not None else None

    def message(self) -> Message | None:
        row: Message | None = self.messages.chosen_row()
        return row if self.told is not None else None

    def _turn(self, line: SentLine | None) -> None:
        """Another order is chosen: what is known of the one before goes."""
        if line is None or (self.told is not None and self.told.id == line.id):
            return
        self._wanted = line.id
        self._show(None)
        self.reload_now()

    # what the officer does

    def copy(self) -> None:
        """The chosen message goes to the clipboard; the next one that was not copied is chosen then."""
        message, told = self.message(), self.told
        if message is None or told is None:
            return
        QGuiApplication.clipboard().setText(message.text)
        self._copied[told.id, message.who] = self._times.clock(self._times.now())
        self.messages.rows_model.retranslate()
        self.saved.emit(words.say("dispatch.copied", who=message.who))
        waits = next((one for one in told.messages if (told.id, one.who) not in self._copied), None)
        if waits is not None:
            self.messages.choose((waits.who, waits.text))

    def print_order(self) -> None:
        if self.told is not None:
            self.print_asked.emit(MoveOrder(self.told.id))

    def print_task(self) -> None:
        row = self.team()
        if row is not None:
            self.print_asked.emit(TaskSheet(row.id))

    def print_slip(self) -> None:
        row = self.document()
        if row is not None:
            self.print_asked.emit(StockSlip(row.id))

    # what is shown

    def _show(self, told: Told | None) -> None:
        self.told = told
        for table, rows in ((self.teams, told.teams if told else ()), (self.goods, told.documents if told else ()),
                            (self.messages, told.messages if told else ())):  # fmt: skip
            table.show_rows(rows)
            table.setVisible(bool(rows))
            if rows and table.chosen_row() is None:
                table.choose(table.rows_model.key_at(table.rows_model.index(0, 0)))
        for head, table in ((self.goods_head, self.goods), (self.messages_head, self.messages)):
            head.setVisible(told is not None and bool(table.rows_model.rows()))
        self.sheet.setVisible(told is not None)
        if told is not None:
            row = told.line.row
            self.about.show_text("　".join(part for part in (row.number, row.incident_title, row.text) if part))
        self._say_next()
        self.permit()

    def _say_next(self) -> None:
        row = self.team()
        follows = [one for one in row.follows if one is not TeamState.RECALLED] if row is not None else []
        state = words.say(f"team.state.{follows[0].value}") if follows else ""
        self.next.say("dispatch.next_step" if state else "dispatch.step", state=state)

    def possible(self, widget: QWidget) -> bool:
        told, team = self.told, self.team()
        if widget in (self.next, self.task, self.slip, self.passes):
            return {
                self.next: team is not None and bool(team.follows), self.task: team is not None,
                self.slip: self.document() is not None, self.passes: team is not None or self.document() is not None,
            }[widget]  # fmt: skip
        if widget is self.copying:
            return self.message() is not None
        if widget is self.recall:
            return told is not None and told.line.runs
        return told is not None and (widget is not self.paper or bool(told.teams))

    # built once

    def _make_widgets(self) -> None:
        now, key = self._times.now, actions.key_of
        self.card, self.sheet = Card("dispatch.part.sent", flush=True), Card("dispatch.order", flush=True)
        self.which = Choice((RUNNING, HERE, ALL), lambda which: words.say(f"dispatch.which.{which}"))
        self.which.call("dispatch.which")
        self.table = RowTable(sent_model(self._times), compact=True)
        self.table.call("dispatch.part.sent")
        self.table.setItemDelegateForColumn(_DUE, DueCell(lambda line: line_mark(line, now()), self.table))
        self.teams = RowTable(team_model(self._times), compact=True)
        self.teams.call("dispatch.teams")
        self.teams.setItemDelegateForColumn(_DUE, DueCell(lambda row: team_mark(row, now()), self.teams))
        self.goods = RowTable(goods_model(self._times), compact=True)
        self.goods.call("dispatch.goods")
        self.goods.setItemDelegateForColumn(_DUE + 1, DueCell(lambda row: goods_mark(row, now()), self.goods))
        self.messages = RowTable(message_model(self._copied_said), compact=True)
        self.messages.call("dispatch.messages")
        self.empty = Empty("dispatch.sent_none", "dispatch.part.proposal", key("part.3"))
        self.empty.hide()
        self.about = Word(role="secondary")
        self.about.setWordWrap(True)
        self.goods_head = Word("dispatch.goods_road", role="secondary")
        self.messages_head = Word("dispatch.messages_how", role="secondary")
        self.messages_head.setWordWrap(True)
        self.next = KeyButton("dispatch.step", NEXT, kind="primary")
        self.recall = KeyButton("dispatch.recall", RECALL, kind="danger")
        self.copying = KeyButton("dispatch.copy", key("copy_out"))
        self.paper = KeyButton("dispatch.paper.team_move", key("print"), icon="print")
        self.task = KeyButton("dispatch.paper.team_task", TASK)
        self.passes = KeyButton("dispatch.pass", PASS)
        self.slip = KeyButton("dispatch.paper.slip", SLIP)
        self.more = MoreButton(self)

    def _copied_said(self, message: Message) -> str:
        at = self._copied.get((self.told.id, message.who)) if self.told is not None else None
        return words.say("dispatch.copied_at", at=at) if at else words.say("dispatch.to_be_told")

    def _connect(self) -> None:
        key, telling = actions.key_of, self.telling
        verbs: dict[str, Verb] = {
            "dispatch_step": (NEXT, self.next, telling.ask_step, Permission.DISPATCH),
            "dispatch_recall": (RECALL, self.recall, telling.ask_recall, Permission.DISPATCH),
            "dispatch_copy": (key("copy_out"), self.copying, self.copy, Permission.OUTBOUND),
            "dispatch_paper": (key("print"), self.paper, self.print_order, Permission.PRINT),
            "dispatch_task": (TASK, self.task, self.print_task, Permission.PRINT),
            "dispatch_pass": (PASS, self.passes, telling.ask_pass, Permission.PRINT),
            "dispatch_slip": (SLIP, self.slip, self.print_slip, Permission.PRINT),
            "more": (key("more"), self.more, self.more.open_menu, None),
        }
        self.bind_verbs(verbs)
        self.table.chosen.connect(self._turn)
        self.teams.chosen.connect(lambda _row: (self._say_next(), self.permit()))
        self.goods.chosen.connect(lambda _row: self.permit())
        self.teams.opened.connect(lambda row: row is not None and self.item_asked.emit("teams", row.team_id))
        self.goods.opened.connect(lambda row: row is not None and self.item_asked.emit("stores", row.id))
        self.table.opened.connect(lambda line: line is not None and self.teams.setFocus())
        self.which.picked.connect(self._filter)
        self.messages.chosen.connect(lambda _row: self.permit())
        self.empty.asked.connect(self.proposal_asked)

    def permit(self) -> None:
        super().permit()
        if not hasattr(self, "more"):
            return
        for button in (self.copying, self.next, self.recall, self.paper, self.task, self.passes, self.slip):
            if not self.possible(button) and not button.toolTip():
                button.setToolTip(words.say("dispatch.no_order" if self.told is None else "dispatch.nothing_there"))

    def _filter(self, which: str) -> None:
        self._which = which
        self.reload_now()

    def _lay_out(self) -> None:
        self.card.tools.addWidget(self.which)
        self.card.body.addWidget(self.table)
        self.card.body.addWidget(self.empty)
        self._body = QVBoxLayout()
        for part in (self.about, self.teams, self.goods_head, self.goods, self.messages_head, self.messages):
            self._body.addWidget(part, 1 if part is self.teams else 0)
        self.sheet.body.addLayout(self._body)
        self.more.hold([self.task, self.passes, self.slip])
        self.bar = Lines()
        for button in (self.copying, self.paper, self.more, self.recall):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.next)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card, 1)
        self._column.addWidget(self.sheet, 2)
        self._column.addWidget(self.bar)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))

    def restyle(self) -> None:
        if not hasattr(self, "_column"):
            return
        using = theme.current()
        self._column.setSpacing(using.px(8))
        self._body.setSpacing(using.px(4))
        self._body.setContentsMargins(using.px(12), using.px(6), using.px(12), using.px(6))
        head, high = using.px(34) + 2, using.compact_row
        tables: Any = (
            (self.table, _ORDER_ROWS), (self.teams, _TEAM_ROWS), (self.goods, _GOODS_ROWS),
            (self.messages, _MESSAGE_ROWS),
        )  # fmt: skip
        for table, rows in tables:
            table.setMinimumHeight(head + rows * high)
