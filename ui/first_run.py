"""The page of the first start: try the sample county, set up ours, or begin again from a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from console import words
from console.domain.realm import Realm
from ui import theme
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

if TYPE_CHECKING:
    from console.services.copies_there import Found

_OFFERED = (Realm.LIVE, Realm.SAMPLE, Realm.EXERCISE)


class FirstRun(Painted, Spoken, QWidget):
    """Signals: ``asked`` realm ("" where the store exists already), name and password; ``look_asked`` and
    ``restore_asked`` the folder of a copy, to see what it is and to begin again from it."""

    asked = Signal(str, str, str)
    look_asked = Signal(str)
    restore_asked = Signal(str)

    def __init__(self, place: str, *, store_exists: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card("first.title")
        self.realms = {realm: QRadioButton() for realm in _OFFERED} if not store_exists else {}
        self.restore = QRadioButton()
        self.name, self.password, self.again = OneLine(), _secret(), _secret()
        self.folder = OneLine()
        self.choose = KeyButton("first.choose_copy")
        self.found = Word(role="strong")
        self.found.setWordWrap(True)
        self.note = Word("first.note", role="secondary")
        self.note.setWordWrap(True)
        self.button = KeyButton("first.start", "Ctrl+Return", kind="primary")
        self.again_field = Field("sign_in.again", self.again)
        self._where = Word("first.where", role="caption", path=place)
        self._where.setWordWrap(True)
        self._seen = ""
        self._lay_out()
        self._connect()
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

    def show_found(self, folder: str, found: Found | None) -> None:
        """What the chosen copy is: whose, as of when, how far its log goes and what its newest line says."""
        self._seen = folder if found is not None else ""
        self.found.setVisible(found is not None)
        if found is None:
            return
        manifest, newest = found.manifest, found.newest
        at = f"{manifest.made_at.astimezone():%Y-%m-%d %H:%M}"
        facts = {"site": manifest.site, "at": at, "number": manifest.duty[0]}
        self.found.say("first.found", text=newest.text[:120] if newest else "–", **facts)
        self.say(words.say("first.found_note"), wrong=False)

    def retranslate(self) -> None:
        for realm, button in self.realms.items():
            button.setText(words.say(f"first.realm.{realm.value}"))
        self.restore.setText(words.say("first.restore"))

    def restyle(self) -> None:
        self.card.setFixedWidth(theme.current().px(600))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), theme.current().colour("window"))

    def _lay_out(self) -> None:
        if self.realms:
            self.card.body.addWidget(Word("first.which", role="strong"))
            self.realms[Realm.LIVE].setChecked(True)
            for button in (*self.realms.values(), self.restore):
                self.card.body.addWidget(button)
        self._admin = self._part(
            Word("first.admin", role="strong"), Field("gate.officer", self.name),
            Field("gate.password", self.password), self.again_field,
        )  # fmt: skip
        self._copy = self._part(Field("first.copy", self.folder), self.choose, self.found)
        self._copy.hide()
        self.found.hide()
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

    def _part(self, *widgets: QWidget) -> QWidget:
        """Fields that come and go together."""
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if widget is self.choose else Qt.AlignmentFlag(0))
        self.card.body.addWidget(part)
        return part

    def _connect(self) -> None:
        self.button.clicked.connect(self._ask)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._ask, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for field, following in ((self.name, self.password), (self.password, self.again)):
            field.returnPressed.connect(following.setFocus)
        self.again.returnPressed.connect(self._ask)
        self.restore.toggled.connect(self._show_part)
        self.choose.clicked.connect(self._choose)
        self.folder.textEdited.connect(lambda _: self.show_found("", None))
        self.folder.returnPressed.connect(self._ask)

    def _show_part(self, restoring: bool) -> None:
        self._admin.setVisible(not restoring)
        self._copy.setVisible(restoring)
        self.button.say("first.restore_start" if restoring else "first.start")
        self.note.say("first.restore_note" if restoring else "first.note")
        self.note.setProperty("role", "secondary")
        (self.folder if restoring else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        """The system's own box for choosing a folder; opened by the officer only."""
        chosen = QFileDialog.getExistingDirectory(self, words.say("first.choose_copy"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self.look_asked.emit(chosen)

    def _ask(self) -> None:
        if not self.button.isEnabled():
            return
        if self.restore.isChecked():
            self._ask_restore()
        else:
            self._ask_start()

    def _ask_restore(self) -> None:
        """Seen first, restored second: nobody begins again from a copy without having read its date."""
        folder = self.folder.text().strip()
        if folder and folder != self._seen:
            self.look_asked.emit(folder)
        elif folder:
            self.restore_asked.emit(folder)

    def _ask_start(self) -> None:
        if self.password.text() != self.again.text():
            self.again_field.say_note("first.differ", wrong=True)
            return
        self.again_field.clear_note()
        chosen = next((realm.value for realm, button in self.realms.items() if button.isChecked()), "")
        self.asked.emit(chosen, self.name.text().strip(), self.password.text())


def _secret() -> QLineEdit:
    field = OneLine()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
