"""What the books and papers say of a stock document, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from console import words
from console.domain.stock import NOTHING, DocumentKind, shown
from console.domain.stock_document import Arrived
from db.models.incidents import Incident
from db.models.ledger import StockDocument, StockLine
from db.models.stores import Item
from db.queries import stock as query
from db.store import Tx

_TOLD = 5


def named(tx: Tx, row: StockDocument) -> str:
    """调拨单 DB2030-0001（县库→岩坦镇库）; goods that go to an incident or come from it name it."""
    kind = words.say_in("zh", f"stock.document.{row.kind}")
    ends = [query.store_name(tx.connection, one) if one else "" for one in (row.from_warehouse_id, row.to_warehouse_id)]
    source, target = ends[0] or row.other_side, ends[1] or row.destination
    scene = _scene(tx, row)
    if row.kind == DocumentKind.RETURN:
        source = scene or source
    elif row.kind in (DocumentKind.ISSUE, DocumentKind.TRANSFER):
        target = target or scene
    way = "→".join(part for part in (source, target) if part)
    return f"{kind} {row.number}" + (f"（{way}）" if way else "")


def _scene(tx: Tx, row: StockDocument) -> str:
    if row.incident_id is not None:
        incident = tx.session.get_one(Incident, row.incident_id)
        return f"{incident.number} {incident.title}"
    return "" if row.lent_id is None else tx.session.get_one(StockDocument, row.lent_id).number


def goods(tx: Tx, lines: Sequence[StockLine], kind: str = "") -> str:
    """排水泵 2 台、编织袋 500 条 等 7 项; of a 盘点 what was counted, of a 退库 what became of it, or its new state."""
    shape = _SHAPES.get(kind)
    told = [_line(tx, line, shown(line.asked)) if shape is None else shape(tx, line) for line in lines[:_TOLD]]
    return _joined(told, len(lines), "、" if shape is None else "；")


def _counted(tx: Tx, line: StockLine) -> str:
    """排水泵 账面 9 台，实盘 8 台，盘亏 1"""
    off = line.asked - (line.booked or NOTHING)
    more = "相符" if off == 0 else f"{'盘盈' if off > 0 else '盘亏'} {shown(abs(off))}"
    unit = tx.session.get_one(Item, line.item_id).unit
    return f"{_line(tx, line, f'账面 {shown(line.booked or NOTHING)}')}，实盘 {shown(line.asked)} {unit}，{more}"


def _back(tx: Tx, line: StockLine) -> str:
    """排水泵 2 台，其中损坏 1，丢失 1"""
    used = line.asked - line.received - line.damaged - line.short
    parts = [("损坏", line.damaged), ("丢失", line.short), ("耗用", used)]
    told = "，".join(f"{word} {shown(amount)}" for word, amount in parts if amount)
    return _line(tx, line, shown(line.asked)) + (f"，其中{told}" if told else "")


def _changed(tx: Tx, line: StockLine) -> str:
    """排水泵 2 台，在修→可用"""
    before, after = (words.say_in("zh", f"stock.goods.{one}") for one in (line.state, line.to_state))
    return f"{_line(tx, line, shown(line.asked))}，{before}→{after}"


_SHAPES = {
    DocumentKind.COUNT.value: _counted, DocumentKind.RETURN.value: _back, DocumentKind.STATE.value: _changed,
}  # fmt: skip


def _joined(told: Sequence[str], count: int, between: str) -> str:
    return between.join(told) + (f" 等 {count} 项" if count > len(told) else "")


def issued(tx: Tx, lines: Sequence[StockLine]) -> str:
    """What left the store, which may be less than was asked."""
    told = []
    for line in lines[:_TOLD]:
        less = f"（申请 {shown(line.asked)}）" if line.issued < line.asked else ""
        told.append(_line(tx, line, shown(line.issued)) + less)
    return _joined(told, len(lines), "、")


def on_road(tx: Tx, lines: Sequence[StockLine]) -> str:
    """What is still under way of them."""
    left = [(line, line.issued - line.received - line.short - line.damaged) for line in lines]
    told = [_line(tx, line, shown(amount)) for line, amount in left if amount]
    return _joined(told[:_TOLD], len(told), "、")


def arrived(tx: Tx, arrivals: Iterable[Arrived]) -> str:
    """排水泵 实收 1 台，短少 1；饮用水 短少 2 箱"""
    told, every = [], [one for one in arrivals if one.received or one.short or one.damaged]
    for one in every[:_TOLD]:
        line = tx.session.get_one(StockLine, one.line)
        item = tx.session.get_one(Item, line.item_id)
        parts = [("实收", one.received), ("短少", one.short), ("损坏", one.damaged)]
        said = [f"{word} {shown(amount)}" for word, amount in parts if amount]
        told.append(f"{item.name} {said[0]} {item.unit}" + "".join(f"，{more}" for more in said[1:]))
    return _joined(told, len(every), "；")


def carried(row: StockDocument) -> str:
    """，车 示A·00001，驾驶员 陈例一"""
    return (f"，车 {row.plate}" if row.plate else "") + (f"，驾驶员 {row.driver}" if row.driver else "")


def preview(tx: Tx, row: StockDocument, lines: Sequence[StockLine]) -> str:
    """The whole document as it is decided on, one line each."""
    kept = query.items(tx.session, (line.item_id for line in lines))  # at hand while the lines are told
    lots = query.lots(tx.session, (line.lot_id for line in lines if line.lot_id is not None))
    told = [named(tx, row), words.say_in("zh", f"stock.reason.{row.reason}")]
    told += [part for part in (row.text, row.applicant, row.destination) if part]
    for line in lines:
        lot = "" if line.lot_id is None else f" 批号 {lots[line.lot_id].code}"
        told.append(f"{line.ordinal}. {goods(tx, [line], row.kind)}{lot}")
    assert len(kept) == len({line.item_id for line in lines}), "lines name items that are there"
    return "\n".join(told)


def _line(tx: Tx, line: StockLine, amount: str) -> str:
    item = tx.session.get_one(Item, line.item_id)
    spec = f" {item.spec}" if item.spec else ""
    return f"{item.name}{spec} {amount} {item.unit}"
