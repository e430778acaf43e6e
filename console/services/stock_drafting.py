"""Documents of the stores as drafts: what is handed in becomes rows, checked whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from console.domain.stock import (
    INWARD,
    NOTHING,
    REASONS,
    Account,
    AccountKind,
    DocumentKind,
    DocumentState,
    Goods,
    checked_amount,
    normal,
    shown,
)
from console.domain.stock_document import NewDocument, NewLine
from console.domain.text import free_text, one_line
from console.errors import Refused
from console.services.stock_lots import set_right
from console.services.stock_moving import ends_of
from db.base import Base
from db.models.dispatch import Dispatch, Need
from db.models.incidents import Incident
from db.models.ledger import StockDocument, StockLine
from db.models.stores import Agreement, Item, Lot, Vehicle, Warehouse
from db.queries import stock as query
from db.queries import stores
from db.store import Tx

LINES = 5_000
"""Most lines of one document: an opening stock of a whole county."""

_NAME, _TEXT, _CODE, _PRICE_DECIMALS = 60, 500, 60, 2

_NEEDS_SOURCE = frozenset(
    {DocumentKind.ISSUE, DocumentKind.TRANSFER, DocumentKind.COUNT, DocumentKind.WRITE_OFF, DocumentKind.STATE}
)
_NEEDS_TARGET = INWARD | {DocumentKind.RETURN}
_TAKES_TARGET = _NEEDS_TARGET | {DocumentKind.TRANSFER}


def document(
    tx: Tx, form: NewDocument, number: str, at: datetime, touched: list[Base]
) -> tuple[StockDocument, list[StockLine]]:
    """A new draft with its lines; ``touched`` takes every row that was made.

    Refuses store_missing, store_retired, store_unneeded, same_store, no_destination, no_lines, too_many_lines,
    line_twice, no_such_row, need_elsewhere, and with the line's number: goods_unknown, goods_retired, amount_*,
    lot_missing, lot_differs, dates_crossed, settled_more, scene_short, state_same.
    """
    row = StockDocument(id=form.id, number=number, created_at=at, created_by=tx.by.name, version=1,
                        state=DocumentState.DRAFT.value, approver="", way="", settled_at=None)  # fmt: skip
    _fill(tx, row, form)
    tx.session.add(row)
    tx.flush()
    made = _made(tx, row, form.lines, touched)
    touched += [row, *made]
    _require_callable(tx, row)
    return row, made


def rewritten(tx: Tx, row: StockDocument, form: NewDocument) -> list[Base]:
    """A draft takes a form in place of what it said; its kind stays. Lines that are no longer there ask for nothing."""
    if form.kind != row.kind:
        raise Refused("document_kind", number=row.number)
    _fill(tx, row, form)
    row.version += 1
    old = query.own_lines(tx.session, row.id)
    for line in old:
        line.ordinal, line.dropped, line.version = -row.version * 2 * LINES - line.ordinal, True, line.version + 1
    tx.flush()
    touched: list[Base] = [row, *old]
    touched += _made(tx, row, form.lines, touched)
    _require_callable(tx, row)
    return touched


def counter(
    tx: Tx, original: StockDocument, lines: Sequence[StockLine], number: str, reason: str, at: datetime
) -> tuple[StockDocument, dict[UUID, UUID]]:
    """The counter-document of a posted one, and which of its lines answers which of the other's."""
    row = StockDocument(
        id=uuid4(), number=number, kind=DocumentKind.COUNTER.value, reason="counter",
        state=DocumentState.POSTED.value, from_warehouse_id=original.from_warehouse_id,
        to_warehouse_id=original.to_warehouse_id, incident_id=original.incident_id, counters_id=original.id,
        text=free_text(reason, _TEXT), lent_id=original.lent_id, approver="", way="", created_at=at,
        created_by=tx.by.name,
        settled_at=at, version=1, need_id=None, dispatch_id=None, agreement_id=None, vehicle_id=None, other_side="",
        destination="", applicant="", keeper="", driver="", plate="", phone="", receiver="", receiver_phone="",
        due_at=None,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    answers: dict[UUID, UUID] = {}
    for line in lines:
        moved = line.issued if line.booked is None else abs(line.asked - line.booked)
        made = StockLine(
            id=uuid4(), document_id=row.id, ordinal=line.ordinal, item_id=line.item_id, lot_id=line.lot_id,
            need_id=None, state=line.to_state, to_state=line.state, asked=normal(moved), booked=None,
            issued=line.issued, received=line.received, short=line.short, damaged=line.damaged, price=line.price,
            shelf="", remark="", dropped=False, version=1,
        )  # fmt: skip
        tx.session.add(made)
        answers[line.id] = made.id
    tx.flush()
    return row, answers


def _fill(tx: Tx, row: StockDocument, form: NewDocument) -> None:
    kind = DocumentKind(form.kind)
    if kind is DocumentKind.COUNTER:
        raise Refused("document_kind", number=row.number)
    reason = form.reason or REASONS[kind][0]
    if reason not in REASONS[kind]:
        raise Refused("document_reason", field="reason")
    _require_ends(tx, form, kind)
    lender = None if form.lent is None else _lender(tx, form)
    row.kind, row.reason = kind.value, reason
    row.from_warehouse_id, row.to_warehouse_id = form.from_store, form.to_store
    row.incident_id, row.need_id, row.dispatch_id = form.incident, form.need, form.dispatch
    row.agreement_id, row.vehicle_id, row.counters_id = form.agreement, form.vehicle, None
    row.lent_id = form.lent
    if lender is not None:
        row.incident_id = lender.incident_id
    row.other_side, row.destination = one_line(form.other_side, 100), one_line(form.destination, 200)
    row.text, row.due_at = free_text(form.text, _TEXT), form.due_at
    row.applicant, row.keeper, row.driver = (one_line(one, _NAME) for one in (form.applicant, form.keeper, form.driver))
    row.plate, row.phone = one_line(form.plate, 40), one_line(form.phone, 40)
    row.receiver, row.receiver_phone = one_line(form.receiver, _NAME), one_line(form.receiver_phone, 40)


def _lender(tx: Tx, form: NewDocument) -> StockDocument:
    """The document that gave out what comes back; only a 退库 names one, and of no other incident than its own."""
    found = tx.session.get(StockDocument, form.lent)
    if found is None or form.kind is not DocumentKind.RETURN:
        raise Refused("no_such_row")
    if form.incident not in (None, found.incident_id):
        raise Refused("document_kind", number=found.number)
    return found


def _require_ends(tx: Tx, form: NewDocument, kind: DocumentKind) -> None:
    if kind in _NEEDS_SOURCE and form.from_store is None:
        raise Refused("store_missing", field="from_store")
    if kind in _NEEDS_TARGET and form.to_store is None:
        raise Refused("store_missing", field="to_store")
    if form.from_store is not None and form.from_store == form.to_store:
        raise Refused("same_store", field="to_store")
    if form.from_store is not None and kind not in _NEEDS_SOURCE:
        raise Refused("store_unneeded", kind=kind.value, field="from_store")
    if form.to_store is not None and kind not in _TAKES_TARGET:
        raise Refused("store_unneeded", kind=kind.value, field="to_store")
    somewhere = form.to_store or form.incident or form.destination.strip()
    if kind is DocumentKind.TRANSFER and not somewhere:
        raise Refused("no_destination", field="to_store")
    for store, field in ((form.from_store, "from_store"), (form.to_store, "to_store")):
        found = None if store is None else tx.session.get(Warehouse, store)
        if store is not None and found is None:
            raise Refused("store_missing", field=field)
        if found is not None and not found.active and field == "to_store":
            raise Refused("store_retired", store=found.name, field=field)
    _require_known(tx, (Incident, form.incident), (Agreement, form.agreement), (Vehicle, form.vehicle),
                   (Dispatch, form.dispatch))  # fmt: skip
    _require_need(tx, form.need, form.incident)


def _require_callable(tx: Tx, row: StockDocument) -> None:
    """No more is called of an agreement than it holds, other documents that named it counted (agreement_over)."""
    if row.agreement_id is None:
        return
    tx.flush()
    agreement = tx.session.get_one(Agreement, row.agreement_id)
    over = stores.called(tx.connection).get(agreement.id, NOTHING) - agreement.quantity
    if over > 0:
        raise Refused("agreement_over", supplier=agreement.supplier, over=shown(over), unit=agreement.unit,
                      field="agreement")  # fmt: skip


def _require_known(tx: Tx, *named: tuple[type[Base], UUID | None]) -> None:
    said = [(model, key) for model, key in named if key is not None]
    if said:
        tx.flush()
    if any(tx.session.get(model, key) is None for model, key in said):
        raise Refused("no_such_row")


def _require_need(tx: Tx, key: UUID | None, incident: UUID | None) -> None:
    """A need is there, and of the incident the document is for, where it is for one."""
    need = None if key is None else tx.session.get(Need, key)
    if key is not None and need is None:
        raise Refused("no_such_row")
    if need is not None and incident not in (None, need.incident_id):
        raise Refused("need_elsewhere", number=need.number)


@dataclass(frozen=True, slots=True)
class _Goods:
    """Items and lots of a form, read at once; of what comes in every lot by item and number.

    ``new`` are lots it makes or sets right.
    """

    items: dict[UUID, Item]
    lots: dict[UUID, dict[str, Lot]]
    new: list[Base]

    def next_code(self, item: Item) -> str:
        """A number for goods that came without one: the item's code and how many lots it has, or the next free."""
        known = self.lots.get(item.id, {})
        at = len(known) + 1
        while f"{item.code}-{at:03d}" in known:
            at += 1
        return f"{item.code}-{at:03d}"


def _goods(tx: Tx, lines: Sequence[NewLine], kind: DocumentKind) -> _Goods:
    items = query.items(tx.session, (line.item for line in lines))
    made = _Goods(items, {}, [])
    named = query.lots(tx.session, {line.lot for line in lines if line.lot is not None}).values()
    for lot in query.lots_of(tx.session, items) if kind in INWARD else named:
        made.lots.setdefault(lot.item_id, {})[lot.code] = lot
    return made


def _made(tx: Tx, row: StockDocument, lines: Sequence[NewLine], touched: list[Base]) -> list[StockLine]:
    if not lines:
        raise Refused("no_lines")
    if len(lines) > LINES:
        raise Refused("too_many_lines", limit=LINES)
    goods, made = _goods(tx, lines, DocumentKind(row.kind)), list[StockLine]()
    seen: set[tuple[object, ...]] = set()
    for ordinal, line in enumerate(lines, 1):
        try:
            one = _row(tx, row, ordinal, line, goods, made)
        except Refused as refusal:
            raise Refused(refusal.code, **{"line": ordinal, **refusal.facts}) from refusal
        said: tuple[object, ...] = (one.item_id, one.lot_id, one.state)
        said = said if row.kind == DocumentKind.COUNT else (*said, one.need_id, one.to_state)
        if said in seen:
            raise Refused("line_twice", line=ordinal)
        seen.add(said)
        made.append(one)
    for rows in (goods.new, made):
        tx.session.add_all(rows)
        tx.flush()
    touched += goods.new
    return made


def _row(
    tx: Tx, row: StockDocument, ordinal: int, line: NewLine, goods: _Goods, others: Sequence[StockLine]
) -> StockLine:
    item, kind = goods.items.get(line.item), DocumentKind(row.kind)
    if item is None:
        raise Refused("goods_unknown")
    if not item.active and kind in INWARD:
        raise Refused("goods_retired", item=item.name)
    if kind is DocumentKind.STATE and line.state == line.to_state:
        raise Refused("state_same", item=item.name, field="to_state")
    _require_need(tx, line.need, row.incident_id)
    asked = checked_amount(line.asked, item.decimals, nought=kind is DocumentKind.COUNT, field="asked")
    lot = _lot_in(tx, item, line, goods) if kind in INWARD else _lot_of(tx, item, line, kind)
    made = StockLine(
        id=uuid4(), document_id=row.id, ordinal=ordinal, item_id=item.id, lot_id=lot, need_id=line.need,
        state=str(Goods(line.state)), to_state=str(Goods(line.to_state)), asked=asked, booked=None, issued=NOTHING,
        received=NOTHING, short=NOTHING, damaged=NOTHING, price=_price(line), shelf=one_line(line.shelf, 40),
        remark=free_text(line.remark, _TEXT), dropped=False, version=1,
    )  # fmt: skip
    if kind is DocumentKind.COUNT:
        account = Account(AccountKind.STORE, row.from_warehouse_id, Goods(line.state))
        assert lot is not None, "a counted line names its lot"
        made.booked = query.quantity(tx.connection, lot, account)
    if kind is DocumentKind.RETURN:
        _settled(tx, row, made, line, item, others)
    return made


def _price(line: NewLine) -> Decimal | None:
    return None if line.price is None else checked_amount(line.price, _PRICE_DECIMALS, nought=True, field="price")


def _settled(
    tx: Tx, row: StockDocument, made: StockLine, line: NewLine, item: Item, others: Sequence[StockLine]
) -> None:
    """A line that comes back says what became of everything it is about; all lines together are at the scene."""
    parts = [
        checked_amount(one, item.decimals, nought=True, field="asked") for one in (line.damaged, line.lost, line.used)
    ]
    damaged, lost, used = parts
    whole = made.asked - damaged - lost - used
    if whole < 0:
        raise Refused("settled_more", asked=shown(made.asked))
    made.issued, made.received, made.damaged, made.short = made.asked, normal(whole), damaged, lost
    assert made.lot_id is not None, "a line that comes back names its lot"
    there = query.quantity(tx.connection, made.lot_id, ends_of(row).at_scene)
    wanted = sum((one.asked for one in others if one.lot_id == made.lot_id), made.asked)
    if there < wanted:
        raise Refused("scene_short", item=item.name, has=shown(there), wanted=shown(wanted))


def _lot_of(tx: Tx, item: Item, line: NewLine, kind: DocumentKind) -> UUID | None:
    if line.lot is None:
        if kind in (DocumentKind.COUNT, DocumentKind.RETURN):
            raise Refused("lot_missing", item=item.name)
        return None
    lot = tx.session.get(Lot, line.lot)
    if lot is None or lot.item_id != item.id:
        raise Refused("lot_missing", item=item.name)
    return lot.id


def _lot_in(tx: Tx, item: Item, line: NewLine, goods: _Goods) -> UUID:
    """The lot goods come in with: the one named, one of that number and the same dates, or a new one.

    Dates that were mistyped for a lot nobody has are set right.
    """
    if line.lot is not None:
        found = _lot_of(tx, item, line, DocumentKind.RECEIPT)
        assert found is not None, "a lot that was named is there or was refused"
        return found
    if line.made_on and line.expires_on and line.expires_on < line.made_on:
        raise Refused("dates_crossed", item=item.name)
    code = one_line(line.lot_code, _CODE) or goods.next_code(item)
    known = goods.lots.get(item.id, {}).get(code)
    if known is None:
        known = Lot(
            id=uuid4(), item_id=item.id, code=code, made_on=line.made_on, expires_on=line.expires_on,
            owner=one_line(line.owner, 100), price=_price(line), remark="", version=1,
        )  # fmt: skip
        goods.lots.setdefault(item.id, {})[code] = known
        goods.new.append(known)
    elif (line.made_on or line.expires_on) and (known.made_on, known.expires_on) != (line.made_on, line.expires_on):
        if known in goods.new or not set_right(tx, known, line.made_on, line.expires_on):
            raise Refused("lot_differs", lot=code, item=item.name)
        goods.new.append(known)
    return known.id
