"""Shared steps of stock documents: what happened is written once, on the document as it was seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from console.domain.stock_document import Step
from console.domain.text import one_line
from console.errors import Refused
from console.services import approvals
from db.base import Base
from db.models.ledger import StockDocument, StockLine, StockStep
from db.queries import stock as query
from db.store import Tx

TEXT = 500
"""Longest reason or remark of a step."""


def written(
    tx: Tx, row: StockDocument, kind: str, step: Step, now: datetime, *, who: str = "", way: str = "",
    lots: Iterable[UUID] = (),
) -> StockStep:  # fmt: skip
    """A step of a document is written: at the time it states, else now or when its goods (``lots`` too) last moved."""
    made = StockStep(
        key=step.key, document_id=row.id, kind=kind, who=who or tx.by.name, way=way, text=one_line(step.text, TEXT),
        at=step.at or query.not_before(tx.connection, row.id, now, lots), recorded_at=now, by_name=tx.by.name,
    )  # fmt: skip
    tx.session.add(made)
    tx.flush()
    return made


def said(reason: str) -> str:
    """Why something is done; refuses reason_missing."""
    told = one_line(reason, TEXT)
    if not told:
        raise Refused("reason_missing", field="reason")
    return told


def load(tx: Tx, document_id: UUID, seen: int) -> StockDocument:
    """The document as whoever acts saw it; refuses no_such_row, changed_meanwhile."""
    row = tx.session.get(StockDocument, document_id)
    if row is None:
        raise Refused("no_such_row")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.number)
    return row


def lines_of(tx: Tx, row: StockDocument) -> list[StockLine]:
    """Its lines, those it gave up left out."""
    tx.flush()
    return query.own_lines(tx.session, row.id)


def done(tx: Tx, key: UUID, kind: str, document_id: UUID | None = None) -> UUID | None:
    """The document an act with that key was written for. A key of another act is a fault of whoever made it."""
    found = query.step_of(tx.connection, key)
    if found is None:
        return None
    if found[1] != kind or document_id not in (None, found[0]):
        raise ValueError("this key was used for another act")
    return found[0]


def withdrawn(tx: Tx, row: StockDocument, at: datetime) -> list[Base]:
    """What was asked of a leader about an earlier text, or is answered another way, is asked no longer."""
    found = approvals.withdraw(tx, row.id, at)
    tx.flush()
    return [] if found is None else [found]
