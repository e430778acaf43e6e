"""盘点 and 退库: a list that stands already, gone through line by line; what is told makes the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.scanned import Found, Wanted
from console.domain.stock import NOTHING, REASONS, DocumentKind, checked_amount, shown
from console.domain.stock_document import NewDocument, NewLine
from console.domain.stock_list import StockRow
from console.domain.stock_scene import Scene, SceneGoods
from console.domain.stores import WarehouseForm
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.stock_acts import NAME, TEXT, goods_word
from ui.dialogs.stock_entry import EntryRow, LineEntry
from ui.widgets.choice import Choice
from ui.widgets.code_combo import CodeCombo
from ui.widgets.field import Field, spread
from ui.widgets.scan_field import ScanField
from ui.widgets.scans import Find
from ui.widgets.spoken import Word
from ui.widgets.typed import ShortText

FINEST = 3
"""Decimals no unit has more of; those of the unit are asked for when it is saved."""

Stores = Sequence[tuple[UUID, str]]
"""Stores by id and name, in the order of the tree."""


class CountDialog(Asking):
    """盘点 of a store: counted beside the books, by typing or one more with each scan; hands up a ``NewDocument``.

    ``store_picked`` asks for what the books say lies there, ``show_stock`` brings it. Lines nobody counted are left
    out of the document.
    """

    LEAST_WIDTH = 900
    store_picked = Signal(object)

    def __init__(
        self, stores: Stores, chosen: UUID | None, jobs: Any, find: Find, *, keeper: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("stock.new.count", "stock.new.yes", parent=parent)
        self._id, self._names = uuid4(), dict(stores)
        self._rows: dict[str, StockRow] = {}
        self.store = Choice(list(self._names), lambda key: self._names[key])
        self.store.narrow(10)
        self.reason = CodeCombo("stock.reason", REASONS[DocumentKind.COUNT])
        self.keeper, self.text = ShortText(NAME), ShortText(TEXT)
        self.keeper.setText(keeper)
        self.scan = ScanField(jobs, find, wanted=self._wanted, counts=True)
        self.entry = LineEntry(
            "stock.new.count",
            (("stock.goods", 0), ("stock.lot", 132), ("stock.shelf", 64), ("stock.goods_state", 64),
             ("stock.booked", 84)),
            (("counted", "stock.field.counted"),), noted=self._differs,
        )  # fmt: skip
        self.total = Word(role="strong")
        self._lay_out_body()
        if chosen in self._names:
            self.store.choose(chosen)
        self.store.currentIndexChanged.connect(lambda _at: self.ask_stock())
        self.scan.found.connect(self._take)
        self.entry.changed.connect(self._count)
        self.entry.ended.connect(lambda: self.text.setFocus(Qt.FocusReason.TabFocusReason))
        self._count()

    def ask_stock(self) -> None:
        """What the books have of the store; whoever answers listens now. Lines of another are none of it."""
        self.show_stock(self.store.value(), ())
        self.store_picked.emit(self.store.value())

    def show_stock(self, store: UUID, rows: Sequence[StockRow]) -> None:
        """What the books say lies there; an answer about another store is late."""
        if store != self.store.value():
            return
        self._rows = {f"{store} {row.lot} {row.state.value}": row for row in rows}
        self.scan.forget()
        self.entry.show_rows([_stock_row(key, row) for key, row in self._rows.items()])
        self._count()

    def first(self) -> QWidget:
        return self.scan.line

    def answer(self) -> NewDocument:
        lines = []
        for row in self.entry.rows():
            counted, stock = self.entry.amount(row, "counted"), self._rows[row.key]
            if counted is not None:
                lines.append(NewLine(stock.item, counted, lot=stock.lot, state=stock.state, to_state=stock.state))
        if not lines:
            raise Refused("no_lines")
        return NewDocument(
            DocumentKind.COUNT, tuple(lines), reason=self.reason.code(), from_store=self.store.value(),
            keeper=self.keeper.text(), applicant=self.keeper.text(), text=self.text.text(), id=self._id,
        )  # fmt: skip

    def _wanted(self) -> Wanted:
        store = self.store.value()
        return Wanted(store, self._names.get(store, ""), lots=True, expired=True)

    def _take(self, found: Found) -> None:
        """One more of that lot was found on the shelf; of several states the first."""
        key = next((key for key, row in self._rows.items() if row.lot == found.lot), None)
        row = self.entry.row(key) if key is not None else None
        if key is None or row is None:
            return
        try:
            before = self.entry.amount(row, "counted") or NOTHING
        except Refused:
            before = NOTHING
        self.entry.put(key, "counted", shown(before + 1))
        self.entry.table.choose(key)

    def _differs(self, row: EntryRow) -> str:
        """How far it is off the books."""
        typed = row.values.get("counted", "").strip()
        stock = self._rows.get(row.key)
        if not typed or stock is None:
            return ""
        try:
            off = checked_amount(typed, row.decimals, nought=True) - stock.quantity
        except Refused:
            return words.say("stock.count.bad")
        if off == 0:
            return words.say("stock.count.same")
        return words.say("stock.count.more" if off > 0 else "stock.count.less", amount=shown(abs(off)))

    def _count(self) -> None:
        told = [row for row in self.entry.rows() if row.values.get("counted", "").strip()]
        off = sum(self._differs(row) != words.say("stock.count.same") for row in told)
        self.total.say("stock.count.told", counted=len(told), lines=len(self.entry.rows()), off=off)

    def _lay_out_body(self) -> None:
        fields = (
            (Field("stock.field.store", self.store, required=True), 0, 0, 2),
            (Field("stock.field.count_reason", self.reason), 0, 2, 1),
            (Field("stock.field.keeper", self.keeper), 0, 3, 1),
        )  # fmt: skip
        self.body.addLayout(spread(fields, 4))
        self.body.addWidget(Field("stock.field.scan", self.scan))
        self.body.addWidget(self.entry, 1)
        self.body.addWidget(self.total)
        self.body.addWidget(Field("stock.field.text", self.text))
        self.set_fields([self.text])
        self.inputs = {
            "store": self.store, "reason": self.reason, "keeper": self.keeper, "text": self.text,
            "counted": self.entry.kept,
        }  # fmt: skip

    def _enter(self) -> None:
        if self.focusWidget() is self.entry.table:
            self.entry.start()
        else:
            super()._enter()


def _stock_row(key: str, row: StockRow) -> EntryRow:
    name = f"{row.item_name}　{row.spec}".rstrip("　")
    lot = row.lot_code + (f"　{row.expires_on}" if row.expires_on else "")
    cells = (name, lot, row.shelf, goods_word(row.state), f"{shown(row.quantity)} {row.unit}")
    return EntryRow(key, f"{name}　{lot}", cells, FINEST)


class ReturnDialog(Asking):
    """退库与核销: of what lies at a scene or was lent, what comes back whole, damaged, is lost, was used.

    ``scene_picked`` asks for the goods there, ``show_goods`` brings them; hands up a ``NewDocument``.
    """

    LEAST_WIDTH = 940
    scene_picked = Signal(object)

    def __init__(
        self, scenes: Sequence[Scene], stores: Stores, *, scene: UUID | None = None, store: UUID | None = None,
        applicant: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("stock.new.return", "stock.new.yes", parent=parent)
        self._id, self._names = uuid4(), dict(stores)
        self._scenes = {str(one.place): one for one in scenes}
        self._goods: dict[str, SceneGoods] = {}
        self.scene = Choice(list(self._scenes), self._scene_word)
        self.store = Choice(list(self._names), lambda key: self._names[key])
        for choice in (self.scene, self.store):
            choice.narrow(12)
        self.applicant, self.text = ShortText(NAME), ShortText(TEXT)
        self.applicant.setText(applicant)
        self.entry = LineEntry(
            "stock.new.return", (("stock.goods", 0), ("stock.lot", 132), ("stock.there", 84)),
            (("whole", "stock.field.whole"), ("damaged", "stock.field.damaged"), ("lost", "stock.field.lost"),
             ("used", "stock.field.used")),
        )  # fmt: skip
        self._lay_out_body()
        if str(scene) in self._scenes:
            self.scene.choose(str(scene))
        self._bring_store(store)
        self.scene.currentIndexChanged.connect(lambda _at: self._turn())
        self.entry.ended.connect(lambda: self.text.setFocus(Qt.FocusReason.TabFocusReason))

    def ask_goods(self) -> None:
        """What lies there; whoever answers listens now. Goods of another scene are none of it."""
        if self.scene.value() is not None:
            self.show_goods(UUID(self.scene.value()), ())
            self.scene_picked.emit(UUID(self.scene.value()))

    def show_goods(self, place: UUID, goods: Sequence[SceneGoods]) -> None:
        """What lies there: lent things are proposed whole, the others used."""
        if self.scene.value() != str(place):
            return
        self._goods = {f"{place} {one.lot}": one for one in goods}
        self.entry.show_rows([_scene_row(key, one) for key, one in self._goods.items()])

    def first(self) -> QWidget:
        return self.scene

    def answer(self) -> NewDocument:
        lines = [line for row in self.entry.rows() if (line := self._line(row)) is not None]
        if not lines:
            raise Refused("no_lines")
        scene = self._scenes[self.scene.value()]
        whose = {"lent": scene.place} if scene.lent else {"incident": scene.place}
        return NewDocument(
            DocumentKind.RETURN, tuple(lines), to_store=self.store.value(), applicant=self.applicant.text(),
            text=self.text.text(), id=self._id, **whose,
        )  # fmt: skip

    def _line(self, row: EntryRow) -> NewLine | None:
        names = ("whole", "damaged", "lost", "used")
        whole, damaged, lost, used = (self.entry.amount(row, name) or NOTHING for name in names)
        goods, asked = self._goods[row.key], whole + damaged + lost + used
        if asked > goods.quantity:
            self.entry.go_to(row.key)
            raise Refused("scene_short", item=goods.item_name, has=shown(goods.quantity), wanted=shown(asked))
        if not asked:
            return None
        return NewLine(goods.item, asked, lot=goods.lot, damaged=damaged, lost=lost, used=used)

    def _turn(self) -> None:
        self._bring_store(None)
        self.ask_goods()

    def _bring_store(self, store: UUID | None) -> None:
        scene = self._scenes.get(self.scene.value() or "")
        wanted = store or (scene.store if scene is not None else None)
        if wanted in self._names:
            self.store.choose(wanted)

    def _scene_word(self, key: str) -> str:
        one = self._scenes[key]
        told = words.say("stock.scene.lent" if one.lent else "stock.scene.incident")
        return "　".join(part for part in (told, one.number, one.title) if part)

    def _lay_out_body(self) -> None:
        fields = (
            (Field("stock.field.scene", self.scene, required=True), 0, 0, 2),
            (Field("stock.field.to_store", self.store, required=True), 0, 2, 1),
            (Field("stock.field.returner", self.applicant), 0, 3, 1),
        )
        self.body.addLayout(spread(fields, 4))
        self.say_sentence("stock.return.how", role="secondary")
        self.body.addWidget(self.entry, 1)
        self.body.addWidget(Field("stock.field.text", self.text))
        self.set_fields([self.text])
        self.inputs = {
            "scene": self.scene, "to_store": self.store, "applicant": self.applicant, "text": self.text,
            "lines": self.entry.kept,
        }  # fmt: skip

    def _enter(self) -> None:
        if self.focusWidget() is self.entry.table or self.focusWidget() in (self.scene, self.store):
            self.entry.start()
        else:
            super()._enter()


def _scene_row(key: str, one: SceneGoods) -> EntryRow:
    name = f"{one.item_name}　{one.spec}".rstrip("　")
    amount = shown(one.quantity)
    lot = one.lot_code + (f"　{one.expires_on}" if one.expires_on else "")
    cells = (name, lot, f"{amount} {one.unit}")
    return EntryRow(key, name, cells, one.decimals, {"whole" if one.returnable else "used": amount})


def stores_of(kept: Sequence[Any]) -> list[tuple[UUID, str]]:
    """Stores as dialogs offer them."""
    forms: list[WarehouseForm] = [row.form for row in kept]
    return [(form.id, f"{form.name}　{form.code}") for form in forms]
