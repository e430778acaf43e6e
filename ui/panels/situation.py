"""态势: the commander's page. What is open, what waits for a word, what moves, what is lacking; Enter leads there."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.situation import Situation, Waiting
from ui import actions, theme
from ui.actions import Action
from ui.jobs import Jobs
from ui.models import situation_rows as rows
from ui.models.situation_rows import SituationServices
from ui.models.table import RowTableModel
from ui.panels.base import Panel
from ui.seat import Seat
from ui.situation_prints import SituationSheet
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.due_cell import DueCell
from ui.widgets.empty import Empty
from ui.widgets.grade_chip import GradeCell
from ui.widgets.keycap import KeyButton
from ui.widgets.response_level import ResponseLevelCell
from ui.widgets.scrolling import scrolling
from ui.widgets.table import RowTable

AGAIN_MS = 30_000
"""Clocks go on without news: a page that is seen is loaded anew this often."""
CARDS = ("standing", "waiting", "moving", "lacking")
_CLOCK = 1
_LEAST = 3
"""Lines a list shows however small the screen."""


class SituationPanel(Panel):
    """``item_asked`` carries panel and record, ``approval_asked`` what waits for a word, ``print_asked`` the page."""

    id = "situation"
    topics = frozenset(
        {Topic.INCIDENTS, Topic.PLANS, Topic.APPROVALS, Topic.DISPATCH, Topic.TEAMS, Topic.STOCK, Topic.TASKS}
        | {Topic.WARNINGS, Topic.SHELTERS, Topic.REPORTS, Topic.ROSTER, Topic.LISTS, Topic.SETTINGS}
    )

    item_asked = Signal(str, object)
    print_asked = Signal(object)
    wall_asked = Signal()
    approval_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: SituationServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(jobs, parent)
        self._seat, self._times, self._ask = seat, times, services
        self.build()
        self._again_in = QTimer(self)
        self._again_in.setInterval(AGAIN_MS)
        self._again_in.timeout.connect(self._look_again)
        self._again_in.start()

    def build(self) -> None:
        times = self._times
        self.cards = {name: Card(f"situation.card.{name}", flush=True) for name in CARDS}
        self.incidents = _Listed(rows.incident_model(times), "situation.incidents", "situation.none.standing")
        self.responses = _Listed(rows.response_model(times), "situation.responses", "situation.none.responses")
        self.waiting = _Listed(
            rows.waiting_model(times, lambda: self._seat.name), "situation.card.waiting", "situation.none.waiting"
        )
        self.moving = _Listed(rows.moving_model(times), "situation.card.moving", "situation.none.moving")
        self.lacking = _Listed(rows.lacking_model(), "situation.card.lacking", "situation.none.lacking")
        self.lists = (self.incidents, self.responses, self.waiting, self.moving, self.lacking)
        self.people = KeyButton("situation.people", kind="quiet", small=True)
        self.people.say("situation.people", said="")
        self.people.hide()
        self.wall = KeyButton("do.wall", actions.key_of("wall"), small=True)
        self.paper = KeyButton("do.print", actions.key_of("print"), icon="print", small=True)
        self.ways = [
            KeyButton(f"situation.card.{name}", actions.key_of(f"part.{at}"), kind="quiet", small=True)
            for at, name in enumerate(CARDS, 1)
        ]
        self._delegates()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def load(self) -> Situation:
        return self._ask.situation.now()

    def present(self, result: Situation) -> None:
        self.incidents.show_rows(result.incidents)
        self.responses.show_rows(result.responses)
        self.waiting.show_rows(result.waiting)
        self.moving.show_rows(result.moving)
        self.lacking.show_rows(result.lacking)
        said = rows.people_line(result.people, self._times)
        self.people.setVisible(bool(said))
        self.people.say("situation.people", said=said)
        self._count(result)

    def first_focus(self) -> QWidget:
        """The first list that has anything; on a calm day what can be pressed."""
        return next((one.table for one in self.lists if not one.bare), self.paper)

    def go_to(self, at: int, _checked: bool = False) -> None:
        """The keyboard into that card; of the first into its incidents, or its responses where there are none."""
        wanted = self._first_of(at)
        if not wanted.bare:
            wanted.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if wanted.table.chosen_key() is None:
                wanted.table.selectRow(0)

    def retranslate(self) -> None:
        self.wall.setToolTip(words.say("wall.keys"))
        self._say_ways()

    def print_page(self) -> None:
        self.print_asked.emit(SituationSheet())

    # inside

    def _first_of(self, at: int) -> _Listed:
        """The list of a card the keyboard goes to."""
        first = self.incidents if not self.incidents.bare or self.responses.bare else self.responses
        return (first, self.waiting, self.moving, self.lacking)[at]

    def _count(self, result: Situation) -> None:
        mine = sum(row.of_name == self._seat.name for row in result.waiting)
        told: dict[str, tuple[str, dict[str, Any]]] = {
            "standing": ("situation.count.warned" if result.warnings else "situation.count.standing", {
                "incidents": len(result.incidents), "responses": len(result.responses),
                "warnings": len(result.warnings)}),
            "waiting": ("situation.count.mine" if mine else "situation.count.waiting", {
                "count": len(result.waiting), "mine": mine}),
            "moving": ("situation.count.moving", {"teams": result.teams_out, "count": len(result.moving)}),
            "lacking": ("situation.count.lacking", {"needs": result.open_needs, "teams": result.not_ready}),
        }  # fmt: skip
        for name, (code, facts) in told.items():
            self.cards[name].caption.say(code, **facts)
        self._say_ways()

    def _say_ways(self) -> None:
        """Where nothing is listed the way there is shut and says why."""
        for way, listed in zip(self.ways, map(self._first_of, range(len(CARDS))), strict=True):
            code, facts = listed.none.sentence.said()
            way.setEnabled(not listed.bare)
            way.setToolTip(words.say(code, **facts) if listed.bare else "")

    def _open(self, panel: str, row: Any) -> None:
        if row is None:
            return
        if panel:
            self.item_asked.emit(panel, row.id)
        elif isinstance(row, Waiting) and row.asks_word:
            self.approval_asked.emit(row.record)
        else:
            self.item_asked.emit(row.panel, row.record)

    def _open_people(self) -> None:
        """The incident whose figure it is, the first of several."""
        shown = self._last.incidents if self._last is not None else ()
        told = next((one for one in shown if {"evacuated", "resettled"} & set(one.figures)), None)
        if told is not None:
            self.item_asked.emit("incidents", told.id)

    def _look_again(self) -> None:
        if self.isVisible():
            self.reload()

    def _reseated(self) -> None:
        """Somebody else's decisions are strong now."""
        if self._has_result:
            self.present(self._last)

    # built once

    def _delegates(self) -> None:
        table = self.incidents.table
        table.setItemDelegateForColumn(0, GradeCell(table))
        table = self.responses.table
        table.setItemDelegateForColumn(0, ResponseLevelCell(lambda row: row.level, table))
        table = self.moving.table
        marked = DueCell(lambda row: rows.moving_mark(row, self._times), table)
        table.setItemDelegateForColumn(_CLOCK, marked)

    def _connect(self) -> None:
        for listed, panel in zip(self.lists, ("incidents", "plans", "", "", ""), strict=True):
            listed.table.opened.connect(partial(self._open, panel))
        self.people.clicked.connect(self._open_people)
        for at, way in enumerate(self.ways):
            way.clicked.connect(partial(self.go_to, at))
        self.wall.clicked.connect(self.wall_asked)
        self.paper.clicked.connect(self.print_page)
        self._seat.changed.connect(self._reseated)
        theme.news().changed.connect(self.restyle)
        own = [
            Action(f"part.{at}", partial(self.go_to, at - 1), said=f"situation.card.{name}")
            for at, name in enumerate(CARDS, 1)
        ]
        actions.bind(self, [*own, Action("print", self.print_page)], whole_window=False)

    def _lay_out(self) -> None:
        standing = QWidget()
        self._standing = QHBoxLayout(standing)
        self._standing.addWidget(self.incidents, 5)
        self._standing.addWidget(self.responses, 3)
        self.cards["standing"].body.addWidget(standing, 1)
        self.cards["standing"].body.addWidget(self.people, 0, Qt.AlignmentFlag.AlignLeft)
        for name, way in zip(CARDS, self.ways, strict=True):
            self.cards[name].title.hide()  # the way into it says its name
            self.cards[name].head.layout().insertWidget(0, way)
        for widget in (self.wall, self.paper):
            self.cards["standing"].tools.addWidget(widget)
        for name, listed in zip(CARDS[1:], self.lists[2:], strict=True):
            self.cards[name].body.addWidget(listed, 1)
        page = QWidget()
        self._page, self._below = QVBoxLayout(page), QHBoxLayout()
        self._page.addWidget(self.cards["standing"], 4)
        self._page.addLayout(self._below, 5)
        for name in CARDS[1:]:
            self._below.addWidget(self.cards[name], 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(page))

    def restyle(self) -> None:
        gap = theme.current().px(12)
        self._page.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._page, self._below):
            layout.setSpacing(gap)
        self._standing.setContentsMargins(0, 0, 0, 0)
        self._standing.setSpacing(gap)
        for one in self.lists:
            one.table.setMinimumHeight(theme.current().px(34) + theme.current().compact_row * _LEAST)


class _Listed(QStackedWidget):
    """A list, or the sentence that says what belongs there."""

    def __init__(self, model: RowTableModel[Any], called: str, none: str) -> None:
        super().__init__()
        self.table = RowTable(model, compact=True)
        self.table.call(called)
        self.none = Empty(none)
        self.addWidget(self.table)
        self.addWidget(self.none)
        self.bare = False

    def show_rows(self, rows: Any) -> None:
        self.table.show_rows(rows)
        self.bare = not rows
        self.none.stand_for(self.table, self.bare, self)
