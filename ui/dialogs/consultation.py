"""会商: what it was about and who was asked, who came, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.consultation import LIMITS, Attendant, ConsultationRow
from console.domain.orders import Way
from console.domain.roll_call import CalledUnit
from console.errors import Refused
from console.services.consultations import Held
from ui import theme
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import LongText, ShortText
from ui.widgets.units_field import UnitsField

_TIME, _ROWS = 40, 3
_JOIN = "、"


class ConsultationDialog(Asking):
    """Hands up a ``Held``; of ``row`` who came stays as it was taken down."""

    LEAST_WIDTH = 720

    def __init__(
        self, row: ConsultationRow | None, known: Sequence[CalledUnit], times: Times, parent: QWidget | None = None,
        *, chair: str = "",
    ) -> None:  # fmt: skip
        """``chair`` stands there for a new one: who leads the watch mostly leads it too."""
        title = "consultations.new" if row is None else "consultations.amend"
        super().__init__(title, "button.save", parent=parent)
        self._row, self._times, self._leads = row, times, chair
        self.name, self.chair = ShortText(LIMITS["title"]), ShortText(LIMITS["chair"])
        self.held_at, self.ended_at = ShortText(_TIME), ShortText(_TIME)
        self.way = Choice(
            [Way.FACE, Way.PHONE, Way.MESSAGE, Way.PAPER], lambda way: words.say(f"instruction.way.{way}")
        )
        self.units = UnitsField(known, rows=_ROWS)
        self.minutes = LongText(LIMITS["minutes"])
        self._fill()
        self._lay_out_fields()
        self.set_fields([self.name, self.chair, self.held_at, self.ended_at, self.units.line])
        self.inputs = {
            "title": self.name, "chair": self.chair, "held_at": self.held_at, "ended_at": self.ended_at,
            "way": self.way, "units": self.units.line, "minutes": self.minutes,
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
            self.minutes.text(), self._time("ended_at"), self._row.incident_id if self._row is not None else None,
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

    def _lay_out_fields(self) -> None:
        shown = (
            (Field("consultations.title", self.name, required=True), 0, 0, 2),
            (Field("consultations.chair", self.chair, required=True), 0, 2, 1),
            (Field("consultations.held_at", self.held_at), 1, 0, 1),
            (Field("consultations.ended_at", self.ended_at), 1, 1, 1), (Field("consultations.way", self.way), 1, 2, 1),
            (Field("consultations.units", self.units, required=True), 2, 0, 3),
            (Field("consultations.minutes", self.minutes), 3, 0, 3),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 3))

    def _time(self, name: str) -> datetime | None:
        field = {"held_at": self.held_at, "ended_at": self.ended_at}[name]
        if not field.text().strip():
            return None
        try:
            return self._times.read(field.text())
        except Refused as refused:
            raise refused.about(name) from None


class AttendanceDialog(Asking):
    """Hands up all attendants: who came, who of them late, who sent material."""

    LEAST_WIDTH = 720

    def __init__(self, row: ConsultationRow, parent: QWidget | None = None) -> None:
        super().__init__("consultations.attendance", "button.save", parent=parent)
        self._row = row
        self.say_sentence("orders.about", role="strong", about=f"{row.number} {row.title}")
        asked = [CalledUnit(one.unit) for one in row.attendance]
        self.came, self.late, self.material = (UnitsField(asked, rows=_ROWS) for _ in range(3))
        self.came.line.setText(_JOIN.join(one.unit for one in row.attendance if one.came))
        self.late.line.setText(_JOIN.join(one.unit for one in row.attendance if one.came and not one.in_time))
        self.material.line.setText(_JOIN.join(one.unit for one in row.attendance if one.material))
        fields = ((self.came, "came", 0, 0, 2), (self.late, "late", 1, 0, 1), (self.material, "material", 1, 1, 1))
        shown = ((Field(f"consultations.{name}_units", editor), *place) for editor, name, *place in fields)
        self.body.addLayout(spread(shown, 2))
        self.set_fields([editor.line for editor, *_ in fields])
        self.inputs = {name: editor.line for editor, name, *_ in fields}
        self.came.left.connect(self.late.line.setFocus)
        self.late.left.connect(self.material.line.setFocus)
        self.material.left.connect(self.hand_up)
        self.restyle()

    def first(self) -> QWidget:
        return self.came.line

    def answer(self) -> tuple[Attendant, ...]:
        """Those who came without being asked stand behind those who were; refuses unit_not_there."""
        came, late, material = (field.names() for field in (self.came, self.late, self.material))
        known = {one.unit: one for one in self._row.attendance}
        for name, told, among in (("late", late, came), ("material", material, [*known, *came])):
            wrong = next((unit for unit in told if unit not in among), None)
            if wrong is not None:
                raise Refused("unit_not_there", unit=wrong, field=name)
        return tuple(
            Attendant(
                unit, unit in came, known[unit].person if unit in known else "", unit not in late, unit in material
            )
            for unit in dict.fromkeys([*known, *came])
        )
