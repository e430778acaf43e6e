"""Signing afterwards for a watch that was taken in an emergency: by another than the one who took it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console.domain.duty import EmergencyRow
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.proof import Proof


@dataclass(frozen=True, slots=True)
class Confirming:
    """Which shift was on the screen, and name and password of the one who signs for it."""

    shift_id: UUID
    name: str
    password: str


class ConfirmEmergencyDialog(Asking):
    """``typed`` is the name to begin with, where somebody sits here who may sign."""

    def __init__(
        self,
        row: EmergencyRow,
        times: Times,
        *,
        names: Sequence[str] = (),
        typed: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("confirm_emergency.title", "confirm_emergency.yes", parent=parent)
        self._shift_id = row.shift_id
        facts = {"number": row.number, "owner": row.owner, "relieved": row.relieved}
        self.say_sentence("confirm_emergency.of", role="strong", at=times.minute(row.taken_at), **facts)
        self.say_sentence("confirm_emergency.reason", reason=row.reason)
        self.say_sentence("confirm_emergency.what", role="secondary", **facts)
        self.proof = Proof("sign.name.emergency", names=names)
        self.proof.name.setText(typed)
        self.body.addWidget(self.proof)
        self.set_fields(self.proof.fields())
        self.inputs = self.proof.inputs()

    def answer(self) -> Confirming:
        return Confirming(self._shift_id, *self.proof.given())
