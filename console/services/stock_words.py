"""What the books and papers say of a stock document, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from console import words
from console.domain.stock import shown
from console.domain.stock_document import Arrived
from db.models.ledger import StockDocument, StockLine
from db.models.stores import Item
from db.queries import stock as query
from db.store import Tx

_TOLD = 5


def named(tx: Tx, row: StockDocument) -> str:
    """调拨单 DB2030-0001（县库→岩坦镇库）"""
    kind = words.say_in("zh", f"stock.document.{row.kind}")
    ends = [query.store_name(tx.connection, one) if one else "" for one in (row.from_warehouse_id, row.to_warehouse_id)]
    source, target = ends[0] or row.other_side, ends[1] or row.destination
    way = "→".join(part for part in (source, target) if part)
    return f"{kind} {row.number}" + (f"（{way}）" if way else "")


def goods(tx: Tx, lines: Sequence[StockLine]) -> str:
    """排水泵 2 台、编织袋 500 条 等 7 项"""
    told = "、".join(_line(tx, line, shown(line.asked)) for line in lines[:_TOLD])
    return told if len(lines) <= _TOLD else f"{told} 等 {len(lines)} 项"


def issued(tx: Tx, lines: Sequence[StockLine]) -> str:
    """What left the store, which may be less than was asked."""
    told = []
    for line in lines[:_TOLD]:
        less = f"（申请 {shown(line.asked)}）" if line.issued < line.asked else ""
        told.append(_line(tx, line, shown(line.issued)) + less)
    return "、".join(told) + ("" if len(lines) <= _TOLD else f" 等 {len(lines)} 项")


def arrived(tx: Tx, arrivals: Iterable[Arrived]) -> str:
    """排水泵 实收 1 台，短少 1"""
    told, every = [], list(arrivals)
    for one in every[:_TOLD]:
        line = tx.session.get_one(StockLine, one.line)
        item = tx.session.get_one(Item, line.item_id)
        more = (f"，短少 {shown(one.short)}" if one.short else "") + (
            f"，损坏 {shown(one.damaged)}" if one.damaged else ""
        )
        told.append(f"{item.name} 实收 {shown(one.received)} {item.unit}{more}")
    return "、".join(told) + ("" if len(every) <= _TOLD else f" 等 {len(every)} 项")


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
        told.append(f"{line.ordinal}. {_line(tx, line, shown(line.asked))}{lot}")
    assert len(kept) == len({line.item_id for line in lines}), "lines name items that are there"
    return "\n".join(told)


def _line(tx: Tx, line: StockLine, amount: str) -> str:
    item = tx.session.get_one(Item, line.item_id)
    spec = f" {item.spec}" if item.spec else ""
    return f"{item.name}{spec} {amount} {item.unit}"
