"""值班日志: the book newest first, search, parts of it, one line in full, corrections, export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.draft import Draft
from console.domain.log import ActKind, Added, EntryKind, Extract, LogEntry, NewEntry, Span
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
from ui.dialogs.correct import CorrectDialog
from ui.dialogs.saving import ask_target
from ui.models.log_columns import log_columns
from ui.models.log_pages import PAGE, LogPages
from ui.models.table import RowTableModel
from ui.panels.base import Panel
from ui.panels.log_call_back import LogCallBack
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.exporting import Exporting
from ui.widgets.keycap import KeyButton
from ui.widgets.log_detail import LogDetail
from ui.widgets.log_filter import LogFilter, Wanted
from ui.widgets.log_table import LogTable
from ui.widgets.painted import Painted
from ui.widgets.quick_line import QuickLine
from ui.widgets.spoken import Word

HITS = 500
"""Most hits of a search that are listed; more words make it fewer."""

Document = Callable[[Path, Sequence[LogEntry]], object]
"""Writes lines, oldest first, as a document under that path; called on a worker."""

DRAFT_MS = 800
"""A correction whose typing rests this long is kept as a draft."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of one load: what the officer wants, and what is shown already and up to which number."""

    wanted: Wanted
    shown: Extract | None = None
    above: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """Its answer. ``numbers`` are all of the extract, or those above what was shown when ``grown``."""

    extract: Extract
    grown: bool
    numbers: Sequence[int]
    rows: Sequence[LogEntry]
    count: int
    words: str = ""
    hits: Sequence[LogEntry] = ()
    marks: Mapping[int, Sequence[Span]] = field(default_factory=dict)


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
        self._log, self._duty, self._drafts, self._export = log, duty, drafts, export
        self._pdf = pdf
        self.call_back: LogCallBack | None = None
        if tasks is not None and settings is not None:
            self.call_back = LogCallBack(jobs, seat, times, tasks, settings, lambda: self.detail.entry, self)
        self._asked = Asked(Wanted())
        self._presented: Loaded | None = None
        self._go_to: int | None = None
        self._count = 0
        self._chain = ("", "")
        self.dialog: CorrectDialog | None = None
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
        self.export_button = KeyButton("log.export", small=True, icon="export")
        self.exporting = Exporting()
        self.found = Word(role="strong")
        self._lay_out()
        self._connect()
        self._bind()
        self.restyle()
        self._permit()

    def _lay_out(self) -> None:
        for tool in (self.exporting, self.export_button, self.print_button):
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
        self.detail.correct_asked.connect(self.correct)
        self.detail.copy_asked.connect(self.copy_out)
        self.quick.saved.connect(lambda number: self.saved.emit(words.say("quick.saved", number=number)))
        self.quick.refused.connect(self.refused)
        self.print_button.clicked.connect(self.print_asked)
        self.export_button.clicked.connect(self.ask_export)
        self._seat.changed.connect(self._permit)
        self.failed.connect(self._forget_jump)

    def _bind(self) -> None:
        promised = []
        if self.call_back is not None:
            self.call_back.saved.connect(self.saved)
            self.call_back.refused.connect(self.refused)
            promised.append(Action("call_back_at", self.call_back.ask))
        actions.bind(
            self,
            [
                *promised,
                Action("find", self.filter.find),
                Action("new_line", self.quick.text.setFocus),
                Action("correct", self.correct),
                Action("print", self.print_asked.emit),
                Action("copy_out", self.copy_out),
            ],
            whole_window=False,
        )

    # loading

    def load(self) -> Loaded:
        asked = self._asked
        extract = self._extract(asked.wanted)
        grown = extract == asked.shown
        numbers = self._log.numbers(extract, asked.above if grown else 0)
        newest = numbers[-PAGE:]
        rows = self._log.page(newest[0], newest[-1], extract.kind) if newest else []
        sought = asked.wanted.words
        hits = self._log.search(sought, HITS, extract) if sought else []
        marks = self._log.marks(hits, sought) if sought else {}
        return Loaded(extract, grown, numbers, rows, self._log.count(), sought, hits, marks)

    def _extract(self, wanted: Wanted) -> Extract:
        """The part of the book that is wanted, as it is now: this shift's, today's, of days, or all."""
        if wanted.part == "shift":
            shift = self._duty.on_watch()
            return Extract(first=shift.first_number if shift else 1, kind=wanted.kind)
        if wanted.part == "today":
            day = self._times.local(self._times.now()).replace(hour=0, minute=0, second=0, microsecond=0)
            return Extract(since=day, until=day + timedelta(days=1), kind=wanted.kind)
        if wanted.part == "days":
            return Extract(since=wanted.since, until=wanted.until, kind=wanted.kind)
        return Extract(kind=wanted.kind)

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

    def correct(self) -> None:
        """Ask for the words that shall stand for the selected line's; what is corrected already, by its newest one."""
        entry = self.detail.entry
        if entry is None or self.dialog is not None or not self._seat.may(Permission.CORRECT):
            return
        number = entry.number
        self._jobs.read(
            lambda: (self._log.standing(number), self._drafts.open("correction")),
            lambda found: self._open_dialog(number, *found),
            self.refused.emit,
        )

    def _open_dialog(self, asked: int, entry: LogEntry, found: Sequence[Draft]) -> None:
        if self.dialog is not None:
            return
        own = [draft for draft in found if draft.owner == self._seat.name]
        kept = _draft_of(own, entry.number) or _draft_of(own, asked)
        follows = kept is not None and kept.content.get("corrects") == entry.number
        # the same id again: a correction that was saved but not answered is recognised, not recorded twice
        entry_id = kept.id if kept and follows else uuid4()
        text = kept.content.get("text", "") if kept else ""
        dialog = CorrectDialog(entry, self._times, text, asked=asked, parent=self)
        self.dialog = dialog
        if kept is not None and not follows:
            self._keep_correction(dialog, entry_id)
            self._jobs.write(lambda: self._drafts.discard(kept.id), _nothing, self.refused.emit)
        rest = single_shot(dialog, DRAFT_MS, lambda: self._keep_correction(dialog, entry_id))
        dialog.typed.connect(lambda: None if rest.isActive() else rest.start())
        dialog.finished.connect(rest.stop)
        dialog.given.connect(lambda given: self._save_correction(entry, entry_id, given))
        dialog.finished.connect(lambda result: self._end_dialog(entry_id, saved=bool(result)))
        dialog.open()

    def _save_correction(self, entry: LogEntry, entry_id: UUID, text: str) -> None:
        kind = entry.kind if entry.kind in set(EntryKind) else EntryKind.NOTE.value
        new = NewEntry(entry_id, text, kind, entry.occurred_at, entry.number, place=entry.place, person=entry.person)
        actor = self._seat.actor
        self._jobs.write(
            lambda: self._log.add(new, by=actor), lambda added: self._corrected(entry, added), self._not_corrected
        )

    def _corrected(self, entry: LogEntry, added: Added) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._jobs.write(lambda: self._drafts.finish(added.id, str(added.number)), _nothing, self.refused.emit)
        self.saved.emit(words.say("correct.saved", number=added.number, corrected=entry.number))

    def _not_corrected(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.refuse(error)
        self.refused.emit(error)

    def _end_dialog(self, entry_id: UUID, *, saved: bool) -> None:
        """Closed without saving: what was typed is kept for the next time."""
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        if not saved:
            self._keep_correction(dialog, entry_id)
        dialog.deleteLater()

    def _keep_correction(self, dialog: CorrectDialog, entry_id: UUID) -> None:
        if not dialog.changed():
            return
        text, now = dialog.answer(), self._times.now()
        content = {"corrects": dialog.entry.number, "text": text}
        draft = Draft(entry_id, "correction", text[:40], content, now, now, self._seat.name)
        self._jobs.write(lambda: self._drafts.save(draft), _nothing, self.refused.emit)

    # export

    def ask_export(self) -> None:
        """Where to; then the lines of the part that is shown."""
        target = ask_target(self, words.say("log.export"), "", self._forms())
        if target:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write the part that is shown; the ending says the form."""
        if self.exporting.running:
            return
        self.export_button.hide()
        extract, actor, run = self._asked.shown or Extract(), self._seat.actor, self.exporting.begin()
        document = self._pdf if target.suffix.lower() == ".pdf" else None
        self._jobs.run(
            lambda: self._export.export(
                target, extract, by=actor, said=run.said, stopped=run.stopped, document=document
            ),
            lambda count: self._exported(target, count),
            self._not_exported,
        )

    def _exported(self, target: Path, count: int) -> None:
        self.exporting.end()
        self.export_button.show()
        self.saved.emit(words.say("log.exported", count=said.number(count), name=target.name))

    def _not_exported(self, error: Exception) -> None:
        self.exporting.end()
        self.export_button.show()
        self.refused.emit(error)

    def _forms(self) -> str:
        endings = ["xlsx", "csv", "json", *(["pdf"] if self._pdf else [])]
        return ";;".join(f"{words.say(f'log.form.{ending}')} (*.{ending})" for ending in endings)

    # the rest of a panel

    def leave(self) -> bool:
        """Nothing holds the window: an export is stopped and leaves no file, half a line comes back as a draft."""
        self.exporting.stop()
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
            (Permission.EXPORT, lambda may, why: _permit_button(self.export_button, may, why)),
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


def single_shot(owner: QObject, milliseconds: int, then: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer


def _draft_of(found: Sequence[Draft], number: int) -> Draft | None:
    return next((draft for draft in found if draft.content.get("corrects") == number), None)


def _nothing(_answer: Any) -> None:
    """A draft that is kept or ended needs no word."""
