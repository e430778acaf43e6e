"""A file of people before it is taken in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.dialogs.import_list import ImportListDialog


class ImportContactsDialog(ImportListDialog):
    """What it would do to the contacts."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("import.contacts_title", "contact.column", name, parent)
