"""Reads of the store-keeper's books: documents, what a store holds, reservations, the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from console.domain.stock import Account, AccountKind, DocumentKind, DocumentState, Goods, Held
from console.domain.stock_document import Document, DocumentRow, LineRow, StepRow
from db.models.incidents import Incident
from db.models.ledger import StockBalance, StockDocument, StockLine, StockMovement, StockReservation, StockStep
from db.models.stores import Item, Lot, Warehouse

_SHOWN_LINES = 3
_PART = 500


def reservations(session: Session, document_id: UUID) -> Sequence[StockReservation]:
    """What is still held for a document."""
    row = StockReservation
    asked = select(row).where(row.document_id == document_id, row.state == "held").order_by(row.made_at, row.id)
    return session.scalars(asked).all()


def promised_to(connection: Connection, lot: UUID, store: UUID) -> str:
    """Numbers of the documents a lot of a store is promised to."""
    asked = (
        select(StockDocument.number)
        .join(StockReservation, StockReservation.document_id == StockDocument.id)
        .where(StockReservation.lot_id == lot, StockReservation.warehouse_id == store, StockReservation.state == "held")
    )
    return "、".join(sorted(set(connection.scalars(asked))))


def last_moved(connection: Connection, lot: UUID, place: UUID | None = None) -> datetime | None:
    """When a lot last moved, anywhere or into or out of one place (a store, a document's road, a scene)."""
    asked = select(func.max(StockMovement.at)).where(StockMovement.lot_id == lot)
    if place is not None:
        asked = asked.where(or_(StockMovement.from_id == place, StockMovement.to_id == place))
    return connection.scalar(asked)


def newest_movement(connection: Connection) -> int:
    """Number of the newest line of the ledger, nought where there is none."""
    return connection.scalar(select(func.max(StockMovement.number))) or 0


def last_moves(connection: Connection, lots: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these lots last moved, anywhere."""
    made: dict[UUID, datetime] = {}
    asked = select(StockMovement.lot_id, func.max(StockMovement.at)).group_by(StockMovement.lot_id)
    for part in _parts(lots):
        made |= {row[0]: row[1] for row in connection.execute(asked.where(StockMovement.lot_id.in_(part)))}
    return made


def balances(session: Session, lots: Iterable[UUID], places: Iterable[UUID | None]) -> list[StockBalance]:
    """Rows of these lots in these places."""
    asked = select(StockBalance).where(StockBalance.place_id.in_(list(places)))
    return [row for part in _parts(lots) for row in session.scalars(asked.where(StockBalance.lot_id.in_(part)))]


def items(session: Session, wanted: Iterable[UUID]) -> dict[UUID, Item]:
    """Items by key, read at once; whoever keeps the answer has them at hand in this session."""
    return {row.id: row for part in _parts(wanted) for row in session.scalars(select(Item).where(Item.id.in_(part)))}


def lots(session: Session, wanted: Iterable[UUID]) -> dict[UUID, Lot]:
    """Lots by key, read at once."""
    return {row.id: row for part in _parts(wanted) for row in session.scalars(select(Lot).where(Lot.id.in_(part)))}


def _parts(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    """In parts of one length, as many as a statement takes: each is compiled once."""
    every = list(set(keys))
    for start in range(0, len(every), _PART):
        yield every[start : start + _PART]


def held(connection: Connection, store: UUID, wanted: Iterable[UUID]) -> list[Held]:
    """Lots of these items a store has, in whatever state."""
    asked = (
        select(
            StockBalance.lot_id, StockBalance.item_id, Lot.code, Lot.expires_on, StockBalance.quantity,
            StockBalance.reserved, StockBalance.state,
        )
        .join(Lot, Lot.id == StockBalance.lot_id)
        .where(
            StockBalance.kind == AccountKind.STORE.value, StockBalance.place_id == store, StockBalance.quantity > 0,
        )
    )  # fmt: skip
    parts = (asked.where(StockBalance.item_id.in_(part)) for part in _parts(wanted))
    return [Held(*row[:6], Goods(row[6])) for part in parts for row in connection.execute(part)]


def step_of(connection: Connection, key: UUID) -> tuple[UUID, str] | None:
    """The document an act was already written for, and what kind of act it was."""
    found = connection.execute(select(StockStep.document_id, StockStep.kind).where(StockStep.key == key)).first()
    return None if found is None else (found[0], found[1])


def on_road(connection: Connection, document_id: UUID) -> dict[tuple[UUID, UUID], Any]:
    """What is still under way, by line and lot: issued less what was explained."""
    made: dict[tuple[UUID, UUID], Any] = {}
    rows = connection.execute(
        select(
            StockMovement.line_id, StockMovement.lot_id, StockMovement.from_kind, StockMovement.to_kind,
            StockMovement.quantity,
        )
        .where(StockMovement.document_id == document_id)
        .order_by(StockMovement.number)
    )  # fmt: skip
    for line, lot, source, target, quantity in rows:
        sign = (target == AccountKind.TRANSIT.value) - (source == AccountKind.TRANSIT.value)
        if sign:
            made[line, lot] = made.get((line, lot), 0) + sign * quantity
    return {key: left for key, left in made.items() if left > 0}


def movements(connection: Connection, document_id: UUID) -> list[Any]:
    """Ledger lines of a document in their order."""
    asked = select(StockMovement.__table__).where(StockMovement.document_id == document_id)
    return list(connection.execute(asked.order_by(StockMovement.number)))


@cache
def _documents() -> Any:
    source, target = aliased(Warehouse), aliased(Warehouse)
    counters, document = aliased(StockDocument), StockDocument
    return (
        select(
            document.id, document.number, document.kind, document.reason, document.state,
            document.from_warehouse_id, func.coalesce(source.name, ""), document.to_warehouse_id,
            func.coalesce(target.name, ""), document.incident_id, func.coalesce(Incident.number, ""),
            document.need_id, document.dispatch_id, document.agreement_id, document.vehicle_id, document.counters_id,
            func.coalesce(counters.number, ""), literal(""), document.other_side,
            document.destination, document.text, document.applicant, document.approver, document.way,
            document.keeper, document.driver, document.plate, document.phone,
            document.receiver, document.receiver_phone, document.due_at, document.created_at, document.created_by,
            document.settled_at, document.version, document.lent_id,
        )
        .outerjoin(source, source.id == document.from_warehouse_id)
        .outerjoin(target, target.id == document.to_warehouse_id)
        .outerjoin(Incident, Incident.id == document.incident_id)
        .outerjoin(counters, counters.id == document.counters_id)
    )  # fmt: skip


def _row(found: Any, summary: str, countered_by: str) -> DocumentRow:
    values: list[Any] = [*found, summary]
    values[2], values[4], values[17] = DocumentKind(values[2]), DocumentState(values[4]), countered_by
    return DocumentRow(*values)


def _countered_by(connection: Connection, documents: Sequence[UUID]) -> dict[UUID | None, str]:
    """Numbers of the documents that reversed these.

    Asked by itself: among many documents few counter another, so that a join would read all of them for each row.
    """
    asked = select(StockDocument.counters_id, StockDocument.number)
    return {row[0]: row[1] for row in connection.execute(asked.where(StockDocument.counters_id.in_(documents)))}


def document(connection: Connection, document_id: UUID) -> Document | None:
    """One document with its lines and steps."""
    found = connection.execute(_documents().where(StockDocument.id == document_id)).first()
    if found is None:
        return None
    rows = lines(connection, [document_id])
    asked = select(
        StockStep.number, StockStep.kind, StockStep.who, StockStep.way, StockStep.text, StockStep.at,
        StockStep.recorded_at, StockStep.by_name,
    ).where(StockStep.document_id == document_id)  # fmt: skip
    steps = tuple(StepRow(*step) for step in connection.execute(asked.order_by(StockStep.number)))
    own = tuple(rows.get(document_id, ()))
    by = _countered_by(connection, [document_id]).get(document_id, "")
    return Document(_row(found, summary_of(own), by), own, steps)


def documents(
    connection: Connection, words: Sequence[str] = (), *, states: Sequence[str] = (), kinds: Sequence[str] = (),
    store: UUID | None = None, incident: UUID | None = None, dispatch: UUID | None = None, limit: int, offset: int = 0,
) -> list[DocumentRow]:  # fmt: skip
    """Newest first; every word must stand somewhere in the document, in its stores, its incident or its goods."""
    asked = _filtered(_documents(), words, states, kinds, store, incident, dispatch)
    asked = asked.order_by(StockDocument.created_at.desc(), StockDocument.number.desc()).limit(limit).offset(offset)
    found = list(connection.execute(asked))
    keys = [row[0] for row in found]
    rows, by = lines(connection, keys), _countered_by(connection, keys)
    return [_row(row, summary_of(rows.get(row[0], ())), by.get(row[0], "")) for row in found]


def count_documents(
    connection: Connection, words: Sequence[str] = (), *, states: Sequence[str] = (), kinds: Sequence[str] = (),
    store: UUID | None = None, incident: UUID | None = None, dispatch: UUID | None = None,
) -> int:  # fmt: skip
    """How many documents ``documents`` would go through."""
    asked = _filtered(select(func.count()).select_from(StockDocument), words, states, kinds, store, incident, dispatch)
    return connection.scalar(asked) or 0


def _filtered(
    asked: Select[Any], words: Sequence[str], states: Sequence[str], kinds: Sequence[str], store: UUID | None,
    incident: UUID | None, dispatch: UUID | None,
) -> Select[Any]:  # fmt: skip
    document = StockDocument
    if states:
        asked = asked.where(document.state.in_(states))
    if kinds:
        asked = asked.where(document.kind.in_(kinds))
    if store is not None:
        asked = asked.where(or_(document.from_warehouse_id == store, document.to_warehouse_id == store))
    if incident is not None:
        asked = asked.where(document.incident_id == incident)
    if dispatch is not None:
        asked = asked.where(document.dispatch_id == dispatch)
    for word in words:
        lines = select(StockLine.document_id).join(Item, Item.id == StockLine.item_id)
        goods = lines.where(or_(Item.name.contains(word, autoescape=True), Item.code.contains(word, autoescape=True)))
        texts = (
            document.number, document.other_side, document.destination, document.text, document.applicant,
            document.driver, document.plate, document.receiver,
        )  # fmt: skip
        stands = [text.contains(word, autoescape=True) for text in texts]
        stores = select(Warehouse.id).where(Warehouse.name.contains(word, autoescape=True))
        ends = [end.in_(stores) for end in (document.from_warehouse_id, document.to_warehouse_id)]
        named = or_(Incident.number.contains(word, autoescape=True), Incident.title.contains(word, autoescape=True))
        about = document.incident_id.in_(select(Incident.id).where(named))
        asked = asked.where(or_(*stands, *ends, about, document.id.in_(goods)))
    return asked


def lines(connection: Connection, documents: Sequence[UUID]) -> dict[UUID, list[LineRow]]:
    """Lines of documents, in their order."""
    made: dict[UUID, list[LineRow]] = {}
    line = StockLine
    asked = (
        select(
            line.document_id, line.id, line.ordinal, line.item_id, Item.code, Item.name, Item.spec, Item.unit,
            Item.decimals, line.lot_id, func.coalesce(Lot.code, ""), Lot.expires_on, line.state, line.to_state,
            line.asked, line.booked, line.issued, line.received, line.short, line.damaged, line.price, line.shelf,
            line.remark, line.need_id,
        )
        .join(Item, Item.id == line.item_id)
        .outerjoin(Lot, Lot.id == line.lot_id)
        .where(line.document_id.in_(documents), line.dropped.is_(False))
        .order_by(line.document_id, line.ordinal)
    )  # fmt: skip
    for found in connection.execute(asked):
        values = list(found)[1:]
        values[11], values[12] = Goods(values[11]), Goods(values[12])
        made.setdefault(found[0], []).append(LineRow(*values))
    return made


def summary_of(rows: Sequence[LineRow]) -> str:
    """A document's goods in a few words: the first three lines and how many there are."""
    from console.domain.stock import shown

    told = "、".join(f"{row.item_name} {shown(row.asked)} {row.unit}" for row in rows[:_SHOWN_LINES])
    return told if len(rows) <= _SHOWN_LINES else f"{told} 等 {len(rows)} 项"


def store_name(connection: Connection, store: UUID) -> str:
    return connection.scalar(select(Warehouse.name).where(Warehouse.id == store)) or ""


def quantity(connection: Connection, lot: UUID, account: Account) -> Decimal:
    """What an account holds of a lot."""
    row = StockBalance
    asked = select(row.quantity).where(
        row.lot_id == lot, row.kind == str(account.kind), row.place_id == account.place, row.state == str(account.state)
    )
    return connection.scalar(asked) or Decimal(0)


def shelf_of(connection: Connection, lot: UUID, account: Account) -> str:
    """Where the keeper put what an account holds of a lot."""
    row = StockBalance
    asked = select(row.shelf).where(
        row.lot_id == lot, row.kind == str(account.kind), row.place_id == account.place, row.state == str(account.state)
    )
    return connection.scalar(asked) or ""


def put_on_shelf(session: Session, lot: UUID, account: Account, shelf: str) -> list[StockBalance]:
    """Where the keeper put goods that lie in a store: the row that was changed, if any."""
    row = session.get(StockBalance, (lot, str(account.kind), account.place, str(account.state)))
    if row is None or row.shelf == shelf:
        return []
    row.shelf = shelf
    row.version += 1
    return [row]


def own_lines(session: Session, document_id: UUID) -> list[StockLine]:
    """Rows of a document's lines that were not given up, in their order."""
    asked = select(StockLine).where(StockLine.document_id == document_id, StockLine.dropped.is_(False))
    return list(session.scalars(asked.order_by(StockLine.ordinal)))


def lot_in_use(connection: Connection, item: UUID, lot: UUID) -> bool:
    """Whether a document that holds names it: neither void nor reversed; what reverses another does not count."""
    counter, document = aliased(StockDocument), StockDocument
    asked = (
        select(StockLine.id)
        .join(document, document.id == StockLine.document_id)
        .outerjoin(counter, counter.counters_id == document.id)
        .where(StockLine.item_id == item, StockLine.lot_id == lot, StockLine.dropped.is_(False))
        .where(document.state != DocumentState.VOID.value, document.counters_id.is_(None), counter.id.is_(None))
    )
    return connection.scalar(asked.limit(1)) is not None


def countered(connection: Connection, document_id: UUID) -> bool:
    """Whether a counter-document reversed it."""
    asked = select(StockDocument.id).where(StockDocument.counters_id == document_id)
    return connection.scalar(asked) is not None


def counters(connection: Connection, document_id: UUID) -> UUID | None:
    """Which document a counter-document reverses."""
    return connection.scalar(select(StockDocument.counters_id).where(StockDocument.id == document_id))


def not_before(connection: Connection, document_id: UUID, now: datetime, others: Iterable[UUID] = ()) -> datetime:
    """Now, or when the document's goods (and ``others``: lots) last moved where the clock was set back since."""
    lots = select(StockLine.lot_id).where(StockLine.document_id == document_id, StockLine.lot_id.is_not(None))
    promised = select(StockReservation.lot_id).where(StockReservation.document_id == document_id)
    moved = select(StockMovement.lot_id).where(StockMovement.document_id == document_id)
    asked = select(func.max(StockMovement.at)).where(StockMovement.lot_id.in_(lots.union(promised, moved)))
    return max([now, connection.scalar(asked) or now, *last_moves(connection, others).values()])


def lots_of(session: Session, items: Iterable[UUID]) -> list[Lot]:
    """Every lot of these items."""
    asked = select(Lot)
    return [row for part in _parts(items) for row in session.scalars(asked.where(Lot.item_id.in_(part)))]
