"""The first start: what kind of store this is to be, and the first administrator."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from console import words
from console.domain.realm import Realm
from ui import theme
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word


class FirstRun(Painted, Spoken, QWidget):
    """``asked`` carries realm ("" where the store exists already), name and password."""

    asked = Signal(str, str, str)

    def __init__(self, place: str, *, store_exists: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card("first.title")
        self.realms = {realm: QRadioButton() for realm in Realm} if not store_exists else {}
        self.name, self.password, self.again = QLineEdit(), _secret(), _secret()
        self.note = Word("first.note", role="secondary")
        self.note.setWordWrap(True)
        self.button = KeyButton("first.start", "Ctrl+Return", kind="primary")
        self.again_field = Field("sign_in.again", self.again)
        self._where = Word("first.where", role="caption", path=place)
        self._where.setWordWrap(True)
        self._lay_out()
        self.button.clicked.connect(self._ask)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._ask, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for field, following in ((self.name, self.password), (self.password, self.again)):
            field.returnPressed.connect(following.setFocus)
        self.again.returnPressed.connect(self._ask)
        self.retranslate()
        self.restyle()

    def say(self, text: str, *, wrong: bool = True) -> None:
        self.note.show_text(text)
        self.note.setProperty("role", "error" if wrong else "secondary")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)

    def set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)

    def start(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        for realm, button in self.realms.items():
            button.setText(words.say(f"first.realm.{realm.value}"))

    def restyle(self) -> None:
        self.card.setFixedWidth(theme.current().px(560))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), theme.current().colour("window"))

    def _lay_out(self) -> None:
        if self.realms:
            self.card.body.addWidget(Word("first.which", role="strong"))
            self.realms[Realm.LIVE].setChecked(True)
        for button in self.realms.values():
            self.card.body.addWidget(button)
        self.card.body.addWidget(Word("first.admin", role="strong"))
        for part in (Field("gate.officer", self.name), Field("gate.password", self.password), self.again_field):
            self.card.body.addWidget(part)
        self.card.body.addWidget(self.note)
        self.card.body.addWidget(self._where)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        self.card.body.addLayout(row)
        middle = QHBoxLayout(self)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(self.card)
        column.addStretch(2)
        middle.addStretch(1)
        middle.addLayout(column)
        middle.addStretch(1)

    def _ask(self) -> None:
        if not self.button.isEnabled():
            return
        if self.password.text() != self.again.text():
            self.again_field.say_note("first.differ", wrong=True)
            return
        self.again_field.clear_note()
        chosen = next((realm.value for realm, button in self.realms.items() if button.isChecked()), "")
        self.asked.emit(chosen, self.name.text().strip(), self.password.text())


def _secret() -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(200)
    return field
