"""The county's lists: channels, lines, recipients, templates, periods, routines, checks, zero-report units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.lists import LISTS, FieldKind, ListField, ListItem, ListSpec
from console.domain.people import Action
from console.services.lists import ListsService
from ui import actions, theme
from ui.dialogs.asked import Asked
from ui.dialogs.list_row import ListRowDialog
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.list_editors import shown
from ui.widgets.table import RowTable

Loaded = dict[str, tuple[ListItem, ...]]

_WIDTHS = {
    FieldKind.TIME: 70, FieldKind.WHOLE: 110, FieldKind.DAY: 92, FieldKind.CHOICE: 110, FieldKind.YES_NO: 92,
}  # fmt: skip
_HIDDEN = ("name_en", "standard_en")
"""Columns nobody needs side by side: the dialog has them."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list as the left table shows it. ``state``: shipped, waiting or confirmed."""

    key: str
    count: int
    state: str


class ListsPage(SettingsPage):
    """Lists left, the rows of the chosen one right. Dialogs ask, this page acts."""

    topics = frozenset({Topic.SETTINGS, Topic.LISTS})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, lists: ListsService, book: KeptWords | None = None
    ) -> None:
        super().__init__(jobs, seat, times)
        self._lists = lists
        self._rows: Loaded = {}
        self._wanted = ("", "")
        self.asked = Asked(jobs, self.failed.emit, book or KeptWords(jobs, seat, times, None, self), self)
        self.build()

    def build(self) -> None:
        self.lists = RowTable(RowTableModel(_list_columns(), lambda line: line.key))
        self.tables = {key: self._table(spec) for key, spec in LISTS.items()}
        self.add = KeyButton("lists.add", actions.key_of("new_line"), kind="primary", icon="plus")
        self.change = KeyButton("lists.change")
        self.retire = KeyButton("lists.retire")
        self.up = KeyButton("lists.up", actions.key_of("row_up"))
        self.down = KeyButton("lists.down", actions.key_of("row_down"))
        self.confirm = KeyButton("lists.confirm")
        self.retired = QCheckBox()
        self._lay_out()
        self._connect()
        self.guard(Action.EDIT_LISTS, self.add, self.change, self.retire, self.up, self.down, self.confirm)
        self.tell_read_only(self.list_card, Action.EDIT_LISTS)
        self.retranslate()

    # what is loaded and shown

    @property
    def key(self) -> str:
        line = self.lists.chosen_row()
        return line.key if line else next(iter(LISTS))

    @property
    def table(self) -> RowTable:
        return self.tables[self.key]

    def rows_of(self, key: str) -> Sequence[ListItem]:
        """Rows in force of a list as last loaded."""
        return [item for item in self._rows.get(key, ()) if item.active]

    def load(self) -> Loaded:
        return {key: tuple(self._lists.rows(key, retired=True)) for key in LISTS}

    def present(self, result: Loaded) -> None:
        self._rows = result
        self.lists.show_rows([_line(key, rows) for key, rows in result.items()])
        for key, table in self.tables.items():
            table.show_rows([item for item in result[key] if item.active or self.retired.isChecked()])
        if self.lists.chosen_row() is None:
            self.lists.choose(next(iter(LISTS)))
        self._go_to_wanted()
        self._show_list()

    def show_list(self, key: str, code: str = "") -> None:
        """Bring a list, and a row of it, to the front, for whoever sends the officer here."""
        self._wanted = (key, code)
        if self._rows:
            self._go_to_wanted()

    def possible(self, widget: QWidget) -> bool:
        row = self.table.chosen_row()
        if widget in (self.change, self.retire):
            return row is not None
        if widget in (self.up, self.down):
            return row is not None and self._moved(-1 if widget is self.up else 1) is not None
        if widget is self.confirm:
            return not all(item.confirmed for item in self._rows.get(self.key, ()))
        return True

    def permit(self) -> None:
        super().permit()
        row = self.table.chosen_row()
        self.retire.say("lists.retire" if row is None or row.active else "lists.restore")

    # what the officer asks for

    def ask_new(self) -> None:
        spec = LISTS[self.key]
        self._ask(ListRowDialog(spec, self.rows_of, parent=self.window()), spec, None)

    def ask_change(self) -> None:
        row = self.table.chosen_row()
        if row is not None and self._seat.may(Action.EDIT_LISTS):
            spec = LISTS[row.list]
            self._ask(ListRowDialog(spec, self.rows_of, row.values, self.window()), spec, row)

    def switch(self) -> None:
        """Retire the chosen row, or bring it back."""
        row, by = self.table.chosen_row(), self._seat.actor
        if row is None:
            return
        verb = self._lists.retire if row.active else self._lists.restore
        told = words.say("lists.retired" if row.active else "lists.restored", name=_name(row))
        self._act(lambda: verb(row.list, row.code, seen=row.version, by=by), told)

    def move(self, by_lines: int) -> None:
        """The chosen row one line up (-1) or down (1)."""
        codes = self._moved(by_lines)
        if codes is None or not self._seat.may(Action.EDIT_LISTS):
            return
        key, by = self.key, self._seat.actor
        told = words.say("lists.moved", list=words.say(f"list.{key}"))
        self._act(lambda: self._lists.order(key, codes, by=by), told)

    def confirm_list(self) -> None:
        """The county says that the list as it stands holds here."""
        key, by = self.key, self._seat.actor
        told = words.say("lists.confirmed_now", list=words.say(f"list.{key}"))
        self._act(lambda: self._lists.confirm(key, by=by), told)

    def _ask(self, dialog: ListRowDialog, spec: ListSpec, row: ListItem | None) -> None:
        """What was typed into a dialog that was closed before it was stored stands there again."""
        by, key = self._seat.actor, spec.key

        def act(values: dict[str, str]) -> ListItem:
            if row is None:
                return self._lists.add(key, values, by=by)
            return self._lists.change(key, row.code, values, seen=row.version, by=by)

        self.asked.open(dialog, act, self._stored, about=f"list {key} {row.code if row else ''}".strip())

    def _stored(self, item: ListItem) -> None:
        self.saved.emit(words.say("lists.saved", list=words.say(f"list.{item.list}"), name=_name(item)))
        self._wanted = (item.list, item.code)
        self.reload_now()

    def _act(self, work: Callable[[], object], told: str) -> None:
        self.save(work, lambda _: self.saved.emit(told))

    def _moved(self, by_lines: int) -> list[str] | None:
        """The codes in the new order; None where the row cannot move."""
        row = self.table.chosen_row()
        shown_codes = [item.code for item in self.table.rows_model.rows()]
        if row is None or row.code not in shown_codes:
            return None
        at = shown_codes.index(row.code)
        if not 0 <= at + by_lines < len(shown_codes):
            return None
        every = [item.code for item in self._rows[row.list]]
        first, second = every.index(row.code), every.index(shown_codes[at + by_lines])
        every[first], every[second] = every[second], every[first]
        return every

    # parts

    def _go_to_wanted(self) -> None:
        key, code = self._wanted
        self._wanted = ("", "")
        if key:
            self.lists.choose(key)
        if code:
            self.tables[key].choose(code, scroll=True)

    def _show_list(self) -> None:
        key = self.key
        rows = self.table.rows_model.rows()
        self._pages.setCurrentIndex(tuple(LISTS).index(key) if rows else len(LISTS))
        self.list_card.title.say(f"list.{key}")
        self.what.say(f"lists.what.{key}")
        self.permit()

    def _table(self, spec: ListSpec) -> RowTable:
        table = RowTable(ListRowsModel(spec, self.rows_of), compact=True)
        table.chosen.connect(lambda _: self.permit())
        table.opened.connect(lambda _: self.ask_change())
        return table

    def _connect(self) -> None:
        self.lists.chosen.connect(lambda _: self._show_list())
        self.add.clicked.connect(self.ask_new)
        self.change.clicked.connect(self.ask_change)
        self.retire.clicked.connect(self.switch)
        self.up.clicked.connect(lambda: self.move(-1))
        self.down.clicked.connect(lambda: self.move(1))
        self.confirm.clicked.connect(self.confirm_list)
        self.retired.clicked.connect(lambda: self.present(self._rows))
        self._bound = actions.bind(
            self,
            [
                actions.Action("new_line", self._add_by_key),
                actions.Action("row_up", lambda: self.move(-1)),
                actions.Action("row_down", lambda: self.move(1)),
            ],
            whole_window=False,
        )

    def _add_by_key(self) -> None:
        if self.add.isEnabled():
            self.ask_new()

    def _lay_out(self) -> None:
        self.names_card, self.list_card = Card("settings.page.lists", flush=True), Card("list.channels", flush=True)
        self.names_card.body.addWidget(self.lists)
        self.what = Empty("lists.what.channels")
        self.what.layout().setContentsMargins(12, 8, 12, 0)
        self._pages = QStackedWidget()
        for table in self.tables.values():
            self._pages.addWidget(table)
        self._pages.addWidget(Empty("lists.empty"))
        self.list_card.tools.addWidget(self.retired)
        self.list_card.body.addWidget(self.what)
        self.list_card.body.addWidget(self._pages, 1)
        self._row = Flow()
        for button in (self.change, self.retire, self.up, self.down, self.confirm):
            self._row.addWidget(button)
        self._row.add_last(self.add)
        self.list_card.body.addLayout(self._row)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        left = QVBoxLayout()
        left.addWidget(self.names_card)
        whole.addLayout(left)
        whole.addWidget(self.list_card, 1)
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def retranslate(self) -> None:
        super().retranslate()
        self.lists.setAccessibleName(words.say("settings.page.lists"))
        self.retired.setText(words.say("lists.show_retired"))
        for key, table in self.tables.items():
            table.setAccessibleName(words.say(f"list.{key}"))

    def restyle(self) -> None:
        using = theme.current()
        self.names_card.setFixedWidth(using.px(300))
        self._row.setSpacing(using.px(8))
        self._row.setContentsMargins(using.px(12), 0, using.px(12), using.px(8))
        for table in self.tables.values():
            table.setMinimumHeight(using.px(34) + using.compact_row * 6)


class ListRowsModel(RowTableModel[ListItem]):
    """Rows of one list under the headings of its fields."""

    def __init__(self, spec: ListSpec, rows: Callable[[str], Sequence[ListItem]]) -> None:
        self._spec = spec
        self._shown = [field for field in spec.fields if field.name not in _HIDDEN]
        columns = [self._column(field, rows) for field in self._shown]
        state: Column[ListItem] = Column("list.state", _state, width=104, ink=_state_ink)
        super().__init__([columns[0], state, *columns[1:]], lambda item: item.code)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self.columns[section].id if 0 <= section < len(self.columns) else ""
        across = orientation is Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole and field and field != "list.state":
            return words.say(f"list.{self._spec.key}.{field}")
        return super().headerData(section, orientation, role)

    def _column(self, field: ListField, rows: Callable[[str], Sequence[ListItem]]) -> Column[ListItem]:
        spec, first = self._spec, field is self._spec.fields[0]

        def text(item: ListItem) -> str:
            return _name(item) if first else shown(spec, field, item.get(field.name), rows)

        wide = first or field.kind in (FieldKind.LONG, FieldKind.SHIFTS) or field.name == "basis"
        return Column(field.name, text, width=_WIDTHS.get(field.kind, 130), stretch=wide, ink=_ink)


def _line(key: str, rows: Sequence[ListItem]) -> ListLine:
    held = [item for item in rows if item.active]
    if all(item.confirmed for item in rows):
        return ListLine(key, len(held), "confirmed" if rows else "none")
    return ListLine(key, len(held), "shipped" if any(item.shipped for item in rows) else "waiting")


def _name(item: ListItem) -> str:
    return item.name(words.language())


def _state(item: ListItem) -> str:
    if not item.active:
        return words.say("lists.state.retired")
    if item.confirmed:
        return words.say("lists.state.confirmed")
    return words.say("lists.state.shipped" if item.shipped else "lists.state.waiting")


def _state_ink(item: ListItem) -> str | None:
    return None if item.confirmed else "orangetext"


def _ink(item: ListItem) -> str | None:
    return None if item.active else "text3"


def _list_columns() -> tuple[Column[ListLine], ...]:
    return (
        Column("list.list", lambda line: words.say(f"list.{line.key}"), stretch=True),
        Column("list.rows", lambda line: str(line.count), width=44),
        Column(
            "list.state",
            lambda line: words.say(f"lists.state.{line.state}"),
            width=96,
            ink=lambda line: None if line.state in ("confirmed", "none") else "orangetext",
        ),
    )
