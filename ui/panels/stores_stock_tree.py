"""The left of 库存: the tree of stores, and below it what is known of the chosen one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from ui import theme
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.scrolling import scrolling
from ui.widgets.store_tree import StoreRow, StoreTree

FACTS = (
    "stores.field.code", "stores.field.kind", "stores.field.area_m2", "stores.field.key_holder",
    "stores.field.keeper_a", "stores.field.keeper_b", "stores.field.address", "stores.field.road_note",
    "stores.counted",
)  # fmt: skip


class StoreCard(Card):
    """``chosen`` carries the store's id, None for all of them."""

    chosen = Signal(object)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("stores.tree", flush=True, parent=parent)
        self._times = times
        self._counted: Mapping[UUID, datetime] = {}
        self.tree, self.facts = StoreTree(), Facts(FACTS)
        self.below = scrolling(self.facts)
        self.body.addWidget(self.tree, 5)
        self.body.addWidget(self.below, 4)
        self.tree.chosen.connect(self._choose)
        self.restyle()
        self._show_facts()

    def show_stores(self, rows: Sequence[StoreRow], counted: Mapping[UUID, datetime]) -> None:
        """The tree is opened whole once; after that only the officer opens and closes."""
        first = not self.tree.tree_model.rows()
        self._counted = counted
        self.tree.show_rows(rows)
        if first and rows:
            self.tree.expandAll()
        self._show_facts()

    def choose(self, store: UUID | None) -> None:
        self.tree.choose(store)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "below"):
            using = theme.current()
            self.facts.setContentsMargins(using.px(12), using.px(4), using.px(8), using.px(8))
            self.tree.setMinimumHeight(using.compact_row * 5)
            self.below.setMinimumHeight(using.compact_row * 4)

    def _choose(self, store: UUID | None) -> None:
        self._show_facts()
        self.chosen.emit(store)

    def _show_facts(self) -> None:
        row: StoreRow | None = self.tree.chosen_row()
        self.below.setVisible(row is not None)
        if row is None:
            return
        for label, text in self._facts_of(row):
            self.facts.show_text(label, text)
            self.facts.show_line(label, bool(text))

    def _facts_of(self, row: StoreRow) -> list[tuple[str, str]]:
        form, counted = row.kept.form, self._counted.get(row.id)
        told = (
            form.code,
            f"{words.say(f'stores.tier.{form.tier}')} · {words.say(f'stores.kind.{form.kind}')}",
            "" if form.area_m2 is None else str(form.area_m2),
            form.key_holder,
            f"{form.keeper_a} {form.phone_a}".strip(),
            f"{form.keeper_b} {form.phone_b}".strip(),
            form.address,
            form.road_note,
            words.say("stores.never_counted") if counted is None else self._times.day(counted),
        )
        return list(zip(FACTS, told, strict=True))
