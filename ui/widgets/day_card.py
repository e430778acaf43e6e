"""The board's card of the day: routines that are due, faults the checks found, zero reports; else one calm line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.checks import CheckRow
from console.domain.due import state_of
from console.domain.routine import RoutineRow, RoutineState, waiting_of
from console.domain.zero_reports import ZeroGrid
from ui import actions, text, theme
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.due import DueMark
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word, plain_tip

MOST = 3
"""So many routines are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Day:
    """What the card shows, as loaded."""

    routines: tuple[RoutineRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    zero: ZeroGrid | None = None

    @property
    def due(self) -> list[RoutineRow]:
        """Routines that wait for somebody: those over their time first, each part the oldest first."""
        waiting = waiting_of(self.routines)
        return [*waiting.over, *waiting.now]

    @property
    def coming(self) -> RoutineRow | None:
        return next((row for row in self.routines if row.state is RoutineState.WAITING), None)

    @property
    def faults(self) -> list[CheckRow]:
        return [row for row in self.checks if row.faulty]


class DayCard(Card):
    """``tick_asked`` when the first routine that is due was done; ``all_asked`` for the panel of all of them."""

    tick_asked = Signal()
    all_asked = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("board.day", parent=parent)
        self._lines: list[DueLine] = []
        self._times = times
        self._day, self._soon = Day(), timedelta(minutes=30)
        self.all = KeyButton("board.day_all", actions.key_of("panel.6"), kind="quiet", small=True)
        self.tools.addWidget(self.all)
        self._list = QVBoxLayout()
        self.tick = KeyButton("board.tick", actions.key_of("tick"), small=True)
        self.calm, self.more = Word(role="secondary"), Word(role="secondary")
        self.faults, self.zero = Word(role="caution"), Word(role="secondary")
        row = QHBoxLayout()
        row.addWidget(self.tick)
        row.addWidget(self.more, 1)
        self.body.addLayout(self._list)
        self.body.addLayout(row)
        for said in (self.calm, self.faults, self.zero):
            said.setWordWrap(True)
            self.body.addWidget(said)
        self.restyle()
        self.tick.clicked.connect(self.tick_asked)
        self.all.clicked.connect(self.all_asked)
        self.show_day(self._day, self._soon, may_tick=False)

    def first_due(self) -> RoutineRow | None:
        """What the key ticks: the topmost line, as it was shown."""
        return next(iter(self._day.due), None)

    def show_day(self, day: Day, soon: timedelta, *, may_tick: bool) -> None:
        self._day, self._soon = day, soon
        due, now = day.due, self._times.now()
        for at, row in enumerate(due[:MOST]):
            self._line(at).show_row(row, now, soon, first=at == 0)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(due))
        self.tick.setVisible(bool(due))
        self.tick.setEnabled(may_tick)
        self.more.setVisible(len(due) > MOST)
        self.more.say("board.day_more", count=len(due) - MOST)
        self._show_calm(day)
        self._show_faults(day)
        self._show_zero(day.zero, now)

    def restyle(self) -> None:
        """Denser than other cards: the side of the board must fit the smallest screen."""
        super().restyle()
        if hasattr(self, "zero"):
            self.body.setContentsMargins(*(theme.current().px(edge) for edge in (12, 6, 12, 6)))
            self.body.setSpacing(theme.current().px(4))
            self._list.setSpacing(theme.current().px(2))

    def retranslate(self) -> None:
        if hasattr(self, "zero"):
            self.show_day(self._day, self._soon, may_tick=self.tick.isEnabled())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_calm(self, day: Day) -> None:
        self.calm.setVisible(not day.due)
        if day.coming is not None:
            name = day.coming.title(words.language())
            self.calm.say("board.day_next", at=self._times.near(day.coming.due_at), name=name)
        else:
            self.calm.say("board.day_none")

    def _show_faults(self, day: Day) -> None:
        names = words.say("list.join").join(row.title(words.language()) for row in day.faults)
        self.faults.setVisible(bool(names))
        self.faults.say("board.faults", names=names)

    def _show_zero(self, grid: ZeroGrid | None, now: datetime) -> None:
        self.zero.setVisible(grid is not None and bool(grid.rows))
        if grid is None:
            return
        late = bool(grid.missing) and now >= grid.due_at
        self.zero.setProperty("role", "caution" if late else "secondary")
        self.zero.style().unpolish(self.zero)
        self.zero.style().polish(self.zero)
        said = len(grid.rows) - len(grid.missing)
        name, at = grid.title(words.language()), self._times.clock(grid.due_at)
        self.zero.say("board.zero_late" if late else "board.zero", name=name, said=said, all=len(grid.rows), at=at)

    def _line(self, at: int) -> DueLine:
        if at == len(self._lines):
            self._lines.append(DueLine())
            self._list.addWidget(self._lines[at])
        return self._lines[at]


class DueLine(QWidget):
    """One routine: what, and the pie with what is left of its window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.mark = Word(), DueMark()
        self.name.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(8))
        row.addWidget(self.name, 1)
        row.addWidget(self.mark)

    def show_row(self, row: RoutineRow, now: datetime, soon: timedelta, *, first: bool) -> None:
        """``first`` is the one the key is for."""
        self.name.show_text(row.title(words.language()))
        self.name.setToolTip(plain_tip(row.asked(words.language())))
        self.name.setProperty("role", "strong" if first else "")
        self.name.style().unpolish(self.name)
        self.name.style().polish(self.name)
        whole = (row.until - row.due_at).total_seconds()
        gone = min(1.0, max(0.0, (now - row.due_at).total_seconds() / whole))
        self.mark.show_due(gone, state_of(row.until, now, soon).value, text.left(row.until, now))
