"""Workbooks of teams and of experts on their pages: the list machinery over the services of teams."""

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
from console.services.team_import import TeamFiles
from ui.dialogs.import_list import ImportListDialog
from ui.panels.list_files import ListFiles, ListOf
from ui.panels.teams_part import TeamsPart

TEAMS, EXPERTS = "teams", "experts"


class TeamTables:
    """What a page of lists asks of imports, answered by the workbooks of teams."""

    def __init__(self, files: TeamFiles) -> None:
        self._files = files

    def import_file(self, key: str, path: Path, **how: Any) -> Any:
        """What the import did or would do, its findings as the dialog shows them."""
        take = self._files.import_teams if key == TEAMS else self._files.import_experts
        told = take(path, **how)
        return replace(told, problems=_told(told.problems), warned=_told(told.warned))

    def save_template(self, key: str, path: Path) -> Path:
        return self._files.save_template(path, key)

    def export(self, key: str, path: Path, *, by: Actor) -> int:
        write = self._files.export_teams if key == TEAMS else self._files.export_experts
        return write(path, by=by)


class TeamListFiles(ListFiles):
    """A list of teams or experts; columns are called as the services of teams call them."""

    def _dialog(self, name: str, parent: QWidget) -> ImportListDialog:
        return ImportListDialog(f"lists.title.{self._which.key}", "teams.column", name, parent)


def files_for(page: TeamsPart, key: str) -> TeamListFiles:
    """The acts of one list, with their keys."""
    tables: Any = TeamTables(page._ask.files)
    which = ListOf(key, Permission.EDIT_TEAMS)
    runs: Any = page._ask.runs
    return TeamListFiles(page, page.asked, page._seat, page._times, which, tables, runs)


def _told(found: Sequence[Finding]) -> tuple[Told, ...]:
    return tuple(Told(one.sheet, one.row, one.column, one.code, one.facts, one.warning) for one in found)
