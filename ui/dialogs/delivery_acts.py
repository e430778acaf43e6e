"""What sounds is armed in two steps, what nobody knows is decided by a person, what is sent is asked for in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.domain.delivery import DeliveryRow, SendState
from console.domain.outbox import NOTE_LIMIT, said_as_shown
from console.errors import Refused
from console.services.deliveries import Arming
from ui.dialogs.asking import Asking
from ui.models.device_rows import send_word, verb_word
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine, ShortText

_PASSWORD = 200


@dataclass(frozen=True, slots=True)
class Armed:
    """The area as it was said, and what proves who says it; neither password nor code shows itself."""

    area: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)


class _Line(Word):
    """What a device is asked to do, in the language in use."""

    def __init__(self, row: DeliveryRow) -> None:
        self._row = row
        super().__init__(role="strong")
        self.setWordWrap(True)

    def retranslate(self) -> None:
        row = self._row
        self.setText(words.say("delivery.arm.line", device=row.device_name, what=verb_word(row), text=row.text))


class ArmDialog(Asking):
    """Two steps: the area in words as it stands there, then the officer's own password. Hands up ``Armed``.

    ``line`` says why the device cannot be reached now.
    """

    LEAST_WIDTH = 640

    def __init__(
        self, arming: Arming, name: str, *, practice: bool, line: str = "", parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__("delivery.arm", "delivery.arm.yes", kind="danger", parent=parent)
        rows, seconds, self.shown = arming.rows, arming.seconds, arming.area
        if practice:
            self.say_sentence("delivery.arm.practice", role="caution")
        if line:
            self.say_sentence("delivery.arm.line_away", role="caution", line=line)
        for row in rows:
            self.body.addWidget(_Line(row))
        self.say_sentence("delivery.arm.where", role="secondary")
        self.area_shown = Word(role="title")
        self.area_shown.setWordWrap(True)
        self.area_shown.show_text(self.shown)
        self.body.addWidget(self.area_shown)
        self.area = OneLine(400)
        self.password, self.code = OneLine(_PASSWORD), OneLine(_PASSWORD)
        for secret in (self.password, self.code):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.area_field = Field("delivery.arm.area", self.area, required=True)
        self.password_field = Field("delivery.arm.password", self.password, required=True)
        self.password_field.say_note("delivery.arm.who", name=name, seconds=seconds)
        self.code_field = Field("delivery.arm.code", self.code)
        for made in (self.area_field, self.password_field, self.code_field):
            self.body.addWidget(made)
        self.set_fields([self.area, self.password, *([self.code] if arming.code_wanted else [])])
        self.code_field.setVisible(arming.code_wanted)
        self.area.textChanged.connect(lambda _text: self._second_step())
        self._second_step()

    def first(self) -> QWidget:
        return self.area

    def answer(self) -> Armed:
        if not said_as_shown(self.area.text(), self.shown):
            raise Refused("area_not_said", area=self.shown, field="area")
        return Armed(self.area.text().strip(), self.password.text(), self.code.text())

    def field_of(self, refused: Refused) -> QWidget | None:
        """Nothing of it is kept for a next time: the area is said anew at each arming."""
        return self.area if refused.facts.get("field") == "area" else None

    def _second_step(self) -> None:
        """The password is asked for once the area was said."""
        said = said_as_shown(self.area.text(), self.shown)
        for line in (self.password, self.code):
            line.setEnabled(said)


@dataclass(frozen=True, slots=True)
class Decided:
    state: SendState
    note: str


class OutcomeDialog(Asking):
    """Nobody knows whether it went out: a person looked and says what became of it. Hands up ``Decided``."""

    LEAST_WIDTH = 560
    CHOICES = (SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.FAILED)

    def __init__(self, row: DeliveryRow, parent: QWidget | None = None) -> None:
        super().__init__("delivery.decide", "button.save", parent=parent)
        self.body.addWidget(_Line(row))
        self.say_sentence("delivery.decide.what", role="secondary")
        self.state = Choice((None, *self.CHOICES), self._word)
        self.note = ShortText(NOTE_LIMIT)
        self.body.addWidget(Field("delivery.decide.state", self.state, required=True))
        self.body.addWidget(Field("delivery.decide.note", self.note, required=True))
        self.inputs = {"state": self.state, "note": self.note}
        self.set_fields([self.note])

    def first(self) -> QWidget:
        return self.state

    def answer(self) -> Decided:
        if self.state.value() is None:
            raise Refused("choice_missing", field="state")
        if not self.note.text().strip():
            raise Refused("reason_missing", field="note")
        return Decided(self.state.value(), self.note.text().strip())

    def _word(self, state: SendState | None) -> str:
        return send_word(state) if state is not None else words.say("delivery.decide.choose")
