"""Confirming at once what the county has read and leaves as it is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.dialogs.asking import Asking


class ConfirmSettingsDialog(Asking):
    """Names how many settings it is about; Enter confirms them."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__("settings.confirm_all", "settings.confirm_all_yes", parent=parent)
        self.say_sentence("settings.confirm_all_what", count=count)

    def first(self) -> QWidget:
        return self.yes

    def answer(self) -> None:
        return None
