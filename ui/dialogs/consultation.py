"""会商: what it was about and who was asked, who came, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.consultation import (
    LIMITS,
    Attendant,
    ConsultationRow,
    came_as,
    people_of,
    people_text,
    unit_of,
    with_person,
)
from console.domain.incident import IncidentRow
from console.domain.orders import Way
from console.domain.roll_call import CalledUnit
from console.errors import Refused
from console.services.consultations import Held
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.consultation_rows import rates_text
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.intake_caller import CallerLine
from ui.widgets.typed import LongText, ShortText
from ui.widgets.units_field import UnitsField

if TYPE_CHECKING:
    from console.domain.contacts import PersonHit

_TIME, _ROWS, _PEOPLE = 40, 3, 8_000
_JOIN = "、"


class ConsultationDialog(Asking):
    """Hands up a ``Held``; of ``row`` who came stays as it was taken down."""

    LEAST_WIDTH = 720

    def __init__(
        self, row: ConsultationRow | None, known: Sequence[CalledUnit], times: Times, parent: QWidget | None = None,
        *, chair: str = "", incidents: Sequence[IncidentRow] = (),
    ) -> None:  # fmt: skip
        """``chair`` stands there for a new one: who leads the watch mostly leads it too.

        It may be about one of the ``incidents``; one it is about already and that is not among them stays.
        """
        title = "consultations.new" if row is None else "consultations.amend"
        super().__init__(title, "button.save", parent=parent)
        self._row, self._times, self._leads = row, times, chair
        self.name, self.chair = ShortText(LIMITS["title"]), ShortText(LIMITS["chair"])
        self.held_at, self.ended_at = ShortText(_TIME), ShortText(_TIME)
        self.way = Choice(
            [Way.FACE, Way.PHONE, Way.MESSAGE, Way.PAPER], lambda way: words.say(f"instruction.way.{way}")
        )
        self.units = UnitsField(known, rows=_ROWS)
        self._incidents = {str(one.id): one for one in incidents}
        self.incident = Choice(["", *self._incidents], self._incident_word)
        self.minutes = LongText(LIMITS["minutes"])
        self._fill()
        self._lay_out_fields()
        self.set_fields([self.name, self.chair, self.held_at, self.ended_at, self.units.line])
        self.inputs = {
            "title": self.name, "chair": self.chair, "held_at": self.held_at, "ended_at": self.ended_at,
            "way": self.way, "units": self.units.line, "incident": self.incident, "minutes": self.minutes,
        }  # fmt: skip
        self.units.left.connect(lambda: self.minutes.setFocus(Qt.FocusReason.TabFocusReason))
        self.restyle()

    def first(self) -> QWidget:
        return self.name if self._row is None else self.minutes

    def answer(self) -> Held:
        """Raises Refused with ``field`` where something typed cannot stand."""
        for field, code, name in ((self.name, "title_missing", "title"), (self.chair, "leader_missing", "chair")):
            if not field.text().strip():
                raise Refused(code, field=name)
        if not self.units.names():
            raise Refused("units_missing", field="units")
        known = {one.unit: one for one in self._row.attendance} if self._row is not None else {}
        return Held(
            self.name.text(), self._time("held_at") or self._times.now(), self.chair.text(),
            tuple(known.get(unit) or Attendant(unit) for unit in self.units.names()), self.way.value(),
            self.minutes.text(), self._time("ended_at"), self._about(),
        )  # fmt: skip

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "minutes"):
            self.minutes.setMinimumHeight(theme.current().px(110))

    def _fill(self) -> None:
        row = self._row
        if row is None:
            self.chair.setText(self._leads)
            self.held_at.setText(self._times.minute(self._times.now()))
            return
        self.name.setText(row.title)
        self.chair.setText(row.chair)
        self.held_at.setText(self._times.full(row.held_at))
        self.ended_at.setText(self._times.full(row.ended_at) if row.ended_at else "")
        self.way.choose(Way(row.way))
        self.units.line.setText(_JOIN.join(one.unit for one in row.attendance))
        self.minutes.setPlainText(row.minutes)
        if str(row.incident_id) in self._incidents:
            self.incident.choose(str(row.incident_id))

    def _lay_out_fields(self) -> None:
        incident = Field("instructions.incident", self.incident)
        shown = (
            (Field("consultations.title", self.name, required=True), 0, 0, 2),
            (Field("consultations.chair", self.chair, required=True), 0, 2, 1),
            (Field("consultations.held_at", self.held_at), 1, 0, 1),
            (Field("consultations.ended_at", self.ended_at), 1, 1, 1), (Field("consultations.way", self.way), 1, 2, 1),
            (Field("consultations.units", self.units, required=True), 2, 0, 3),
            (incident, 3, 0, 3), (Field("consultations.minutes", self.minutes), 4, 0, 3),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 3))
        incident.setVisible(bool(self._incidents))

    def _about(self) -> UUID | None:
        chosen = self.incident.value()
        if chosen:
            return UUID(chosen)
        held = self._row.incident_id if self._row is not None else None
        return None if str(held) in self._incidents else held

    def _incident_word(self, key: str) -> str:
        row = self._incidents.get(key)
        return f"{row.number} {row.title}" if row is not None else words.say("instructions.no_incident")

    def _time(self, name: str) -> datetime | None:
        field = {"held_at": self.held_at, "ended_at": self.ended_at}[name]
        if not field.text().strip():
            return None
        try:
            return self._times.read(field.text())
        except Refused as refused:
            raise refused.about(name) from None


class AttendanceDialog(Asking):
    """Hands up all attendants: who came and by whom, who of them late, who sent material.

    ``looked_for`` carries what is typed for a person; who knows people calls ``offer``. Whoever is taken brings the
    unit along.
    """

    LEAST_WIDTH = 720
    looked_for = Signal(str)

    def __init__(self, row: ConsultationRow, parent: QWidget | None = None) -> None:
        super().__init__("consultations.attendance", "button.save", parent=parent)
        self._asked = [one.unit for one in row.attendance]
        self._taken = False
        """Enter took somebody who was offered: the next one is to be typed, nothing is handed up by it."""
        self.say_sentence("orders.about", role="strong", about=f"{row.number} {row.title}")
        asked = [CalledUnit(unit) for unit in self._asked]
        self.came, self.late, self.material = (UnitsField(asked, rows=_ROWS) for _ in range(3))
        self.who, self.people = CallerLine(LIMITS["unit"] + LIMITS["person"]), ShortText(_PEOPLE)
        self.rates = self.say_sentence("", role="secondary")
        self._fill(row.attendance)
        self._lay_out_fields()
        self._connect()
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.came.line

    def offer(self, typed: str, hits: Sequence[PersonHit]) -> None:
        """People who fit what was typed."""
        self.who.offer(typed, hits)

    def answer(self) -> tuple[Attendant, ...]:
        """Those who came without being asked stand behind those who were; refuses what ``came_as`` refuses."""
        told = (field.names() for field in (self.came, self.late, self.material))
        return came_as(self._asked, *told, self._people())

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "who"):
            self.who.setPlaceholderText(words.say("consultations.who_hint"))
            self.people.setPlaceholderText(words.say("consultations.people_hint"))
            self._say_rates()

    def _people(self) -> dict[str, str]:
        """What stands in the line for the next one is somebody too."""
        units = [*self._asked, *self.came.names()]
        told = people_of(self.people.text(), units)
        try:
            more = people_of(self.who.text(), units)
        except Refused as refused:
            raise refused.about("who") from None
        return {**told, **{unit: f"{told.get(unit, '')} {name}".strip() for unit, name in more.items()}}

    def _enter(self) -> None:
        """In the line for people: one more, and the next."""
        if self.focusWidget() is not self.who:
            super()._enter()
        elif self._taken or not self.who.text().strip():
            if not self._taken:
                super()._enter()
            self._taken = False
        else:
            self._add_typed()

    def _add_typed(self) -> None:
        try:
            told = people_of(self.who.text(), [*self._asked, *self.came.names()])
        except Refused as refused:
            self.refuse(refused.about("who"))
            return
        for unit, name in told.items():
            self._add(unit, name)

    def _take(self, hit: PersonHit) -> None:
        self._taken = True
        if not hit.organisation:
            self.refuse(Refused("person_unit_missing", person=hit.name, field="who"))
            return
        self._add(unit_of(hit.organisation, [*self._asked, *self.came.names()]), hit.name)

    def _add(self, unit: str, person: str) -> None:
        self.people.setText(with_person(self.people.text(), unit, person))
        if unit not in self.came.names():
            self.came.line.setText(_JOIN.join([*self.came.names(), unit]))
        self.who.clear()
        self.trouble.hide()

    def _typed(self) -> None:
        self._taken = False

    def _say_rates(self) -> None:
        """The three rates as they would be; nothing while what is typed cannot stand."""
        try:
            self.rates.show_text(rates_text(self.answer()))
        except Refused:
            self.rates.show_text("")

    def _fill(self, told: Sequence[Attendant]) -> None:
        self.came.line.setText(_JOIN.join(one.unit for one in told if one.came))
        self.late.line.setText(_JOIN.join(one.unit for one in told if one.came and not one.in_time))
        self.material.line.setText(_JOIN.join(one.unit for one in told if one.material))
        self.people.setText(people_text(told))

    def _lay_out_fields(self) -> None:
        shown = (
            (Field("consultations.came_units", self.came), 0, 0, 2),
            (Field("consultations.late_units", self.late), 1, 0, 1),
            (Field("consultations.material_units", self.material), 1, 1, 1),
            (Field("consultations.who", self.who), 2, 0, 1), (Field("consultations.people", self.people), 2, 1, 1),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 2))
        self.body.addWidget(self.rates)

    def _connect(self) -> None:
        lines = {"came": self.came.line, "late": self.late.line, "material": self.material.line}
        self.inputs = {**lines, "who": self.who, "people": self.people}
        self.set_fields([*lines.values(), self.who, self.people])
        self.came.left.connect(self.late.line.setFocus)
        self.late.left.connect(self.material.line.setFocus)
        self.material.left.connect(self.who.setFocus)
        self.who.asked.connect(self.looked_for)
        self.who.accepted.connect(self._take)
        self.who.textEdited.connect(lambda _text: self._typed())
        for line in (*lines.values(), self.who, self.people):
            line.textChanged.connect(lambda _text: self._say_rates())
