"""The page of the first start: try the sample county, set up ours, or begin again from a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from console import words
from console.domain.clock import SystemClock
from console.domain.copies import CopyRow
from console.domain.realm import Realm
from ui import theme
from ui.copy_words import made_at
from ui.dialogs.known_faults import KnownFaultsDialog
from ui.widgets.card import Card
from ui.widgets.copy_list import CopyList
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

if TYPE_CHECKING:
    from console.services.copies_there import Found

_OFFERED = (Realm.LIVE, Realm.SAMPLE, Realm.EXERCISE)


class FirstRun(Painted, Spoken, QWidget):
    """Signals: ``asked`` realm ("" where the store exists already), name and password; ``look_asked`` a folder, to see
    which copies lie there; ``read_asked`` the folder of one, to see what it is; ``restore_asked`` that folder and
    whether its known faults are accepted, to begin again from it."""

    asked = Signal(str, str, str)
    look_asked = Signal(str)
    read_asked = Signal(str)
    restore_asked = Signal(str, bool)

    def __init__(
        self,
        place: str,
        *,
        store_exists: bool,
        now: Callable[[], datetime] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.card = Card("first.title")
        self.realms = {realm: QRadioButton() for realm in _OFFERED} if not store_exists else {}
        self.restore = QRadioButton()
        self.name, self.password, self.again = OneLine(), _secret(), _secret()
        self.folder = OneLine()
        self.choose = KeyButton("first.choose_copy")
        self.copies = CopyList(now or SystemClock().now)
        self.note = Word("first.note", role="secondary")
        self.note.setWordWrap(True)
        self.button = KeyButton("first.start", "Ctrl+Return", kind="primary")
        self.name_field = Field("gate.officer", self.name)
        self.again_field = Field("sign_in.again", self.again)
        self._where = Word("first.where", role="caption", path=place)
        self._where.setWordWrap(True)
        self._looked, self._read = "", ""
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

    def suggest(self, folder: str) -> None:
        """Where this seat's copies went, as far as it still knows; what was typed stays."""
        if not self.folder.text():
            self.folder.setText(folder)

    def show_copies(self, folder: str, rows: Sequence[CopyRow]) -> None:
        """What lies in the folder that was asked about; one typed over meanwhile is not shown."""
        if folder == self.folder.text().strip():
            self._looked = folder
            self.note.say("first.restore_note")
            self.copies.show_rows(rows)

    def show_none(self, folder: str, *, gone: bool) -> None:
        """Nothing to begin again from there: what is missing."""
        if folder == self.folder.text().strip():
            self.copies.clear("first.copies_gone" if gone else "first.copies_missing")

    def show_found(self, folder: str, found: Found) -> None:
        """What the chosen copy is; an answer about one chosen before is not shown."""
        if folder == self._chosen():
            self._read = folder
            self.copies.show_found(found)
            self.note.say("first.found_note")

    def retranslate(self) -> None:
        for realm, button in self.realms.items():
            button.setText(words.say(f"first.realm.{realm.value}"))
        self.restore.setText(words.say("first.restore"))

    def restyle(self) -> None:
        self.card.setFixedWidth(theme.current().px(720 if self.restore.isChecked() else 600))
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
            Word("first.admin", role="strong"), self.name_field,
            Field("gate.password", self.password), self.again_field,
        )  # fmt: skip
        self._copy = self._part(self._folder_row(), self.copies)
        self._copy.hide()
        self.card.body.addWidget(self.note)
        self.card.body.addWidget(self._where)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        self.card.body.addLayout(row)
        page = QWidget()
        middle = QHBoxLayout(page)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(self.card)
        column.addStretch(2)
        middle.addStretch(1)
        middle.addLayout(column)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(page))

    def _folder_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Field("first.copy", self.folder), 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        return whole

    def _part(self, *widgets: QWidget) -> QWidget:
        """Fields that come and go together."""
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            column.addWidget(widget)
        self.card.body.addWidget(part)
        return part

    def _connect(self) -> None:
        self.button.clicked.connect(self._ask)
        self.name.textEdited.connect(lambda _: self.name_field.clear_note())
        QShortcut(QKeySequence("Ctrl+Return"), self, self._ask, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for field, following in ((self.name, self.password), (self.password, self.again)):
            field.returnPressed.connect(following.setFocus)
        self.again.returnPressed.connect(self._ask)
        self.restore.toggled.connect(self._show_part)
        self.choose.clicked.connect(self._choose)
        self.folder.textEdited.connect(lambda _: self._forget())
        self.copies.chosen.connect(lambda _: self._read_chosen())
        self.copies.opened.connect(self._ask)
        self.folder.returnPressed.connect(self._ask)

    def _show_part(self, restoring: bool) -> None:
        self._admin.setVisible(not restoring)
        self._copy.setVisible(restoring)
        self.button.say("first.restore_start" if restoring else "first.start")
        self.note.say("first.restore_note" if restoring else "first.note")
        self.note.setProperty("role", "secondary")
        (self.folder if restoring else self.name).setFocus(Qt.FocusReason.OtherFocusReason)
        self.restyle()
        if restoring and not self._looked:
            self._look()

    def _choose(self) -> None:
        """The system's own box for choosing a folder; opened by the officer only."""
        chosen = QFileDialog.getExistingDirectory(self, words.say("first.choose_copy"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self._look()

    def _ask(self) -> None:
        if not self.button.isEnabled():
            return
        if self.restore.isChecked():
            self._ask_restore()
        else:
            self._ask_start()

    def _look(self) -> None:
        self._forget()
        folder = self.folder.text().strip()
        if folder:
            self.copies.clear("first.looking")
            self.look_asked.emit(folder)

    def _forget(self) -> None:
        """Another folder is meant: what was seen of the one before is nothing to go by."""
        self._looked, self._read = "", ""
        self.copies.clear("first.copies_where")

    def _chosen(self) -> str:
        """The folder of the copy that is chosen."""
        row = self.copies.row()
        return "" if row is None or not self._looked else str(Path(self._looked) / row.folder)

    def _read_chosen(self) -> None:
        self._read = ""
        if self._chosen():
            self.read_asked.emit(self._chosen())

    def _ask_restore(self) -> None:
        """Seen first, restored second: nobody begins again from a copy without having read its date."""
        if self.folder.text().strip() != self._looked or not self._looked:
            self._look()
        elif self._read and self._read == self._chosen():
            self._require_answer()
        else:
            self._read_chosen()

    def _require_answer(self) -> None:
        """A good copy is taken; one with known faults only after the officer has read them and says so."""
        row, folder = self.copies.row(), self._read
        if row is None or row.good:
            self.restore_asked.emit(folder, False)
            return
        good = self.copies.good_beside(row)
        dialog = KnownFaultsDialog(row.manifest, good=made_at(good.manifest) if good else "", parent=self)
        dialog.given.connect(lambda _: self._accept(dialog, folder))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _accept(self, dialog: KnownFaultsDialog, folder: str) -> None:
        dialog.accept()
        self.restore_asked.emit(folder, True)

    def _ask_start(self) -> None:
        """Nothing is made for nobody, nor with a password that was mistyped."""
        if not self.name.text().strip():
            self.name_field.say_note("first.name_wanted", wrong=True)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
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
