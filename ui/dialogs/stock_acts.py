"""What is asked when a stock document goes on: who approves it, which lots leave the store, what arrived."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.responses import Approved
from console.domain.scanned import Found, Wanted
from console.domain.stock import NOTHING, DocumentKind, Goods, checked_amount, shown
from console.domain.stock_document import Arrived, LineRow, Picked
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.stock_entry import EntryRow, LineEntry
from ui.dialogs.typed_time import told_time
from ui.models.stock_document_rows import Look, way
from ui.text import Times
from ui.widgets.approval_fields import ApprovalFields
from ui.widgets.field import Field, spread
from ui.widgets.scan_field import ScanField
from ui.widgets.scans import Find
from ui.widgets.spoken import Word
from ui.widgets.typed import ShortText

NAME, CODE, TEXT, TIME = 60, 40, 500, 40


@dataclass(frozen=True, slots=True)
class Said:
    """A word that was given, and why where that is asked."""

    approved: Approved
    reason: str = ""


class StockApproveDialog(Asking):
    """批准 and 冲销: hands up ``Said``; ``reason`` asks why, too."""

    LEAST_WIDTH = 820

    def __init__(
        self, act: str, look: Look, leader: str, names: Sequence[str], times: Times, *, reason: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        kind = "danger" if reason else "primary"
        super().__init__(f"do.document_{act}", f"do.document_{act}", kind=kind, parent=parent)
        self.body.addWidget(_About(look))
        self.reason = ShortText(TEXT)
        self._asks = reason
        if reason:
            self.body.addWidget(Field("stock.reason_why", self.reason, required=True))
        self.approval = ApprovalFields(leader, names, times)
        self.body.addWidget(self.approval)
        self.say_sentence("stock.approve.how", role="secondary")
        self.inputs = {**({"reason": self.reason} if reason else {}), **self.approval.inputs()}
        self.approval.walked.connect(self._walk)
        self._walk()

    def answer(self) -> Said:
        if self._asks and not self.reason.text().strip():
            raise Refused("reason_missing", field="reason")
        return Said(self.approval.approved(), self.reason.text().strip())

    def _walk(self) -> None:
        self.set_fields([*([self.reason] if self._asks else []), *self.approval.fields()])


@dataclass(frozen=True, slots=True)
class Issued:
    """What leaves: nothing ``picked`` means what was reserved. ``text`` is why it is less than was asked."""

    picked: tuple[Picked, ...] = ()
    text: str = ""
    driver: str = ""
    plate: str = ""
    phone: str = ""
    at: datetime | None = None


class IssueDialog(Asking):
    """出库 by scanner: each line with what is asked and what was scanned; hands up ``Issued``."""

    LEAST_WIDTH = 900

    def __init__(self, look: Look, jobs: Any, find: Find, times: Times, parent: QWidget | None = None) -> None:
        transfer = look.row.kind is DocumentKind.TRANSFER
        act = "do.document_issue" if transfer else "do.document_post"
        super().__init__(act, act, parent=parent)
        self._look, self._times = look, times
        self._lines = {line.id: line for line in look.document.lines}
        self._row_of: dict[str, tuple[UUID, UUID]] = {}
        aside = look.row.kind in (DocumentKind.WRITE_OFF, DocumentKind.STATE)
        items = frozenset(line.item for line in look.document.lines)
        self._wanted = Wanted(look.row.from_store, look.row.from_name, items, lots=True, expired=aside)
        self.scan = ScanField(jobs, find, wanted=lambda: self._wanted, counts=True)
        self.entry = LineEntry(
            "stock.lines", (("stock.goods", 0), ("stock.lot", 132), ("stock.asked", 84), ("stock.held", 84)),
            (("taken", "stock.field.taken"),),
        )  # fmt: skip
        self.total, self.reason = Word(role="strong"), ShortText(TEXT)
        self.driver, self.plate, self.phone = ShortText(NAME), ShortText(CODE), ShortText(CODE)
        self.phone.numbers = True
        self.at = ShortText(TIME)
        self._lay_out_body(transfer)
        self.entry.show_rows(self._rows())
        self.scan.found.connect(self._take)
        self.entry.changed.connect(self._count)
        self.entry.ended.connect(self.yes.setFocus)
        self._count()

    def first(self) -> QWidget:
        return self.scan.line

    def answer(self) -> Issued:
        picked, taken = [], dict.fromkeys(self._lines, NOTHING)
        for row in self.entry.rows():
            amount = self.entry.amount(row, "taken")
            if amount:
                line, lot = self._row_of[row.key]
                picked.append(Picked(line, lot, amount))
                taken[line] += amount
        for key, line in self._lines.items():
            if taken[key] > line.asked:
                raise Refused("picked_more", item=line.item_name, asked=shown(line.asked), picked=shown(taken[key]))
        less = any(taken[key] < line.asked for key, line in self._lines.items()) if picked else False
        if less and not self.reason.text().strip():
            raise Refused("stock_rest_reason", field="reason")
        return Issued(
            tuple(picked), self.reason.text().strip(), self.driver.text(), self.plate.text(), self.phone.text(),
            told_time(self._times, self.at.text()),
        )  # fmt: skip

    def _rows(self) -> list[EntryRow]:
        made = []
        for line in self._lines.values():
            for part in self._look.lots.get(line.id, ()):
                lot = part.code + (f"　{part.expires_on}" if part.expires_on else "")
                made.append(self._row(line, part.lot, lot, shown(part.quantity)))
        return made

    def _row(self, line: LineRow, lot: UUID, said: str, held: str) -> EntryRow:
        key = f"{line.id} {lot}"
        self._row_of[key] = (line.id, lot)
        name = f"{line.item_name}　{line.spec}".rstrip("　")
        return EntryRow(key, name, (name, said, f"{shown(line.asked)} {line.unit}", held), line.decimals)

    def _take(self, found: Found) -> None:
        """A piece was scanned: one more of its lot, of the first line of these goods that still wants some."""
        if found.lot is None:
            return
        line = self._line_for(found.item)
        key = f"{line.id} {found.lot}"
        if self.entry.row(key) is None:
            lot = found.lot_code + (f"　{found.expires_on}" if found.expires_on else "")
            self.entry.add_row(self._row(line, found.lot, lot, ""))
        row = self.entry.row(key)
        assert row is not None, "it was added where it was not there"
        try:
            before = self.entry.amount(row, "taken") or NOTHING
        except Refused:
            before = NOTHING
        self.entry.put(key, "taken", shown(before + 1))
        self.entry.table.choose(key)

    def _line_for(self, item: UUID) -> LineRow:
        own = [line for line in self._lines.values() if line.item == item]
        return next((line for line in own if self._taken(line.id) < line.asked), own[0])

    def _taken(self, line: UUID) -> Decimal:
        told = NOTHING
        for row in self.entry.rows():
            typed = row.values.get("taken", "").strip()
            if self._row_of[row.key][0] == line and typed:
                with suppress(Refused):  # said when it is handed up
                    told += checked_amount(typed, row.decimals, nought=True)
        return told

    def _count(self) -> None:
        whole = sum(self._taken(key) >= line.asked for key, line in self._lines.items())
        begun = any(self._taken(key) for key in self._lines)
        code = "stock.issue.counted" if begun else "stock.issue.as_held"
        self.total.say(code, whole=whole, lines=len(self._lines))

    def _lay_out_body(self, transfer: bool) -> None:
        self.body.addWidget(_About(self._look))
        self.body.addWidget(Field("stock.field.scan", self.scan))
        self.body.addWidget(self.entry, 1)
        self.total.setWordWrap(True)
        self.body.addWidget(self.total)
        row = self._look.row
        shown_fields = [(Field("stock.field.rest", self.reason), 0, 0, 2), (Field("stock.field.at", self.at), 0, 2, 1)]
        self.inputs = {"reason": self.reason, "at": self.at, "taken": self.entry.kept}
        if transfer:
            for editor, text in ((self.driver, row.driver), (self.plate, row.plate), (self.phone, row.phone)):
                editor.setText(text)
            shown_fields += [
                (Field("stock.field.plate", self.plate), 0, 3, 1), (Field("stock.field.driver", self.driver), 0, 4, 1),
                (Field("stock.field.phone", self.phone), 0, 5, 1),
            ]  # fmt: skip
            self.inputs |= {"driver": self.driver, "plate": self.plate, "phone": self.phone}
        self.body.addLayout(spread(shown_fields, 6))
        carried = [self.plate, self.driver, self.phone] if transfer else []
        self.set_fields([self.reason, self.at, *carried])
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.at.setPlaceholderText(words.say("upward.sent_at.now"))

    def _enter(self) -> None:
        if self.focusWidget() is self.entry.table:
            self.entry.start()
        else:
            super()._enter()


@dataclass(frozen=True, slots=True)
class Came:
    """What arrived, who signed for it, when."""

    arrived: tuple[Arrived, ...]
    receiver: str
    at: datetime | None


class ReceiveDialog(Asking):
    """签收: of each line what came whole, is short, is damaged; the rest stays on the road. Hands up ``Came``."""

    LEAST_WIDTH = 900

    def __init__(self, look: Look, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("do.document_receive", "do.document_receive", parent=parent)
        self._times = times
        self._open = [line for line in look.document.lines if line.open]
        self.entry = LineEntry(
            "stock.lines", (("stock.goods", 0), ("stock.asked", 84), ("stock.on_road", 84)),
            (("received", "stock.field.received"), ("short", "stock.field.short"), ("damaged", "stock.field.damaged")),
        )  # fmt: skip
        self.receiver, self.at = ShortText(NAME), ShortText(TIME)
        self.receiver.setText(look.row.receiver)
        self.body.addWidget(_About(look))
        self.say_sentence("stock.receive.how", role="secondary")
        self.body.addWidget(self.entry, 1)
        fields = ((Field("stock.field.receiver", self.receiver, required=True), 0, 0, 2),
                  (Field("stock.field.at", self.at), 0, 2, 1))  # fmt: skip
        self.body.addLayout(spread(fields, 3))
        self.set_fields([self.receiver, self.at])
        self.inputs = {"receiver": self.receiver, "at": self.at, "arrived": self.entry.kept}
        self.entry.show_rows([_open_row(line) for line in self._open])
        self.entry.ended.connect(lambda: self.receiver.setFocus(Qt.FocusReason.TabFocusReason))
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.at.setPlaceholderText(words.say("upward.sent_at.now"))

    def first(self) -> QWidget:
        return self.entry.fields["received"]

    def answer(self) -> Came:
        arrived = []
        for row, line in zip(self.entry.rows(), self._open, strict=True):
            received, short, damaged = (
                self.entry.amount(row, name) or NOTHING for name in ("received", "short", "damaged")
            )  # fmt: skip
            if received + short + damaged > line.open:
                self.entry.go_to(row.key)
                raise Refused("arrived_more", item=line.item_name, open=shown(line.open))
            if received or short or damaged:
                arrived.append(Arrived(line.id, received, short, damaged))
        if not arrived:
            raise Refused("nothing_arrived")
        if not self.receiver.text().strip():
            raise Refused("receiver_missing", field="receiver")
        return Came(tuple(arrived), self.receiver.text().strip(), told_time(self._times, self.at.text()))


def _open_row(line: LineRow) -> EntryRow:
    name = f"{line.item_name}　{line.spec}".rstrip("　")
    left = shown(line.open)
    cells = (name, f"{shown(line.asked)} {line.unit}", f"{left} {line.unit}")
    return EntryRow(str(line.id), name, cells, line.decimals, {"received": left})


class _About(Word):
    """Which document, from where to where."""

    def __init__(self, look: Look) -> None:
        self._row = look.row
        super().__init__(role="strong")
        self.setWordWrap(True)

    def retranslate(self) -> None:
        kind = words.say(f"stock.document.{self._row.kind.value}")
        self.setText("　".join((self._row.number, kind, way(self._row), self._row.summary)))


def goods_word(state: Goods) -> str:
    return words.say(f"stock.goods.{state.value}")
