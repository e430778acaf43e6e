"""Lines of a new stock document: goods by name, pinyin or scanner, an amount in units or packs, a lot; one by one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console import words
from console.domain.stock import INWARD, OUTWARD, DocumentKind, Goods, Units, shown, to_units
from console.domain.stock_document import NewLine
from console.domain.stock_list import StockRow
from console.errors import Refused
from ui import theme
from ui.dialogs.stock_acts import goods_word
from ui.dialogs.stock_entry import AmountLine, least_rows
from ui.dialogs.stock_goods import ItemBox, Offer, Typed, lines_model, of_item
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import LongText

_CODE, _KEPT = 60, 2_000_000


class LinesEditor(Painted, QWidget):
    """Fields of one line and the list of those that stand. Enter goes from field to field, behind the last one in.

    ``item_asked`` (text) wants offers, ``lots_asked`` (item) the lots of the store; ``wrong`` carries a Refused whose
    ``field`` is one of ``fields``. ``kept`` holds all lines as text.
    """

    item_asked = Signal(str)
    lots_asked = Signal(object)
    wrong = Signal(object)
    changed = Signal()

    def __init__(self, kind: DocumentKind, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self._times = kind, times
        self._typed: Typed | None = None
        self._at: int | None = None
        self._lines: list[Typed] = []
        self._lots: dict[str, StockRow] = {}
        self._wanted_lot = ""
        self._writing = self._known = False
        """``_known``: what lies in the store of the chosen goods was answered."""
        self.store_name, self.has_store = "", False
        self.item = ItemBox()
        self.amount, self.unit = AmountLine(), Choice(("",), self._unit_word)
        self.lot = Choice(("",), self._lot_word)
        self.lot_code, self.expires, self.price, self.shelf = (AmountLine() for _ in range(4))
        self.lot_code.limit = _CODE
        self.to_state = Choice(self._states(), goods_word)
        for choice, letters in ((self.unit, 5), (self.lot, 12), (self.to_state, 4)):
            choice.narrow(letters)
        self.free = Word(role="secondary")
        self.add = KeyButton("stock.line.add", "")
        self.drop = KeyButton("stock.line.drop", "Delete")
        self.kept = LongText(_KEPT, self)
        self.kept.hide()
        self.table = RowTable(lines_model(kind), compact=True)
        self.table.call("stock.lines")
        self.fields: dict[str, QWidget] = {"item": self.item, "amount": self.amount, "unit": self.unit}
        self._lay_out()
        self._connect()
        self.restyle()

    # what the dialog asks

    def lines(self) -> tuple[NewLine, ...]:
        """Every line; refuses with ``field`` and shows the line that cannot stand."""
        made = []
        for at, typed in enumerate(self._lines):
            try:
                made.append(self._new(typed))
            except Refused:
                self._edit(at)
                raise
        return tuple(made)

    def half_typed(self) -> bool:
        """Whether goods stand in the fields that are not in the list yet, or words no goods were chosen for."""
        return bool(self.amount.text().strip()) or (self._typed is None and bool(self.item.text().strip()))

    def inputs(self) -> dict[str, QWidget]:
        """What is typed: the lines that stand, and the words of one that is not in the list yet."""
        typed = {name: editor for name, editor in self.fields.items() if isinstance(editor, QLineEdit)}
        return {"lines": self.kept, **typed}

    def count(self) -> int:
        return len(self._lines)

    def show_lines(self, lines: Sequence[Typed]) -> None:
        self._lines = list(lines)
        self._show()

    def offer(self, typed: str, offers: Sequence[Offer]) -> None:
        self.item.offer(typed, offers)

    def show_lots(self, item: UUID, rows: Sequence[StockRow]) -> None:
        """Lots of the chosen goods in the store, first expiring first."""
        if self._typed is None or self._typed.item != str(item):
            return
        wanted, self._known = self._wanted_lot or self.lot.value() or "", True
        self._lots = {f"{row.lot}|{row.state.value}": row for row in rows if row.free > 0 or self._aside}
        self.lot.offer(["", *self._lots])
        found = next((key for key in self._lots if key.startswith(wanted)), "") if wanted else ""
        self.lot.choose(found)
        self._say_free()

    def forget_lots(self) -> None:
        """Another store: what lies there is asked anew."""
        self._lots, self._known = {}, False
        self.lot.offer([""])
        if self._typed is not None:
            self.lots_asked.emit(UUID(self._typed.item))

    def take(self, offer: Offer) -> None:
        """Goods were chosen: the keyboard goes on to the amount."""
        self._typed = of_item(offer.item)
        self._wanted_lot = "" if offer.lot is None else str(offer.lot)
        self._lots, self._known = {}, False
        self.item.setText(self._typed.name)
        self.unit.offer([part for part in (self._typed.unit, self._typed.pack) if part])
        self.lot.offer([""])
        self._say_free()
        self.lots_asked.emit(offer.item.id)
        self.amount.setFocus()

    # inside

    @property
    def _aside(self) -> bool:
        return self.kind in (DocumentKind.WRITE_OFF, DocumentKind.STATE)

    def _states(self) -> list[Goods]:
        if self.kind is DocumentKind.STATE:
            return list(Goods)
        return [Goods.USABLE, Goods.UNCHECKED]

    def _new(self, typed: Typed) -> NewLine:
        amount = typed.quantity()
        expires = self._day(typed.expires) if self.kind in INWARD and typed.expires else None
        lot = UUID(typed.lot) if typed.lot else None
        return NewLine(
            UUID(typed.item), amount, lot=lot, lot_code="" if lot else typed.lot_said, expires_on=expires,
            state=Goods(typed.state), to_state=Goods(typed.to_state), shelf=typed.shelf,
            price=to_units(typed.price, "", Units("", "", 2), nought=True, field="price") if typed.price else None,
            need=UUID(typed.need) if typed.need else None, remark=typed.remark,
        )  # fmt: skip

    def _day(self, typed: str) -> date:
        return self._times.read_day(typed, "expires")

    def _put_in(self) -> None:
        """The line in the fields goes into the list, or says why not."""
        try:
            typed = self._told()
            self._require_fits(typed)
        except Refused as refused:
            self.wrong.emit(refused)
            return
        if self._at is None:
            self._lines.append(typed)
        else:
            self._lines[self._at] = typed
        self._empty()
        self._show()
        self.item.setFocus()

    def _told(self) -> Typed:
        if self._typed is None:
            raise Refused("goods_unknown", line=len(self._lines) + 1, field="item")
        typed = replace(self._typed, amount=self.amount.text().strip(), typed_unit=self.unit.value() or "")
        if self.kind in INWARD:
            typed = replace(
                typed, lot="", lot_said=self.lot_code.text().strip(), expires=self.expires.text().strip(),
                to_state=self.to_state.value().value, price=self.price.text().strip(), shelf=self.shelf.text().strip(),
            )  # fmt: skip
            if typed.expires:
                typed = replace(typed, expires=self._day(typed.expires).isoformat())
            return typed
        row = self._lots.get(self.lot.value() or "")
        if row is not None:
            said = row.lot_code + (f"　{row.expires_on}" if row.expires_on else "")
            typed = replace(typed, lot=str(row.lot), lot_said=said, state=row.state.value)
        else:
            typed = replace(typed, lot="", lot_said="", state=Goods.USABLE.value)
        to = self.to_state.value().value if self.kind is DocumentKind.STATE else Goods.USABLE.value
        return replace(typed, to_state=to)

    def _require_fits(self, typed: Typed) -> None:
        self._new(typed)
        row = self._lots.get(self.lot.value() or "")
        aside = self.kind is DocumentKind.WRITE_OFF or (
            self.kind is DocumentKind.STATE and typed.to_state != Goods.USABLE.value
        )
        if row is not None and row.expires_on is not None and row.expires_on < self._times.today() and not aside:
            raise Refused("lot_expired", lot=row.lot_code, day=row.expires_on, field="lot")
        if self.kind is DocumentKind.STATE and typed.state == typed.to_state:
            raise Refused("state_same", item=typed.name, field="to_state")
        free, wanted = self._free(), typed.quantity()
        if self.kind in OUTWARD and free is not None and wanted > free:
            raise Refused("stock_short", lot=typed.name, store=self.store_name, has=shown(free), wanted=shown(wanted),
                          field="amount")  # fmt: skip

    def _free(self) -> Decimal | None:
        """What nobody was promised of the chosen lot, or of all that may be taken; None where it is not known yet."""
        if not self._known:
            return None
        row = self._lots.get(self.lot.value() or "")
        if row is not None:
            return row.free
        today = self._times.today()
        return sum(
            (one.free for one in self._lots.values() if one.state is Goods.USABLE
             and (self.kind is DocumentKind.WRITE_OFF or one.expires_on is None or one.expires_on >= today)),
            Decimal(0),
        )  # fmt: skip

    def _say_free(self) -> None:
        free = self._free()
        if self._typed is None or self.kind not in OUTWARD:
            self.free.say("stock.line.how")
        elif free is None:
            self.free.say("stock.line.asked_lots" if self.has_store else "stock.line.no_store")
        else:
            self.free.say("stock.line.free", amount=shown(free), unit=self._typed.unit)

    def _edit(self, at: int) -> None:
        """A line of the list goes into the fields; Enter there puts it back."""
        typed = self._lines[at]
        self._typed, self._at = typed, at
        self._wanted_lot = f"{typed.lot}|{typed.state}" if typed.lot else ""
        self.item.setText(typed.name)
        self.amount.setText(typed.amount)
        self.unit.offer([part for part in (typed.unit, typed.pack) if part])
        if typed.typed_unit:
            self.unit.choose(typed.typed_unit)
        self.lot_code.setText(typed.lot_said if self.kind in INWARD else "")
        self.expires.setText(typed.expires)
        self.price.setText(typed.price)
        self.shelf.setText(typed.shelf)
        self.to_state.choose(Goods(typed.to_state))
        self._lots, self._known = {}, False
        self._say_free()
        self.lots_asked.emit(UUID(typed.item))
        self.amount.setFocus()
        self.amount.selectAll()

    def _drop(self) -> None:
        at = self.table.currentIndex().row()
        if 0 <= at < len(self._lines):
            del self._lines[at]
            if at == self._at:
                self._empty()
            elif self._at is not None and at < self._at:
                self._at -= 1
            self._show()

    def _empty(self) -> None:
        self._typed, self._at, self._wanted_lot = None, None, ""
        self._lots, self._known = {}, False
        for editor in (self.item, self.amount, self.lot_code, self.expires, self.price, self.shelf):
            editor.clear()
        self.lot.offer([""])
        self._say_free()

    def _show(self) -> None:
        self.table.show_rows(list(enumerate(self._lines)))
        self._writing = True
        told = [asdict(one) for one in self._lines]
        self.kept.setPlainText(json.dumps(told, ensure_ascii=False) if told else "")
        self._writing = False
        self.drop.setEnabled(bool(self._lines))
        self.changed.emit()

    def _read_kept(self) -> None:
        """Lines of an earlier time come back."""
        if self._writing:
            return
        try:
            self._lines = [Typed(**one) for one in json.loads(self.kept.text() or "[]")]
        except (ValueError, TypeError):
            return
        self._show()

    def _unit_word(self, unit: str) -> str:
        if self._typed is not None and unit and unit == self._typed.pack:
            return words.say("stock.line.pack", pack=unit, amount=self._typed.pack_quantity, unit=self._typed.unit)
        return unit

    def _lot_word(self, key: str) -> str:
        row = self._lots.get(key)
        if row is None:
            return words.say("stock.line.fefo")
        parts = [row.lot_code, str(row.expires_on or ""), words.say("stock.line.has", amount=shown(row.free))]
        parts += [goods_word(row.state)] if row.state is not Goods.USABLE else []
        return "　".join(part for part in parts if part)

    def _lay_out(self) -> None:
        if self.kind in INWARD:
            more = {"lot_code": self.lot_code, "expires": self.expires, "price": self.price, "shelf": self.shelf,
                    "to_state": self.to_state}  # fmt: skip
        else:
            more = {"lot": self.lot}
            if self.kind is DocumentKind.STATE:
                more["to_state"] = self.to_state
        self.fields |= more
        self._strip = Flow()
        widths = {"item": 260, "lot": 250, "unit": 112, "to_state": 100, "lot_code": 130}
        self._fields = {name: Field(f"stock.field.{name}", editor) for name, editor in self.fields.items()}
        self._widths = {name: widths.get(name, 96) for name in self._fields}
        for field in self._fields.values():
            self._strip.addWidget(field)
        self._buttons = Flow()
        self._buttons.addWidget(self.add)
        self._buttons.addWidget(self.drop)
        self._buttons.addWidget(self.free)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._strip)
        column.addLayout(self._buttons)
        column.addWidget(self.table, 1)
        self._say_free()

    def _connect(self) -> None:
        self.item.asked.connect(self.item_asked)
        self.item.picked.connect(self.take)
        self.item.textEdited.connect(self._other_goods)
        self.kept.textChanged.connect(self._read_kept)
        self.lot.currentIndexChanged.connect(lambda _at: self._say_free())
        self.add.clicked.connect(self._put_in)
        self.drop.clicked.connect(self._drop)
        self.table.opened.connect(lambda row: self._edit(row[0]))
        self.amount.entered.connect(self._behind_amount)
        walked = [self.lot_code, self.expires, self.price, self.shelf]
        for editor, following in zip(walked, [*walked[1:], None], strict=True):
            editor.entered.connect(self._put_in if following is None else following.setFocus)

    def _behind_amount(self) -> None:
        if self.kind in INWARD:
            self.lot_code.setFocus()
        else:
            self._put_in()

    def _other_goods(self) -> None:
        """What is typed now are other goods than those that were taken."""
        if self._typed is not None:
            self._typed, self._lots, self._known = None, {}, False
            self._say_free()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        where = self.window().focusWidget()
        if event.key() == Qt.Key.Key_Delete and where is self.table:
            self._drop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and where in (self.lot, self.unit, self.to_state):
            self._put_in()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and where is self.table and self._lines:
            self._edit(max(0, self.table.currentIndex().row()))
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        using = theme.current()
        self._strip.setSpacing(using.px(8))
        self._buttons.setSpacing(using.px(8))
        self.layout().setSpacing(using.px(8))
        for name, field in self._fields.items():
            field.setFixedWidth(using.px(self._widths[name]))
        self.table.setMinimumHeight(using.px(34) + least_rows() * using.compact_row)
        super().restyle()
