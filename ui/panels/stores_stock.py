"""库存: the tree of stores, what lies in them against its quotas, lots in the order of their last day, stock cards."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.changes import Topic
from console.domain.stock_overview import Overview, Sieve, StockLine, documents_on_road, let_through
from console.services.stock_overview import found
from ui import theme
from ui.models.stock_columns import GAUGE, STATE, gauge_of, quota_words, stock_model, tags_of
from ui.panels.stores_part import StoresPart
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.stock_cells import GaugeCell, TagCell
from ui.widgets.store_tree import StoreRow, StoreTree
from ui.widgets.table import RowTable


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked for: all stores, the goods of those chosen, and how many each filter would show."""

    overview: Overview
    tree: tuple[StoreRow, ...]
    lines: tuple[StockLine, ...]
    counts: dict[Sieve, int]


class StockPart(StoresPart):
    """``open_item`` shows a store, an item or a lot."""

    topics = frozenset({Topic.STOCK, Topic.SETTINGS})

    def build(self) -> None:
        self.words_wanted, self.sieve_wanted = "", Sieve.ALL
        self.store_wanted: UUID | None = None
        self.overview: Overview | None = None
        self.tree = StoreTree()
        self.search = SearchBox("stores.find")
        self.table = RowTable(stock_model(), compact=True)
        self.table.call("stores.stock")
        self.table.setItemDelegateForColumn(GAUGE, GaugeCell(gauge_of, quota_words, self.table))
        self.table.setItemDelegateForColumn(STATE, TagCell(tags_of, self.table))
        self.empty = Empty("stores.empty")
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def load(self) -> Shown:
        overview = self._ask.overview.view()
        marks = overview.marks()
        tree = tuple(StoreRow(row, marks[row.id]) for row in overview.tree)
        scope = overview.beneath(self.store_wanted) if self.store_wanted is not None else None
        every = found(overview, overview.lines(scope), overview.rows, self.words_wanted)
        counts = {sieve: sum(let_through(line, sieve) for line in every) for sieve in Sieve}
        counts[Sieve.ROAD] = documents_on_road(overview.roads, scope)
        lines = tuple(line for line in every if let_through(line, self.sieve_wanted))
        return Shown(overview, tree, lines, counts)

    def present(self, result: Shown) -> None:
        self.overview = result.overview
        first = not self.tree.tree_model.rows()
        self.tree.show_rows(result.tree)
        if first:
            self.tree.expandAll()
        self.table.show_rows(result.lines)
        self.empty.stand_for(self.table, not result.lines, self.pages)

    def open_item(self, record_id: UUID) -> None:
        """Show that store, or those goods."""

    def first_focus(self) -> QWidget:
        return self.tree

    def _connect(self) -> None:
        self.tree.chosen.connect(self._choose_store)
        self.search.searched.connect(self._look_for)

    def _choose_store(self, store: UUID | None) -> None:
        self.store_wanted = store
        self.reload_now()

    def _look_for(self, asked: str) -> None:
        self.words_wanted = asked
        self.reload_now()

    def _lay_out(self) -> None:
        self.tree_card, self.card = Card("stores.tree", flush=True), Card("stores.stock", flush=True)
        self.tree_card.body.addWidget(self.tree, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self.card.body.addWidget(self.search)
        self.card.body.addWidget(self.pages, 1)
        inside = QWidget()
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.tree_card, 3)
        self._whole.addWidget(self.card, 10)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))

    def restyle(self) -> None:
        self._whole.setSpacing(theme.current().px(12))
