"""Signing out for an officer who is not there: why, and the leader's or commander's name and password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.duty import SheetRow
from ui.dialogs.asking import Asking
from ui.widgets.digest import Digest
from ui.widgets.field import Field
from ui.widgets.proof import Proof
from ui.widgets.typed import OneLine


@dataclass(frozen=True, slots=True)
class SigningForAbsent:
    """As typed, with the digest that was on the screen; the service refuses what is missing."""

    reason: str
    name: str
    password: str
    digest: bytes


class AbsentDialog(Asking):
    """``owner`` is who is not there; ``leader`` the name to begin with."""

    def __init__(
        self, sheet: SheetRow, *, owner: str, leader: str, names: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__("absent.title", "absent.yes", kind="danger", parent=parent)
        self._digest = sheet.digest
        self.say_sentence("sign.sheet", role="title", number=sheet.number)
        self.body.addWidget(Digest(sheet.digest))
        self.say_sentence("absent.what", name=owner)
        self.reason = OneLine()
        self.body.addWidget(Field("absent.reason", self.reason, required=True))
        self.proof = Proof("sign.name.absent", names=names)
        self.proof.name.setText(leader if leader in names and leader != owner else "")
        self.body.addWidget(self.proof)
        self.set_fields([self.reason, *self.proof.fields()])
        self.inputs = {"reason": self.reason, **self.proof.inputs()}

    def answer(self) -> SigningForAbsent:
        return SigningForAbsent(self.reason.text(), *self.proof.given(), self._digest)

    def first(self) -> QLineEdit:
        return self.reason
