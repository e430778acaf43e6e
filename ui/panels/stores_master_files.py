"""Workbooks of 台账: goods, or everything with the opening stock; a template, an export, undoing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console.domain.importing import ImportRunRow
from console.domain.people import Action as Permission
from console.domain.people import Actor
from console.services.stock_import import Imported, StockFiles
from console.services.stock_import_undo import StockRuns
from ui.dialogs.asked import Asked
from ui.dialogs.store_import import ImportStoresDialog
from ui.panels.list_files import ListFiles, ListOf
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.keycap import KeyButton

ITEMS, STOCK = "items", "stock"


class StoreFiles(ListFiles):
    """One kind of workbook of the stores; template, export and undoing are the same for both."""

    def _dialog(self, name: str, parent: QWidget) -> Any:
        return ImportStoresDialog(f"lists.title.{self._which.key}", name, parent)


class MasterFiles:
    """``stock`` (everything in one workbook) has the keys of the page, ``items`` an entry of the menu."""

    def __init__(
        self, page: SettingsPage, asked: Asked, seat: Seat, times: Times, files: StockFiles, runs: StockRuns
    ) -> None:  # fmt: skip
        given: Any = (_Files(files), _Runs(runs))
        may = Permission.EDIT_STORES
        self.stock = StoreFiles(page, asked, seat, times, ListOf(STOCK, may), *given)
        self.items = StoreFiles(page, asked, seat, times, ListOf(ITEMS, may, keyed=False), *given)

    @property
    def held(self) -> Sequence[KeyButton]:
        """The buttons in the order of a menu."""
        return (self.items.buttons["import"], *self.stock.held)


class _Files:
    """The workbooks as a page of lists asks for them."""

    def __init__(self, files: StockFiles) -> None:
        self._files = files

    def import_file(self, key: str, path: Path, **options: Any) -> Imported:
        return self._files.import_file(path, what=key, **options)

    def save_template(self, _key: str, path: Path) -> Path:
        return self._files.save_template(path)

    def export(self, _key: str, target: Path, *, by: Actor) -> int:
        return self._files.export(target, by=by)


class _Runs:
    """Imports of both kinds stand in one list."""

    def __init__(self, runs: StockRuns) -> None:
        self._runs = runs

    def newest(self, *, kind: str = "") -> list[ImportRunRow]:  # noqa: ARG002 - there is one kind
        return self._runs.newest()

    def undo(self, run_id: UUID, *, by: Actor) -> int:
        return self._runs.undo(run_id, by=by)
