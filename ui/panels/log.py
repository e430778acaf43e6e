"""值班日志: the book newest first, search, parts of it, one line in full, corrections, export."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.log import ActKind, EntryKind, Extract, LogEntry
from console.domain.people import Action as Permission
from console.errors import Refused
from console.services.drafts import DraftsService
from console.services.duty import DutyService
from console.services.log import LogService
from console.services.log_export import LogExport
from console.services.settings import SettingsService
from console.services.tasks import TasksService
from ui import actions, theme
from ui import text as said
from ui.actions import Action
from ui.models.log_columns import log_columns
from ui.models.log_pages import LogPages
from ui.models.table import RowTableModel
from ui.panels.base import Panel
from ui.panels.log_call_back import LogCallBack
from ui.panels.log_correct import LogCorrect
from ui.panels.log_loading import HITS, Asked, Loaded, LogLoading
from ui.panels.log_saving import Document, LogSaving
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.log_detail import LogDetail
from ui.widgets.log_filter import LogFilter, Wanted
from ui.widgets.log_table import LogTable
from ui.widgets.painted import Painted
from ui.widgets.quick_line import QuickLine
from ui.widgets.spoken import Word


class LogPanel(Painted, Panel):
    """``print_asked``: the officer wants the sheet of the shift's lines (Ctrl+P)."""

    id: ClassVar[str] = "log"
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.LOG, Topic.DUTY})

    print_asked = Signal()
    copy_asked = Signal(object)

    def __init__(
        self,
        jobs: Any,
        seat: Seat,
        times: Times,
        *,
        log: LogService,
        duty: DutyService,
        drafts: DraftsService,
        export: LogExport,
        pdf: Document | None = None,
        tasks: TasksService | None = None,
        settings: SettingsService | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``pdf`` writes lines as a PDF; without it that form is not offered, without ``tasks`` no promised calls."""
        super().__init__(jobs, parent)
        self._seat, self._times = seat, times
        self._log, self._drafts = log, drafts
        self._loader = LogLoading(log, duty, times)
        self.correcting = LogCorrect(jobs, seat, times, log, drafts, lambda: self.detail.entry, self)
        self.saving = LogSaving(jobs, seat, export, lambda: self._asked.shown or Extract(), self, pdf)
        self.call_back: LogCallBack | None = None
        if tasks is not None and settings is not None:
            self.call_back = LogCallBack(jobs, seat, times, tasks, settings, lambda: self.detail.entry, self)
        self._asked = Asked(Wanted())
        self._presented: Loaded | None = None
        self._go_to: int | None = None
        self._count = 0
        self._chain = ("", "")
        self.build()

    # building

    def build(self) -> None:
        columns = log_columns(self._times)
        self.pages = LogPages(columns, self._jobs.read, self._log.page)
        self.book = LogTable(self.pages)
        self.hits = LogTable(RowTableModel(columns, key=lambda entry: entry.number))
        self.filter = LogFilter(self._times, [kind.value for kind in (*EntryKind, *ActKind)])
        self.nothing = Empty("log.empty")
        self.detail = LogDetail(self._times)
        self.quick = QuickLine(self._jobs, self._seat, self._times, log=self._log, drafts=self._drafts, where="log")
        self.card = Card("panel.log", flush=True)
        self.print_button = KeyButton("do.print", actions.key_of("print"), small=True, icon="print")
        self.found = Word(role="strong")
        self._lay_out()
        self._connect()
        self._bind()
        self.restyle()
        self._permit()

    def _lay_out(self) -> None:
        for tool in (self.saving.progress, self.saving.button, self.print_button):
            self.card.tools.addWidget(tool)
        self.card.head.layout().insertWidget(1, self.found)
        self.found.hide()
        self.stack = QStackedWidget()
        for page in (self.book, self.hits, self.nothing):
            self.stack.addWidget(page)
        self.card.body.addWidget(self.stack, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.card)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 1)
        whole = QVBoxLayout(self)
        whole.addWidget(self.filter)
        whole.addWidget(self.split, 1)
        whole.addWidget(self.quick)
        for table in (self.book, self.hits):
            table.setAccessibleName(words.say("panel.log"))

    def _connect(self) -> None:
        self.filter.changed.connect(self._ask)
        self.filter.jump_asked.connect(self._jump_to_text)
        for table in (self.book, self.hits):
            table.chosen.connect(self._show_chosen)
            table.opened.connect(lambda _entry: self.detail.words.setFocus())
            table.installEventFilter(self)
        self.pages.arrived.connect(self._show_arrived)
        self.pages.failed.connect(self.failed)
        self.detail.jump_asked.connect(self.go_to)
        self.detail.correct_asked.connect(self.correcting.ask)
        self.detail.copy_asked.connect(self.copy_out)
        self.quick.saved.connect(lambda number: self.saved.emit(words.say("quick.saved", number=number)))
        self.quick.refused.connect(self.refused)
        self.print_button.clicked.connect(self.print_asked)
        for act in (self.correcting, self.saving, *([self.call_back] if self.call_back else [])):
            act.saved.connect(self.saved)
            act.refused.connect(self.refused)
        self._seat.changed.connect(self._permit)
        self.failed.connect(self._forget_jump)

    def _bind(self) -> None:
        promised = [Action("call_back_at", self.call_back.ask)] if self.call_back is not None else []
        actions.bind(
            self,
            [
                *promised,
                Action("find", self.filter.find),
                Action("new_line", self.quick.text.setFocus),
                Action("correct", self.correcting.ask),
                Action("print", self.print_asked.emit),
                Action("copy_out", self.copy_out),
            ],
            whole_window=False,
        )

    # loading

    def load(self) -> Loaded:
        return self._loader.load(self._asked)

    def present(self, result: Loaded) -> None:
        if result is self._presented:  # another language: what is shown stays, its words are asked for again
            self._show_state()
            return
        self._presented = result
        self._count = result.count
        if result.grown:
            self.book.grow(result.numbers, result.rows)
        else:
            self._show_anew(result)
        self._asked = replace(self._asked, shown=result.extract, above=self.pages.newest)
        self._show_hits(result)
        self._show_state()
        self._refresh_detail()
        if self._go_to is not None:
            number, self._go_to = self._go_to, None
            self._select(number)

    def _show_anew(self, result: Loaded) -> None:
        """Another part of the book; the line that was selected stays selected where it is in it."""
        chosen = self.book.chosen_key()
        self.pages.show(result.numbers, result.extract.kind, result.rows)
        index = self.pages.index_of(chosen)
        if index.isValid():
            self.book.go_to(index)
        else:
            self.detail.show_entry(None)

    def _show_hits(self, result: Loaded) -> None:
        if result.words:
            self.hits.mark(result.marks)
            self.hits.show_rows(result.hits)
        else:
            self.hits.show_rows([])

    def _show_state(self) -> None:
        """Which of the views is seen, and the line of figures above it."""
        result = self._presented
        if result is None:
            return
        self.found.setVisible(bool(result.words))
        self.found.say("log.hits_first" if len(result.hits) >= HITS else "log.hits", count=len(result.hits))
        found = bool(result.hits) if result.words else self.pages.rowCount() > 0
        self.nothing.say("search.empty" if result.words else "log.empty" if self._count == 0 else "log.none_here")
        shown = self.nothing if not found else self.hits if result.words else self.book
        if self.stack.currentWidget() is not shown:
            self.stack.setCurrentWidget(shown)
            self._refresh_detail()
        self._show_figures()

    def _show_figures(self) -> None:
        text, state = self._chain
        whole = self._asked.shown in (None, Extract())
        part = {} if whole else {"shown": said.number(self.pages.rowCount())}
        count = words.say("log.count" if whole else "log.shown", count=said.number(self._count), **part)
        self.card.caption.show_text(f"{count} · {text}" if text else count)
        self.card.caption.setProperty("role", "error" if state == "bad" else "caption")
        self.card.caption.style().unpolish(self.card.caption)
        self.card.caption.style().polish(self.card.caption)

    def show_chain(self, text: str, state: str = "ok") -> None:
        """How far the chain of the book was walked, in words; ``state`` is ok, running or bad."""
        self._chain = (text, state)
        self._show_figures()

    # what the officer asks for

    def _ask(self, wanted: Wanted) -> None:
        self._asked = replace(self._asked, wanted=wanted)
        self.reload_now()

    def go_to(self, number: int) -> None:
        """Show that line in the book, whatever was searched for or left out."""
        self._go_to = number
        if self.filter.wanted().words or not self.pages.index_of(number).isValid():
            in_part = self.pages.index_of(number).isValid()
            self.filter.clear(words_only=in_part)
            self._ask(self.filter.wanted())
        else:
            self._go_to = None
            self._select(number)

    def _forget_jump(self, _error: object) -> None:
        """A wish that could not be met does not come true much later, when nobody expects it."""
        self._go_to = None

    def _select(self, number: int) -> None:
        index = self.pages.index_of(number)
        if index.isValid():
            self.stack.setCurrentWidget(self.book)
            self.book.go_to(index)
            self.book.setFocus()
        else:
            self.refused.emit(Refused("no_such_entry", number=number))

    def _jump_to_text(self, text: str) -> None:
        """A number of the book, or a time: its line, or the first recorded after it."""
        try:
            number, at = read_jump(text, self._times)
        except Refused as refused:
            self.refused.emit(refused)
            return
        if number is not None:
            self.go_to(number)
        elif at is not None:
            self._jobs.read(lambda: self._log.number_at(at), self._jump_near, self.refused.emit)

    def _jump_near(self, number: int | None) -> None:
        """A time leads to the next line shown; nothing is left out or brought in for it."""
        index = self.pages.nearest(number) if number is not None else QModelIndex()
        if index.isValid() and not self.filter.wanted().words:
            self._select(self.pages.number_at(index.row()))
        elif number is not None:
            self.go_to(number)
        else:
            self.refused.emit(Refused("no_line_since"))

    # one line

    def table(self) -> LogTable:
        """The view that is seen."""
        return self.hits if self.stack.currentWidget() is self.hits else self.book

    def _show_chosen(self, entry: LogEntry | None) -> None:
        if entry is not None:
            self.detail.show_entry(entry)

    def _show_arrived(self) -> None:
        if self.stack.currentWidget() is self.book:
            self._show_chosen(self.book.chosen_row())

    def _refresh_detail(self) -> None:
        """The selected line again: somebody may have corrected it."""
        self._show_chosen(self.table().chosen_row())

    def copy_out(self) -> None:
        """The selected line as clean text."""
        if self.detail.entry is not None:
            self.copy_asked.emit(self.detail.entry)

    # the rest of a panel

    def leave(self) -> bool:
        """Nothing holds the window: an export is stopped and leaves no file, half a line comes back as a draft."""
        self.saving.stop()
        return True

    def retranslate(self) -> None:
        self.detail.retranslate_facts()
        for table in (self.book, self.hits):
            table.setAccessibleName(words.say("panel.log"))
        self._permit()

    def restyle(self) -> None:
        using = theme.current()
        gap = using.px(12)
        self.layout().setContentsMargins(gap, gap, gap, gap)
        self.layout().setSpacing(gap)
        self.split.setHandleWidth(gap)
        self.detail.setMinimumWidth(using.px(260))
        self.split.setSizes([max(using.px(400), self.width() - using.px(312)), using.px(300)])
        super().restyle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the list of hits goes back to the book, where it was left."""
        if watched is self.hits and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.filter.clear(words_only=True)
                self._ask(self.filter.wanted())
                self.book.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _permit(self) -> None:
        for permission, permit in (
            (Permission.CORRECT, self.detail.permit),
            (Permission.EXPORT, lambda may, why: _permit_button(self.saving.button, may, why)),
            (Permission.PRINT, lambda may, why: _permit_button(self.print_button, may, why)),
        ):
            allowed = self._seat.may(permission)
            permit(allowed, "" if allowed else words.say("frame.needs_role", roles=roles_for(permission)))


def read_jump(text: str, times: Times) -> tuple[int | None, datetime | None]:
    """What was typed: a number of the book (48210, 第 48210 号), or a time (3:12, 0312, 08-11 23:50).

    Digits alone are a number unless they begin with 0. Raises Refused("bad_jump") when it is neither.
    """
    plain = text.strip().removeprefix("第").removesuffix("号").replace(" ", "").replace("\u2009", "")
    digits = plain.replace(",", "")
    if digits.isascii() and digits.isdigit() and not digits.startswith("0") and len(digits) < 16:
        return int(digits), None
    try:
        return None, times.read(text)
    except Refused:
        raise Refused("bad_jump", text=text) from None


def _permit_button(button: KeyButton, allowed: bool, why_not: str) -> None:
    button.setEnabled(allowed)
    button.setToolTip(why_not)
