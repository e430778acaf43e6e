"""库存: the tree of stores, what lies in them against its quotas, lots in the order of their last day, stock cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.changes import Topic
from console.domain import store_lists
from console.domain.people import Action as Permission
from console.domain.stock_list import CardRow
from console.domain.stock_overview import LotLine, Overview, Sieve, StockLine, documents_on_road, let_through
from console.services.stock_overview import found
from ui import actions, theme
from ui.actions import Action
from ui.models.stock_columns import (
    GAUGE,
    LOT_STATE,
    STATE,
    agreement_model,
    gauge_of,
    lot_cell,
    lot_model,
    quota_words,
    stock_model,
    tags_of,
)
from ui.panels.acting_part import Verb
from ui.panels.stores_part import StoresPart
from ui.panels.stores_stock_acts import StockActs
from ui.panels.stores_stock_card import ALL_LOTS, StockCard
from ui.panels.stores_stock_find import StockFind
from ui.panels.stores_stock_head import OWN, StockHead
from ui.panels.stores_stock_tree import StoreCard
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.scrolling import scrolling
from ui.widgets.stock_cells import GaugeCell, TagCell
from ui.widgets.store_tree import StoreRow
from ui.widgets.table import RowTable

CARD, LABELS, ALL_LABELS, BLIND = "Alt+K", "Alt+L", "Alt+Shift+L", "Alt+Shift+P"
"""Keys of this part alone."""
_LARGE = 18
"""From this size on the stock card stands below: beside it nothing would be whole."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one kind of goods: its lots, and the card of it or of one lot."""

    item: UUID
    lot: UUID | None
    lots: tuple[LotLine, ...]
    card: tuple[CardRow, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked for: all stores, the goods of those chosen, and how many each filter would show."""

    overview: Overview
    tree: tuple[StoreRow, ...]
    lines: tuple[StockLine, ...]
    counts: dict[Sieve, int]
    told: Told | None
    asked: tuple[UUID | None, UUID | None]
    """The goods and the lot that were chosen when it was asked for."""
    agreements: tuple[store_lists.Callable, ...] = ()


class StockPart(StoresPart):
    """``open_item`` shows a store, an item or a lot."""

    topics = frozenset({Topic.STOCK, Topic.SETTINGS})

    def build(self) -> None:
        self.overview: Overview | None = None
        self.told: Told | None = None
        self.store_wanted: UUID | None = None
        self.item_wanted: UUID | None = None
        self.lot_wanted: UUID | None = None
        self.at_wanted: datetime | None = None
        self.words_wanted, self.sieve_wanted, self.mode_wanted, self.beneath = "", Sieve.ALL, OWN, True
        self._presenting, self._asked = False, 0
        self.stores, self.head, self.card = StoreCard(self._times), StockHead(self._times), StockCard(self._times)
        self.table = RowTable(stock_model(), compact=True)
        self.table.call("stores.stock")
        self.lots = RowTable(lot_model(self._times), compact=True)
        self.lots.call("stores.lots")
        self.agreements = RowTable(agreement_model(), compact=True)
        self.agreements.call("stores.agreements")
        self.empty = Empty("stores.empty", "stores.new_document", actions.key_of("new_line"))
        self._draw_cells()
        self._buttons()
        self.acts = StockActs(self, self._jobs, self._seat, self._ask)
        self.finding = StockFind(self, self._jobs, self._ask)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    # what is asked

    def inquire(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """The past is summed from the ledger: that takes long and holds up no other question."""
        (self._jobs.read if self.at_wanted is None else self._jobs.run)(work, done, failed)  # type: ignore[attr-defined]

    def load(self) -> Shown:
        store, item, lot = self.store_wanted, self.item_wanted, self.lot_wanted
        chosen = item, lot
        asked, sieve, mode, beneath = self.words_wanted, self.sieve_wanted, self.mode_wanted, self.beneath
        overview = self._ask.overview.view(self.at_wanted)
        marks = overview.marks()
        tree = tuple(StoreRow(row, marks[row.id]) for row in overview.tree)
        scope = scope_of(overview, store, beneath)
        every = found(overview, overview.lines(scope), overview.rows, asked)
        counts = {one: sum(let_through(line, one) for line in every) for one in Sieve}
        counts[Sieve.ROAD] = documents_on_road(overview.roads, scope)
        lines = tuple(line for line in every if let_through(line, sieve))
        item, lot = _told_of(lines, item, lot, filtered=bool(asked) or sieve is not Sieve.ALL)
        told = self._tell(overview, item, lot, scope) if item is not None and mode == OWN else None
        agreements = [row for row in self._ask.agreements.rows(asked) if row.kept.form.mode == mode]
        return Shown(overview, tree, lines, counts, told, chosen, tuple(agreements))

    def _tell(self, overview: Overview, item: UUID, lot: UUID | None, scope: frozenset[UUID] | None) -> Told:
        """On a worker: the lots of an item and its card, as they were when ``overview`` was read."""
        lots = self._ask.overview.lots(overview, item, scope)
        card = self._ask.stock.card(item, lot=lot, stores=scope, until=overview.at)
        return Told(item, lot, tuple(lots), tuple(card))

    # what is shown

    def present(self, result: Shown) -> None:
        self.overview = result.overview
        still = result.asked == (self.item_wanted, self.lot_wanted)
        self._presenting = True
        self.stores.show_stores(result.tree, result.overview.counted)
        self.head.show_counts(result.counts, result.overview.limits.near)
        self.table.show_rows(result.lines)
        self.agreements.show_rows(result.agreements)
        if still and result.told is not None and self.table.chosen_key() != result.told.item:
            self.table.choose(result.told.item)
        self._presenting = False
        self._show_which(result)
        if still:
            self._show_told(result.told)
        else:  # the officer chose something else meanwhile
            self._ask_told()
        self.finding.follow_up()

    def _show_which(self, result: Shown) -> None:
        """Goods or agreements, or the sentence that stands for them."""
        own = self.mode_wanted == OWN
        listed, other = (self.table, self.agreements) if own else (self.agreements, self.table)
        none = not (result.lines if own else result.agreements)
        filtered = bool(self.words_wanted) or self.sieve_wanted is not Sieve.ALL or self.store_wanted is not None
        self.empty.say(("stores.none_found" if filtered else "stores.empty") if own else "stores.no_agreements")
        if none or self.pages.currentWidget() is not other:
            self.empty.stand_for(listed, none, self.pages)
        else:
            self.pages.setCurrentWidget(listed)
        self.lots_card.setVisible(own)

    def _show_told(self, told: Told | None) -> None:
        self.told = told
        if self.mode_wanted != OWN:
            self.card.show_agreement(self.agreements.chosen_row())
        elif told is None or self.overview is None:
            self.lots.show_rows(())
            self.card.show_nothing()
        else:
            self.item_wanted, self.lot_wanted = told.item, told.lot
            self._presenting = True
            self.lots.show_rows(told.lots)
            self._presenting = False
            self._show_card(told, self.overview)
        self.permit()

    def _show_card(self, told: Told, overview: Overview) -> None:
        form = overview.items[told.item].form
        name = f"{form.code} {form.name} {form.spec}".strip()
        lot = next((one.row.lot_code for one in told.lots if one.row.lot == told.lot), "")
        lot = lot or next((row.lot_code for row in told.card), "") if told.lot is not None else ""
        self.lots_card.caption.say("stores.lots_of", goods=form.name, count=len(told.lots))
        self.card.show_card(name, lot, told.card, overview.at)

    # what the officer does

    def open_item(self, record_id: UUID) -> None:
        """Show that store, those goods or that lot, whatever is filtered now."""
        self.finding.open_item(record_id)

    def show_found(self, store: UUID | None, item: UUID | None, lot: UUID | None) -> None:
        """Show these without any filter that would hide them."""
        self.head.search.put()
        self.head.choose(Sieve.ALL)
        self.head.show_mode(OWN)
        self.words_wanted, self.sieve_wanted, self.mode_wanted = "", Sieve.ALL, OWN
        self.store_wanted, self.item_wanted, self.lot_wanted = store, item, lot
        self._presenting = True
        self.stores.choose(store)
        self._presenting = False
        self.reload_now()

    def scope(self) -> frozenset[UUID] | None:
        """The stores that are shown; None for all."""
        return None if self.overview is None else scope_of(self.overview, self.store_wanted, self.beneath)

    def begin(self) -> None:
        """A new document, with the store and the goods that are shown."""
        self.begin_asked.emit(None, self.store_wanted, self.table.chosen_key())

    def show_card(self) -> None:
        """The keyboard goes into the card."""
        self.card.table.setFocus()

    def first_focus(self) -> QWidget:
        return self.table if self.pages.currentWidget() is self.table else self.stores.tree

    def possible(self, widget: QWidget) -> bool:
        if widget in (self.count_sheet, self.blind_sheet, self.store_labels):
            return self.store_wanted is not None
        return True

    def permit(self) -> None:
        super().permit()
        for button in (self.count_sheet, self.blind_sheet, self.store_labels):
            if button.isEnabled() or self._seat.may(Permission.PRINT):
                self.acts.say_why(button, self.store_wanted is not None)

    def _choose_store(self, store: UUID | None) -> None:
        if not self._presenting:
            self.store_wanted, self.lot_wanted = store, None
            self.reload_now()

    def _choose_item(self, line: StockLine | None) -> None:
        if not self._presenting and line is not None and line.item != self.item_wanted:
            self.item_wanted, self.lot_wanted = line.item, None
            self._ask_told()

    def _choose_lot(self, line: LotLine | None) -> None:
        if not self._presenting and line is not None and line.row.lot != self.lot_wanted:
            self.lot_wanted = line.row.lot
            self._ask_told()

    def _whole_item(self) -> None:
        self.lot_wanted = None
        self._ask_told()

    def _ask_told(self) -> None:
        """What is chosen changed; what was asked before is dropped."""
        overview, item, lot, scope = self.overview, self.item_wanted, self.lot_wanted, self.scope()
        if overview is None or item is None:
            return
        self._asked += 1
        asked = self._asked

        def told(made: Told) -> None:
            if asked == self._asked and overview is self.overview:
                self._show_told(made)

        self.inquire(lambda: self._tell(overview, item, lot, scope), told, self.failed.emit)

    def _want(self, **wanted: Any) -> None:
        for name, value in wanted.items():
            setattr(self, name, value)
        self.reload_now()

    # built once

    def _draw_cells(self) -> None:
        self.table.setItemDelegateForColumn(GAUGE, GaugeCell(gauge_of, quota_words, self.table))
        self.table.setItemDelegateForColumn(STATE, TagCell(tags_of, self.table))
        self.lots.setItemDelegateForColumn(LOT_STATE, TagCell(lot_cell, self.lots))

    def _buttons(self) -> None:
        key = actions.key_of
        self.new = KeyButton("stores.new_document", key("new_line"), kind="primary")
        self.to_card, self.check = KeyButton("stores.to_card", CARD), KeyButton("stores.check", key("check_again"))
        self.take_out = KeyButton("stores.export", key("export"))
        self.labels = KeyButton("stores.labels", LABELS, icon="print")
        self.store_labels = KeyButton("stores.store_labels", ALL_LABELS)
        self.count_sheet = KeyButton("stores.count_sheet", key("print"), icon="print")
        self.blind_sheet = KeyButton("stores.blind_sheet", BLIND)

    def _connect(self) -> None:
        key, acts = actions.key_of, self.acts
        verbs: dict[str, Verb] = {
            "stores_new": (key("new_line"), self.new, self.begin, Permission.STOCK),
            "stores_card": (CARD, self.to_card, self.show_card, None),
            "stores_check": (key("check_again"), self.check, acts.check, None),
            "stores_export": (key("export"), self.take_out, acts.ask_export, Permission.EXPORT),
            "stores_labels": (LABELS, self.labels, acts.print_labels, Permission.PRINT),
            "stores_store_labels": (ALL_LABELS, self.store_labels, acts.print_store_labels, Permission.PRINT),
            "stores_count_sheet": (key("print"), self.count_sheet, acts.print_count_sheet, Permission.PRINT),
            "stores_blind_sheet": (BLIND, self.blind_sheet, partial(acts.print_count_sheet, blind=True),
                                   Permission.PRINT),
            "more": (key("more"), self.more, self.more.open_menu, None),
        }  # fmt: skip
        self.bind_verbs(verbs)
        assert self.empty.button is not None
        self.guard(Permission.STOCK, self.empty.button)
        self.empty.asked.connect(self.begin)
        bound = [Action(name, verb, key=key) for name, (key, verb) in self.head.verbs().items()]
        bound.append(Action("stores_all_lots", self._whole_item, key=ALL_LOTS))
        actions.bind(self, [*bound, Action("find", self.finding.go_search)], whole_window=False)
        self.stores.chosen.connect(self._choose_store)
        self.head.search.searched.connect(lambda asked: self._want(words_wanted=asked))
        self.head.sieve_chosen.connect(lambda sieve: self._want(sieve_wanted=sieve))
        self.head.mode_chosen.connect(lambda mode: self._want(mode_wanted=mode))
        self.head.scope_chosen.connect(lambda beneath: self._want(beneath=beneath))
        self.head.as_of.changed.connect(lambda at: self._want(at_wanted=at))
        self.head.as_of.wrong.connect(self.refused)
        self.table.chosen.connect(self._choose_item)
        self.table.opened.connect(lambda _line: self.lots.setFocus())
        self.lots.chosen.connect(self._choose_lot)
        self.lots.opened.connect(lambda _line: self.show_card())
        self.agreements.chosen.connect(lambda row: self.mode_wanted != OWN and self.card.show_agreement(row))
        self.card.opened.connect(lambda row: self.document_asked.emit(row.document))
        self.card.whole_asked.connect(self._whole_item)

    def _lay_out(self) -> None:
        self.goods, self.lots_card = Card("stores.stock", flush=True), Card("stores.lots", flush=True)
        self.pages = QStackedWidget()
        for page in (self.table, self.agreements, self.empty):
            self.pages.addWidget(page)
        for tool in self.head.tools:
            self.goods.tools.addWidget(tool)
        self.stores.tools.addWidget(self.head.own_store)
        self.goods.body.addWidget(self.head)
        self.goods.body.addWidget(self.pages, 1)
        self.lots_card.body.addWidget(self.lots, 1)
        self.more = MoreButton(self)
        self.bar = Lines()
        for button in (self.to_card, self.check, self.take_out, self.labels, self.count_sheet, self.more):
            self.bar.flow.addWidget(button)
        self.more.hold((self.store_labels, self.blind_sheet))
        self.bar.flow.add_last(self.new)
        self._middle, self._right = QVBoxLayout(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.addWidget(self.goods, 7)
        self._middle.addWidget(self.lots_card, 3)
        self._right.addLayout(self._middle, 58)
        self._right.addWidget(self.card, 42)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._whole.addWidget(self.stores)
        self._whole.addLayout(self._right, 1)
        column.addLayout(self._whole, 1)
        column.addWidget(self.bar)
        self._column = column
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))

    def restyle(self) -> None:
        using = theme.current()
        gap, ways = using.px(12), QBoxLayout.Direction
        for box in (self._whole, self._right, self._middle):
            box.setSpacing(gap)
        self._column.setSpacing(using.px(8))
        self._right.setDirection(ways.TopToBottom if using.size >= _LARGE else ways.LeftToRight)
        self.stores.setFixedWidth(using.px(232))
        self.table.setMinimumHeight(using.px(34) + 2 + 4 * using.compact_row)
        self.lots.setMinimumHeight(using.px(34) + 2 + 3 * using.compact_row)


def _told_of(
    lines: Sequence[StockLine], item: UUID | None, lot: UUID | None, *, filtered: bool
) -> tuple[UUID | None, UUID | None]:
    """Goods and lot told beside the list: the chosen ones while they are listed, else the first; a lot that was asked
    for by itself also where nothing of it lies any more."""
    if any(line.item == item for line in lines) or (lot is not None and not filtered):
        return item, lot
    return (lines[0].item, None) if lines else (None, None)


def scope_of(overview: Overview, store: UUID | None, beneath: bool) -> frozenset[UUID] | None:
    """The stores that are meant: one, with those beneath it or alone; None for all."""
    if store is None:
        return None
    return overview.beneath(store) if beneath else frozenset({store})
