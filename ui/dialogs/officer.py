"""An account: a new one, or another role and state for one there is."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.people import Role
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.password import NewPassword
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.typed import OneLine

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """As typed; the service refuses what cannot be."""

    name: str
    role: Role
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OfficerChange:
    """Another role or state for the account of that name."""

    name: str
    role: Role
    active: bool


class AddOfficerDialog(Asking):
    """Name, role and the first password."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("officer.dialog.add", "officer.dialog.add", parent=parent)
        self.name = OneLine(LONGEST_NAME)
        self.name_field = Field("officer.name", self.name, required=True)
        self.role = role_choice(Role.OFFICER)
        self.passwords = NewPassword()
        self.body.addWidget(self.name_field)
        self.body.addWidget(Field("officer.role", self.role))
        self.say_sentence("officer.role_what", role="secondary")
        self.body.addWidget(self.passwords)
        self.set_fields([self.name, *self.passwords.fields()])
        self.inputs = {"name": self.name, "role": self.role}

    def answer(self) -> NewOfficer:
        return NewOfficer(self.name.text(), self.role.value(), self.passwords.given())

    def hand_up(self) -> None:
        self.name_field.clear_note()
        if self.passwords.agree():
            super().hand_up()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        if isinstance(error, Refused) and error.code in {"bad_name", "name_taken"}:
            self.name_field.say_note(f"refused.{error.code}", wrong=True, **error.facts)
            self.trouble.hide()
        elif self.passwords.refuse(error):
            self.trouble.hide()

    def done(self, result: int) -> None:
        self.passwords.forget()
        super().done(result)


class ChangeOfficerDialog(Asking):
    """Role and state of one account."""

    def __init__(self, name: str, role: Role, active: bool, parent: QWidget | None = None) -> None:
        self._name = name
        super().__init__("officer.dialog.change", "button.save", parent=parent)
        self.role = role_choice(role)
        self.state = Choice((True, False), lambda on: words.say("officer.active" if on else "officer.retired"))
        self.state.choose(active)
        self.body.addWidget(Field("officer.role", self.role))
        self.say_sentence("officer.role_what", role="secondary")
        self.body.addWidget(Field("officer.state", self.state))
        self.retranslate()

    def answer(self) -> OfficerChange:
        return OfficerChange(self._name, self.role.value(), bool(self.state.value()))

    def first(self) -> QWidget:
        return self.role

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("officer.dialog.change", name=self._name))


def role_choice(chosen: Role) -> Choice:
    """Every role, the plain officer's chosen unless another is given."""
    choice = Choice(tuple(Role), lambda role: words.say(f"role.{Role(role).value}"))
    choice.choose(chosen)
    return choice
