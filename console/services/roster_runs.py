"""What imports of month sheets changed in the shift table, and taking one back as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, or_, select, tuple_

from console.domain.people import Action
from console.domain.roster import RosterLineRow
from console.domain.roster_changes import ChangeKind
from console.domain.roster_draft import Cell, differences
from console.errors import Refused
from console.services.contact_import import Source
from console.services.roster_changes import recorded
from console.services.roster_putting import Post, table
from console.services.row_runs import RowRuns, Taken, restore, run_text
from db import records
from db.base import Base
from db.models.contacts import ImportRun
from db.models.planning import RosterSwap
from db.models.roster import RosterChange, RosterLine
from db.store import Tx

KIND = "roster"
"""What such a run is called among all imports."""
WHY = "撤销导入"
NAME = 200
"""Characters of a file's name that a record of a change keeps."""

Before = Mapping[RosterLine, Mapping[str, Any]]


def as_they_were(tx: Tx, lines: Iterable[RosterLineRow]) -> Before:
    """These lines with what stands in them, before an import changes them."""
    rows = [tx.session.get_one(RosterLine, line.id) for line in lines]
    return {row: records.row_content(row) for row in rows}


def run_of(
    tx: Tx, changed: Iterable[RosterLine], before: Before, source: Source, taken: int, at: datetime
) -> ImportRun:
    """The record of one import, to be told to the audit book with its lines; ``taken`` posts of a day."""
    rows = list(changed)
    old: dict[Base, Mapping[str, Any]] = {row: before[row] for row in rows if row in before}
    return ImportRun(
        id=uuid4(), kind=KIND, mode="good" if source.good_rows_only else "all", file_name=source.name[:200],
        file_digest=source.digest, taken=taken, left_out=source.left_out,
        changes=run_text([row for row in rows if row not in before], old), at=at, by_name=tx.by.name,
        undone_at=None, undone_by="", version=1,
    )  # fmt: skip


class RosterRuns(RowRuns):
    """Use cases of imports of month sheets that were applied."""

    def kinds(self) -> Sequence[str]:
        return (KIND,)

    def action(self, kind: str) -> Action:  # noqa: ARG002
        return Action.EDIT_ROSTER

    def tables(self) -> Mapping[str, type[Base]]:
        return {RosterLine.__tablename__: RosterLine}

    def told(self, kind: str) -> str:  # noqa: ARG002
        return "值班表"

    def require_free(self, tx: Tx, taken: Taken) -> list[Base]:
        """Posts that somebody filled otherwise, is to swap or stands in on since.

        Refuses import_stood_since where one of its shifts began since: it was stood as the file said.
        """
        lines = _lines(taken)
        if not lines:
            return []
        begun = [row for row in lines if taken.run.at < row.starts_at <= taken.at]
        if begun:
            first = min(begun, key=lambda row: row.starts_at)
            raise Refused("import_stood_since", day=first.day.isoformat(), name=first.name)
        changed = _changed(tx, [row.day for row in lines], taken.run)
        return [row for row in lines if (row.day, row.shift, row.post) in changed or _swapped(tx, row, taken)]

    def take_back(self, tx: Tx, taken: Taken) -> list[Base]:
        days = [row.day for row in _lines(taken)]
        was = _table(tx, days)
        for row, _ in taken.new:
            assert isinstance(row, RosterLine)
            row.active, row.version = False, row.version + 1
        for row, content, _ in taken.old:
            restore(row, content)
        tx.flush()
        found = differences(was, _table(tx, days))
        told = recorded(tx, ChangeKind.IMPORT, found, taken.at, why=WHY, source=taken.run.file_name)
        tx.flush()
        return [*taken.rows, *told]

    def name_of(self, tx: Tx, row: Base) -> str:  # noqa: ARG002
        assert isinstance(row, RosterLine)
        return f"{row.day} {row.post} {row.name}"


def _lines(taken: Taken) -> list[RosterLine]:
    return [row for row in taken.rows if isinstance(row, RosterLine)]


def _table(tx: Tx, days: Sequence[date]) -> tuple[Cell, ...]:
    return table(tx.connection, min(days), max(days)) if days else ()


def _changed(tx: Tx, days: Sequence[date], run: ImportRun) -> set[Post]:
    """Posts somebody else filled since, published or stood in on: one record for every way that happens."""
    own = select(func.max(RosterChange.number)).where(RosterChange.at <= run.at)
    told = own.where(RosterChange.source == run.file_name[:NAME], RosterChange.at == run.at)
    newest = tx.connection.execute(told).scalar() or tx.connection.execute(own).scalar() or 0
    later = select(RosterChange.day, RosterChange.shift, RosterChange.post).where(
        RosterChange.number > newest, RosterChange.day >= min(days), RosterChange.day <= max(days)
    )
    return {(row[0], row[1], row[2]) for row in tx.connection.execute(later)}


def _swapped(tx: Tx, row: RosterLine, taken: Taken) -> bool:
    """Whether somebody asked since to give this duty away or to take it."""
    swap, seat = RosterSwap, (row.day, row.shift, row.post)
    given, back = tuple_(swap.day, swap.shift, swap.post), tuple_(swap.back_day, swap.back_shift, swap.back_post)
    asked = select(swap.id).where(
        swap.asked_at > taken.run.at, swap.state.in_(("asked", "accepted", "approved")),
        or_(given == seat, back == seat),
    )  # fmt: skip
    return tx.connection.execute(asked).first() is not None
