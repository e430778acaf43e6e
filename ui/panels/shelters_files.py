"""Workbooks of shelters on their page: the list machinery over the services of shelters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from console.domain.contact_table import Finding as Told
from console.domain.people import Action as Permission
from console.domain.people import Actor
from console.domain.team_table import Finding
from console.services.shelter_files import KIND, ShelterFiles
from ui.dialogs.import_list import ImportListDialog
from ui.panels.list_files import ListFiles, ListOf
from ui.panels.shelters_part import SheltersPart


class ShelterTables:
    """What a page of lists asks of imports, answered by the workbooks of shelters."""

    def __init__(self, files: ShelterFiles) -> None:
        self._files = files

    def import_file(self, _key: str, path: Path, **how: Any) -> Any:
        """What the import did or would do, its findings as the dialog shows them."""
        told = self._files.import_file(path, **how)
        return replace(told, problems=_told(told.problems), warned=_told(told.warned))

    def save_template(self, _key: str, path: Path) -> Path:
        return self._files.save_template(path)

    def export(self, _key: str, path: Path, *, by: Actor) -> int:
        return self._files.export(path, by=by)


class ShelterListFiles(ListFiles):
    """The list of shelters; columns are called as the services of shelters call them."""

    def _dialog(self, name: str, parent: QWidget) -> ImportListDialog:
        return ImportListDialog("lists.title.shelters", "shelters.column", name, parent)


def files_for(page: SheltersPart) -> ShelterListFiles:
    """The acts of the list, with their keys."""
    tables: Any = ShelterTables(page._ask.files)
    runs: Any = page._ask.runs
    which = ListOf(KIND, Permission.SHELTERS)
    return ShelterListFiles(page, page.asked, page._seat, page._times, which, tables, runs)


def _told(found: Sequence[Finding]) -> tuple[Told, ...]:
    return tuple(Told(one.sheet, one.row, one.column, one.code, one.facts, one.warning) for one in found)
