"""单据: every document that moves goods, the open ones first, and the chosen one whole beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.approvals import ApprovalState, SubjectKind
from console.domain.incident import IncidentRow
from console.domain.people import Action as Permission
from console.domain.stock import DocumentKind, DocumentState
from console.domain.stock_document import NewDocument
from console.domain.stores import WarehouseForm
from ui import actions, theme
from ui.models.stock_document_rows import (
    CLOCK,
    OPEN,
    STATE,
    DocumentLine,
    Look,
    clock_mark,
    document_model,
    tags,
    to_scene,
)
from ui.models.store_rows import StoreServices
from ui.panels.stores_documents_asking import DocumentsAsking
from ui.panels.stores_documents_card import DocumentCard, paper_of
from ui.panels.stores_part import StoresPart
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.due_cell import DueCell
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.stock_cells import TagCell
from ui.widgets.table import RowTable

if TYPE_CHECKING:
    from console.domain.needs import NeedRow

PAGE = 200
ALL = "all"
"""Documents loaded at once; more by their key."""
AGAIN_MS = 30_000
"""Time goes on without news: what is on the road is told anew so often."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents are wanted."""

    asked: str = ""
    kinds: tuple[DocumentKind, ...] = ()
    states: tuple[DocumentState, ...] = OPEN
    store: UUID | None = None
    incident: UUID | None = None
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for; ``open`` is how many are open in all, ``look`` the document that was chosen."""

    lines: tuple[DocumentLine, ...]
    total: int
    open: int
    stores: tuple[tuple[UUID, str], ...]
    incidents: tuple[IncidentRow, ...]
    soon: timedelta
    look: Look | None


class DocumentsPart(StoresPart):
    """``open_item`` shows a document, ``begin`` opens a new one; what is done with one is ``acting``'s."""

    topics = frozenset({Topic.STOCK, Topic.APPROVALS, Topic.INCIDENTS, Topic.SETTINGS})

    def build(self) -> None:
        self._near = timedelta(minutes=30)
        self._about: UUID | None = None
        """The document that is shown; one that is not in the list stays shown until another is chosen."""
        self._limit, self._presenting = PAGE, False
        self._stores: dict[str, str] = {}
        self._incidents: dict[str, IncidentRow] = {}
        self.search = SearchBox("stock.find")
        self.kind = Choice([ALL, *DocumentKind], self._kind_word)
        self.state = Choice(["open", ALL, *DocumentState], self._state_word)
        self.store, self.incident = Choice([ALL], self._store_word), Choice([ALL], self._incident_word)
        for choice in (self.kind, self.state, self.store, self.incident):
            choice.narrow(4)
        self.table = RowTable(document_model(self._times), compact=True)
        self.table.call("stock.documents")
        for choice, name in (
            (self.kind, "column.stock.kind"), (self.state, "column.stock.state"), (self.store, "stock.field.store"),
            (self.incident, "stock.field.incident"),
        ):  # fmt: skip
            choice.call(name)
        self.table.setItemDelegateForColumn(STATE, TagCell(tags, self.table))
        mark = DueCell(lambda line: clock_mark(line, self._times, lambda: self._near), self.table)
        self.table.setItemDelegateForColumn(CLOCK, mark)
        self.empty = Empty("stock.empty", "do.document_new", actions.key_of("document_new"))
        self.new = KeyButton("do.document_new", actions.key_of("document_new"), kind="primary", small=True)
        self.more = KeyButton("do.more_rows", actions.key_of("more_rows"), small=True)
        self.told = Word(role="secondary")
        self.sheet = DocumentCard(self._times)
        self.acting = DocumentsAsking(self, self._seat, self._times)
        self._lay_out()
        self._connect()
        self._clock = QTimer(self)
        self._clock.setInterval(AGAIN_MS)
        self._clock.timeout.connect(lambda: self.reload() if self.isVisible() else None)
        self._clock.start()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    # what others ask

    @property
    def services(self) -> StoreServices:
        return self._ask

    @property
    def look(self) -> Look | None:
        """The document that is shown; none until the one that was chosen last is read."""
        look = self.sheet.look
        return look if look is not None and look.row.id == self._about else None

    def open_item(self, document_id: UUID) -> None:
        """Show that document, whatever the filters leave out."""
        self._about = document_id
        self.table.choose(document_id)
        self._look_at(document_id)

    def begin(
        self, kind: DocumentKind | NewDocument | None = None, *, store: UUID | None = None, item: UUID | None = None,
        need: NeedRow | None = None,
    ) -> None:  # fmt: skip
        """A new document with what is known of it: its store, its goods, or the need it is to meet."""
        self.acting.begin(kind, store=store, item=item, need=need)

    # loading

    def load(self) -> Found:
        ask, wanted, about = self._ask, self._wanted, self._about
        facts: dict[str, Any] = {
            "states": wanted.states, "kinds": wanted.kinds, "store": wanted.store, "incident": wanted.incident,
        }  # fmt: skip
        rows = ask.documents.rows(wanted.asked, limit=wanted.limit, **facts)
        roads = {road.document: road for road in ask.expiry.roads()}
        waiting = [one for one in ask.approvals.waiting() if one.subject_kind is SubjectKind.STOCK]
        owes = {one.subject_id for one in waiting if one.owes_signature}
        asked = {one.subject_id: one.of_name for one in waiting if one.state is ApprovalState.WAITING}
        lines = []
        for row in rows:
            road = roads.get(row.id)
            since, due = (road.since, road.due_at) if road is not None else (None, None)
            lines.append(DocumentLine(row, since, due, row.id in owes, asked.get(row.id, "")))
        total = len(rows) if len(rows) < wanted.limit else ask.documents.count(wanted.asked, **facts)
        stores = tuple((row.form.id, row.form.name) for row in ask.stores.rows(WarehouseForm))
        return Found(
            tuple(lines), total, ask.documents.count(states=OPEN), stores, tuple(ask.incidents.open_rows()),
            timedelta(minutes=ask.settings.whole("duty.due_soon")), None if about is None else look_at(ask, about),
        )  # fmt: skip

    def present(self, result: Found) -> None:
        self._near = result.soon
        self._offer(result)
        self._presenting = True
        self.table.show_rows(result.lines)
        self._presenting = False
        self.empty.stand_for(self.table, not result.lines, self.pages)
        self.told.say("stock.shown", shown=len(result.lines), total=result.total)
        self.more.setVisible(result.total > len(result.lines))
        self.count_changed.emit(result.open)
        if result.look is not None and result.look.row.id == self._about:
            self._show(result.look)
        elif self._about is None and result.lines:
            self.table.choose(result.lines[0].row.id)
        self._keep_chosen()

    def first_focus(self) -> QWidget:
        return self.table if self.pages.currentWidget() is self.table else self.empty.button or self.search

    # inside

    def reload_now(self) -> None:
        """Widget values are taken here, where the widgets are."""
        self._wanted = self._filter()
        super().reload_now()

    def _filter(self) -> Filter:
        kind, state = self.kind.value(), self.state.value()
        states = OPEN if state == "open" else () if state == ALL else (state,)
        store, incident = self.store.value(), self.incident.value()
        return Filter(
            self.search.text().strip(), () if kind == ALL else (kind,), states,
            None if store == ALL else UUID(store), None if incident == ALL else UUID(incident), self._limit,
        )  # fmt: skip

    def _offer(self, found: Found) -> None:
        stores = {str(key): name for key, name in found.stores}
        incidents = {str(row.id): row for row in found.incidents}
        if stores != self._stores:
            self._stores = stores
            self.store.offer([ALL, *stores])
        if incidents != self._incidents:
            self._incidents = self._incidents | incidents
            self.incident.offer([ALL, *self._incidents])

    def _keep_chosen(self) -> None:
        """A document that left the list, settled by now, stays shown; no other is chosen in its place."""
        if self._about is None or self.table.chosen_key() == self._about:
            return
        self._presenting = True
        if not self.table.choose(self._about, scroll=False):
            self.table.selectionModel().clear()
        self._presenting = False

    def _chosen(self, line: DocumentLine | None) -> None:
        officers = self.table.selectionModel().hasSelection()  # Qt makes a line current that nobody chose
        if line is not None and line.row.id != self._about and officers and not self._presenting:
            self._about = line.row.id
            self._look_at(line.row.id)

    def _look_at(self, document_id: UUID) -> None:
        self._jobs.read(lambda: look_at(self._ask, document_id), self._show, self.failed.emit)

    def _show(self, look: Look) -> None:
        if isValid(self) and look.row.id == self._about:
            self.sheet.show_look(look, lambda: self._seat.may(Permission.STOCK))
            self.permit()

    def permit(self) -> None:
        super().permit()
        if hasattr(self, "sheet"):
            self.sheet.show_acts(self._seat.may(Permission.STOCK))
            self.sheet.print.setEnabled(self.look is not None and self._seat.may(Permission.PRINT))

    def possible(self, widget: QWidget) -> bool:
        return widget is self.new or self.look is not None

    def ask_print(self) -> None:
        """The paper of the document, in its preview."""
        if self.look is not None and self._seat.may(Permission.PRINT):
            self.print_asked.emit(paper_of(self.look.row))

    def _filtered(self, _value: object = None) -> None:
        self._limit = PAGE
        self.reload_now()

    def show_more(self) -> None:
        """The next ones as well."""
        self._limit += PAGE
        self.reload_now()

    def _connect(self) -> None:
        self.search.searched.connect(self._filtered)
        for choice in (self.kind, self.state, self.store, self.incident):
            choice.picked.connect(self._filtered)
        self.table.chosen.connect(self._chosen)
        self.empty.asked.connect(self.begin)
        verbs: dict[str, Any] = {
            f"document_{name}": (actions.key_of(f"document_{name}"), button, getattr(self.acting, f"ask_{name}"),
                                 Permission.STOCK)
            for name, button in self.sheet.acts.items()
        }  # fmt: skip
        verbs["document_new"] = (actions.key_of("document_new"), self.new, self.begin, Permission.STOCK)
        verbs["print"] = (actions.key_of("print"), self.sheet.print, self.ask_print, Permission.PRINT)
        verbs["more_rows"] = (actions.key_of("more_rows"), self.more, self.show_more, None)
        self.bind_verbs(verbs)
        actions.bind(self, [actions.Action("find", self._go_search)], whole_window=False)

    def _go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _lay_out(self) -> None:
        self.card = Card("stock.documents", flush=True)
        self.card.tools.addWidget(self.new)
        self._sieves = Flow()
        for widget in (self.search, self.state, self.kind, self.store, self.incident):
            self._sieves.addWidget(widget)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self._below = Flow()
        self._below.addWidget(self.told)
        self._below.addWidget(self.more)
        self.card.body.addLayout(self._sieves)
        self.card.body.addWidget(self.pages, 1)
        self.card.body.addLayout(self._below)
        inside = QWidget()
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.card, 6)
        self._whole.addWidget(self.sheet, 5)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))

    def retranslate(self) -> None:
        super().retranslate()
        if self.look is not None:
            self._show(self.look)

    def restyle(self) -> None:
        using = theme.current()
        gap = using.px(8)
        self._whole.setSpacing(using.px(12))
        for flow in (self._sieves, self._below):
            flow.setContentsMargins(gap, gap, gap, gap)
            flow.setSpacing(gap)
        self.search.setFixedWidth(using.px(196))
        for choice, wide in ((self.state, 120), (self.kind, 128), (self.store, 132), (self.incident, 150)):
            choice.setFixedWidth(using.px(wide))
        self.pages.setMinimumHeight(using.px(34) + 6 * using.compact_row)

    def _kind_word(self, kind: Any) -> str:
        return words.say("stock.every_kind") if kind == ALL else words.say(f"stock.document.{kind.value}")

    def _state_word(self, state: Any) -> str:
        if state in ("open", ALL):
            return words.say(f"stock.filter.{state}")
        return words.say(f"stock.state.{state.value}")

    def _store_word(self, key: str) -> str:
        return words.say("stock.every_store") if key == ALL else self._stores[key]

    def _incident_word(self, key: str) -> str:
        row = self._incidents.get(key)
        return words.say("stock.every_incident") if row is None else f"{row.title}　{row.number}"


def look_at(ask: StoreServices, document_id: UUID) -> Look:
    """On a worker: everything about one document; refuses no_such_row."""
    paper = ask.papers.paper(document_id)
    row = paper.document.row
    approvals = tuple(ask.approvals.of(document_id))
    out: Sequence[Any] = ()
    if to_scene(row) and row.state in (DocumentState.ISSUED, DocumentState.POSTED):
        items = {line.item for line in paper.document.lines}
        there = ask.scenes.goods(row.incident or document_id)
        out = [one for one in there if one.item in items]
    road = next((one for one in ask.expiry.roads() if one.document == document_id), None)
    return Look(paper.document, paper.lots, approvals, tuple(out), road)
