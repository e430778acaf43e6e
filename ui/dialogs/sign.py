"""Signing: what is signed, who signs, and the password that is the signature. Also proves who confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from console.domain.duty import SheetRow
from ui.dialogs.asking import Asking
from ui.widgets.digest import Digest
from ui.widgets.proof import Proof

PROOF_MINUTES = 5
"""How long who confirms stays known without doing anything."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Name and password of the one who signs, and the digest that was on the screen."""

    name: str
    password: str
    digest: bytes


class SignDialog(Asking):
    """``part`` is outgoing, leader or confirm; each says in its own sentence what the password stands for."""

    def __init__(
        self,
        part: str,
        sheet: SheetRow,
        *,
        fixed: str = "",
        names: Sequence[str] = (),
        typed: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"sign.title.{part}", f"sign.yes.{part}", parent=parent)
        self._digest = sheet.digest
        self.number = self.say_sentence("sign.sheet", role="title", number=sheet.number)
        self.body.addWidget(Digest(sheet.digest))
        self.say_sentence(f"sign.what.{part}", minutes=PROOF_MINUTES)
        self.proof = Proof(f"sign.name.{part}", fixed=fixed, names=names)
        if typed and not fixed:
            self.proof.name.setText(typed)
        self.body.addWidget(self.proof)
        self.set_fields(self.proof.fields())
        self.inputs = self.proof.inputs()

    def answer(self) -> Signing:
        return Signing(*self.proof.given(), self._digest)
