"""定额效期: what is below its quota, whether key goods reached every village, last days, what should leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.stock import DocumentKind
from console.domain.stock_document import Document, NewDocument, NewLine
from console.domain.store_lists import Band, CoverageRow, ExpiryRow, Rotation, Shortage, Spare
from ui import actions, theme
from ui.dialogs.saving import ask_target
from ui.dialogs.store_plan import PurchasePlanDialog
from ui.jobs import Jobs
from ui.models import store_quota_rows as listed
from ui.models.kept_words import KeptWords
from ui.models.store_quota_rows import COVERAGE, EVERY, EXPIRY, PAGES, ROTATION, SHORT, QuotaNews
from ui.models.store_rows import StoreServices
from ui.panels.acting_part import Verb
from ui.panels.stores_part import StoresPart
from ui.panels.stores_quotas_page import ListBeside
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox

CHOOSE = {SHORT: "Alt+L", COVERAGE: "Alt+V", EXPIRY: "Alt+E", ROTATION: "Alt+R"}
"""Keys of the four lists."""
TRANSFER, PLAN, DRAFT, TICK_ALL, SHOW = "Alt+T", "Alt+P", "Alt+D", "Alt+A", "Alt+S"
_DAYS = {Band.LAST: "stock.expiry_last", Band.NEAR: "stock.expiry_near", Band.FAR: "stock.expiry_far"}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where there is more of what one quota lacks, and the store that would take it in."""

    quota: UUID
    spare: tuple[Spare, ...]
    receiving: UUID | None


class QuotasPart(StoresPart):
    """Four lists, chosen by counted buttons. Each number beside a list leads to its rows."""

    topics = frozenset({Topic.STOCK, Topic.PLACES, Topic.SETTINGS})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: StoreServices, book: KeptWords, parent: QWidget | None = None
    ) -> None:
        self.key = SHORT
        self._words = ""
        self._news: QuotaNews | None = None
        self._elsewhere: Elsewhere | None = None
        self._ticked: set[tuple[UUID, UUID, str]] = set()
        self.drafted: list[Document] = []
        super().__init__(jobs, seat, times, ask, book, parent)

    def build(self) -> None:
        self.choose_target = ask_target
        self.search = SearchBox("quotas.search")
        self.pages: dict[str, ListBeside] = {
            SHORT: ListBeside(SHORT, listed.short_model(self._times.today), listed.spare_model()),
            COVERAGE: ListBeside(COVERAGE, listed.coverage_model(), listed.covered_model()),
            EXPIRY: ListBeside(EXPIRY, listed.expiry_model(), listed.band_model()),
            ROTATION: ListBeside(ROTATION, listed.rotation_model(self._is_ticked), listed.drafts_model()),
        }
        self.transfer = KeyButton("quotas.transfer", TRANSFER, kind="primary")
        self.plan = KeyButton("quotas.plan", PLAN)
        self.tick = KeyButton("quotas.tick", "Space")
        self.tick_all = KeyButton("quotas.tick_all", TICK_ALL)
        self.draft = KeyButton("quotas.draft", DRAFT, kind="primary")
        self.show_row = KeyButton("quotas.show", SHOW)
        self._lay_out()
        self._connect()
        self.restyle()

    @property
    def page(self) -> ListBeside:
        return self.pages[self.key]

    # loading and showing

    def load(self) -> QuotaNews:
        asked, quotas, expiry = self._words, self._ask.quotas, self._ask.expiry
        shorts, coverage, rotation = quotas.shortages(), quotas.coverage(), expiry.proposals()
        rows = expiry.rows()
        counts = {
            SHORT: len(shorts), COVERAGE: len(listed.missing(coverage)), EXPIRY: len(rows),
            ROTATION: sum(not row.drafted for row in rotation),
        }  # fmt: skip
        days = {band: int(self._ask.settings.value(key)) for band, key in _DAYS.items()}
        if asked:
            shorts, rows = quotas.shortages(asked), expiry.rows(asked)
            coverage = [row for row in coverage if listed.fits(listed.village_texts(row), asked)]
            rotation = [row for row in rotation if listed.fits(listed.lot_texts(row), asked)]
        return QuotaNews(
            asked, self._times.today(), tuple(shorts), tuple(coverage), tuple(rows), tuple(rotation),
            tuple(expiry.totals(asked)), counts, days,
        )  # fmt: skip

    def inquire(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """Every quota, village and lot is held against what there is: nobody else's question waits for that."""
        self._jobs.run(work, done, failed)

    def present(self, result: QuotaNews) -> None:
        self._news = result
        for key, button in self.choosers.items():
            count = result.counts[key]
            button.say(f"quotas.{key}.count" if count else f"quotas.{key}", count=count)
        self.count_changed.emit(result.counts[SHORT] + sum(row.band is Band.EXPIRED for row in result.expiry))
        self.pages[COVERAGE].show_beside(listed.by_item(result.coverage), EVERY)
        self.pages[EXPIRY].show_beside(listed.band_lines(result.totals, result.expiry, result.days), EVERY)
        self.pages[ROTATION].show_beside(self.drafted)
        if not result.asked:  # what a search leaves out stays ticked
            self._ticked &= {listed.rotation_key(row) for row in result.rotation if not row.drafted}
        self._show_rows()

    def _show_rows(self) -> None:
        """The rows the chosen number leads to, of the list that is seen: there may be thousands in each."""
        news = self._news
        if news is None:
            return
        none = "quotas.coverage.all" if self.key == COVERAGE and news.coverage else ""
        self.page.show_rows(self._listed(news), asked=news.asked, none=none)
        if self.key == ROTATION:
            self.page.table.viewport().update()
        if self.key == SHORT:
            self._ask_elsewhere()
        self.permit()

    def _listed(self, news: QuotaNews) -> Sequence[Any]:
        if self.key == COVERAGE:
            return self._covering(news)
        if self.key == EXPIRY:
            return self._expiring(news)
        return news.shorts if self.key == SHORT else news.rotation

    def _covering(self, news: QuotaNews) -> list[CoverageRow]:
        line = self.pages[COVERAGE].beside.chosen_row()
        item = line.item if line is not None else None
        return [row for row in listed.missing(news.coverage) if item in (None, row.item)]

    def _expiring(self, news: QuotaNews) -> list[ExpiryRow]:
        line = self.pages[EXPIRY].beside.chosen_row()
        band = line.band if line is not None else None
        return [row for row in news.expiry if band in (None, row.band)]

    def show_list(self, key: str) -> None:
        """Bring one of the lists to the front."""
        self.key = key
        self.choosers[key].setChecked(True)
        self.stack.setCurrentWidget(self.pages[key])
        self._show_rows()
        self.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def first_focus(self) -> QWidget:
        found = self.page.first_focus()
        return found if found is not self.page.empty else self.choosers[self.key]

    # where else there is some

    def _ask_elsewhere(self) -> None:
        row: Shortage | None = self.pages[SHORT].table.chosen_row()
        if row is None:
            self._elsewhere = None
            self.pages[SHORT].show_beside(())
            return
        quotas = self._ask.quotas
        self._jobs.read(
            lambda: Elsewhere(row.quota, tuple(quotas.spare(row)), quotas.receiving(row)), self._show_elsewhere,
            self.failed.emit,
        )  # fmt: skip

    def _show_elsewhere(self, found: Elsewhere) -> None:
        """An answer about another row than is chosen now is none."""
        page = self.pages[SHORT]
        if page.table.chosen_key() == found.quota:
            self._elsewhere = found
            page.show_beside(found.spare, found.spare[0].store if found.spare else None)
            self.permit()

    # what may be done

    def possible(self, widget: QWidget) -> bool:
        if widget is self.transfer:
            return self.key == SHORT and self._giving() is not None
        rotation = self.key == ROTATION
        if widget is self.draft:
            return rotation and any(map(self._is_ticked, self.pages[ROTATION].table.rows_model.rows()))
        return rotation and any(not row.drafted for row in self.pages[ROTATION].table.rows_model.rows())

    def permit(self) -> None:
        """What cannot be pressed says why; what belongs to another list is not seen."""
        super().permit()
        if not hasattr(self, "bar"):
            return
        self.transfer.setVisible(self.key == SHORT)
        self.plan.setVisible(self.key == SHORT)
        for button in (self.tick, self.tick_all, self.draft):
            button.setVisible(self.key == ROTATION)
        for widget, why in ((self.transfer, "quotas.why_none_spare"), (self.draft, "quotas.why_none_ticked")):
            if self._seat.may(Permission.STOCK) and not widget.isEnabled():
                widget.setToolTip(words.say(why))
        self.show_row.setEnabled(self._leads_to() is not None)
        self.show_row.setToolTip("" if self.show_row.isEnabled() else words.say("master.why_none_chosen"))

    def _giving(self) -> tuple[Shortage, Spare, UUID | None] | None:
        """The shortage that is chosen, who gives, who takes in."""
        page, found = self.pages[SHORT], self._elsewhere
        row, spare = page.table.chosen_row(), page.beside.chosen_row()
        if row is None or spare is None or found is None or found.quota != row.quota:
            return None
        return row, spare, found.receiving

    def ask_transfer(self) -> None:
        """A transfer that fills the shortage from the chosen store is begun; how much of it can still be changed."""
        giving = self._giving()
        if giving is None:
            return
        row, spare, receiving = giving
        line = NewLine(row.item, min(row.wanted, spare.spare))
        kind = DocumentKind.TRANSFER
        self.begin_asked.emit(NewDocument(kind, (line,), "dispatch", spare.store, receiving), None, None)

    def ask_plan(self) -> None:
        """What to buy is looked at; it goes out as a workbook where that is wanted."""
        if self.asked.dialog is None:
            asked = self._words
            self._jobs.read(
                lambda: self._ask.quotas.purchase_plan(asked), partial(self._show_plan, asked), self.failed.emit
            )  # fmt: skip

    def _show_plan(self, asked: str, rows: Any) -> None:
        if self.asked.dialog is not None or not self.isVisible():
            return
        may = self._seat.may(Permission.EXPORT)
        why = "" if may else words.say("frame.needs_role", roles=roles_for(Permission.EXPORT))
        dialog, by = PurchasePlanDialog(rows, self._choose_plan, why, self.window()), self._seat.actor

        def act(path: Path) -> tuple[int, Path]:
            return self._ask.quotas.export_plan(path, asked, by=by), path

        def done(made: tuple[int, Path]) -> None:
            self.saved.emit(words.say("quotas.told.plan", count=made[0], name=made[1].name))

        self.asked.open(dialog, act, done)

    def _choose_plan(self, parent: QWidget) -> Path | None:
        title = words.say("quotas.plan")
        return self.choose_target(parent, title, f"{title}.xlsx", _KINDS)

    # what should leave

    def _is_ticked(self, row: Rotation) -> bool:
        return listed.rotation_key(row) in self._ticked

    def turn(self) -> None:
        """The chosen proposal in, or out again."""
        row: Rotation | None = self.pages[ROTATION].table.chosen_row()
        if row is not None and not row.drafted:
            self._ticked ^= {listed.rotation_key(row)}
            self._repaint_ticks()

    def turn_all(self) -> None:
        """All that are not drafted yet; none where all were in."""
        every = {listed.rotation_key(row) for row in self.pages[ROTATION].table.rows_model.rows() if not row.drafted}
        self._ticked = set() if every <= self._ticked else self._ticked | every
        self._repaint_ticks()

    def _repaint_ticks(self) -> None:
        table = self.pages[ROTATION].table
        table.rows_model.retranslate()
        self.permit()

    def ask_draft(self) -> None:
        """What is ticked becomes documents, one for each store and reason: drafts that somebody else approves."""
        rows = [row for row in self.pages[ROTATION].table.rows_model.rows() if self._is_ticked(row)]
        by, expiry = self._seat.actor, self._ask.expiry
        if rows:
            self.save_once(lambda: expiry.draft(rows, by=by), partial(self._drafted, rows))

    def _drafted(self, rows: Sequence[Rotation], made: list[Document]) -> None:
        self._ticked -= {listed.rotation_key(row) for row in rows}
        self.drafted = [*made, *self.drafted]
        numbers = words.say("list.join").join(one.row.number for one in made)
        self.saved.emit(words.say("quotas.told.drafted", count=len(made), numbers=numbers))

    # where a row leads

    def _leads_to(self) -> tuple[Any, UUID] | None:
        page = self.page
        if self.key == ROTATION and page.beside.hasFocus() and page.beside.chosen_row() is not None:
            return self.document_asked, page.beside.chosen_row().row.id
        row = page.table.chosen_row()
        if row is None:
            return None
        return self.stock_asked, row.lot if self.key in (EXPIRY, ROTATION) else row.item

    def ask_show(self) -> None:
        """The goods of the chosen row, in 库存."""
        found = self._leads_to()
        if found is not None:
            found[0].emit(found[1])

    # building

    def _connect(self) -> None:
        stock = Permission.STOCK
        verbs: dict[str, Verb] = {
            "quota_transfer": (TRANSFER, self.transfer, self.ask_transfer, stock),
            "quota_plan": (PLAN, self.plan, self.ask_plan, None),
            "quota_tick": ("", self.tick, self.turn, stock),
            "quota_tick_all": (TICK_ALL, self.tick_all, self.turn_all, stock),
            "quota_draft": (DRAFT, self.draft, self.ask_draft, stock),
            "quota_show": (SHOW, self.show_row, self.ask_show, None),
        }
        self.bind_verbs(verbs)
        lists = [
            actions.Action(f"quota_list.{name}", partial(self.show_list, name), key=key, said=f"quotas.{name}")
            for name, key in CHOOSE.items()
        ]
        actions.bind(self, [actions.Action("find", self.go_search), *lists], whole_window=False)
        table = self.pages[ROTATION].table
        actions.bind(table, [actions.Action("tick_row", self.tick.click)], whole_window=False)
        self.search.searched.connect(self._look_for)
        self.pages[SHORT].table.chosen.connect(lambda _row: self._ask_elsewhere())
        self.pages[SHORT].beside.chosen.connect(lambda _row: self.permit())
        self.pages[SHORT].table.opened.connect(
            lambda _row: self.transfer.click() if self.transfer.isEnabled() else None
        )
        for key in (COVERAGE, EXPIRY):
            self.pages[key].beside.chosen.connect(lambda _row, key=key: self._show_rows() if self.key == key else None)
            self.pages[key].table.opened.connect(lambda _row: self.ask_show())
        table.opened.connect(lambda _row: self.tick.click())
        self.pages[ROTATION].beside.opened.connect(lambda one: self.document_asked.emit(one.row.id))

    def go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _look_for(self, asked: str) -> None:
        self._words = asked
        self.reload_now()

    def _lay_out(self) -> None:
        self.head, self.bar = Lines(), Lines()
        self._group = QButtonGroup(self)
        self.choosers = {key: self._chooser(key) for key in PAGES}
        self.head.flow.add_last(self.search)
        self.stack = QStackedWidget()
        for page in self.pages.values():
            self.stack.addWidget(page)
        for button in (self.draft, self.tick, self.tick_all, self.plan, self.show_row):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.transfer)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.head)
        self._column.addWidget(self.stack, 1)
        self._column.addWidget(self.bar)
        self.permit()

    def _chooser(self, key: str) -> KeyButton:
        button = KeyButton(f"quotas.{key}", CHOOSE[key])
        button.setCheckable(True)
        button.setChecked(key == self.key)
        button.clicked.connect(lambda _checked=False: self.show_list(key))
        self._group.addButton(button)
        self.head.flow.addWidget(button)
        return button

    def restyle(self) -> None:
        if hasattr(self, "_column"):
            self.search.setFixedWidth(theme.current().px(220))
            self._column.setSpacing(theme.current().px(8))


_KINDS = "Excel (*.xlsx);;CSV (*.csv)"
