"""确认派出: the whole order once more, whose word it is, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.responses import Approved
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.typed_time import coming_time
from ui.text import Times
from ui.widgets.approval_fields import ApprovalFields
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import LongText, OneLine

NOW, LATER = "now", "later"
TEXT, REASON, TIME = 2_000, 200, 40
"""Longest words of the order, reason and time, in characters."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What is confirmed; ``key`` is made with the dialog, so that pressed twice is one order."""

    approved: Approved
    text: str
    reason: str
    reserved: bool
    planned_at: datetime | None
    key: UUID


class ConfirmDialog(Asking):
    """Hands up a ``Confirmed``. ``own`` is who may not approve what he puts together; empty where anybody may.

    ``stale`` carries the lines that no longer hold, each in words: the order stands as it was typed.
    """

    LEAST_WIDTH = 820
    stale = Signal(object)

    def __init__(
        self, said: str, lines: Sequence[str], warned: Sequence[str], leader: str, names: Sequence[str], times: Times,
        *, own: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("dispatch.confirm", "dispatch.confirm.yes", kind="danger", parent=parent)
        self._key, self._times, self._own = uuid4(), times, own
        self.say_sentence("", role="strong").show_text(said)
        self.lines = LongText(sum(map(len, lines)) + len(lines) + 1)
        self.lines.show_text("\n".join(lines))
        self.lines.setReadOnly(True)
        self.body.addWidget(Field("dispatch.confirm.lines", self.lines), 1)
        self.mode = Choice((NOW, LATER), lambda mode: words.say(f"dispatch.mode.{mode}"))
        self.planned = OneLine(TIME)
        self.text = OneLine(TEXT)
        self.reason = OneLine(REASON)
        self.planned_field = Field("dispatch.planned_at", self.planned)
        self.reason_field = Field("dispatch.reason", self.reason, required=True)
        self.approval = ApprovalFields(leader, names, times)
        self._lay_out_body(warned)
        self.inputs = {
            "text": self.text, "mode": self.mode, "planned": self.planned, "reason": self.reason,
            **self.approval.inputs(),
        }  # fmt: skip
        self._warned = bool(warned)
        self.mode.currentIndexChanged.connect(lambda _at: self._walk())
        self.approval.walked.connect(self._walk)
        self.approval.name.textChanged.connect(lambda _text: self._say_own())
        self._walk()
        self._say_own()
        self.restyle()

    def first(self) -> QWidget:
        return self.text

    def answer(self) -> Confirmed:
        reason, later = self.reason.text().strip(), self.mode.value() == LATER
        if self._warned and not reason:
            raise Refused("reason_missing", field="reason")
        planned = coming_time(self._times, self.planned.text(), "planned") if later else None
        return Confirmed(self.approval.approved(), self.text.text().strip(), reason, later, planned, self._key)

    def refuse(self, error: Exception) -> None:
        """Lines that no longer hold stand each on its own; whose word is missing is told what to do."""
        super().refuse(error)
        if not isinstance(error, Refused):
            return
        if error.code == "proposal_stale":
            wrong = str(error.facts.get("lines", "")).split("；")
            said = "\n".join([words.say("dispatch.stale.lines", count=len(wrong)), *wrong])
            self.trouble.show_text(said)
            self.stale.emit(wrong)
        elif error.code in ("own_approval", "own_phone_word"):
            self.trouble.show_text(f"{words.sentence(error)}\n{words.say('dispatch.own_approval.how')}")
            self.approval.name.setFocus()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "planned"):
            self.planned.setPlaceholderText(words.say("dispatch.planned_at.hint"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "lines"):
            self.lines.setFixedHeight(theme.current().px(132))

    def _lay_out_body(self, warned: Sequence[str]) -> None:
        self.body.addLayout(
            spread(
                (
                    (Field("dispatch.text", self.text), 0, 0, 2), (Field("dispatch.mode", self.mode), 1, 0, 1),
                    (self.planned_field, 1, 1, 1),
                ),
                2,
            )
        )  # fmt: skip
        if warned:
            self.say_sentence("dispatch.warned", role="caution", lines="；".join(warned))
        self.body.addWidget(self.reason_field)
        self.reason_field.setVisible(bool(warned))
        self.body.addWidget(self.approval)
        self.own = self.say_sentence("dispatch.own_approval.how", role="caution")
        self.retranslate()

    def _walk(self) -> None:
        later = self.mode.value() == LATER
        self.planned_field.setVisible(later)
        asked = [self.reason] if self._warned else []
        self.set_fields([self.text, *([self.planned] if later else []), *asked, *self.approval.fields()])

    def _say_own(self) -> None:
        """Whoever puts an order together does not approve it."""
        self.own.setVisible(bool(self._own) and self.approval.name.text().strip() == self._own)
