"""开始点名: what round it is, over which channel, which units, when the unanswered are called again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.lists import ListItem
from console.domain.roll_call import LIMITS, CalledUnit, drawn
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import ShortText
from ui.widgets.units_field import UnitsField

RETRY_MINUTES = 5
_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Round:
    """What is begun. The id decides the draw, so that it can be done again by whoever doubts it."""

    id: UUID
    title: str
    channel: str
    units: tuple[CalledUnit, ...]
    retry_minutes: int


class RollCallDialog(Asking):
    """Hands up a ``Round``; all known units are in it unless the officer says otherwise."""

    LEAST_WIDTH = 720

    def __init__(
        self, title: str, known: Sequence[CalledUnit], channels: Sequence[ListItem], parent: QWidget | None = None
    ) -> None:
        super().__init__("roll_call.new", "roll_call.new", parent=parent)
        self._id = uuid4()
        self._channels = {item.code: item for item in channels}
        self.name = ShortText(LIMITS["title"])
        self.name.setText(title)
        self.channel = Choice(list(self._channels), lambda code: self._channels[code].name(words.language()))
        self.units = UnitsField(known)
        if known:
            self.units.toggle(0)
        self.retry = ShortText(_NUMBER)
        self.retry.setText(str(RETRY_MINUTES))
        self.lot = ShortText(_NUMBER)
        self._lay_out_fields()
        self.set_fields([self.name, self.units.line, self.retry, self.lot])
        self.inputs = {
            "title": self.name, "channel": self.channel, "units": self.units.line, "retry": self.retry,
            "lot": self.lot,
        }  # fmt: skip
        self.units.left.connect(lambda: self.retry.setFocus(Qt.FocusReason.TabFocusReason))
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.name

    def answer(self) -> Round:
        """Raises Refused with ``field`` where something typed cannot stand."""
        units, lot = self.units.units(), self._number(self.lot, "lot") if self.lot.text().strip() else 0
        if not self.name.text().strip():
            raise Refused("title_missing", field="title")
        if not units:
            raise Refused("units_missing", field="units")
        if lot > len(units):
            raise Refused("lot_too_large", count=lot, units=len(units), field="lot")
        if lot:
            called = drawn([unit.unit for unit in units], lot, self._id.int)
            units = [replace(unit, drawn=True) for unit in units if unit.unit in called]
        return Round(
            self._id, self.name.text(), self.channel.value() or "", tuple(units), self._number(self.retry, "retry")
        )

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "lot"):
            self.lot.setPlaceholderText(words.say("roll_call.lot_hint"))

    def _lay_out_fields(self) -> None:
        shown = (
            (Field("roll_call.title", self.name, required=True), 0, 0, 2),
            (Field("roll_call.channel", self.channel), 0, 2, 1),
            (Field("roll_call.units", self.units, required=True), 1, 0, 3),
            (Field("roll_call.retry", self.retry), 2, 0, 1), (Field("roll_call.lot", self.lot), 2, 1, 2),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 3))

    def _number(self, field: ShortText, name: str) -> int:
        typed = field.text().strip()
        if not typed.isdecimal() or not int(typed):
            raise Refused("whole_number", text=typed, field=name)
        return int(typed)
