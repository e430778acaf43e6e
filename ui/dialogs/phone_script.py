"""What is read to the leader on the telephone, whom to ring, what he said, and the one key that it was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from console import words
from console.domain.outbound import NAME_LIMIT, NOTE_LIMIT, PHONE_LIMIT
from console.domain.phone_script import Part
from console.domain.text import TEXT_LIMIT
from console.errors import Refused
from console.services.phone_reports import PhoneReport, Reported
from ui import text, theme
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.due import DueMark
from ui.widgets.field import Field
from ui.widgets.spoken import Word
from ui.widgets.typed import LongText, ShortText

_PARTS = {part: f"phone.part.{part.value}" for part in Part}
_READ = 18
"""Size of what is read aloud: across a desk, with the receiver at the ear."""


_HIGHEST = 720
"""Pixels that a screen of 768 leaves to a window with its title."""


class PhoneScriptDialog(Asking):
    """Hands up a ``Reported``. Beside the window, not above it: a second call can be taken while it is open.

    ``ordered``: what he said is an instruction, recorded as one with the same words.
    """

    edited = Signal()

    def __init__(
        self,
        report: PhoneReport,
        times: Times,
        entry_id: UUID,
        kept: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``kept`` is what ``typed`` gave when it was open the last time."""
        super().__init__("phone.title", "phone.reported", parent=parent)
        self.setModal(False)
        self.report, self._times, self.entry_id = report, times, entry_id
        self._read: list[Word] = []
        self.name = ShortText(NAME_LIMIT)
        self.phone = ShortText(PHONE_LIMIT)
        self.phone.numbers = True
        self.said = LongText(TEXT_LIMIT)
        self.ordered = QCheckBox()
        self.late = ShortText(NOTE_LIMIT)
        self.mark = DueMark()
        self.late_field = Field("phone.late_reason", self.late, required=True)
        self._first = {"name": report.leader.name, "phone": report.leader.phone, "said": "", "late": ""}
        known = {**self._first, **(kept or {})}
        for name, line in (("name", self.name), ("phone", self.phone), ("late", self.late)):
            line.setText(str(known[name]))
        self.said.show_text(str(known["said"]))
        self._build()
        self.set_fields([self.name, self.phone, self.late])
        self.retranslate()
        self.said.edited.connect(self.edited)
        for line in (self.name, self.phone, self.late):
            line.textEdited.connect(lambda _text: self.edited.emit())
        self.show_due()
        self.restyle()

    def first(self) -> QWidget:
        return self.said if self.name.text() else self.name

    def answer(self) -> Reported:
        return Reported(self.entry_id, self.name.text(), self.phone.text(), self.said.text(), self.late.text())

    def typed(self) -> dict[str, str]:
        """What differs from what stood there at first."""
        now = {"name": self.name.text(), "phone": self.phone.text(), "said": self.said.text(), "late": self.late.text()}
        return {name: text for name, text in now.items() if text != self._first[name]}

    def show_due(self) -> None:
        """The time left until the leader must have been phoned; past it the reason is asked for."""
        due, now = self.report.due_at, self._times.now()
        self.mark.setVisible(due is not None)
        self.late_field.setVisible(due is not None and now > due)
        if due is not None:
            whole = max(1.0, (due - self.report.item.received_at).total_seconds())
            gone = (now - self.report.item.received_at).total_seconds() / whole
            self.mark.show_due(min(1.0, max(0.0, gone)), "over" if now > due else "near", text.left(due, now))

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        if isinstance(error, Refused) and error.code == "late_reason_missing":
            self.late_field.show()
            self.late.setFocus()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "ordered"):
            self.ordered.setText(words.say("phone.ordered"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_text"):
            using = theme.current()
            for word in self._read:
                word.setFont(using.font(_READ))
            self._text.setVerticalSpacing(using.px(10))
            self._text.setHorizontalSpacing(using.px(16))
            self.said.setMinimumHeight(using.px(72))
            self.said.setMaximumHeight(using.px(120))
            self._scroll.setMinimumHeight(using.px(150))
            self.setMinimumWidth(using.px(760))

    def _fit(self) -> None:
        """Never higher than an old office screen; the script scrolls then."""
        super()._fit()
        least = self.layout().totalMinimumSize().height()
        self.resize(self.width(), max(least, min(self.height(), _HIGHEST)))

    def _build(self) -> None:
        whom = QHBoxLayout()
        whom.addWidget(Field("phone.leader", self.name, required=True), 2)
        whom.addWidget(Field("phone.number", self.phone), 2)
        whom.addWidget(self.mark, 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(whom)
        if self.report.leader.place or self.report.leader.deputy:
            leader = self.report.leader
            self.say_sentence(
                "phone.whereabouts", role="secondary", place=leader.place or words.say("none"),
                deputy=leader.deputy or words.say("none"),
            )  # fmt: skip
        self.body.addWidget(self._script(), 1)
        self.body.addWidget(Field("phone.said", self.said))
        self.body.addWidget(self.ordered)
        self.body.addWidget(self.late_field)

    def _script(self) -> QWidget:
        page = QWidget()
        self._text = QGridLayout(page)
        self._text.setColumnStretch(1, 1)
        for at, sentence in enumerate(self.report.sentences):
            part = Word(_PARTS[sentence.part], role="secondary")
            read = Word(role="strong")
            read.setTextFormat(Qt.TextFormat.PlainText)
            read.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            read.setWordWrap(True)
            read.show_text(sentence.text)
            self._read.append(read)
            self._text.addWidget(part, at, 0, Qt.AlignmentFlag.AlignTop)
            self._text.addWidget(read, at, 1)
        self._text.setRowStretch(len(self._read), 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(page)
        return self._scroll
