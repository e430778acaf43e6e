"""Where to save a file: a name typed without an ending gets the one of the chosen kind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget


class SaveDialog(QFileDialog):
    """Asks where to save; ``kinds`` as Qt writes them, e.g. ``PDF (*.pdf);;Excel (*.xlsx)``, the first one chosen."""

    def __init__(self, parent: QWidget | None, title: str, name: str, kinds: str) -> None:
        super().__init__(parent, title, "", kinds)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.selectFile(name)
        self.filterSelected.connect(self._end_with)
        self._end_with(self.selectedNameFilter())

    def _end_with(self, kind: str) -> None:
        self.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")"))


def ask_target(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """The file chosen, None when nobody chose one; asks before an existing file is written over."""
    dialog = SaveDialog(parent, title, name, kinds)
    try:
        return Path(dialog.selectedFiles()[0]) if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()
