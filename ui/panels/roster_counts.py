"""值班统计: everybody's duty of a month or of any days, for allowance and 补休, printed and as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.duty_counts import CountRow
from console.domain.people import Action as Permission
from console.errors import Refused
from console.services.duty_count_sheet import days_told, figures
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.saving import ask_target
from ui.jobs import Jobs
from ui.models.duty_services import DutyServices
from ui.models.table import Align, Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.prints import Counts
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.field import Field
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import OneLine

Ask = Callable[[QWidget, str, str, str], Path | None]

SHOW = "Alt+S"
"""A key of this page alone; months are turned, printed and written out as in the table."""

SCOPES = ("stood", "planned")
_DATE = 20


@dataclass(frozen=True, slots=True)
class Period:
    """Which days are counted, and whether shifts that have not begun count too."""

    first: date
    last: date
    stood_only: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What one load brings."""

    period: Period
    rows: tuple[CountRow, ...]


class CountsPage(SettingsPage):
    """``print_asked`` carries the sheet that is wanted. ``ask_file`` is replaced where nobody can choose a file."""

    topics = frozenset({Topic.ROSTER, Topic.LISTS, Topic.SETTINGS, Topic.CONTACTS})
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: DutyServices, ask_file: Ask = ask_target,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._services = services
        self.ask_file = ask_file
        first = times.local(times.now()).date().replace(day=1)
        self.period = Period(first, _last(first), stood_only=True)
        self.shown: Counted | None = None
        self.build()

    def build(self) -> None:
        self.table = RowTable(RowTableModel(_columns(), lambda row: row.person_id), compact=True)
        self.table.call("counts.title")
        self.card = Card("counts.title", flush=True)
        self.none = Empty("counts.none")
        self.none.hide()
        self.first_day, self.last_day = OneLine(_DATE), OneLine(_DATE)
        self.scope = Choice(SCOPES, lambda one: words.say(f"counts.{one}"))
        self.trouble = Word(role="error")
        self.trouble.hide()
        self.before = KeyButton("roster.earlier", actions.key_of("month_before"), kind="quiet", small=True)
        self.after = KeyButton("roster.later", actions.key_of("month_after"), kind="quiet", small=True)
        self.show_button = KeyButton("counts.show", SHOW, kind="primary")
        self.print_button = KeyButton("do.print", actions.key_of("print"))
        self.out = KeyButton("counts.out", actions.key_of("export"))
        self._lay_out()
        self._connect()
        self._put_days()
        self.retranslate()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def load(self) -> Counted:
        period = self.period
        rows = self._services.counts.rows(period.first, period.last, stood_only=period.stood_only)
        return Counted(period, tuple(rows))

    def present(self, result: Counted) -> None:
        self.shown = result
        self.table.show_rows(result.rows)
        self.none.stand_for(self.table, not result.rows)
        shifts = sum(row.counts.shifts for row in result.rows)
        rest = sum(row.rest_hours for row in result.rows)
        self.card.caption.say("counts.caption", people=len(result.rows), shifts=shifts, rest=f"{rest:g}")
        self.permit()

    def possible(self, widget: QWidget) -> bool:
        return widget not in (self.print_button, self.out) or bool(self.shown and self.shown.rows)

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.first_day

    def turn_month(self, steps: int) -> None:
        """Count another whole month."""
        first = self.period.first.replace(day=1)
        first = _last(first) + timedelta(days=1) if steps > 0 else (first - timedelta(days=1)).replace(day=1)
        self._count(Period(first, _last(first), self.scope.value() == "stood"))
        self._put_days()

    def show_days(self) -> None:
        """Count the days that are typed."""
        try:
            first, last = (self._times.read_day(line.text()) for line in (self.first_day, self.last_day))
            if last < first:
                raise Refused("bad_period")
        except Refused as refused:
            self.trouble.show_text(words.sentence(refused))
            self.trouble.show()
            return
        self._count(Period(first, last, self.scope.value() == "stood"))

    def print_sheet(self) -> None:
        """The sheet that is shown, on paper."""
        if self.shown is not None and self.shown.rows and self._seat.may(Permission.PRINT):
            period = self.shown.period
            self.print_asked.emit(Counts(period.first, period.last, period.stood_only))

    def export(self) -> None:
        """The sheet that is shown, as a file."""
        if self.shown is None or not self.shown.rows or not self._seat.may(Permission.EXPORT):
            return
        period, by = self.shown.period, self._seat.actor
        name = words.say("counts.file", first=period.first, last=period.last)
        target = self.ask_file(self, words.say("counts.out"), f"{name}.xlsx", "Excel (*.xlsx)")
        if target is not None:
            write = self._services.counts.write
            work = partial(write, target, period.first, period.last, stood_only=period.stood_only, by=by)
            self._jobs.run(work, partial(self._written, target), self.refused.emit)  # type: ignore[attr-defined]

    def restyle(self) -> None:
        using = theme.current()
        for flow in (self._days, self._buttons):
            flow.setSpacing(using.px(8))
            flow.setContentsMargins(using.px(8), using.px(4), using.px(8), using.px(8))
        for field in (self.first_day, self.last_day):
            field.setFixedWidth(using.px(130))
        self.scope.setMinimumWidth(using.px(160))
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 6)

    def _count(self, period: Period) -> None:
        self.trouble.hide()
        self.period = period
        self.reload_now()

    def _put_days(self) -> None:
        self.first_day.setText(self.period.first.isoformat())
        self.last_day.setText(self.period.last.isoformat())

    def _written(self, target: Path, count: Any) -> None:
        self.saved.emit(words.say("counts.written", name=target.name, count=count))

    def _lay_out(self) -> None:
        self._days = Flow()
        for label, editor in (
            ("counts.first", self.first_day), ("counts.last", self.last_day), ("counts.scope", self.scope),
        ):  # fmt: skip
            self._days.addWidget(Field(label, editor))
        self._buttons = Flow()
        for button in (self.show_button, self.print_button, self.out):
            self._buttons.addWidget(button)
        for part in (self.before, self.after):
            self.card.tools.addWidget(part)
        about = QHBoxLayout()
        about.addWidget(self.trouble, 1)
        self.card.body.addLayout(self._days)
        self.card.body.addLayout(about)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.none)
        self.card.body.addLayout(self._buttons)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(self.card))

    def _connect(self) -> None:
        verbs: dict[str, tuple[str | None, KeyButton, Callable[[], None]]] = {
            "counts_show": (SHOW, self.show_button, self.show_days),
            "print": (None, self.print_button, self.print_sheet),
            "export": (None, self.out, self.export),
            "month_before": (None, self.before, lambda: self.turn_month(-1)),
            "month_after": (None, self.after, lambda: self.turn_month(1)),
        }
        for _key, button, verb in verbs.values():
            button.clicked.connect(lambda _checked=False, verb=verb: verb())
        bound = [Action(name, verb, key=key) for name, (key, _button, verb) in verbs.items()]
        actions.bind(self, bound, whole_window=False)
        for field in (self.first_day, self.last_day):
            field.returnPressed.connect(self.show_days)
        self.scope.picked.connect(lambda _one: self.show_days())
        self.guard(Permission.PRINT, self.print_button)
        self.guard(Permission.EXPORT, self.out)


def _columns() -> tuple[Column[CountRow], ...]:
    kinds = ("weekday", "weekend", "holiday", "night", "shifts", "hours", "rest")
    counted = [
        Column(f"counts.{kind}", lambda row, at=at: f"{figures(row)[at]:g}", align=Align.RIGHT, width=76, stays=True)
        for at, kind in enumerate(kinds)
    ]
    return (
        Column("counts.name", lambda row: row.name, width=90, stays=True),
        *counted,
        Column("counts.days", _days, stretch=True, tip=_days),
    )


def _days(row: CountRow) -> str:
    return days_told(row, words.language())


def _last(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
