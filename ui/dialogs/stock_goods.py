"""Goods of a line of a new stock document: found by name, pinyin or label, and told as texts that can be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from console import words
from console.domain.stock import INWARD, DocumentKind, Goods, Units, shown, to_units
from console.domain.stock_document import LineRow
from console.domain.stores import ItemForm
from ui.dialogs.stock_acts import goods_word
from ui.models.table import Align, Column, RowTableModel
from ui.widgets.list_below import ListBelow

PAUSE_MS = 150
_ITEM = 80


@dataclass(frozen=True, slots=True)
class Offer:
    """Goods that fit what was typed; ``lot`` where a label named one. ``exact`` is what a scanner read."""

    item: ItemForm
    lot: UUID | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it was typed; texts only, so that it can be kept."""

    item: str
    code: str
    name: str
    unit: str
    decimals: int = 0
    pack: str = ""
    pack_quantity: str = ""
    amount: str = ""
    typed_unit: str = ""
    lot: str = ""
    lot_said: str = ""
    expires: str = ""
    state: str = Goods.USABLE.value
    to_state: str = Goods.USABLE.value
    price: str = ""
    shelf: str = ""
    need: str = ""
    remark: str = ""

    @property
    def units(self) -> Units:
        pack = Decimal(self.pack_quantity) if self.pack_quantity else None
        return Units(self.name, self.unit, self.decimals, self.pack, pack)

    def quantity(self) -> Decimal:
        """In the item's unit; refuses amount_*, unit_unknown, pack_fraction at the field."""
        return to_units(self.amount, self.typed_unit, self.units, field="amount")


def of_item(form: ItemForm) -> Typed:
    """A line of those goods, nothing else told yet."""
    pack = "" if form.pack_quantity is None else f"{form.pack_quantity:f}"
    name = f"{form.name} {form.spec}".rstrip()
    return Typed(str(form.id), form.code, name, form.unit, form.decimals, form.pack_unit, pack)


def of_line(line: LineRow, form: ItemForm | None) -> Typed:
    """A line of a document that is changed."""
    base = of_item(form) if form is not None else Typed(
        str(line.item), line.item_code, f"{line.item_name} {line.spec}".rstrip(), line.unit, line.decimals
    )  # fmt: skip
    return replace(
        base, amount=shown(line.asked), lot="" if line.lot is None else str(line.lot), lot_said=line.lot_code,
        expires="" if line.expires_on is None else line.expires_on.isoformat(), state=line.state.value,
        to_state=line.to_state.value, price="" if line.price is None else f"{line.price:f}", shelf=line.shelf,
        need="" if line.need is None else str(line.need), remark=line.remark,
    )  # fmt: skip


class ItemBox(ListBelow):
    """``asked`` with what is typed; ``offer`` answers; ``picked`` carries the Offer that was taken."""

    asked = Signal(str)
    picked = Signal(object)

    def __init__(self) -> None:
        self._texts = QStringListModel()
        super().__init__(_ITEM, self._texts, seen=8, least=380)
        self._texts.setParent(self)
        self._offers: list[Offer] = []
        self._answered, self._hurry = "", False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.asked.emit(self.text().strip()))
        self.textEdited.connect(self._edited)
        self.list.clicked.connect(lambda index: self._take(index.row()))

    def offer(self, typed: str, offers: Sequence[Offer]) -> None:
        """What fits; an answer to something older is not shown. Enter that was pressed before takes what is exact."""
        if typed != self.text().strip():
            return
        self._offers, self._answered = list(offers), typed
        self._texts.setStringList([_offered(one.item) for one in offers])
        hurry, self._hurry = self._hurry, False
        if hurry and len(offers) == 1:
            self._take(0)
        elif offers and self.hasFocus():
            self.place_list()
            self.list.setCurrentIndex(self._texts.index(0))
        else:
            self.close_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.list.isVisible() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            at = self.list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            if 0 <= at < len(self._offers):
                self.list.setCurrentIndex(self._texts.index(at))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CTRL:
            self._entered()
        else:
            super().keyPressEvent(event)

    def _entered(self) -> None:
        typed = self.text().strip()
        if typed and typed == self._answered and self._offers:
            self._take(max(0, self.list.currentIndex().row()) if self.list.isVisible() else 0)
        elif typed:
            self._hurry = True
            self._pause.stop()
            self.asked.emit(typed)

    def _edited(self) -> None:
        self._hurry = False
        self._pause.start()

    def _take(self, at: int) -> None:
        self._pause.stop()
        self.close_list()
        if 0 <= at < len(self._offers):
            self.picked.emit(self._offers[at])


_CTRL = Qt.KeyboardModifier.ControlModifier


def _offered(form: ItemForm) -> str:
    return "　".join(part for part in (form.code, f"{form.name} {form.spec}".rstrip(), form.unit) if part)


def lines_model(kind: DocumentKind) -> RowTableModel[tuple[int, Typed]]:
    """Lines of a document that is being written, by their place."""

    def amount(row: tuple[int, Typed]) -> str:
        return f"{row[1].amount} {row[1].typed_unit or row[1].unit}"

    def becomes(row: tuple[int, Typed]) -> str:
        return "→".join(goods_word(Goods(one)) for one in (row[1].state, row[1].to_state))

    own: list[Column[tuple[int, Typed]]] = []
    if kind is DocumentKind.STATE:
        own = [Column("stock.becomes", becomes, width=110, stays=True)]
    elif kind in INWARD:
        own = [
            Column("stock.expires", lambda row: row[1].expires, width=96),
            Column("stock.price", lambda row: row[1].price, align=Align.RIGHT, width=64),
            Column("stock.shelf", lambda row: row[1].shelf, width=64),
        ]
    return RowTableModel(
        (
            Column("stock.goods", lambda row: f"{row[1].code}　{row[1].name}", stretch=True),
            Column("stock.asked", amount, align=Align.RIGHT, width=96, stays=True),
            Column("stock.lot", lambda row: row[1].lot_said or words.say("stock.line.own_lot"), width=160),
            *own,
        ),
        lambda row: row[0],
    )
