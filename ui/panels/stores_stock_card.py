"""The right of 库存: the stock card of the chosen goods or lot, or what an agreement says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console import words
from console.domain.stock_list import CardRow
from console.domain.store_lists import Callable
from ui import theme
from ui.models.stock_columns import card_model, lead, what
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

MOST = 2_000
"""Lines of a card that are shown; a longer one says how many came before them."""
ALL_LOTS = "Alt+Shift+K"
FACTS = (
    "stores.field.code", "stores.field.supplier", "stores.field.mode", "stores.contact_a", "stores.contact_b",
    "stores.field.lead_minutes", "stores.valid", "stores.field.price_rule", "stores.field.remark",
)  # fmt: skip


class StockCard(Card):
    """``opened`` carries a CardRow whose document is wanted; ``whole_asked`` that all lots are."""

    opened = Signal(object)
    whole_asked = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("stores.card", flush=True, parent=parent)
        self._times = times
        self.about, self.note = Word(role="strong"), Word(role="secondary")
        self.table = RowTable(card_model(times), compact=True)
        self.table.call("stores.card")
        self.whole = KeyButton("stores.all_lots", ALL_LOTS, small=True)
        self.tools.addWidget(self.whole)
        self.facts = Facts(FACTS)
        self.pages = QStackedWidget()
        self._agreement = scrolling(self.facts)
        self.pages.addWidget(self.table)
        self.pages.addWidget(self._agreement)
        for sentence in (self.about, self.note):
            sentence.setWordWrap(True)
            self.body.addWidget(sentence)
        self.body.addWidget(self.pages, 1)
        self.table.opened.connect(lambda row: self.opened.emit(row) if row is not None else None)
        self.whole.clicked.connect(self.whole_asked)
        self.show_nothing()
        self.restyle()

    def show_card(self, name: str, lot: str, rows: Sequence[CardRow], at: datetime | None) -> None:
        """The newest line on top; ``at`` is the instant up to which it goes."""
        self.title.say("stores.card")
        self.pages.setCurrentWidget(self.table)
        self.about.show_text(f"{name}　{words.say('stores.scan.lot', lot=lot)}" if lot else name)
        self.whole.setVisible(bool(lot))
        self.table.show_rows(list(reversed(rows[-MOST:])))
        self._say(rows, at)

    def show_agreement(self, row: Callable | None) -> None:
        """What is agreed with a supplier, and whom to ring."""
        self.title.say("stores.agreement")
        self.pages.setCurrentWidget(self._agreement)
        self.whole.hide()
        self.note.hide()
        self._agreement.setVisible(row is not None)
        self.about.show_text(what(row) if row is not None else words.say("stores.none_chosen"))
        if row is None:
            return
        for label, text in _facts_of(row):
            self.facts.show_text(label, text)
            self.facts.show_line(label, bool(text))

    def show_nothing(self) -> None:
        self.title.say("stores.card")
        self.pages.setCurrentWidget(self.table)
        self.table.show_rows(())
        self.whole.hide()
        self.note.hide()
        self.about.say("stores.none_chosen")

    def _say(self, rows: Sequence[CardRow], at: datetime | None) -> None:
        parts = []
        if at is not None:
            parts.append(words.say("stores.card_until", at=self._times.minute(at)))
        if len(rows) > MOST:
            parts.append(words.say("stores.card_more", count=len(rows) - MOST))
        if not rows:
            parts.append(words.say("stores.card_empty"))
        self.note.show_text(" ".join(parts))
        self.note.setVisible(bool(parts))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "pages"):
            using = theme.current()
            edge = using.px(12)
            for sentence in (self.about, self.note):
                sentence.setContentsMargins(edge, using.px(6), edge, 0)
            self.facts.setContentsMargins(edge, 0, edge, edge)
            self.table.setMinimumHeight(using.px(34) + using.compact_row * 5)


def _facts_of(row: Callable) -> list[tuple[str, str]]:
    form = row.kept.form
    days = "—".join(day.isoformat() if day else "" for day in (form.valid_from, form.valid_to)).strip("—")
    told = (
        form.code,
        form.supplier,
        words.say(f"stores.mode.{form.mode}"),
        f"{form.contact_a} {form.phone_a}".strip(),
        f"{form.contact_b} {form.phone_b}".strip(),
        lead(form.lead_minutes),
        f"{days} {words.say(f'stores.validity.{row.validity.value}')}".strip(),
        form.price_rule,
        form.remark,
    )
    return list(zip(FACTS, told, strict=True))
