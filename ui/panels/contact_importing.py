"""Files of people taken in from a page, and their template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.services.contacts import ContactsService
from ui.dialogs.import_contacts import ImportContactsDialog
from ui.dialogs.import_list import ImportListDialog
from ui.panels.table_importing import (
    TableFile,
    TableImporting,
    ask_for_file,
    ask_for_target,
    ask_for_told,
)

if TYPE_CHECKING:
    from ui.panels.settings_page import SettingsPage as _Page
else:
    _Page = object  # signals of a second base that is a widget would be lost


class ContactImporting(_Page):
    """Mixed into pages that take in files of people; ``_ask_file`` and ``_ask_target`` are replaced in tests."""

    _contacts: ContactsService
    _importing: TableImporting | None = None
    _ask_file: Callable[[QWidget], str] = staticmethod(ask_for_file)
    _ask_target: Callable[[QWidget], str] = staticmethod(ask_for_target)
    _ask_told: Callable[[QWidget, str], str] = staticmethod(ask_for_told)

    @property
    def dialog(self) -> ImportListDialog | None:
        """What shows the file that is looked at."""
        return self._importing.dialog if self._importing is not None else None

    def ask_import(self) -> None:
        """The officer chooses a file; nothing is written before they have seen what it would do."""
        self._import_of().ask_import()

    def check(self, path: Path) -> None:
        """The dry run."""
        self._import_of().check(path)

    def ask_template(self) -> None:
        """The officer says where an empty workbook with the heads goes."""
        self._import_of().ask_template()

    def _import_of(self) -> TableImporting:
        if self._importing is None:
            table = TableFile(self._contacts.import_file, self._contacts.save_template, ImportContactsDialog)
            self._importing = TableImporting(self, self._seat, table, _Asking(self))
        return self._importing


class _Asking:
    """What the page asks with at that moment."""

    def __init__(self, page: ContactImporting) -> None:
        self._page = page

    def file(self, parent: QWidget) -> str:
        return self._page._ask_file(parent)

    def target(self, parent: QWidget) -> str:
        return self._page._ask_target(parent)

    def told(self, parent: QWidget, name: str) -> str:
        return self._page._ask_told(parent, name)


__all__ = ["ContactImporting", "ask_for_file", "ask_for_target"]
