"""What tests of stores begin with: goods that came in, rows changed by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.responses import Approved
from console.domain.stock import DocumentKind
from console.domain.stock_document import Document, NewDocument, NewLine

LEADER = Approved("林例十", words="同意")


def by_hand(desk: Desk, by: Actor, statement: str) -> None:
    with desk.opened.store.writing(by=by) as tx:
        tx.run(statement)


def took_in(desk: Desk, by: Actor, store: UUID, *rows: NewLine, **more: Any) -> Document:
    """Goods that came into a store by a posted receipt."""
    made = desk.stock_documents.draft(NewDocument(DocumentKind.RECEIPT, rows, to_store=store, **more), by=by)
    made = desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)
    return desk.stock_documents.post(made.row.id, seen=made.row.version, by=by)


def sent(desk: Desk, by: Actor, source: UUID, target: UUID, *rows: NewLine, **more: Any) -> Document:
    """A transfer that left its store."""
    form = NewDocument(DocumentKind.TRANSFER, rows, from_store=source, to_store=target, **more)
    made = desk.stock_documents.draft(form, by=by)
    made = desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)
    return desk.stock_documents.issue(made.row.id, seen=made.row.version, by=by)
