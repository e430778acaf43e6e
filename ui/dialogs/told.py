"""Who was told: the office stands there already, and who answered is written behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.dialogs.finding import FindingDialog


class ToldDialog(FindingDialog):
    """Typing begins behind what stands in the first field."""

    def first(self) -> QWidget:
        self.goes_on = True
        return next(iter(self.fields.values()))
