"""Whose word it is and how it was given: on the telephone with its words, or here with the password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from console import words
from console.domain.responses import LIMITS, Approved, Way
from ui import theme
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.name_field import NameField
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken
from ui.widgets.typed import OneLine

_TIME = 40


class ApprovalFields(Painted, Spoken, QWidget):
    """``walked`` says that the fields Enter walks are others now."""

    walked = Signal()

    def __init__(self, leader: str, names: Sequence[str], times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self.name = NameField(names, leader)
        self.way = Choice(list(Way), lambda way: words.say(f"responses.way.{way.value}"))
        self.words, self.at, self.password = OneLine(LIMITS["words"]), OneLine(_TIME), OneLine()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.words_field = Field("responses.words", self.words, required=True)
        self.at_field = Field("responses.word_at", self.at)
        self.password_field = Field("sign_in.password", self.password, required=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Field("responses.approver", self.name, required=True), 3)
        row.addWidget(Field("responses.way", self.way), 3)
        row.addWidget(self.words_field, 5)
        row.addWidget(self.at_field, 2)
        row.addWidget(self.password_field, 7)
        self.way.currentIndexChanged.connect(lambda _at: self._show_way())
        self._show_way()
        self.retranslate()
        self.restyle()

    def fields(self) -> list[QLineEdit]:
        """Those Enter walks, in their order."""
        return [self.name, self.password] if self.way.value() is Way.PASSWORD else [self.name, self.words, self.at]

    def inputs(self) -> dict[str, QWidget]:
        """What is kept while it is not handed up; never the password."""
        return {"name": self.name, "way": self.way, "words": self.words, "at": self.at}

    def approved(self) -> Approved:
        """Raises Refused bad_time with its field."""
        if self.way.value() is Way.PASSWORD:
            return Approved(self.name.text().strip(), Way.PASSWORD, password=self.password.text())
        typed = self.at.text().strip()
        at = self._times.read(typed) if typed else None
        return Approved(self.name.text().strip(), Way.PHONE, self.words.text().strip(), at)

    def restyle(self) -> None:
        self.layout().setSpacing(theme.current().px(12))
        super().restyle()

    def retranslate(self) -> None:
        self.at.setPlaceholderText(words.say("upward.sent_at.now"))

    def _show_way(self) -> None:
        here = self.way.value() is Way.PASSWORD
        for field in (self.words_field, self.at_field):
            field.setVisible(not here)
        self.password_field.setVisible(here)
        self.walked.emit()
