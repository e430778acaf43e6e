"""调拨单 (四联), 入库单, 出库单, 退库单, 盘点表, 报废单, 征用单, 捐赠入库单, 状态变更单, 冲销单: goods on paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from console.domain.realm import WATERMARK
from console.domain.stock import NOTHING, DocumentKind, shown
from console.domain.stock_document import DocumentRow, LineRow
from console.domain.stock_list import StockRow
from console.domain.stock_paper import LotPart, StockPaper
from ui.printing.form import Column, Form, Pair, Pairs, Row, Section, Signature
from ui.printing.parts import Print, content_digest, footer, numbered, zh
from ui.printing.station import Station

_NO, _GOODS, _UNIT, _LOT, _EXPIRY = ("no", 0, 10), ("goods", 2, 0), ("unit", 0, 11), ("lot", 1, 0), ("expiry", 0, 23)
_REMARK = ("remark", 1, 0)
_TABLES: dict[DocumentKind, tuple[tuple[str, float, float], ...]] = {
    DocumentKind.TRANSFER: (
        _NO, _GOODS, _UNIT, _LOT, _EXPIRY, ("asked", 0, 15), ("issued", 0, 15), ("received", 0, 15),
        ("short", 0, 13), ("damaged", 0, 13),
    ),
    DocumentKind.ISSUE: (_NO, _GOODS, _UNIT, _LOT, _EXPIRY, ("asked", 0, 16), ("issued", 0, 16), _REMARK),
    DocumentKind.WRITE_OFF: (_NO, _GOODS, _UNIT, _LOT, _EXPIRY, ("state", 0, 16), ("amount", 0, 18), _REMARK),
    DocumentKind.STATE: (
        _NO, _GOODS, _UNIT, _LOT, _EXPIRY, ("amount", 0, 16), ("state", 0, 17), ("to_state", 0, 17), _REMARK,
    ),
    DocumentKind.RETURN: (
        _NO, _GOODS, _UNIT, _LOT, ("amount", 0, 15), ("whole", 0, 15), ("damaged", 0, 15), ("lost", 0, 15),
        ("used", 0, 15),
    ),
    DocumentKind.COUNT: (
        _NO, _GOODS, _UNIT, _LOT, ("shelf", 0, 18), ("state", 0, 14), ("booked", 0, 17), ("counted", 0, 17),
        ("difference", 0, 17), _REMARK,
    ),
}  # fmt: skip
_INWARD = (_NO, _GOODS, _UNIT, _LOT, _EXPIRY, ("amount", 0, 16), ("price", 0, 20), ("sum", 0, 24), ("shelf", 0, 16))
_BOXES = {
    DocumentKind.TRANSFER: ("applicant", "approver", "keeper", "driver", "receiver"),
    DocumentKind.ISSUE: ("applicant", "approver", "keeper", "receiver"),
    DocumentKind.RETURN: ("returner", "approver", "keeper"),
    DocumentKind.COUNT: ("counter", "witness", "approver"),
    DocumentKind.WRITE_OFF: ("keeper", "checker", "approver"),
    DocumentKind.STATE: ("keeper", "checker", "approver"),
    DocumentKind.REQUISITION: ("owner", "requisitioner", "approver", "keeper"),
    DocumentKind.DONATION: ("donor", "keeper", "approver"),
}
_INWARD_BOXES = ("deliverer", "keeper", "approver")
SHEETS = ("stub", "store", "carrier", "receiver")
"""存根、仓库、运输、接收: the four sheets of a 调拨单."""


def stock_form(paper: StockPaper, about: Print) -> Form:
    """The paper of a document; a 调拨单 comes in four sheets. Its number is the code at the upper right."""
    row, station = paper.document.row, Station(about.zone)
    blocks = numbered(
        (
            Pairs(zh("print.stock.document"), _about(row, station)),
            Section(zh("print.stock.lines"), "", _columns(row.kind), _rows(paper), zh("print.none")),
        )
    )
    boxes = tuple(_box(name, row) for name in _BOXES.get(row.kind, _INWARD_BOXES))
    transfer = row.kind is DocumentKind.TRANSFER
    return Form(
        title=zh(f"print.stock.title.{row.kind.value}"),
        number=row.number,
        subtitle=(f"{about.site}　{row.number}",),
        blocks=blocks,
        signatures=boxes,
        signatures_title=zh("print.signatures"),
        footer=footer(about, row.number, content_digest(row.number, blocks)),
        watermark=WATERMARK[about.realm],
        kind=f"stock_{row.kind.value}",
        sheets=tuple(zh(f"print.stock.sheet.{name}") for name in SHEETS) if transfer else (),
        code=row.number,
    )


def count_form(store: str, rows: Sequence[StockRow], about: Print, *, blind: bool = False) -> Form:
    """A sheet to count on: what the books say (left out where the count is ``blind``), room for what is there."""
    lines = tuple(
        Row((
            str(at), _goods(row.item_name, row.spec), row.unit, row.lot_code, row.shelf,
            zh(f"stock.goods.{row.state.value}"), "" if blind else shown(row.quantity), "", "", "",
        ))
        for at, row in enumerate(rows, 1)
    )  # fmt: skip
    blocks = (Section("", "", _columns(DocumentKind.COUNT), lines, zh("print.none"), row_height=8.0),)
    boxes = tuple(Signature(zh(f"print.stock.box.{name}")) for name in _BOXES[DocumentKind.COUNT])
    at = Station(about.zone).minute(about.printed_at)
    return Form(
        title=zh("print.stock.title.count"),
        number="",
        subtitle=(f"{about.site}　{store}　{zh('print.stock.until', at=at)}",),
        blocks=blocks,
        signatures=boxes,
        signatures_title=zh("print.signatures"),
        footer=footer(about, "", content_digest(store, blocks)),
        watermark=WATERMARK[about.realm],
    )


def _about(row: DocumentRow, station: Station) -> tuple[Pair, ...]:
    """What is known of the document; a label nobody has a value for is left to ink where the paper needs it."""
    approved = f"{row.approver}（{zh(f'print.stock.way.{row.way}')}）" if row.way else row.approver
    source, target = row.from_name or row.other_side, row.to_name or row.destination
    told = [
        Pair(zh("print.stock.reason"), zh(f"stock.reason.{row.reason}")),
        Pair(zh("print.stock.made"), f"{station.minute(row.created_at)}　{row.created_by}"),
        Pair(zh("print.stock.from"), source),
        Pair(zh("print.stock.to"), target),
        Pair(zh("print.stock.applicant"), row.applicant),
        Pair(zh("print.stock.approver"), approved),
    ]
    if row.kind is DocumentKind.TRANSFER:
        told += [
            Pair(zh("print.stock.carrier"), "　".join(filter(None, (row.plate, row.driver, row.phone)))),
            Pair(zh("print.stock.receiver"), "　".join(filter(None, (row.receiver, row.receiver_phone)))),
        ]
    if row.incident_number:
        told.append(Pair(zh("print.stock.incident"), row.incident_number))
    if row.counters_number:
        told.append(Pair(zh("print.stock.counters"), row.counters_number))
    if row.countered_by:
        told.append(Pair(zh("print.stock.countered"), row.countered_by))
    if row.due_at is not None:
        told.append(Pair(zh("print.stock.due"), station.minute(row.due_at)))
    told.append(Pair(zh("print.stock.state"), zh(f"stock.state.{row.state.value}")))
    return (*told, *([Pair(zh("print.stock.text"), row.text, wide=True)] if row.text else []))


def _columns(kind: DocumentKind) -> tuple[Column, ...]:
    named = _TABLES.get(kind, _INWARD)
    return tuple(Column(zh(f"print.stock.column.{name}"), weight, width) for name, weight, width in named)


def _rows(paper: StockPaper) -> tuple[Row, ...]:
    kind = paper.document.row.kind
    made = []
    for line in paper.document.lines:
        made += _line(line, paper.lots.get(line.id, ()), _TABLES.get(kind, _INWARD))
    return (*made, *_total(paper))


def _line(
    line: LineRow, parts: Sequence[LotPart], columns: Sequence[tuple[str, float, float]]
) -> list[Row]:  # fmt: skip
    """A row for each lot; what is said of the whole line stands in the first."""
    rows = []
    for at, part in enumerate(parts or (None,)):
        told = _cells(line, part, alone=len(parts) < 2)
        kept = {"lot", "expiry", "issued"} if at else set(told)
        rows.append(Row(tuple(told[name] if name in kept else "" for name, *_widths in columns)))
    return rows


def _total(paper: StockPaper) -> tuple[Row, ...]:
    """What it is all worth, where every line has a price."""
    kind, lines = paper.document.row.kind, paper.document.lines
    if kind in _TABLES or not lines or any(line.price is None for line in lines):
        return ()
    worth = sum((line.asked * (line.price or NOTHING) for line in lines), NOTHING)
    cells = {"goods": zh("print.stock.total"), "sum": f"{worth:.2f}"}
    return (Row(tuple(cells.get(name, "") for name, *_widths in _INWARD), strong=True),)


def _cells(line: LineRow, part: LotPart | None, *, alone: bool) -> dict[str, str]:
    difference = line.asked - (line.booked or NOTHING)
    expires_on = line.expires_on if part is None else part.expires_on
    return {
        "no": str(line.ordinal),
        "goods": _goods(line.item_name, line.spec),
        "unit": line.unit,
        "lot": line.lot_code if part is None else part.code,
        "expiry": expires_on.isoformat() if expires_on else "",
        "asked": shown(line.asked),
        "amount": shown(line.asked),
        "counted": shown(line.asked),
        "issued": _or_ink(line.issued if part is None or alone else min(part.quantity, line.issued)),
        "received": _or_ink(line.received),
        "whole": shown(line.received),
        "short": _or_ink(line.short),
        "lost": shown(line.short),
        "damaged": _or_ink(line.damaged),
        "used": shown(line.open),
        "booked": shown(line.booked or NOTHING),
        "difference": f"{difference:+f}" if difference else "0",
        "state": zh(f"stock.goods.{line.state.value}"),
        "to_state": zh(f"stock.goods.{line.to_state.value}"),
        "price": "" if line.price is None else f"{line.price:.2f}",
        "sum": "" if line.price is None else f"{line.asked * line.price:.2f}",
        "shelf": line.shelf,
        "remark": line.remark,
    }


def _or_ink(amount: Decimal) -> str:
    """Nothing yet is left to be written by hand."""
    return shown(amount) if amount else ""


def _goods(name: str, spec: str) -> str:
    return f"{name}　{spec}" if spec else name


def _box(name: str, row: DocumentRow) -> Signature:
    known = {"applicant": row.applicant, "keeper": row.keeper, "driver": row.driver, "receiver": row.receiver}
    return Signature(zh(f"print.stock.box.{name}"), known.get(name, ""))
