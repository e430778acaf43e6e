"""The texts of a warning, written together: in full, as a short message with its parts and receivers, to be spoken."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.domain.sms_parts import count_parts
from console.domain.warning import LIMITS
from console.domain.warning_form import voice_digest
from ui import theme
from ui.text import number
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import LongText

LISTEN = "Alt+L"
GO = {"full": "Ctrl+1", "sms": "Ctrl+2", "voice": "Ctrl+3"}
"""Keys that lead into the boxes."""
SYLLABLES_A_SECOND = 4
"""How fast a broadcast is read: about 240 characters a minute."""


class TextBox(Painted, Spoken, QWidget):
    """One text with its name, its key and its counts."""

    def __init__(self, name: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.text = LongText(LIMITS[name])
        self.go = KeyButton(f"warning.field.{name}", key, kind="quiet", small=True)
        self.go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.go.clicked.connect(self.text.setFocus)
        self.count = Word(role="caption")
        self.top = QHBoxLayout()
        self.top.addWidget(self.go)
        self.top.addStretch(1)
        self.top.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.top)
        column.addWidget(self.text, 1)
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        self.text.setAccessibleName(words.say(f"warning.field.{self._name}"))

    def restyle(self) -> None:
        self.layout().setSpacing(theme.current().px(2))
        self.top.setSpacing(theme.current().px(8))
        super().restyle()


class WarningTexts(Painted, QWidget):
    """``listen_asked`` wants the spoken text heard here; ``listened`` keeps which one was heard to its end."""

    listen_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {name: TextBox(name, GO.get(name, "")) for name in ("full", "sms", "voice", "guide")}
        self.full, self.sms, self.voice, self.guide = (box.text for box in self.boxes.values())
        self.listened = QLineEdit(self)
        self.listened.setReadOnly(True)
        self.listened.hide()
        self.listen = KeyButton("warning.listen", LISTEN, small=True)
        self.listen.clicked.connect(self.listen_asked)
        self.boxes["voice"].top.addWidget(self.listen)
        self._people = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for name, box in self.boxes.items():
            column.addWidget(box, 3 if name == "full" else 2)
            box.text.textChanged.connect(self.count)
        self.listened.textChanged.connect(lambda _text: self.count())
        self.count()
        self.restyle()

    def show_people(self, people: int) -> None:
        """How many a short message would go to."""
        if people != self._people:
            self._people = people
            self.count()

    def say_heard(self, text: str) -> None:
        """That spoken text was listened to, to its end."""
        self.listened.setText(voice_digest(text))

    def count(self) -> None:
        """What each text comes to, as it stands now."""
        full, sms, voice = self.full.text(), self.sms.text(), self.voice.text()
        parts = count_parts(sms).parts if sms else 0
        total = number(parts * self._people)
        counts = {name: box.count for name, box in self.boxes.items()}
        counts["full"].say("warning.count.full", count=len(full))
        counts["guide"].say("warning.count.full", count=len(self.guide.text()))
        counts["sms"].say("warning.count.sms", count=len(sms), parts=parts, people=self._people, total=total)
        heard = bool(voice.strip()) and self.listened.text() == voice_digest(voice)
        seconds = -(-len("".join(voice.split())) // SYLLABLES_A_SECOND)
        counts["voice"].say("warning.count.heard" if heard else "warning.count.unheard", seconds=seconds)
        role = "caution" if voice.strip() and not heard else "caption"
        if counts["voice"].property("role") != role:
            counts["voice"].setProperty("role", role)
            counts["voice"].style().unpolish(counts["voice"])
            counts["voice"].style().polish(counts["voice"])

    def set_read_only(self, read_only: bool) -> None:
        for box in self.boxes.values():
            box.text.setReadOnly(read_only)
        self.listen.setVisible(not read_only)
        self.boxes["guide"].setVisible(not read_only or bool(self.guide.text()))

    def restyle(self) -> None:
        using = theme.current()
        self.layout().setSpacing(using.px(4))
        for name, box in self.boxes.items():
            box.text.setMinimumHeight(using.px(60 if name == "full" else 32))
        super().restyle()
