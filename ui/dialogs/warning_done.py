"""回填: a channel that people's hands carry has carried it; when, how many it reached, and how anybody could know."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.warning import LIMITS
from console.domain.warning_rows import SendRow
from console.errors import Refused
from console.services.warning_sends import REFERENCE_LIMIT, Done
from ui.dialogs.asking import Asking
from ui.dialogs.typed_time import told_time
from ui.text import Times
from ui.widgets.field import Field
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine, ShortText

_TIME, _COUNT = 30, 9


class WarningDoneDialog(Asking):
    """Hands up ``Done``; without a time it was now."""

    LEAST_WIDTH = 560

    def __init__(self, send: SendRow, times: Times, *, parent: QWidget | None = None) -> None:
        super().__init__("warning.done", "button.save", parent=parent)
        self._times = times
        about = Word(role="strong")
        about.show_text(f"{send.name}　{send.target}")
        about.setWordWrap(True)
        self.body.addWidget(about)
        self.proof, self.reference = ShortText(LIMITS["reason"]), ShortText(REFERENCE_LIMIT)
        self.reached, self.at = OneLine(_COUNT), OneLine(_TIME)
        self.fields = {
            "reference": Field("warning.done.reference", self.reference),
            "proof": Field("warning.done.proof", self.proof),
            "reached": Field("warning.done.reached", self.reached),
            "at": Field("warning.done.at", self.at),
        }
        self.fields["proof"].say_note("warning.done.proof_note")
        self.fields["at"].say_note("warning.done.at_note")
        for made in self.fields.values():
            self.body.addWidget(made)
        self.set_fields([self.reference, self.proof, self.reached, self.at])
        self.inputs = {"reference": self.reference, "proof": self.proof, "reached": self.reached, "at": self.at}

    def answer(self) -> Done:
        typed = self.reached.text().strip()
        if typed and not typed.isdecimal():
            raise Refused("reached_wrong", field="reached")
        if not self.reference.text().strip() and not self.proof.text().strip():
            raise Refused("proof_missing", field="proof")
        at = told_time(self._times, self.at.text(), "at")
        return Done(at, int(typed) if typed else None, self.reference.text().strip(), self.proof.text().strip())
