"""How the lists of 库存 say goods, lots, stock cards and agreements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from console import words
from console.domain.stock import AccountKind, Goods, shown
from console.domain.stock_list import CardRow
from console.domain.stock_overview import LotLine, StockLine
from console.domain.store_lists import Band, Callable
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.stock_cells import Gauge, Tag

GAUGE, STATE, LOT_STATE = 4, 5, 4
"""Columns that are drawn, in the lists of goods and of lots."""


def goods(line: StockLine) -> str:
    """饮用水　550毫升 · 瓶."""
    name = f"{line.name}　{line.spec}" if line.spec else line.name
    return f"{name} · {line.unit}"


def tags_of(line: StockLine) -> list[Tag]:
    """What is wrong with goods, the most pressing first."""
    made = []
    if line.expired:
        made.append(Tag(words.say("stores.tag.expired", quantity=shown(line.expired)), "red", filled=True))
    if line.below:
        made.append(Tag(words.say("stores.tag.below", quantity=shown(line.short)), "red"))
    if line.pressing and not line.expired and line.days_left is not None:
        made.append(Tag(words.say("stores.tag.days", days=line.days_left), "orange"))
    if line.unusable:
        made.append(Tag(words.say("stores.tag.unusable", quantity=shown(line.unusable)), "plain"))
    if line.on_road:
        made.append(Tag(words.say("stores.tag.road", quantity=shown(line.on_road)), "blue"))
    return made


def gauge_of(line: StockLine) -> Gauge | None:
    return Gauge(line.free, line.minimum, line.target) if line.target else None


def quota_words(line: StockLine) -> str:
    return f"{shown(line.minimum)} / {shown(line.target)}" if line.target else ""


def stock_model() -> RowTableModel[StockLine]:
    """Name, spec and unit, on hand, reserved, free, quota, what is wrong."""

    def tinted(line: StockLine) -> str | None:
        if line.expired or line.below:
            return "redtint"
        return "orangetint" if line.pressing else None

    return RowTableModel(
        (
            Column("stores.goods", goods, stretch=True, tip=lambda line: f"{line.code} {goods(line)}"),
            Column("stores.quantity", lambda line: shown(line.quantity), Align.RIGHT, width=58, stays=True),
            Column("stores.reserved", _reserved, Align.RIGHT, width=50, stays=True),
            Column("stores.free", lambda line: shown(line.free), Align.RIGHT, width=58, strong=_always, stays=True),
            Column("stores.quota", quota_words, width=104, stays=True),
            Column("stores.state", lambda line: said_tags(tags_of(line)), width=104, stays=True),
        ),
        key=lambda line: line.item,
        tint=tinted,
    )  # fmt: skip


def lot_tags(line: LotLine) -> list[Tag]:
    row, made = line.row, []
    if line.band is Band.EXPIRED:
        made.append(Tag(words.say("stores.tag.stopped"), "red", filled=True))
    elif line.band in (Band.LAST, Band.NEAR):
        made.append(Tag(words.say("stores.tag.days", days=line.days_left), "orange"))
    if row.state is not Goods.USABLE:
        made.append(Tag(words.say(f"stock.goods.{row.state.value}"), "orange"))
    return made


def lot_cell(line: LotLine) -> list[Tag | str]:
    """The last day, and what is wrong."""
    day = _ends(line)
    return [*([day] if day else []), *lot_tags(line)]


def where_words(line: LotLine) -> str:
    """The store a lot lies in, whom it is promised to, where it is on the road."""
    parts = [line.row.store_name]
    parts += [words.say("stores.promised", number=one.number, quantity=shown(one.quantity)) for one in line.promises]
    parts += [
        words.say("stores.on_road", number=one.number, quantity=shown(one.quantity), to=one.to_name)
        for one in line.roads
    ]
    return words.say("list.join").join(parts)


def lot_model(times: Times) -> RowTableModel[LotLine]:
    """Number, store, made or received, amount, shelf, last day, state, for whom; what ends first on top."""

    def came(line: LotLine) -> str:
        if line.made_on is not None:
            return line.made_on.isoformat()
        return times.day(line.arrived_at) if line.arrived_at is not None else ""

    def tinted(line: LotLine) -> str | None:
        if line.band is Band.EXPIRED:
            return "redtint"
        return "orangetint" if line.band in (Band.LAST, Band.NEAR) else None

    return RowTableModel(
        (
            Column("stores.lot", _lot, width=96, tip=_lot, stays=True),
            Column("stores.came", came, width=84),
            Column("stores.quantity", lambda line: shown(line.row.quantity), Align.RIGHT, width=52, stays=True),
            Column("stores.shelf", lambda line: line.row.shelf, width=52, tip=lambda line: line.row.shelf, stays=True),
            Column("stores.expires", lambda line: f"{_ends(line)} {said_tags(lot_tags(line))}".strip(), width=150,
                   stays=True),
            Column("stores.where", where_words, stretch=True, tip=_where_tip),
        ),
        key=lambda line: line.key,
        tint=tinted,
    )  # fmt: skip


def _always(_row: object) -> bool:
    return True


def _reserved(line: StockLine) -> str:
    return shown(line.reserved) if line.reserved else ""


def _lot(line: LotLine) -> str:
    return line.row.lot_code


def _where_tip(line: LotLine) -> str:
    return f"{line.row.store_code} {where_words(line)}"


def _ends(line: LotLine) -> str:
    return line.row.expires_on.isoformat() if line.row.expires_on else ""


def card_model(times: Times) -> RowTableModel[CardRow]:
    """When, by which document, what came or went, what was there then, from or to where."""
    return RowTableModel(
        (
            Column("stores.card.at", lambda row: times.near(row.at), width=84, tip=lambda row: times.full(row.at)),
            Column("stores.card.number", lambda row: row.document_number, width=112, tip=_card_tip, stays=True),
            Column("stores.card.change", _change, Align.RIGHT, width=52, stays=True, ink=_change_ink),
            Column(
                "stores.card.balance", lambda row: shown(row.balance), Align.RIGHT, width=52, stays=True,
                strong=_always,
            ),
            Column("stores.card.other", other_side, stretch=True, tip=_card_tip),
            Column("stores.lot", lambda row: row.lot_code, width=84, tip=lambda row: row.lot_code),
        ),
        key=lambda row: (row.number, row.change > 0),
    )  # fmt: skip


def _change(row: CardRow) -> str:
    return f"+{shown(row.change)}" if row.change > 0 else shown(row.change)


def _change_ink(row: CardRow) -> str | None:
    return None if row.change > 0 else "redtext"


def other_side(row: CardRow) -> str:
    """Where it came from or went to, in words where that is no store."""
    if row.other_name:
        return row.other_name
    if row.other_kind is AccountKind.STORE:
        return row.store_name
    return words.say(f"stores.side.{row.other_kind.value}")


def _card_tip(row: CardRow) -> str:
    kind = words.say(f"stock.document.{row.document_kind}")
    return " ".join((row.document_number, kind, row.store_name, other_side(row), row.by_name))


def agreement_model() -> RowTableModel[Callable]:
    """What can be called, of whom, how much of it is left, how soon it comes, until when, whom to ring."""
    return RowTableModel(
        (
            Column("stores.what", what, stretch=True, tip=what),
            Column("stores.supplier", lambda row: row.kept.form.supplier, width=130,
                   tip=lambda row: row.kept.form.supplier),
            Column("stores.left", lambda row: shown(row.left), Align.RIGHT, width=64, strong=_always,
                   stays=True),
            Column("stores.promised_in_all", lambda row: shown(row.kept.form.quantity), Align.RIGHT, width=64),
            Column("stores.unit", lambda row: row.kept.form.unit, width=62),
            Column("stores.lead", lambda row: lead(row.kept.form.lead_minutes), width=76, stays=True),
            Column("stores.valid_to", _valid_to, width=88, ink=_validity_ink),
        ),
        key=lambda row: row.kept.id,
        tint=lambda row: "orangetint" if row.left <= Decimal(0) else None,
    )  # fmt: skip


def what(row: Callable) -> str:
    """The goods of an agreement: ours by name, else as they are described."""
    form = row.kept.form
    return row.kept.names.get("item", "") or form.what


def lead(minutes: int) -> str:
    """2 小时, 90 分钟."""
    whole = minutes % 60 == 0 and minutes >= 60
    return words.say("stores.hours", count=minutes // 60) if whole else words.say("stores.minutes", count=minutes)


def _valid_to(row: Callable) -> str:
    day = row.kept.form.valid_to
    return day.isoformat() if day is not None else ""


def _validity_ink(row: Callable) -> str | None:
    return "redtext" if row.validity.value in ("over", "retired") else None


def said_tags(tags: Sequence[Tag]) -> str:
    return words.say("list.join").join(tag.text for tag in tags)
