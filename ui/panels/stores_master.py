"""台账: warehouses, goods, quotas, agreements and vehicles, one list at a time; kept by dialogs and by workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.stock import shown
from ui import actions, theme
from ui.actions import key_of
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.store_master_rows import FORMS, MasterRow, facts_of, label, models, said, titled
from ui.models.store_rows import StoreServices
from ui.panels.acting_part import Verb
from ui.panels.stores_master_files import MasterFiles
from ui.panels.stores_master_keeping import MasterKeeping
from ui.panels.stores_part import StoresPart
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

CHOOSE = {
    "warehouses": "Alt+W", "items": "Alt+I", "quotas": "Alt+Q", "agreements": "Alt+A", "vehicles": "Alt+V",
}  # fmt: skip
"""Keys of the lists."""
RETIRE, CALLS, SHOW = "Alt+X", "Alt+B", "Alt+S"


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list, and what was looked for."""

    key: str
    asked: str
    rows: tuple[MasterRow, ...]


class MasterPart(StoresPart):
    """A list at the left, the chosen row at the right. ``key`` names the list that is shown."""

    topics = frozenset({Topic.STOCK, Topic.PLACES})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: StoreServices, book: KeptWords, parent: QWidget | None = None
    ) -> None:
        self.key = next(iter(FORMS))
        self._words = ""
        self._retired = False
        self._wanted: UUID | None = None
        super().__init__(jobs, seat, times, ask, book, parent)

    def build(self) -> None:
        self.search = SearchBox("master.search")
        self.retired = QCheckBox()
        self.tables = {key: self._table(key, model) for key, model in models().items()}
        self.facts = {key: Facts(_labels(key)) for key in FORMS}
        self.empty = Empty("master.empty.warehouses", "master.add", key_of("new_line"))
        self.new = KeyButton("master.add", key_of("new_line"), kind="primary")
        self.edit = KeyButton("master.edit", key_of("correct"))
        self.retire = KeyButton("master.retire", RETIRE)
        self.calls = KeyButton("master.calls", CALLS)
        self.show_stock = KeyButton("quotas.show", SHOW)
        self.keeping = MasterKeeping(self, self._ask)
        self.papers = MasterFiles(self, self.asked, self._seat, self._times, self._ask.files, self._ask.runs)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    # what the parts of this page ask

    @property
    def seat(self) -> Seat:
        return self._seat

    @property
    def times(self) -> Times:
        return self._times

    @property
    def table(self) -> RowTable:
        return self.tables[self.key]

    def chosen(self) -> MasterRow | None:
        row: MasterRow | None = self.table.chosen_row()
        return row

    def read(self, work: Any, done: Any, failed: Any) -> None:
        self._jobs.read(work, done, failed)

    def want(self, key: UUID) -> None:
        """That row is chosen as soon as it is there."""
        self._wanted = key

    # loading and showing

    def load(self) -> Listed:
        key, asked, retired = self.key, self._words, self._retired
        return Listed(key, asked, tuple(self._rows(key, asked, retired=retired)))

    def _rows(self, key: str, asked: str, *, retired: bool) -> list[MasterRow]:
        if key == "agreements":
            return [MasterRow(one.kept, one) for one in self._ask.agreements.rows(asked, retired=retired)]
        if key == "warehouses" and not asked:
            return [MasterRow(one) for one in self._ask.stores.tree(retired=retired)]
        found: list[Any] = self._ask.stores.rows(FORMS[key], asked, retired=retired)  # type: ignore[type-var]
        return [MasterRow(one) for one in found]

    def present(self, result: Listed) -> None:
        if result.key != self.key:
            return
        self.table.show_rows(result.rows)
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        if self.table.chosen_row() is None and result.rows:
            self.table.choose(result.rows[0].id)
        self.empty.say("master.none_found" if result.asked else f"master.empty.{result.key}")
        self.empty.stand_for(self.table, not result.rows, self.pages)
        self.card.caption.say("master.count", count=len(result.rows))
        self._show_chosen()

    def show_list(self, key: str, wanted: UUID | None = None) -> None:
        """Bring a list to the front, with a row of it chosen; what was looked for in another stays there no longer."""
        if self._words:
            self.search.setText("")
            self.search.search_now()
        self._wanted = wanted
        self.choosers[key].setChecked(True)
        if key != self.key:
            self.key = key
            self.pages.setCurrentWidget(self.table)
            self.detail.setCurrentWidget(self._scrolled[key])
            self.card.title.say(f"master.list.{key}")
            self._show_chosen()
        self.reload_now()
        self.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def first_focus(self) -> QWidget:
        if self.pages.currentWidget() is self.empty and self.empty.button is not None:
            return self.empty.button
        return self.table

    def possible(self, widget: QWidget) -> bool:
        return widget not in (self.edit, self.retire) or self.chosen() is not None

    def permit(self) -> None:
        """What cannot be pressed says why."""
        super().permit()
        if not hasattr(self, "calls"):
            return
        row, agreements = self.chosen(), self.key == "agreements"
        for button in (self.edit, self.retire):
            if self._seat.may(Permission.EDIT_STORES) and row is None:
                button.setToolTip(words.say("master.why_none_chosen"))
        self.retire.say("master.restore" if row is not None and not row.kept.active else "master.retire")
        self.show_stock.setEnabled(self._shown_in_stock() is not None)
        self.show_stock.setToolTip("" if self.show_stock.isEnabled() else words.say("master.why_no_stock"))
        self.calls.setEnabled(agreements)
        self.calls.setToolTip("" if agreements else words.say("master.why_agreements"))

    def retranslate(self) -> None:
        super().retranslate()
        self.retired.setText(words.say("master.with_retired"))

    def _shown_in_stock(self) -> UUID | None:
        """The store or the goods a row is about."""
        row = self.chosen()
        if row is None:
            return None
        about: UUID | None = row.id if self.key in ("warehouses", "items") else getattr(row.form, "item_id", None)
        return about

    def ask_show(self) -> None:
        """What lies in that store, or where those goods lie, in 库存."""
        about = self._shown_in_stock()
        if about is not None:
            self.stock_asked.emit(about)

    def _show_chosen(self) -> None:
        row, facts = self.chosen(), self.facts[self.key]
        self.sheet.title.show_text(titled(row.kept) if row is not None else "")
        for code, name in zip(facts.values, facts_of(FORMS[self.key]), strict=False):
            facts.show_text(code, said(row.kept, name) if row is not None else "")
        if self.key == "agreements":
            call = row.call if row is not None else None
            facts.show_text("master.called", f"{shown(call.called)} {call.kept.form.unit}" if call else "")
        self.permit()

    # building

    def _table(self, key: str, model: Any) -> RowTable:
        table = RowTable(model)
        table.call(f"master.list.{key}")
        table.chosen.connect(lambda _row: self._show_chosen())
        table.opened.connect(lambda _row: self.edit.click() if self.edit.isEnabled() else None)
        return table

    def _connect(self) -> None:
        edit = Permission.EDIT_STORES
        verbs: dict[str, Verb] = {
            "store_new": (key_of("new_line"), self.new, self.keeping.ask_new, edit),
            "store_change": (key_of("correct"), self.edit, self.keeping.ask_change, edit),
            "store_retire": (RETIRE, self.retire, self.keeping.ask_retire, edit),
            "store_calls": (CALLS, self.calls, self.keeping.ask_calls, None),
            "quota_show": (SHOW, self.show_stock, self.ask_show, None),
            "more": (key_of("more"), self.more, self.more.open_menu, None),
        }
        self.bind_verbs(verbs)
        lists = [
            actions.Action(f"store_list.{name}", partial(self.show_list, name), key=key, said=f"master.list.{name}")
            for name, key in CHOOSE.items()
        ]
        actions.bind(self, [actions.Action("find", self.go_search), *lists], whole_window=False)
        assert self.empty.button is not None
        self.guard(edit, self.empty.button)
        self.empty.asked.connect(self.keeping.ask_new)
        self.search.searched.connect(self._look_for)
        self.retired.toggled.connect(self._with_retired)

    def go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _look_for(self, asked: str) -> None:
        self._words = asked
        self.reload_now()

    def _with_retired(self, wanted: bool) -> None:
        self._retired = wanted
        self.reload_now()

    def _lay_out(self) -> None:
        self.head, self.bar, self.tools = Lines(), Lines(), Lines()
        self._group = QButtonGroup(self)
        self.choosers = {key: self._chooser(key) for key in FORMS}
        self.card, self.sheet = Card(f"master.list.{self.key}", flush=True), Card("master.row")
        self.sheet.wrap_title()
        self.tools.flow.addWidget(self.search)
        self.tools.flow.addWidget(self.retired)
        self.pages = QStackedWidget()
        for page in (*self.tables.values(), self.empty):
            self.pages.addWidget(page)
        self.card.body.addWidget(self.tools)
        self.card.body.addWidget(self.pages, 1)
        self.detail = QStackedWidget()
        self._scrolled = {key: scrolling(facts) for key, facts in self.facts.items()}
        for scrolled in self._scrolled.values():
            self.detail.addWidget(scrolled)
        self.sheet.body.addWidget(self.detail, 1)
        self.more = MoreButton(self)
        self.more.hold(self.papers.held)
        for button in (self.edit, self.retire, self.show_stock, self.calls, self.more):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.new)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.addWidget(self.card, 2)
        self._both.addWidget(self.sheet, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.head)
        self._column.addLayout(self._both, 1)
        self._column.addWidget(self.bar)

    def _chooser(self, key: str) -> KeyButton:
        button = KeyButton(f"master.list.{key}", CHOOSE[key])
        button.setCheckable(True)
        button.setChecked(key == self.key)
        button.clicked.connect(partial(self._choose_list, key))
        self._group.addButton(button)
        self.head.flow.addWidget(button)
        return button

    def _choose_list(self, key: str, _checked: bool = False) -> None:
        self.show_list(key)

    def restyle(self) -> None:
        if not hasattr(self, "_column"):
            return
        using = theme.current()
        self.tools.setContentsMargins(using.px(12), using.px(8), using.px(12), using.px(4))
        self.search.setFixedWidth(using.px(220))
        self._both.setSpacing(using.px(12))
        self._column.setSpacing(using.px(8))
        for table in self.tables.values():
            table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)


def _labels(key: str) -> tuple[str, ...]:
    made = tuple(label(FORMS[key], name) for name in facts_of(FORMS[key]))
    return (*made, "master.called") if key == "agreements" else made
