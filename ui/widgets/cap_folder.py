"""The folder into which others lay warning files: where it is, why it is there, chosen or given up by a person."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from console import words
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word


class CapFolderCard(Card):
    """``choose_asked`` wants a folder, ``drop_asked`` none any more."""

    choose_asked = Signal()
    drop_asked = Signal()

    def __init__(self) -> None:
        super().__init__("cap.folder")
        self.facts = Facts(("cap.folder.path", "cap.folder.basis_label"))
        self.hint = Word("cap.folder.hint", role="secondary")
        self.hint.setWordWrap(True)
        self.trouble = Word(role="error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.choose = KeyButton("cap.folder.choose")
        self.forget = KeyButton("cap.folder.forget")
        row = QHBoxLayout()
        for button in (self.choose, self.forget):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        for part in (self.facts, self.hint, self.trouble):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.choose.clicked.connect(self.choose_asked)
        self.forget.clicked.connect(self.drop_asked)
        self.facts.say("cap.folder.basis_label", "cap.folder.basis")

    def show_folder(self, folder: str, trouble: str) -> None:
        """``trouble`` is the code of why it cannot be looked into; empty while it can."""
        self.facts.show_text("cap.folder.path", folder or words.say("cap.folder.none"))
        self.trouble.setVisible(bool(folder and trouble))
        if trouble:
            self.trouble.say(f"cap.folder.trouble.{trouble}")
