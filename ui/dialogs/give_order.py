"""交办, 转办: what is ordered from which units by when; one task for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.orders import LIMITS, Form, NewOrder
from console.domain.roll_call import CalledUnit
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import LongText, ShortText
from ui.widgets.units_field import UnitsField

GIVEN_OUT = (Form.ORDER, Form.SUPERVISION, Form.RISK_NOTE, Form.RECTIFICATION)
_TIME = 40


class GiveDialog(Asking):
    """Hands up a list of ``NewOrder``. ``text`` stands there already; ``about`` says from what it comes."""

    LEAST_WIDTH = 720

    def __init__(
        self, title: str, about: str, known: Sequence[CalledUnit], times: Times, *, text: str = "",
        forms: Sequence[Form] = GIVEN_OUT, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, title, parent=parent)
        self._times, self.batch = times, uuid4()
        """Every press of this dialog means the same tasks."""
        if about:
            self.say_sentence("orders.about", role="strong", about=about)
        self.units = UnitsField(known)
        self.person = ShortText(LIMITS["who"])
        self.text = LongText(LIMITS["text"])
        self.text.setPlainText(text)
        self.due = ShortText(_TIME)
        self.form = Choice(list(forms), lambda form: words.say(f"order.form.{form.value}"))
        self._lay_out_fields()
        self.set_fields([self.units.line, self.person, self.due])
        self.inputs = {
            "units": self.units.line, "person": self.person, "text": self.text, "due": self.due, "form": self.form,
        }  # fmt: skip
        self.units.left.connect(lambda: self.text.setFocus(Qt.FocusReason.TabFocusReason))
        self.units.line.textChanged.connect(lambda _text: self._follow())
        self._follow()
        self.retranslate()
        self.restyle()

    def answer(self) -> list[NewOrder]:
        """Raises Refused with ``field`` where something typed cannot stand."""
        text, due, form = self.text.text(), self._due(), self.form.value()
        if not self.units.names():
            raise Refused("orders_missing", field="units")
        if not text.strip():
            raise Refused("text_empty", field="text")
        alone = self.person.text() if len(self.units.names()) == 1 else ""
        return [NewOrder(unit.unit, text, due, form, alone, unit.phone) for unit in self.units.units()]

    def field_of(self, refused: Refused) -> QWidget | None:
        """An order names its unit and its time by other names."""
        named = str(refused.facts.get("field", ""))
        return self.inputs.get({"due_at": "due", "unit": "units"}.get(named, named))

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "due"):
            self.due.setPlaceholderText(words.say("orders.due_hint"))
            self.person.setPlaceholderText(words.say("orders.person_hint"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "text"):
            self.text.setMinimumHeight(theme.current().px(88))

    def _lay_out_fields(self) -> None:
        shown = (
            (Field("orders.units", self.units, required=True), 0, 0, 3),
            (Field("orders.text", self.text, required=True), 1, 0, 3),
            (Field("orders.person", self.person), 2, 0, 1), (Field("orders.due", self.due), 2, 1, 1),
            (Field("orders.form", self.form), 2, 2, 1),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 3))

    def _due(self) -> datetime | None:
        typed = self.due.text().strip()
        if not typed:
            return None
        try:
            return self._times.ahead(typed)
        except Refused as refused:
            raise refused.about("due") from None

    def _follow(self) -> None:
        """A person is named where one unit is."""
        self.person.setEnabled(len(self.units.names()) <= 1)
