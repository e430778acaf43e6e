"""Workbooks of points on the ledger: a sheet that does not say whose points they are means the chosen device."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.domain.people import Actor
from console.services.list_import import ListImports
from console.services.list_runs import ListRuns
from ui.dialogs.asked import Asked
from ui.panels.list_files import ListFiles, ListOf
from ui.seat import Seat
from ui.text import Times

if TYPE_CHECKING:
    from ui.panels.devices_ledger import LedgerPage


class PointTables:
    """The imports of lists, asked by workers; ``usual`` is set by the window before a file is chosen."""

    def __init__(self, imports: ListImports) -> None:
        self._imports = imports
        self.usual: Mapping[str, str] = {}

    def import_file(self, key: str, path: Path, **how: Any) -> Any:
        return self._imports.import_file(key, path, usual=self.usual, **how)

    def save_template(self, key: str, path: Path) -> Path:
        return self._imports.save_template(key, path)

    def export(self, key: str, path: Path, *, by: Actor) -> int:
        return self._imports.export(key, path, by=by)


class PointFiles(ListFiles):
    """The list of points; the preview says where the chosen device was taken for the one that is not named."""

    def __init__(
        self, page: LedgerPage, asked: Asked, seat: Seat, times: Times, which: ListOf, imports: ListImports,
        runs: ListRuns,
    ) -> None:  # fmt: skip
        self._ledger, self._tables = page, PointTables(imports)
        tables: Any = self._tables
        super().__init__(page, asked, seat, times, which, tables, runs)

    def ask_import(self) -> None:
        """Whose points they are stays as it is until the file is taken in: its dialog stands before the ledger."""
        row = self._ledger.chosen()
        self._tables.usual = {"device": row.form.code} if row is not None and row.active else {}
        super().ask_import()
