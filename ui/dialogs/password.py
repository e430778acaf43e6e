"""Passwords: one's own, proved by the old one; or a forgotten one, set anew by an administrator."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console import words
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.typed import OneLine


@dataclass(frozen=True, slots=True)
class OwnPassword:
    """Never shown and never written anywhere but into the hash."""

    old: str = field(repr=False)
    new: str = field(repr=False)


class NewPassword(Painted, QWidget):
    """A new password and once more; the two must agree before anything is handed up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.new, self.again = hidden_line(), hidden_line()
        self.new_field = Field("password.new", self.new, required=True)
        self.again_field = Field("password.again", self.again, required=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.new_field)
        self._column.addWidget(self.again_field)
        for line in self.fields():
            line.textEdited.connect(self._clear_notes)
        self.restyle()

    def fields(self) -> list[QLineEdit]:
        return [self.new, self.again]

    def given(self) -> str:
        """As typed; a password is nobody's to trim."""
        return self.new.text()

    def agree(self) -> bool:
        """Whether both are the same; says so at the second field when not."""
        self._clear_notes()
        same = self.new.text() == self.again.text()
        if not same:
            self.again_field.say_note("refused.passwords_differ", wrong=True)
        return same

    def refuse(self, error: Exception) -> bool:
        """Say what is wrong with the new password; False when it is about something else."""
        mine = isinstance(error, Refused) and error.code in {"password_short", "password_published"}
        if mine:
            self.new_field.say_note(f"refused.{error.code}", wrong=True, **error.facts)  # type: ignore[attr-defined]
        return mine

    def forget(self) -> None:
        """Nothing of a password stays in a widget after use."""
        for line in self.fields():
            line.clear()

    def restyle(self) -> None:
        self._column.setSpacing(theme.current().px(10))
        super().restyle()

    def _clear_notes(self) -> None:
        self.new_field.clear_note()
        self.again_field.clear_note()


class OwnPasswordDialog(Asking):
    """Hands up ``OwnPassword``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("password.title_own", "password.set", parent=parent)
        self.old = hidden_line()
        self.old_field = Field("password.old", self.old, required=True)
        self.passwords = NewPassword()
        self.say_sentence("officers.own_what", role="secondary")
        self.body.addWidget(self.old_field)
        self.body.addWidget(self.passwords)
        self.set_fields([self.old, *self.passwords.fields()])

    def answer(self) -> OwnPassword:
        return OwnPassword(self.old.text(), self.passwords.given())

    def hand_up(self) -> None:
        self.old_field.clear_note()
        if self.passwords.agree():
            super().hand_up()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        if isinstance(error, Refused) and error.code == "wrong_password":
            self.old_field.say_note("password.old_wrong", wrong=True)
        elif isinstance(error, Refused) and error.code == "wait_password":
            self.old_field.say_note("refused.wait_password", wrong=True, **error.facts)
        elif not self.passwords.refuse(error):
            return
        self.trouble.hide()

    def done(self, result: int) -> None:
        self.old.clear()
        self.passwords.forget()
        super().done(result)


class RecoverPasswordDialog(Asking):
    """Hands up the new password of somebody who forgot theirs."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._name = name
        super().__init__("password.title_recover", "password.set", parent=parent)
        self.passwords = NewPassword()
        self.say_sentence("password.recover_what", role="secondary")
        self.body.addWidget(self.passwords)
        self.set_fields(self.passwords.fields())
        self.retranslate()

    def answer(self) -> str:
        return self.passwords.given()

    def hand_up(self) -> None:
        if self.passwords.agree():
            super().hand_up()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        if self.passwords.refuse(error):
            self.trouble.hide()

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("password.title_recover", name=self._name))

    def done(self, result: int) -> None:
        self.passwords.forget()
        super().done(result)


def hidden_line() -> QLineEdit:
    line = OneLine()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
