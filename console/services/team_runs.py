"""Imports of teams and experts, and taking one back as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from console.domain.people import Action
from console.services.row_runs import RowRuns, Taken, key_of, restore
from db.base import Base
from db.models.dispatch import Assignment
from db.models.teams import Expert, Team, TeamCertificate
from db.store import Tx

_TOLD = {"teams": "队伍", "experts": "专家"}
_TABLES: dict[str, type[Base]] = {table.__tablename__: table for table in (Team, TeamCertificate, Expert)}


class TeamRuns(RowRuns):
    """Use cases of imports of teams and experts that were applied."""

    def kinds(self) -> Sequence[str]:
        return tuple(_TOLD)

    def action(self, kind: str) -> Action:  # noqa: ARG002
        return Action.EDIT_TEAMS

    def tables(self) -> Mapping[str, type[Base]]:
        return _TABLES

    def told(self, kind: str) -> str:
        return _TOLD[kind]

    def require_free(self, tx: Tx, taken: Taken) -> list[Base]:
        """A team that was sent stays, and one somebody gave a certificate since."""
        made = {key_of(row) for row, _ in taken.new}
        under = [*tx.connection.execute(select(Assignment.id, Assignment.team_id))]
        under += tx.connection.execute(select(TeamCertificate.id, TeamCertificate.team_id))
        used = {above for key, above in under if key not in made}
        return [row for row, _ in taken.new if key_of(row) in used]

    def take_back(self, tx: Tx, taken: Taken) -> list[Base]:
        for row, _digest in taken.new:
            assert isinstance(row, Team | TeamCertificate | Expert), "an import of teams makes nothing else"
            row.active, row.version = False, row.version + 1
        for row, was, _now in taken.old:
            restore(row, was)
        tx.flush()
        return taken.rows

    def name_of(self, tx: Tx, row: Base) -> str:
        owner = getattr(row, "team_id", None)
        return tx.session.get_one(Team, owner).name if owner is not None else str(getattr(row, "name", ""))
