"""An approval by the person asked: what is decided on, word for word, and the password that is the signature."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from console.domain.approvals import WORDS_LIMIT, ApprovalRow
from ui import theme
from ui.dialogs.asking import Asking
from ui.widgets.digest import Digest
from ui.widgets.field import Field
from ui.widgets.proof import Proof
from ui.widgets.typed import LongText, OneLine


class Decision(StrEnum):
    """批准, 退回, 补签."""

    APPROVE = "approve"
    RETURN = "give_back"
    SIGN = "sign_later"


@dataclass(frozen=True, slots=True)
class Decided:
    """Name and password of the person asked, the reason of a return, and the digest that was on the screen."""

    name: str
    password: str
    reason: str
    digest: bytes


class DecideDialog(Asking):
    """Hands up a ``Decided``; only the person asked can give it."""

    def __init__(self, approval: ApprovalRow, decision: Decision, parent: QWidget | None = None) -> None:
        kind = "danger" if decision is Decision.RETURN else "primary"
        super().__init__(f"approval.{decision.value}", f"approval.{decision.value}", kind=kind, parent=parent)
        self._digest = approval.digest
        self.say_sentence("approval.what." + decision.value, role="strong", number=approval.subject_number)
        self.preview = LongText(len(approval.preview) or 1)
        self.preview.show_text(approval.preview)
        self.preview.setReadOnly(True)
        self.body.addWidget(Field("approval.preview", self.preview), 1)
        self.body.addWidget(Digest(approval.digest))
        self.reason = OneLine(WORDS_LIMIT)
        self.proof = Proof("approval.name", fixed=approval.of_name)
        fields = self.proof.fields()
        if decision is Decision.RETURN:
            self.body.addWidget(Field("approval.reason", self.reason, required=True))
            self.inputs = {"reason": self.reason}
            fields = [self.reason, *fields]
        self.body.addWidget(self.proof)
        self.set_fields(fields)
        self._stand()

    def answer(self) -> Decided:
        return Decided(*self.proof.given(), self.reason.text(), self._digest)

    def restyle(self) -> None:
        super().restyle()
        self._stand()

    def _stand(self) -> None:
        """Wide enough for a line of the report; a long text is read by scrolling."""
        if hasattr(self, "preview"):
            self.preview.setFixedHeight(theme.current().px(220))
            self.setMinimumWidth(theme.current().px(620))
