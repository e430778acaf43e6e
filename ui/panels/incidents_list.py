"""Incidents, the newest first: those that are open, or others by state and words, page after page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.incident import OPEN_STATES, IncidentState
from console.domain.people import Action as Permission
from console.services.incidents import SHOWN
from ui import actions, theme
from ui.actions import Action
from ui.jobs import Jobs
from ui.models.incident_rows import IncidentLine, IncidentServices, due_mark, incident_model, lines_of
from ui.panels.incident_part import SECOND_MS
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.due_cell import DueCell
from ui.widgets.empty import Empty
from ui.widgets.grade_chip import GradeCell
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

OPEN, ALL = "open", "all"
GRADE, DUE = 3, 5


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for; ``more`` whether there are others behind it; ``soon`` from when on a limit is near."""

    lines: tuple[IncidentLine, ...]
    more: bool
    soon: timedelta


class IncidentListPage(SettingsPage):
    """``chosen`` carries the id of the incident to be opened; ``new_asked`` that one is to be made."""

    topics = frozenset({Topic.INCIDENTS, Topic.SETTINGS, Topic.INBOUND})

    chosen = Signal(object)
    new_asked = Signal()

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, ask: IncidentServices) -> None:
        super().__init__(jobs, seat, times)
        self._ask = ask
        self._words, self._wanted, self._pages = "", OPEN, 1
        self.build()

    def build(self) -> None:
        def soon() -> timedelta:
            return self._near

        self._near = timedelta(minutes=30)
        self.table = RowTable(incident_model(self._times, soon))
        self.table.call("incidents.list")
        self.table.setItemDelegateForColumn(GRADE, GradeCell(self.table))
        marked = DueCell(lambda line: due_mark(line.due, self._times, soon), self.table)
        self.table.setItemDelegateForColumn(DUE, marked)
        self.card = Card("incidents.list", flush=True)
        self.state = Choice((OPEN, ALL, *(state.value for state in IncidentState)), _state_word)
        self.state.call("incidents.filter.state")
        self.search = SearchBox("incidents.filter.words")
        self.open_button = KeyButton("incidents.do.open", actions.key_of("incident_open"), kind="primary")
        self.show_button = KeyButton("incidents.do.show", "Return")
        self.more = KeyButton("incidents.do.more", actions.key_of("more_rows"))
        self.empty = Empty("incidents.empty", "incidents.do.open", actions.key_of("incident_open"))
        self._lay_out()
        self._connect()
        self.restyle()
        self.permit()

    def _lay_out(self) -> None:
        self.card.tools.addWidget(self.state)
        self.card.tools.addWidget(self.search)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.empty)
        self.empty.hide()
        self.more.hide()
        self.bar = Lines()
        self.bar.flow.addWidget(self.show_button)
        self.bar.flow.addWidget(self.more)
        self.bar.flow.add_last(self.open_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.card, 1)
        self._column.addWidget(self.bar)

    def _connect(self) -> None:
        self.table.opened.connect(lambda line: self.chosen.emit(line.id))
        self.table.chosen.connect(lambda _line: self.permit())
        self.state.picked.connect(self._filter)
        self.search.searched.connect(self._look_for)
        self.show_button.clicked.connect(self.show_chosen)
        self.more.clicked.connect(self.show_more)
        for button in (self.open_button, self.empty.button):
            button.clicked.connect(self.new_asked)
        self.guard(Permission.INCIDENTS, self.open_button, self.empty.button)
        verbs = {"incident_open": self._open, "more_rows": self.show_more, "find": self.go_search}
        actions.bind(self, [Action(name, verb) for name, verb in verbs.items()], whole_window=False)
        timer = QTimer(self)
        timer.setInterval(SECOND_MS)
        timer.timeout.connect(self.table.viewport().update)
        timer.start()

    def load(self) -> Found:
        rows = self._ask.incidents.page(self._words, _states(self._wanted))
        more = len(rows) == SHOWN
        for _ in range(self._pages - 1):
            if not more:
                break
            page = self._ask.incidents.page(self._words, _states(self._wanted), after=rows[-1])
            rows, more = rows + page, len(page) == SHOWN
        soon = timedelta(minutes=self._ask.settings.whole("duty.due_soon"))
        return Found(tuple(lines_of(rows, self._ask.clocks.waiting())), more, soon)

    def present(self, result: Found) -> None:
        self._near = result.soon
        self.table.show_rows(result.lines)
        self.empty.stand_for(self.table, not result.lines)
        asked = bool(self._words) or self._wanted != OPEN
        self.empty.say("incidents.none_found" if asked else "incidents.empty")
        self.card.caption.say("incidents.count_more" if result.more else "incidents.count", count=len(result.lines))
        self.more.setVisible(result.more)
        if result.lines and self.table.chosen_row() is None:
            self.table.choose(result.lines[0].id)
        self.permit()

    def show_chosen(self) -> None:
        line = self.table.chosen_row()
        if line is not None:
            self.chosen.emit(line.id)

    def show_more(self) -> None:
        """The next page below those that are shown; what is selected stays."""
        if self.more.isVisibleTo(self):
            self._pages += 1
            self.reload_now()

    def go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def choose(self, incident_id: UUID) -> None:
        """So that the list stands at what was looked at."""
        self.table.choose(incident_id)

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.empty.button

    def possible(self, widget: QWidget) -> bool:  # noqa: ARG002
        return True

    def permit(self) -> None:
        super().permit()
        self.show_button.setEnabled(self.table.chosen_row() is not None)

    def restyle(self) -> None:
        using = theme.current()
        self._column.setContentsMargins(*[using.px(12)] * 4)
        self._column.setSpacing(using.px(8))
        self.search.setFixedWidth(using.px(260))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self.restyle()

    def _open(self) -> None:
        if self._seat.may(Permission.INCIDENTS):
            self.new_asked.emit()

    def _filter(self, wanted: str) -> None:
        self._wanted, self._pages = wanted, 1
        self.reload_now()

    def _look_for(self, asked: str) -> None:
        self._words, self._pages = asked, 1
        self.reload_now()


def _states(wanted: str) -> tuple[IncidentState, ...]:
    if wanted == ALL:
        return ()
    return tuple(OPEN_STATES) if wanted == OPEN else (IncidentState(wanted),)


def _state_word(wanted: Any) -> str:
    return words.say(f"incidents.filter.{wanted}") if wanted in (OPEN, ALL) else words.say(f"incident.state.{wanted}")
