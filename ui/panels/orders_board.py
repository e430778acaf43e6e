"""任务: tasks with a form, the soonest due first; what may follow is a key each, and what happened stands below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.orders import (
    LIMITS,
    NEEDS_TEXT,
    NEEDS_TIME,
    NEEDS_WHO,
    OF_LEADERS,
    STEPS,
    OrderRow,
    StepKind,
    StepRow,
)
from console.domain.people import Action as Permission
from console.domain.roll_call import CalledUnit
from console.domain.task import TaskSource
from console.errors import Refused
from console.services.orders import SHOWN, Given, Step
from ui import actions, theme
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.give_order import GiveDialog
from ui.models.order_rows import OrderLine, due_mark, order_model, step_model
from ui.models.seen import Seen
from ui.order_prints import Reminder
from ui.panels.orders_part import OrdersPart
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.due_cell import DueCell
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.level_cell import LevelCell
from ui.widgets.painted import elided
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word, plain_tip
from ui.widgets.table import RowTable

OPEN, ALL = "open", "all"
DUE, LEVEL = 6, 7
_TIME = 40
KEYS = dict(zip(StepKind, ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "-", "="), strict=True))
"""A key for each step, the same wherever the task stands."""
AT_ONCE = frozenset(StepKind) - NEEDS_WHO - NEEDS_TEXT - NEEDS_TIME - {StepKind.VERIFIED}
"""Steps that need no word; the end of a task may have one."""


@dataclass(frozen=True, slots=True)
class Board:
    """What was asked for; ``steps`` are those of the chosen task, ``soon`` from when on a limit is near.

    ``more`` says whether there are others behind the lines, ``waiting`` how many are open in all.
    """

    lines: tuple[OrderLine, ...]
    more: bool
    shown: UUID | None
    steps: tuple[StepRow, ...]
    units: tuple[CalledUnit, ...]
    waiting: int
    soon: timedelta


class OrderBoard(OrdersPart):
    """``open_item`` shows a task, ended ones too."""

    topics = frozenset({Topic.TASKS, Topic.LISTS, Topic.SETTINGS})

    def build(self) -> None:
        self._near, self._units = timedelta(minutes=30), ()
        self._words, self._state, self._shown, self._pages = "", OPEN, None, 1
        self.table = RowTable(order_model(self._times, lambda: self._near))
        self.table.call("orders.title")
        marked = DueCell(lambda line: due_mark(line, self._times, lambda: self._near), self.table)
        self.table.setItemDelegateForColumn(DUE, marked)
        self.table.setItemDelegateForColumn(LEVEL, LevelCell(lambda line: line.level, self.table))
        self.card = Card("orders.title", flush=True)
        self.state = Choice((OPEN, ALL), lambda state: words.say(f"orders.filter.{state}"))
        self.state.call("orders.filter")
        self.search = SearchBox("orders.filter.words")
        self.card.tools.addWidget(self.state)
        self.card.tools.addWidget(self.search)
        self.steps = RowTable(step_model(self._times), compact=True)
        self.steps.call("orders.steps")
        self.step_card = Card("orders.steps", flush=True)
        self.about = Word(role="secondary")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.step_card.body.addWidget(self.about)
        self.step_card.body.addWidget(self.steps)
        self.buttons = {kind: KeyButton(f"order.step.{kind.value}", KEYS[kind]) for kind in StepKind}
        self.new = KeyButton("orders.give", actions.key_of("new_line"), kind="primary", icon="plus")
        self.empty = Empty("orders.empty", "orders.give", actions.key_of("new_line"))
        self.reminder = KeyButton("orders.print_reminder", actions.key_of("print_reminder"), small=True, icon="print")
        self.step_card.tools.addWidget(self.reminder)
        self.more = KeyButton("incidents.do.more", actions.key_of("more_rows"), small=True)
        self.more.hide()
        self.card.tools.insertWidget(0, self.more)
        self.lay_out(list(self.buttons.values()), self.new, self.step_card)
        self._connect()
        self.permit()

    def _connect(self) -> None:
        self.table.chosen.connect(self._turn)
        self.state.picked.connect(self._filter)
        self.search.searched.connect(self._look_for)
        self.new.clicked.connect(self.ask_new)
        self.empty.asked.connect(self.ask_new)
        self.reminder.clicked.connect(self.ask_reminder)
        self.more.clicked.connect(self.show_more)
        for kind, button in self.buttons.items():
            button.clicked.connect(partial(self.do, kind))
        self.guard(Permission.TASKS, self.new, self.empty.button, *self.buttons.values())
        self.guard(Permission.PRINT, self.reminder)
        own = {f"order_step.{kind.value}": (KEYS[kind], partial(self.do, kind)) for kind in StepKind}
        shared = {"find": self.go_search, "print_reminder": self.ask_reminder, "more_rows": self.show_more}
        self.bind_keys(shared, {"order_give": (actions.key_of("new_line"), self.ask_new), **own})

    def load(self) -> Board:
        ask, shown = self._ask.orders, self._shown
        most = SHOWN * self._pages
        rows = ask.rows(self._words, open_only=self._state == OPEN, limit=most)
        levels = ask.levels(rows, self._times.now())
        lines = tuple(OrderLine(row, levels.get(row.id)) for row in rows)
        return Board(
            lines, len(lines) == most, shown, tuple(ask.steps(shown)) if shown else (), self.known_units(),
            ask.count_open(), timedelta(minutes=self._ask.settings.whole("duty.due_soon")),
        )  # fmt: skip

    def present(self, result: Board) -> None:
        self._near, self._units = result.soon, result.units
        self.empty.say("orders.none_found" if self._words or self._state != OPEN else "orders.empty")
        self.card.caption.say("orders.count_more" if result.more else "orders.count", count=len(result.lines))
        self.more.setVisible(result.more)
        self.show_rows(result.lines)
        self.count_changed.emit(result.waiting)
        if result.shown is not None and result.shown == self._shown:
            self._show_steps(result.shown, list(result.steps))
        self._show_about()
        self.step_card.setVisible(bool(result.lines))
        self.permit()

    def open_item(self, key: Any) -> bool:
        """An open task stands among the open ones; one that does not, or is on no page yet, is found by its number."""
        if super().open_item(key):
            return True
        orders = self._ask.orders

        def find() -> tuple[OrderRow, bool]:
            return orders.one(key), any(row.id == key for row in orders.rows())

        self._jobs.read(find, lambda found: self._look_among(*found), self._failed)
        return False

    def show_more(self) -> None:
        """The next page below those that are shown; what is chosen stays."""
        if self.more.isVisibleTo(self):
            self._pages += 1
            self.reload_now()

    def chosen(self) -> OrderRow | None:
        line: OrderLine | None = self.table.chosen_row()
        return line.row if line is not None else None

    def possible(self, widget: QWidget) -> bool:
        kind = next((kind for kind, button in self.buttons.items() if button is widget), None)
        return kind is None or kind in self._allowed()

    def permit(self) -> None:
        """Only what may follow is shown."""
        super().permit()
        allowed = self._allowed()
        for kind, button in self.buttons.items():
            button.setVisible(kind in allowed)
        self.reminder.setVisible(StepKind.REMINDED in allowed)

    # acts

    def do(self, kind: StepKind, _checked: bool = False) -> None:
        """Take down a step of the chosen task: at once, or after asking for what it needs."""
        row, by = self.chosen(), self._seat.actor
        if row is None or kind not in self._allowed() or not self._seat.may(Permission.TASKS):
            return
        if kind in AT_ONCE:
            take = partial(self._ask.orders.take_down, row.id, Step(kind), seen=row.version, by=by)
            self.save_once(take, partial(self._tell_step, kind))
            return
        fields = _fields(kind)
        given = {"who": row.owner or self._last_there(row)} if kind in NEEDS_WHO - OF_LEADERS else {}
        about = f"{row.number} {row.unit} {row.title}"
        dialog = FindingDialog(f"order.step.{kind.value}", about, fields, given, parent=self.window())
        about = f"order.{kind.value} {row.id}"
        seen = Seen(row.version, lambda: self._ask.orders.one(row.id).version)

        def act(said: dict[str, str]) -> OrderRow:
            step = self._step(kind, said)
            return seen.tried(lambda version: self._ask.orders.take_down(row.id, step, seen=version, by=by))

        self.put(dialog, about, act, partial(self._tell_step, kind))

    def ask_reminder(self) -> None:
        """The 催办单 of the chosen task, where it is still to be done."""
        row = self.chosen()
        if not self._seat.may(Permission.PRINT):
            return
        if row is None or StepKind.REMINDED not in self._allowed():
            self.refused.emit(Refused("nothing_to_remind"))
            return
        self.print_asked.emit(Reminder(row))

    def ask_new(self) -> None:
        """Order something from one unit, from several, or from all."""
        if not self._seat.may(Permission.TASKS):
            return
        by = self._seat.actor
        dialog = GiveDialog("orders.give", "", self._units, self._times, parent=self.window())
        self.put(
            dialog, "order.new", lambda wanted: self._ask.orders.give(wanted, by=by, batch_id=dialog.batch), self._given
        )

    def ask_about(self, incident: IncidentRow, units: tuple[CalledUnit, ...]) -> None:
        """Order something about an incident: what it says stands there already."""
        if not self._seat.may(Permission.TASKS):
            return
        by, given = self._seat.actor, Given(TaskSource.INCIDENT, incident.id, incident.id)
        about, text = f"{incident.number} {incident.title}", incident.matter[: LIMITS["text"]]
        dialog = GiveDialog("orders.give", about, units, self._times, text=text, parent=self.window())
        subject = f"order.new {incident.id}"
        self.put(
            dialog, subject, lambda wanted: self._ask.orders.give(wanted, given, by=by, batch_id=dialog.batch),
            self._given,
        )  # fmt: skip

    def known_units(self) -> tuple[CalledUnit, ...]:
        """On a worker: whom something can be ordered from."""
        return tuple(self._ask.roll_calls.units())

    def go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _step(self, kind: StepKind, said: dict[str, str]) -> Step:
        due = said.get("due", "").strip()
        return Step(
            kind, said.get("who", ""), said.get("text", ""), self.read_time(said["at"]),
            self._times.ahead(due) if due else None,
        )  # fmt: skip

    def _last_there(self, row: OrderRow) -> str:
        """Who spoke for the unit last; of leaders who were told nothing is known there."""
        steps = self.steps.rows_model.rows() if self._shown == row.id else ()
        spoken = NEEDS_WHO - OF_LEADERS
        return next((step.who for step in steps if step.who and step.kind in spoken), "")

    def _tell_step(self, kind: StepKind, row: OrderRow) -> None:
        self.saved.emit(words.say("orders.told", step=words.say(f"order.step.{kind.value}"), number=row.number))

    def _given(self, rows: list[OrderRow]) -> None:
        self.saved.emit(words.say("orders.given_out", number=rows[0].number, count=len(rows)))

    # what is shown

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "step_card"):
            using = theme.current()
            self.search.setFixedWidth(using.px(220))
            self.rows_between(self.steps, 1, 4)
            self.about.setContentsMargins(using.px(12), using.px(2), using.px(12), 0)

    def retranslate(self) -> None:
        super().retranslate()
        self._show_about()

    def _allowed(self) -> dict[StepKind, object]:
        row = self.chosen()
        return dict(STEPS.get(row.stage, {})) if row is not None and row.state == "open" else {}

    def _turn(self, line: OrderLine | None) -> None:
        """Another task was chosen: its steps come, nothing of the one before stays."""
        wanted = line.id if line is not None else None
        self.permit()
        self._show_about()
        if wanted == self._shown:
            return
        self._shown = wanted
        self.steps.show_rows(())
        if wanted is not None:
            self._jobs.read(
                lambda: self._ask.orders.steps(wanted), lambda found: self._show_steps(wanted, found), self._failed
            )

    def _show_steps(self, task_id: UUID, found: list[StepRow]) -> None:
        """The newest first."""
        if isValid(self) and task_id == self._shown:
            self.steps.show_rows(found[::-1])

    def _show_about(self) -> None:
        row = self.chosen()
        if row is None:
            self.about.show_text("")
            return
        due = self._times.minute(row.due_at) if row.due_at else words.say("orders.no_due")
        given = {"by": row.created_by, "at": self._times.near(row.created_at), "due": due}
        whom, text = f"{row.unit} {row.owner} {row.phone}".rstrip(), " ".join(row.text.split())
        said = words.say("orders.told_about", whom=whom, text=text, **given)
        room = self.width() - theme.current().px(40)
        self.about.show_text(elided(self.about.font(), said, room))
        self.about.setToolTip(plain_tip(row.text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_about()

    def _failed(self, error: Exception) -> None:
        if isValid(self):
            self.failed.emit(error)

    def _look_among(self, row: OrderRow, listed: bool) -> None:
        """Where the task that is wanted stands."""
        if not isValid(self):
            return
        self._wanted, wanted = row.id, OPEN if listed else ALL
        self.state.choose(wanted)
        self._state, self._words, self._pages = wanted, "" if listed else row.number, 1
        self.search.setText(self._words)
        self.search.search_now()
        self.reload_now()

    def _filter(self, state: str) -> None:
        self._state, self._pages = state, 1
        self.reload_now()

    def _look_for(self, asked: str) -> None:
        self._words, self._pages = asked, 1
        self.reload_now()


def _fields(kind: StepKind) -> list[Asks]:
    """Exactly what the step needs, and when it was."""
    who = "orders.leader" if kind in OF_LEADERS else "orders.who"
    asks: list[tuple[Callable[[], bool], Asks]] = [
        (lambda: kind in NEEDS_WHO, Asks("who", who, required=True, limit=LIMITS["who"])),
        (
            lambda: kind in NEEDS_TEXT or kind is StepKind.VERIFIED,
            Asks("text", "orders.words", required=kind in NEEDS_TEXT, limit=LIMITS["text"]),
        ),
        (lambda: kind in NEEDS_TIME, Asks("due", "orders.new_due", required=True, limit=_TIME, hint="orders.due_hint")),
    ]
    return [ask for needed, ask in asks if needed()] + [Asks("at", "orders.at", limit=_TIME, hint="orders.at_hint")]
