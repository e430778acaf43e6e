"""时限统计: how much was in time, by month or by unit; every figure leads to its records, by mouse or by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.timeliness import Asked, Line, Measure, Outcome, Timed
from console.services.timeliness import SHOWN, TimelinessService
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.saving import ask_target
from ui.jobs import Jobs
from ui.models.timeliness_rows import (
    FIGURE_COLUMNS,
    MONTHS,
    RECENT,
    View,
    asked_word,
    bar_of,
    first_month,
    groups_model,
    measure_word,
    measures_model,
    records_model,
    span_word,
)
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets import plot
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.figure_table import FigureTable
from ui.widgets.keycap import KeyButton
from ui.widgets.outcome_chart import OutcomeChart, OutcomeKey
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.turning import Turning

BY = ("month", "unit")
MOST_BARS = 12
LOG = "log"
FORMS = ("xlsx", "csv", "json")


class TimelinessPage(Turning, SettingsPage):
    """Reads only, but for the line about an export.

    ``item_asked`` (panel, id) goes to a record; ``search_asked`` (words) to the log, where a record has no page of
    its own; ``reports_asked`` to the reports.
    """

    topics = frozenset({Topic.INCIDENTS, Topic.OUTBOUND, Topic.TASKS})
    item_asked = Signal(str, object)
    search_asked = Signal(str)
    reports_asked = Signal()

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, timeliness: TimelinessService, parent: QWidget | None = None
    ) -> None:
        super().__init__(jobs, seat, times, parent)
        self._timeliness = timeliness
        self._span, self._limit, self._reading = RECENT, SHOWN, 0
        self._asked = self._whole(Measure.FIRST_PHONE)
        self._shown: Asked | None = None
        """What the records that stand there are behind: until an answer has come, an earlier figure."""
        self._view: View | None = None
        self._bars: Sequence[Line] = ()
        self.build()

    # building

    def build(self) -> None:
        self.span = Choice((RECENT,), span_word)
        self.span.call("timeliness.span")
        self.export_button = KeyButton("log.export", actions.key_of("export"), icon="export")
        self.measures_card = Card("timeliness.measures", flush=True)
        self.measures = FigureTable(measures_model())
        self.measures.call("timeliness.measures")
        self.groups_card = Card("timeliness.by.month", flush=True)
        self.groups = FigureTable(groups_model())
        self.groups.call("timeliness.by")
        self.by = Choice(BY, lambda by: words.say(f"timeliness.by.{by}"))
        self.by.call("timeliness.by")
        self.chart_card, self.key, self.chart = Card("timeliness.chart.name"), OutcomeKey(), OutcomeChart()
        self.records_card = Card("timeliness.records", flush=True)
        self.records = RowTable(records_model(self._times), compact=True)
        self.records.call("timeliness.records")
        self.nothing = Word("timeliness.records.none", role="secondary")
        self.more = KeyButton("timeliness.records.more", actions.key_of("more_rows"), small=True)
        self.open_button = KeyButton("timeliness.open", "Return", small=True)
        self.empty = Empty("timeliness.empty", "upward.part.reports", actions.key_of("part.1"))
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def _lay_out(self) -> None:
        self.measures_card.tools.addWidget(self.span)
        self.measures_card.tools.addWidget(self.export_button)
        self.measures_card.body.addWidget(self.measures)
        self.groups_card.tools.addWidget(self.by)
        self.groups_card.body.addWidget(self.groups)
        self.chart_card.tools.addWidget(self.key)
        self.chart_card.body.addWidget(self.chart, 1)
        self.records_card.tools.addWidget(self.more)
        self.records_card.tools.addWidget(self.open_button)
        self.records_card.body.addWidget(self.records, 1)
        self.records_card.body.addWidget(self.nothing)
        inside = QWidget()
        self.turns_with(inside)
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for column, (upper, lower) in zip(
            self._columns, ((self.measures_card, self.groups_card), (self.chart_card, self.records_card)), strict=True
        ):
            column.addWidget(upper, 0 if upper is self.measures_card else 1)
            column.addWidget(lower, 1)
        self._whole_box = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._whole_box.setContentsMargins(0, 0, 0, 0)
        for column in self._columns:
            self._whole_box.addLayout(column, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolling(inside))
        self.stack.addWidget(self.empty)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.stack)

    def _connect(self) -> None:
        self.span.picked.connect(self._show_span)
        self.by.picked.connect(lambda _by: self._show_groups(anew=True))
        self.measures.figure.connect(self._ask_whole)
        self.groups.figure.connect(self._ask_group)
        self.measures.opened.connect(lambda line: self._go_behind(self.measures, line))
        self.groups.opened.connect(lambda line: self._go_behind(self.groups, line))
        self.chart.picked.connect(self._ask_bar)
        self.records.opened.connect(self._open)
        self.records.chosen.connect(lambda _row: self.permit())
        self.open_button.clicked.connect(lambda: self._open(self.records.chosen_row()))
        self.more.clicked.connect(self.show_more)
        self.export_button.clicked.connect(self.ask_export)
        self.empty.asked.connect(self.reports_asked)
        self.guard(Permission.EXPORT, self.export_button)
        steps = [Action("export", self.ask_export), Action("more_rows", self.show_more)]
        actions.bind(self, steps, whole_window=False)

    # loading

    def load(self) -> View:
        plot.load()
        asked, first = self._asked, first_month(self._span, self._today())
        rows, count = self._timeliness.records(asked, self._limit)
        figures = self._timeliness.figures(first, MONTHS)
        return View(figures, self._timeliness.years(), asked, tuple(rows), count)

    def inquire(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """Years of records take a second: nothing else waits for them."""
        self._jobs.run(work, done, failed)  # type: ignore[attr-defined]

    def present(self, result: View) -> None:
        self._view = result
        there = not result.figures.empty or self._span != RECENT
        self.stack.setCurrentIndex(0 if there else 1)
        if self.span.values() != [RECENT, *result.years]:
            self.span.offer([RECENT, *result.years])
        self.measures.show_rows(result.figures.whole)
        if self.measures.chosen_row() is None:
            self.measures.choose(self._asked.measure, column=0)
        self._show_groups()
        if result.asked == self._asked:
            self._show_records(list(result.records), result.count)
        self.permit()

    def first_focus(self) -> QWidget:
        return self.measures if self.stack.currentIndex() == 0 else self.empty.button

    def possible(self, widget: QWidget) -> bool:
        return widget is not self.export_button or self._view is not None

    def permit(self) -> None:
        super().permit()
        self.open_button.setEnabled(self.records.chosen_row() is not None)

    # what is shown

    def _show_span(self, span: int) -> None:
        self._span = span
        self.groups.let_go()
        self._asked = self._whole(self._asked.measure, self._asked.outcome)
        self._limit = SHOWN
        self.reload_now()

    def _show_groups(self, *, anew: bool = False) -> None:
        """The months of the chosen measure, or its units, and their bars."""
        view, measure = self._view, self._asked.measure
        if view is None:
            return
        if anew:
            self.groups.let_go()
        by_unit = measure is Measure.TASK and self.by.value() == "unit"
        lines = view.figures.units if by_unit else view.figures.of(measure)
        whole = next((line for line in view.figures.whole if line.measure is measure), None)
        said = measure_word(whole) if whole is not None else words.say(f"timeliness.measure.{measure.value}")
        self.by.setVisible(measure is Measure.TASK)
        self.groups_card.title.say("timeliness.by.unit" if by_unit else "timeliness.by.month")
        self.groups.show_rows(lines)
        self._bars = lines[:MOST_BARS]
        self.chart_card.title.show_text(said)
        self.chart.show_bars([bar_of(line) for line in self._bars], said)
        self._mark()

    def _mark(self) -> None:
        chosen = self.groups.chosen_row()
        self.chart.mark(next((at for at, line in enumerate(self._bars) if line is chosen), None))

    def _show_records(self, rows: list[Timed], count: int) -> None:
        if self._shown != self._asked:
            self.records.selectionModel().clear()  # the next key is about what stands there then
        self._shown = self._asked
        self.records.show_rows(rows)
        self.nothing.setVisible(not rows)
        self.more.setVisible(count > len(rows))
        code = "timeliness.records.part" if count > len(rows) else "timeliness.records.of"
        what = asked_word(self._asked, self._span)
        self.records_card.title.say(code, what=what, shown=len(rows), count=count)
        if self.records.hasFocus():
            self._choose_first()
        self.permit()

    # what the officer asks for

    def _ask_whole(self, line: Line, column: int) -> None:
        """A figure of a measure: all its months, and its records."""
        self.groups.let_go()
        self._ask(self._whole(line.measure, FIGURE_COLUMNS.get(column)))
        self._show_groups()

    def _ask_group(self, line: Line, column: int) -> None:
        """A figure of one month or of one unit."""
        self._ask_line(line, FIGURE_COLUMNS.get(column))

    def _ask_bar(self, at: int, outcome: Outcome | None) -> None:
        """A click on a bar is one on its figure."""
        line = self._bars[at]
        column = next((column for column, one in FIGURE_COLUMNS.items() if one is outcome), 0)
        self.groups.choose((line.month, line.unit), column=column)
        self._ask_line(line, outcome)

    def _ask_line(self, line: Line, outcome: Outcome | None) -> None:
        if line.month is not None:
            self._ask(Asked(line.measure, line.month, 1, None, outcome))
        else:
            whole = self._whole(line.measure, outcome)
            self._ask(Asked(whole.measure, whole.first, whole.count, line.unit, outcome))
        self._mark()

    def _ask(self, asked: Asked) -> None:
        if asked != self._asked:
            self._asked, self._limit = asked, SHOWN
            self.records.verticalScrollBar().setValue(0)
            self._read()

    def _read(self) -> None:
        """The records of the figure that is chosen now; an answer to an earlier question is dropped."""
        asked, limit = self._asked, self._limit
        self._reading += 1
        reading = self._reading

        def show(found: tuple[list[Timed], int]) -> None:
            if isValid(self) and reading == self._reading and asked == self._asked:
                self._show_records(*found)

        self.inquire(lambda: self._timeliness.records(asked, limit), show, self.refused.emit)

    def _go_behind(self, table: FigureTable, line: Line) -> None:
        """Enter on a figure: the keyboard goes to its records."""
        column = table.currentIndex().column()
        (self._ask_whole if table is self.measures else self._ask_group)(line, column)
        self.records.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._choose_first()

    def _choose_first(self) -> None:
        """Where none is chosen; nothing of an earlier figure."""
        rows = self.records.rows_model.rows()
        if rows and self._shown == self._asked and self.records.chosen_row() is None:
            self.records.choose(rows[0].id)

    def _open(self, row: Timed | None) -> None:
        """The record itself; while the answer to another figure is awaited there is none."""
        if row is None or self._shown != self._asked:
            return
        if row.panel == LOG:
            self.search_asked.emit(row.number)
        else:
            self.item_asked.emit(row.panel, row.record_id)

    def show_more(self) -> None:
        """The next records below those that are shown."""
        if self.more.isVisibleTo(self):
            self._limit += SHOWN
            self._read()

    def ask_export(self) -> None:
        """Where to; then all figures of the span."""
        if not self.export_button.isEnabled():
            return
        kinds = ";;".join(f"{words.say(f'log.form.{ending}')} (*.{ending})" for ending in FORMS)
        target = ask_target(self, words.say("upward.part.timeliness"), "", kinds)
        if target:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        first, actor = first_month(self._span, self._today()), self._seat.actor
        self._jobs.run(
            lambda: self._timeliness.export(target, first, MONTHS, by=actor),
            lambda count: self.saved.emit(words.say("log.exported", count=count, name=target.name)),
            self.refused.emit,
        )

    # the rest of a page

    def _today(self) -> Any:
        return self._times.local(self._times.now()).date()

    def _whole(self, measure: Measure, outcome: Outcome | None = None) -> Asked:
        return Asked(measure, first_month(self._span, self._today()), MONTHS, None, outcome)

    def restyle(self) -> None:
        using = theme.current()
        for layout in (self._whole_box, *self._columns):
            layout.setSpacing(using.px(12))
        head, row = using.px(34), using.compact_row
        self.measures.setMinimumHeight(head + row * 5 + 2)
        self.measures.setMaximumHeight(head + row * len(Measure) + 2)
        self.groups.setMinimumHeight(head + row * 4)
        self.records.setMinimumHeight(head + row * 3)
        self.chart.setMinimumHeight(using.px(140))
        self.nothing.setContentsMargins(using.px(12), 0, using.px(12), using.px(8))
        self.turn()

    def turn(self) -> None:
        """Figures at the left and what is behind them at the right; in large type one above the other."""
        using, ways = theme.current(), QBoxLayout.Direction
        tools = max(card.head.minimumSizeHint().width() for card in (self.measures_card, self.chart_card))
        least = max(using.px(520), tools)
        beside = self.width() >= 2 * least + using.px(12)
        self._whole_box.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
