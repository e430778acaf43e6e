"""Reads of rounds of the towns' returns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from console.domain.incident_figures import Amount
from console.domain.return_cell import Cell, Finding
from console.domain.roll_call import unit_of
from console.domain.town_returns import ReturnRow, RoundRow
from console.errors import Refused
from db.models.reporting import ReturnsRound, TownReturn

CHAIN = 50
"""How many rounds back a unit's last word is looked for."""


def one(connection: Connection, round_id: UUID) -> RoundRow:
    """Refuses no_such_round."""
    found = _rounds(connection, select(ReturnsRound.__table__).where(ReturnsRound.id == round_id))
    if not found:
        raise Refused("no_such_round")
    return found[0]


def exists(connection: Connection, round_id: UUID) -> bool:
    return connection.execute(select(ReturnsRound.id).where(ReturnsRound.id == round_id)).first() is not None


def by_number(connection: Connection, number: str) -> RoundRow:
    """By its number, or by the end of it where only one has that; refuses no_such_round."""
    asked = select(ReturnsRound.__table__)
    found = _rounds(connection, asked.where(ReturnsRound.number == number))
    if not found and number:
        found = _rounds(connection, asked.where(ReturnsRound.number.endswith(number, autoescape=True)).limit(2))
    if len(found) != 1:
        raise Refused("no_such_round")
    return found[0]


def newest(connection: Connection, limit: int) -> list[RoundRow]:
    asked = select(ReturnsRound.__table__).order_by(ReturnsRound.made_at.desc(), ReturnsRound.number.desc())
    return _rounds(connection, asked.limit(limit))


def before(connection: Connection, incident_id: UUID | None) -> UUID | None:
    """The newest round about the same incident, or about none."""
    same = ReturnsRound.incident_id.is_(None) if incident_id is None else ReturnsRound.incident_id == incident_id
    asked = select(ReturnsRound.id).where(same)
    return connection.execute(asked.order_by(ReturnsRound.made_at.desc(), ReturnsRound.number.desc())).scalars().first()


def returns(connection: Connection, round_ids: Sequence[UUID]) -> list[ReturnRow]:
    """Everything brought back in these rounds, replaced ones too, in the order it came."""
    asked = select(TownReturn.__table__).where(TownReturn.round_id.in_(round_ids))
    return [_return(row) for row in connection.execute(asked.order_by(TownReturn.at, TownReturn.id)).mappings()]


def last_said(connection: Connection, row: RoundRow) -> dict[str, ReturnRow]:
    """What each unit said last before this round, in the rounds it follows."""
    said: dict[str, ReturnRow] = {}
    been: set[UUID] = set()
    at, silent = row.before_id, {unit.unit for unit in row.units}
    while at is not None and at not in been and len(been) < CHAIN and silent:
        been.add(at)
        for one in returns(connection, [at]):
            if one.replaced_at is None and one.unit in silent:
                said[one.unit] = one
        silent -= set(said)
        at = connection.execute(select(ReturnsRound.before_id).where(ReturnsRound.id == at)).scalar()
    return said


def _rounds(connection: Connection, statement: Select[Any]) -> list[RoundRow]:
    return [
        RoundRow(
            id=row["id"], number=row["number"], incident_id=row["incident_id"], before_id=row["before_id"],
            title=row["title"], units=tuple(unit_of(one) for one in json.loads(row["units"])),
            columns=tuple(json.loads(row["columns"])), as_of=row["as_of"], due_at=row["due_at"],
            made_at=row["made_at"], by_name=row["by_name"], open=row["state"] == "open", version=row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]  # fmt: skip


def _return(row: Any) -> ReturnRow:
    content = json.loads(row["content"])
    figures = {code: Cell(Amount(value, least), raw) for code, (value, least, raw) in content["figures"].items()}
    return ReturnRow(
        id=row["id"], round_id=row["round_id"], unit=row["unit"], file_digest=row["file_digest"],
        file_name=row["file_name"], figures=figures, rows=tuple(map(tuple, content["rows"])),
        findings=tuple(Finding(code, blocks, facts) for code, blocks, facts in json.loads(row["findings"])),
        at=row["at"], by_name=row["by_name"], replaced_at=row["replaced_at"],
    )  # fmt: skip
