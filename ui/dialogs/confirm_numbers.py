"""Setting where a series goes on: once it is set it never goes back, so it is asked about first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console import words
from ui.dialogs.asking import Asking


class ConfirmNumbersDialog(Asking):
    """Names the series, its next number as it is and as it would be; the keyboard stands on the way out."""

    def __init__(self, series: str, now: str, number: str, parent: QWidget | None = None) -> None:
        super().__init__("numbers.confirm", "numbers.set", parent=parent)
        self.say_sentence("numbers.confirm_what", series=words.say(f"numbers.{series}"), now=now, number=number)
        self.say_sentence("numbers.confirm_once", role="caution")

    def first(self) -> QWidget:
        return self.no

    def answer(self) -> None:
        return None
