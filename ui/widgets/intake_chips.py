"""A proposal beside a field: 03:00 [Alt+T], taken by its key or a click, gone when the field is filled."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.domain.inbound import Precision
from ui import actions
from ui.widgets.code_combo import CodeCombo
from ui.widgets.keycap import KeyButton
from ui.widgets.place_tree import PlacePicker

_LONGEST = 10


class Chip(KeyButton):
    """``value`` is what it would put there; never in the way of Tab."""

    def __init__(self, code: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(code, actions.key_of(action), kind="quiet", small=True, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.value: object = None
        self._said = code
        self.hide()

    def propose(self, value: object, shown: str) -> None:
        """Offer it; None takes the offer back."""
        self.value = value
        if value is None:
            self.hide()
            return
        short = shown if len(shown) <= _LONGEST else f"…{shown[1 - _LONGEST :]}"
        self.say(self._said, value=short)
        self.setToolTip(words.say(self._said, value=shown))
        self.show()


class Proposals(QObject):
    """The chips of time, place and sender; what a field holds already is never proposed against."""

    taken = Signal()

    def __init__(self, occurred: QLineEdit, precision: CodeCombo, place: PlacePicker, caller: QLineEdit) -> None:
        super().__init__(place)
        self._occurred, self._precision, self._place, self._caller = occurred, precision, place, caller
        self.time, self.where = Chip("intake.propose", "take_time"), Chip("intake.propose", "take_place")
        self.sender = Chip("intake.propose_sender", "take_sender")
        self.sender.clicked.connect(self.take_sender)
        self.time.clicked.connect(self.take_time)
        self.where.clicked.connect(self.take_place)

    def show(self, when: str, place: tuple[UUID, str] | None, sender: str, *, free: bool) -> None:
        """``free``: the form may be written in. A sender's name that would be cut is none."""
        fits = free and not self._caller.text() and len(sender) <= self._caller.limit
        self.sender.propose(sender if sender and fits else None, sender)
        self.time.propose(when if when and free and not self._occurred.text() else None, when)
        offered = place if place is not None and free and not self._place.text() else None
        self.where.propose(offered[0] if offered else None, offered[1] if offered else "")

    def give_way(self) -> None:
        """A field was filled."""
        if self._occurred.text():
            self.time.propose(None, "")
        if self._place.text():
            self.where.propose(None, "")
        if self._caller.text():
            self.sender.propose(None, "")

    def withdraw(self) -> None:
        """Nothing is offered to what is no longer written in."""
        self.show("", None, "", free=False)

    def take_time(self) -> None:
        """By key or click: the time goes into its field, as about then."""
        if self.time.value is not None:
            self._occurred.setText(str(self.time.value))
            self._precision.show_code(Precision.ABOUT.value)
            self.taken.emit()

    def take_place(self) -> None:
        """By key or click: the place is chosen."""
        if isinstance(self.where.value, UUID):
            self._place.show_choice(self.where.value, "")
            self.taken.emit()

    def take_sender(self) -> None:
        """By key or click: whoever wrote the pasted chat is who reports."""
        if self.sender.value is not None:
            self._caller.setText(str(self.sender.value))
            self.taken.emit()
