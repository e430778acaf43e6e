"""A secret of a device: typed once, handed to the key store of this machine, never shown and never kept as words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.errors import Refused
from console.services.secrets import Keeping, KeptBy
from ui.dialogs.asking import Asking
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class SecretSaid:
    """Which secret, its value, and the passphrase of the encrypted file where this machine has no key store.

    Never written to a log: neither value nor passphrase is part of how it shows itself.
    """

    name: str
    value: str = field(repr=False)
    passphrase: str = field(default="", repr=False)


class SecretDialog(Asking):
    """Hands up a ``SecretSaid``; where this machine has no key store, an encrypted file is offered."""

    LEAST_WIDTH = 560

    def __init__(self, device: str, names: Sequence[str], keeping: Keeping, parent: QWidget | None = None) -> None:
        super().__init__("devices.secret", "button.save", parent=parent)
        said = Word(role="strong")
        said.show_text(device)
        self.body.addWidget(said)
        if keeping.by is KeptBy.KEYRING:
            self.say_sentence("devices.secret.keeper", role="secondary", keeper=keeping.name)
        else:
            code = "devices.secret.no_keeper" if keeping.by is KeptBy.NOBODY else "devices.secret.file"
            self.say_sentence(code, role="caution")
        self.name = Choice(list(names), lambda one: words.say(f"driver.option.{one}"))
        self.value, self.passphrase = OneLine(_LONGEST), OneLine(_LONGEST)
        for line in (self.value, self.passphrase):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(Field("devices.secret.which", self.name))
        self.body.addWidget(Field("devices.secret.value", self.value, required=True))
        self._needs_passphrase = keeping.by is KeptBy.NOBODY or keeping.locked
        if self._needs_passphrase:
            self.body.addWidget(Field("devices.secret.passphrase", self.passphrase, required=True))
        self.set_fields([self.value, *([self.passphrase] if self._needs_passphrase else [])])

    def field_of(self, refused: Refused) -> QWidget | None:
        """None of them is kept, so none is an input."""
        return {"secret_missing": self.value, "bad_secret": self.value}.get(
            refused.code, self.passphrase if "passphrase" in refused.code else None
        )

    def answer(self) -> SecretSaid:
        if self.name.value() is None:
            raise Refused("no_secret_here")
        if not self.value.text():
            raise Refused("secret_missing")
        if self._needs_passphrase and not self.passphrase.text():
            raise Refused("passphrase_missing")
        return SecretSaid(self.name.value(), self.value.text(), self.passphrase.text())
