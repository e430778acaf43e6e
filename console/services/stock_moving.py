"""What each kind of document moves: goods that come in, go out, arrive, come back, were counted or reversed.

Shared steps inside the transaction of ``stock_documents``: they turn lines into movements and hand these to the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from console.domain.stock import (
    LOST,
    NOTHING,
    OUTSIDE,
    USED,
    Account,
    AccountKind,
    DocumentKind,
    DocumentState,
    Ends,
    Goods,
    Held,
    Move,
    Pick,
    arrival,
    checked_amount,
    damaged_there,
    departure,
    normal,
    pick,
    shown,
)
from console.domain.stock_document import Arrived, Picked
from console.errors import Refused
from console.services import stock_ledger as ledger
from console.services.stock_ledger import Touched
from db.models.ledger import StockDocument, StockLine, StockStep
from db.models.stores import Item, Lot
from db.queries import stock as query
from db.store import Tx


def ends_of(document: StockDocument) -> Ends:
    """Stores and incident of a document, as its movements need them."""
    return Ends(
        document.id, DocumentKind(document.kind), document.reason, document.from_warehouse_id,
        document.to_warehouse_id, document.incident_id, document.lent_id,
    )  # fmt: skip


def reserve(
    tx: Tx, document: StockDocument, lines: Sequence[StockLine], step: StockStep, on: date, to: Touched
) -> None:
    """Promise goods to every line, those that name a lot first, or refuse naming each that falls short at once
    (stock_missing)."""
    store = document.from_warehouse_id
    assert store is not None, "only documents that take goods out of a store reserve"
    tx.flush()
    items = query.items(tx.session, (line.item_id for line in lines))
    there: dict[tuple[UUID, Goods], list[Held]] = {}
    for one in query.held(tx.connection, store, items):
        there.setdefault((one.item, one.state), []).append(one)
    missing, promises = [], list[tuple[StockLine, Pick]]()
    for line in sorted(lines, key=lambda one: one.lot_id is None):  # who names a lot wants no other
        key = line.item_id, Goods(line.state)
        picks, short = chosen(line, there.get(key, []), on, expired=_takes_expired(document, line))
        if short > 0:
            missing.append(f"{items[line.item_id].name} {shown(short)} {items[line.item_id].unit}")
        promises += [(line, one) for one in picks]
        taken = {one.lot: one.quantity for one in picks}
        there[key] = [replace(one, reserved=one.reserved + taken.get(one.lot, NOTHING)) for one in there.get(key, [])]
    if missing:
        raise Refused("stock_missing", store=query.store_name(tx.connection, store), lines="、".join(missing))
    ledger.reserve(tx, document, promises, step.at, to)


def chosen(line: StockLine, held: Sequence[Held], on: date, *, expired: bool) -> tuple[list[Pick], Decimal]:
    """Lots for a line: the one it names, else what expires first; refuses lot_expired where it names one that is."""
    if line.lot_id is not None:
        held = [one for one in held if one.lot == line.lot_id]
        over = next((one for one in held if one.expired(on)), None)
        if over is not None and not expired:
            raise Refused("lot_expired", lot=over.code, day=over.expires_on)
    return pick(held, line.asked, on, expired=expired)


def bring_in(tx: Tx, document: StockDocument, lines: Sequence[StockLine], step: StockStep, to: Touched) -> None:
    """入库、征用、捐赠: goods come from outside into the store, each in the state its line says."""
    store, moves = document.to_warehouse_id, []
    for line in lines:
        assert line.lot_id is not None, "a line of goods that come in has got its lot when it was drafted"
        target = Account(AccountKind.STORE, store, Goods(line.to_state))
        moves.append(Move(line.id, line.item_id, line.lot_id, OUTSIDE, target, line.asked))
        _settle(line, issued=line.asked, received=line.asked, to=to)
    ledger.post(tx, step, moves, to)
    for line, move in zip(lines, moves, strict=True):
        _shelve(tx, line, move.target, to)


def take_out(
    tx: Tx, document: StockDocument, lines: Sequence[StockLine], step: StockStep, picked: Sequence[Picked], on: date,
    to: Touched,
) -> None:  # fmt: skip
    """出库、调拨 (onto the road)、报废: what was reserved, or the lots the keeper scanned instead of them.

    Refuses picked_more than asked, picked_other goods, lot_expired, nothing_picked, amount_*.
    """
    ends, states = ends_of(document), {line.id: Goods(line.state) for line in lines}
    taken = _taken(tx, lines, picked) if picked else _promised(tx, document)
    used = frozenset((line, one.lot) for line, own in taken.items() for one in own)
    ledger.release(tx, document, states, to, to="issued", only=used)
    ledger.release(tx, document, states, to, to="released")
    good = {line.id for line in lines if not _takes_expired(document, line)}
    _require_good(query.lots(tx.session, {lot for line, lot in used if line in good}).values(), on)
    moves = list[Move]()
    for line in lines:
        source = Account(AccountKind.STORE, ends.from_store, states[line.id])
        own, target = taken.get(line.id, []), departure(ends, Goods(line.to_state))
        moves += [Move(line.id, line.item_id, one.lot, source, target, one.quantity) for one in own]
        issued = sum((one.quantity for one in own), NOTHING)
        whole = issued if ends.kind is not DocumentKind.TRANSFER else NOTHING
        _settle(line, issued=issued, received=whole, to=to)
    ledger.post(tx, step, moves, to)
    if ends.kind is DocumentKind.STATE:
        _stay_on_shelf(tx, moves, to)


def _takes_expired(document: StockDocument, line: StockLine) -> bool:
    """Goods over their date may be thrown away or put aside, never called usable."""
    aside = document.kind == DocumentKind.STATE and line.to_state != Goods.USABLE
    return aside or document.kind == DocumentKind.WRITE_OFF


def _promised(tx: Tx, document: StockDocument) -> dict[UUID, list[Pick]]:
    """What was promised to each line, first expiring first."""
    found = query.reservations(tx.session, document.id)
    lots = query.lots(tx.session, {one.lot_id for one in found})

    def expiry(pick: Pick) -> tuple[date, str]:
        return lots[pick.lot].expires_on or date.max, lots[pick.lot].code

    made: dict[UUID, list[Pick]] = {}
    for one in found:
        made.setdefault(one.line_id, []).append(Pick(one.lot_id, one.quantity))
    return {line: sorted(own, key=expiry) for line, own in made.items()}


def _require_good(lots: Iterable[Lot], on: date) -> None:
    """What was promised in time may be over its date by now."""
    for lot in lots:
        if lot.expires_on is not None and lot.expires_on < on:
            raise Refused("lot_expired", lot=lot.code, day=lot.expires_on)


def _taken(tx: Tx, lines: Sequence[StockLine], picked: Sequence[Picked]) -> dict[UUID, list[Pick]]:
    by_line = {line.id: line for line in lines}
    made: dict[UUID, list[Pick]] = {}
    for scan in picked:
        line = by_line.get(scan.line)
        lot = tx.session.get(Lot, scan.lot)
        if line is None:
            raise Refused("no_such_row")
        if lot is None:
            raise Refused("lot_missing", item=_item(tx, line).name)
        if lot.item_id != line.item_id:
            raise Refused("picked_other", lot=lot.code)
        quantity = _amount(tx, line, scan.quantity)
        if quantity:
            made.setdefault(scan.line, []).append(Pick(scan.lot, quantity))
    for line_id, own in made.items():
        total = sum((one.quantity for one in own), NOTHING)
        if total > by_line[line_id].asked:
            line = by_line[line_id]
            raise Refused("picked_more", item=_named(tx, line), asked=shown(line.asked), picked=shown(total))
    if not made:
        raise Refused("nothing_picked")
    return made


def take_in(
    tx: Tx, document: StockDocument, lines: Sequence[StockLine], step: StockStep, arrived: Sequence[Arrived],
    to: Touched,
) -> bool:  # fmt: skip
    """签收 of what is on the road, in parts too; True when every line is explained.

    Refuses arrived_more than was under way, nothing_arrived, line_twice, amount_*.
    """
    ends, by_line = ends_of(document), {line.id: line for line in lines}
    road: dict[UUID, dict[UUID, Decimal]] = {}
    for (line_id, lot), left in query.on_road(tx.connection, document.id).items():
        road.setdefault(line_id, {})[lot] = left
    items, moves = query.items(tx.session, (line.item_id for line in lines)), list[Move]()
    for one in arrived:
        line = by_line.pop(one.line, None)
        if line is None:
            raise _strange(lines, one.line)
        received, short, damaged = (_amount(tx, line, part) for part in (one.received, one.short, one.damaged))
        lots = road.get(line.id, {})
        if received + short + damaged > sum(lots.values(), NOTHING):
            raise Refused("arrived_more", item=_named(tx, line), open=shown(sum(lots.values(), NOTHING)))
        returnable = items[line.item_id].returnable
        parts = (
            (received, arrival(ends, Goods(line.to_state))),
            (damaged, damaged_there(ends, returnable=returnable)),
            (short, LOST),
        )
        for quantity, target in parts:
            moves += _spread(line, lots, quantity, ends.on_road, target)
        _settle(line, received=received, short=short, damaged=damaged, to=to)
    if not moves:
        raise Refused("nothing_arrived")
    ledger.post(tx, step, moves, to)
    return all(line.received + line.short + line.damaged == line.issued for line in lines)


def turn_back(tx: Tx, document: StockDocument, lines: Sequence[StockLine], step: StockStep, to: Touched) -> None:
    """未达退回: what is still on the road lies in the sending store again, as it left it; so much less was issued."""
    ends, by_line, moves = ends_of(document), {line.id: line for line in lines}, list[Move]()
    for (line_id, lot), left in query.on_road(tx.connection, document.id).items():
        line = by_line[line_id]
        home = Account(AccountKind.STORE, ends.from_store, Goods(line.state))
        moves.append(Move(line.id, line.item_id, lot, ends.on_road, home, left))
        _settle(line, issued=-left, to=to)
    ledger.post(tx, step, moves, to)


def bring_back(tx: Tx, document: StockDocument, lines: Sequence[StockLine], step: StockStep, to: Touched) -> None:
    """退库与核销: goods at a scene come back whole or damaged, are lost, or were used up (the rest of the line)."""
    ends, moves = ends_of(document), list[Move]()
    items = query.items(tx.session, (line.item_id for line in lines))
    for line in lines:
        assert line.lot_id is not None, "a line of goods that come back names its lot"
        used = normal(line.asked - line.received - line.damaged - line.short)
        whole = Account(AccountKind.STORE, ends.to_store, Goods(line.to_state))
        back = damaged_there(ends, returnable=items[line.item_id].returnable)
        parts = ((line.received, whole), (line.damaged, back), (line.short, LOST), (used, USED))
        source = ends.at_scene
        moves += [Move(line.id, line.item_id, line.lot_id, source, target, amount) for amount, target in parts]
    ledger.post(tx, step, moves, to)


def settle_count(tx: Tx, document: StockDocument, lines: Sequence[StockLine], step: StockStep, to: Touched) -> None:
    """盘点: the ledger follows what was counted.

    Refuses count_stale where goods moved since the count was taken, lot_earlier where it is told of a time before.
    """
    moves, accounts, store = [], [], document.from_warehouse_id
    tx.flush()
    there = query.balances(tx.session, {line.lot_id for line in lines if line.lot_id is not None}, [store])
    booked = {(one.lot_id, one.state): one.quantity for one in there}
    for line in lines:
        assert line.lot_id is not None, "a counted line names its lot"
        account = Account(AccountKind.STORE, store, Goods(line.state))
        now = booked.get((line.lot_id, line.state), NOTHING)
        if now != line.booked:
            raise Refused("count_stale", item=_named(tx, line), booked=shown(line.booked or NOTHING), now=shown(now))
        more = line.asked - now
        source, target = (OUTSIDE, account) if more > 0 else (account, LOST)
        moves.append(Move(line.id, line.item_id, line.lot_id, source, target, abs(more)))
        accounts.append(account)
    ledger.require_since(tx, [(move.lot, account) for move, account in zip(moves, accounts, strict=True)], step.at)
    ledger.post(tx, step, moves, to)
    for line, account in zip(lines, accounts, strict=True):
        _shelve(tx, line, account, to)


def turn_round(
    tx: Tx, original: StockDocument, lines: Mapping[UUID, UUID], step: StockStep, to: Touched
) -> None:  # fmt: skip
    """冲销: what a posted document moved goes back; refuses stock_short where it has moved on since."""
    moves = []
    for row in reversed(query.movements(tx.connection, original.id)):
        source = Account(AccountKind(row.from_kind), row.from_id, Goods(row.from_state))
        target = Account(AccountKind(row.to_kind), row.to_id, Goods(row.to_state))
        moves.append(Move(lines[row.line_id], row.item_id, row.lot_id, target, source, row.quantity))
    ledger.post(tx, step, moves, to)


def let_go(tx: Tx, document: StockDocument, lines: Sequence[StockLine], to: Touched) -> None:
    """Give back what was reserved for a document that is made void."""
    ledger.release(tx, document, {line.id: Goods(line.state) for line in lines}, to, to="released")


def posts_at_once(document: StockDocument) -> bool:
    """Whether posting follows approval directly: a transfer has the road between."""
    return document.kind != DocumentKind.TRANSFER and document.state == DocumentState.APPROVED


def _spread(
    line: StockLine, lots: dict[UUID, Decimal], wanted: Decimal, source: Account, target: Account
) -> list[Move]:
    made = []
    for lot in list(lots):
        part = min(lots[lot], wanted)
        if part > 0:
            made.append(Move(line.id, line.item_id, lot, source, target, part))
            lots[lot] -= part
            wanted -= part
    return made


def _settle(
    line: StockLine, *, to: Touched, issued: Decimal = NOTHING, received: Decimal = NOTHING, short: Decimal = NOTHING,
    damaged: Decimal = NOTHING,
) -> None:  # fmt: skip
    line.issued = normal(line.issued + issued)
    line.received = normal(line.received + received)
    line.short, line.damaged = normal(line.short + short), normal(line.damaged + damaged)
    line.version += 1
    to.add(line)


def _shelve(tx: Tx, line: StockLine, account: Account, to: Touched) -> None:
    if line.shelf and line.lot_id is not None:
        to.add(*query.put_on_shelf(tx.session, line.lot_id, account, line.shelf))


def _stay_on_shelf(tx: Tx, moves: Sequence[Move], to: Touched) -> None:
    """Goods whose state changes stay where they lie."""
    for move in moves:
        shelf = query.shelf_of(tx.connection, move.lot, move.source)
        if shelf and not query.shelf_of(tx.connection, move.lot, move.target):
            to.add(*query.put_on_shelf(tx.session, move.lot, move.target, shelf))


def _amount(tx: Tx, line: StockLine, amount: Decimal) -> Decimal:
    """What a keeper said of a line, in the item's decimals; refused with the line's number."""
    try:
        return checked_amount(amount, _item(tx, line).decimals, nought=True)
    except Refused as refusal:
        raise Refused(refusal.code, **{"line": line.ordinal, **refusal.facts}) from refusal


def _strange(lines: Sequence[StockLine], line_id: UUID) -> Refused:
    twice = next((line for line in lines if line.id == line_id), None)
    return Refused("no_such_row") if twice is None else Refused("line_twice", line=twice.ordinal)


def _item(tx: Tx, line: StockLine) -> Item:
    item = tx.session.get(Item, line.item_id)
    assert item is not None, "lines name items that are there: nothing deletes them"
    return item


def _named(tx: Tx, line: StockLine) -> str:
    item = _item(tx, line)
    return f"{item.name}（{item.unit}）"
