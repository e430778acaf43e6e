"""What is to be known of a file another station sent: whose it is, what was left out of the draft made of it, why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.cap_files import Taken
from ui.dialogs.asking import Asking
from ui.text import Times


class WarningNotesDialog(Asking):
    """Reads only; hands up nothing."""

    LEAST_WIDTH = 620

    def __init__(self, taken: Taken, times: Times, *, parent: QWidget | None = None) -> None:
        super().__init__("cap.notes", "button.close", parent=parent)
        self.no.hide()
        self.say_sentence("cap.notes.file", role="strong", name=taken.name, number=taken.number)
        self.say_sentence("cap.notes.of", sender=taken.sender, identifier=taken.identifier)
        at, sent = times.minute(taken.received_at), times.minute(taken.sent_at)
        self.say_sentence("cap.notes.at", sent=sent, at=at, by=taken.received_by)
        for note in taken.notes:
            self.say_sentence(f"cap.note.{note.code}", role="caution", **note.facts)
        if not taken.notes:
            self.say_sentence("cap.notes.none", role="secondary")

    def first(self) -> QWidget:
        return self.yes

    def answer(self) -> None:
        return None

    def hand_up(self) -> None:
        """Nothing is done: it was read."""
        self.reject()
