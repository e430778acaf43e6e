"""Teams with certificates and experts out of a workbook: looked at first, compared by number, undone as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.importing import SILENT, Progress
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.team_table import Changed, Finding, Reading
from console.errors import Refused
from console.services import experts, lines, place_said
from console.services import team_writing as writing
from console.services.exporting import write_beside
from console.services.row_runs import run_text, write_about
from console.services.team_import_plan import Plan, planned_experts, planned_teams
from console.services.team_sheets import certificate_cells, expert_cells, read_tables, team_cells, write_tables
from console.services.teams import every
from db import books, records
from db.base import Base
from db.models.contacts import ImportRun
from db.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. A row that is refused leaves no trace; a warning does not refuse its row.

    ``changed`` are the differences to be seen before they are applied; ``run_id`` names what can be undone.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    skipped: int
    refused: int
    problems: tuple[Finding, ...]
    warned: tuple[Finding, ...]
    applied: bool
    changed: tuple[Changed, ...] = ()
    run_id: UUID | None = None

    @property
    def warnings(self) -> int:
        return len(self.warned)


class TeamFiles:
    """Use cases of workbooks of teams (队伍, 证书) and of experts (专家)."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def import_teams(
        self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, progress: Progress = SILENT, by: Actor
    ) -> Imported:
        """All or nothing unless ``good_rows_only``; the file is read before anything is locked.

        A row is known by its number, else by its name; columns the file does not have stay as they are. Refuses
        teams_no_header, import_stopped and what a table file is refused for.
        """
        return self._import("teams", ("certificates", "teams"), path, dry_run, good_rows_only, progress, by)

    def import_experts(
        self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, progress: Progress = SILENT, by: Actor
    ) -> Imported:
        """The same for experts."""
        return self._import("experts", ("experts",), path, dry_run, good_rows_only, progress, by)

    def _import(
        self, kind: str, tables: Sequence[str], path: Path, dry_run: bool, good_rows_only: bool, progress: Progress,
        by: Actor,
    ) -> Imported:  # fmt: skip
        self._store.require(by, Action.EDIT_TEAMS)
        reading = read_tables(path, tables, progress)
        planned = {"teams": planned_teams, "experts": planned_experts}[kind]
        if dry_run:
            with self._store.reading() as connection:
                return outcome(reading, planned(connection, reading, self._clock.now(), progress), applied=False)
        with self._store.writing(by=by, action=Action.EDIT_TEAMS) as tx:
            at = self._clock.now()
            plan = planned(tx.connection, reading, at, progress)
            told = outcome(reading, plan, applied=True)
            if told.refused and not good_rows_only:
                return replace(told, applied=False)
            run = apply(tx, plan, kind, path.name, reading, at, good=good_rows_only, progress=progress)
        return replace(told, run_id=run)

    def save_template(self, path: Path, kind: str = "teams") -> Path:
        """A workbook to fill in, with one row in each sheet that shows how and is not read."""
        tables: dict[str, list[dict[str, str]]] = {name: [] for name in _SHEETS[kind]}
        write_beside(path, (), lambda beside, _rows: write_tables(beside, tables, example=True))
        return path

    def export_teams(self, path: Path, *, by: Actor) -> int:
        """Every team that is kept with its certificates, in the form of the template; answers how many teams."""

        def tables(connection: Connection) -> dict[str, list[dict[str, str]]]:
            lists, teams, places = writing.known(connection), every(connection), place_said.places(connection)
            papers = [certificate_cells(team, paper) for team in teams for paper in team.certificates]
            return {"teams": [team_cells(team, lists, places) for team in teams], "certificates": papers}

        return self._export(path, "队伍", "teams", tables, by)

    def export_experts(self, path: Path, *, by: Actor) -> int:
        """Every expert that is kept, in the form of the template; answers how many."""

        def tables(connection: Connection) -> dict[str, list[dict[str, str]]]:
            return {"experts": [expert_cells(one) for one in experts.every(connection)]}

        return self._export(path, "专家", "experts", tables, by)

    def _export(
        self, path: Path, word: str, first: str, tables: Callable[[Connection], dict[str, list[dict[str, str]]]],
        by: Actor,
    ) -> int:  # fmt: skip
        if path.suffix.lower() != ".xlsx":
            raise Refused("bad_export_ending", name=path.name)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            made = tables(tx.connection)
            write_beside(path, (), lambda beside, _rows: write_tables(beside, made))
            text = f"导出{word}：{len(made[first])} 条，{path.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return len(made[first])


_SHEETS = {"teams": ("teams", "certificates"), "experts": ("experts",)}
_LINE = {"teams": "队伍导入", "experts": "专家导入", "shelters": "避灾安置场所导入"}


def outcome(reading: Reading, plan: Plan, *, applied: bool) -> Imported:
    """Shared step: what a plan does, told."""
    findings = sorted(reading.findings, key=lambda one: (one.sheet, one.row, one.column))
    return Imported(
        reading.read, plan.added, len(plan.changed), plan.unchanged, reading.skipped, reading.refused,
        tuple(one for one in findings if not one.warning), tuple(one for one in findings if one.warning),
        applied, tuple(plan.changed),
    )  # fmt: skip


def apply(
    tx: Tx, plan: Plan, kind: str, name: str, reading: Reading, at: datetime, *, good: bool, progress: Progress
) -> UUID | None:
    """Write the plan and what it changed, so that it can be undone; None where nothing changed."""
    new: list[Base] = []
    before: dict[Base, dict[str, Any]] = {}
    for index, act in enumerate(progress.over("write", plan.acts, len(plan.acts))):
        if index in plan.old:
            table, key = plan.old[index]
            row = tx.session.get_one(table, key)
            before.setdefault(row, records.row_content(row))
            act(tx)
        else:
            new.append(act(tx))
            tx.session.add(new[-1])
            tx.flush()
    if not plan.acts:
        return None
    tx.flush()
    run = ImportRun(
        id=uuid4(), kind=kind, mode="good" if good else "all", file_name=name[:200], file_digest=reading.digest,
        taken=len(plan.acts), left_out=reading.refused, changes=run_text(new, before), at=at, by_name=tx.by.name,
        undone_at=None, undone_by="", version=1,
    )  # fmt: skip
    tx.session.add(run)
    text = f"{_LINE[kind]} {name}：新增 {plan.added}，更新 {len(plan.changed)}"
    lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=[run])
    write_about(tx, [*new, *before], name, at, progress)
    return run.id
