"""Somebody is rung by hand: the number large, what came of it by one key, then the next number by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.call_lists import LIMITS, CallOutcome, Dialled
from console.domain.masking import masked
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.hiding import Hiding
from ui.models.contact_rows import kind_text
from ui.widgets.big_number import BigNumber
from ui.widgets.field import Field
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.typed import ShortText

KEYS = {outcome: str(at) for at, outcome in enumerate(CallOutcome, 1)}
NEXT = "N"


@dataclass(frozen=True, slots=True)
class Ring:
    """What came of one call."""

    phone: str
    outcome: CallOutcome
    remark: str


class RingDialog(Asking):
    """Hands up a ``Ring``; 1 to 7 while the keyboard is not in the remark. N shows the next number."""

    def __init__(
        self, name: str, about: str, numbers: Sequence[Dialled], at: int, hiding: Hiding,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("contacts.ring", "contacts.ring_yes", parent=parent)
        self._name, self._about, self._numbers, self._at = name, about, tuple(numbers), min(at, len(numbers) - 1)
        self._hiding = hiding
        self._outcome: CallOutcome | None = None
        self.big = BigNumber()
        self.big.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addWidget(self.big)
        self.place = self.say_sentence("contacts.ring_of", role="secondary", at=1, count=1)
        self.row = Lines()
        self.buttons = {outcome: KeyButton(f"call.outcome.{outcome.value}", key) for outcome, key in KEYS.items()}
        for outcome, button in self.buttons.items():
            self.row.flow.addWidget(button)
            button.clicked.connect(partial(self.take, outcome))
        self.next = KeyButton("contacts.ring_next", NEXT)
        self.next.clicked.connect(self.show_next)
        self.row.flow.addWidget(self.next)
        self.body.addWidget(self.row)
        self.remark = ShortText(LIMITS["remark"])
        self.body.addWidget(Field("call.remark", self.remark))
        self.inputs = {"remark": self.remark}
        self.yes.hide()
        hiding.changed.connect(self._show)
        self._show()

    def first(self) -> QWidget:
        return self.big

    def take(self, outcome: CallOutcome, _checked: bool = False) -> None:
        """What came of the call."""
        self._outcome = outcome
        self.hand_up()

    def show_next(self) -> None:
        """The next number in dial order, the first behind the last."""
        self._at = (self._at + 1) % len(self._numbers)
        self._show()

    def answer(self) -> Ring:
        if self._outcome is None:
            raise Refused("call_outcome_missing")
        return Ring(self._numbers[self._at].number, self._outcome, self.remark.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = self.remark.hasFocus()
        outcome = next((one for one, key in KEYS.items() if key == event.text()), None)
        if not typing and outcome is not None and not event.isAutoRepeat():
            self.take(outcome)
        elif not typing and event.key() == Qt.Key.Key_N:
            self.show_next()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._to_and_fro()
        else:
            super().keyPressEvent(event)

    def _to_and_fro(self) -> None:
        """Enter goes into the remark and out of it again; a button it stands on is pressed."""
        where = self.focusWidget()
        if isinstance(where, KeyButton):
            where.click()
        else:
            (self.big if where is self.remark else self.remark).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self) -> None:
        kind, number = self._numbers[self._at].kind, self._numbers[self._at].number
        shown = masked(number) if self._hiding.on else number
        self.big.show_number(self._name, self._about, kind_text(kind), shown)
        self.place.say("contacts.ring_of", at=self._at + 1, count=len(self._numbers))
        self.next.setVisible(len(self._numbers) > 1)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "next"):
            self._show()


def outcome_word(outcome: CallOutcome) -> str:
    return words.say(f"call.outcome.{outcome.value}")
