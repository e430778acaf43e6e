"""Which days of the roster are wanted, and whether on paper or as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from console import words
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.typed import OneLine

KINDS = ("week", "month", "holiday", "days")
FORMS = ("paper", "excel")
_DATE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """``kind`` of days around ``first``, or the days from ``first`` to ``last``; ``form`` paper or excel."""

    kind: str
    first: date
    last: date
    form: str


class RosterPeriodDialog(Asking):
    """Hands up a ``Wanted``."""

    def __init__(self, day: date, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("roster.out", "roster.out", parent=parent)
        self._times = times
        self.kind = Choice(KINDS, lambda one: words.say(f"roster.out.{one}"))
        self.form = Choice(FORMS, lambda one: words.say(f"roster.out.{one}"))
        self.first_day, self.last_day = OneLine(_DATE, day.isoformat()), OneLine(_DATE, day.isoformat())
        self.last_field = Field("roster.out.last", self.last_day)
        self.body.addWidget(Field("roster.out.kind", self.kind, required=True))
        self.body.addWidget(Field("roster.out.first", self.first_day, required=True))
        self.body.addWidget(self.last_field)
        self.body.addWidget(Field("roster.out.form", self.form, required=True))
        self.set_fields([self.first_day, self.last_day])
        self.inputs = {"first": self.first_day, "last": self.last_day}
        self.kind.currentIndexChanged.connect(lambda _at: self._show_last())
        self._show_last()

    def answer(self) -> Wanted:
        first = self._times.read_day(self.first_day.text(), "first")
        last = self._times.read_day(self.last_day.text(), "last") if self.kind.value() == "days" else first
        if last < first:
            raise Refused("bad_period", field="last")
        return Wanted(self.kind.value(), first, last, self.form.value())

    def first(self) -> QWidget:
        return self.kind

    def _show_last(self) -> None:
        self.last_field.setVisible(self.kind.value() == "days")
