"""Entries of the 接报 page: one on the form, the others put aside untouched, every one kept as it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QApplication, QWidget

from console.domain.draft import Draft
from console.domain.files import KeptFile
from console.errors import Refused
from ui.models.draft_keeper import DraftKeeper
from ui.models.entry_stack import EntryStack
from ui.models.intake_entry import EMPTY, Entry
from ui.models.intake_rows import Choices, IntakeServices
from ui.models.kept_words import KeptWords
from ui.panels.base import Jobs
from ui.panels.intake_files import EntryFiles
from ui.panels.intake_frame import IntakeFrame
from ui.panels.intake_help import EntryHelp
from ui.panels.intake_item import RegisteredItem
from ui.seat import Seat
from ui.text import Times
from ui.widgets.draft_stack import DraftRow

CALL_BACK_MINUTES = 15
"""Until the site's setting is loaded."""


class IntakeEntries(IntakeFrame):
    """What happens to entries; registering them and reading items is the panel's."""

    drafts_changed = Signal(int)
    back_asked = Signal()

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, services: IntakeServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(jobs, seat, times, parent)
        self._ask = services
        self._stack = EntryStack()
        self._choices: Choices | None = None
        self._count = 0
        self._held_once = False

    def build(self) -> None:
        super().build()
        ask = self._ask
        self.keeper = DraftKeeper(self._jobs, ask.drafts, self._snapshot, self)
        self.book = KeptWords(self._jobs, self._seat, self._times, ask.drafts, self)
        self.book.failed.connect(self.refused)
        self.bars.keep_with(self.book)
        self.files = EntryFiles(self._jobs, self._seat, ask.files, self.file_list, self)
        self.item = RegisteredItem(self._jobs, self._seat, self._times, ask, self, self.files)
        self.help = EntryHelp(self._jobs, self._times, self.form, ask.intake, ask.contacts, self._spots, self)

    def _spots(self) -> list[Any]:
        return self._choices.spots if self._choices is not None else []

    def start_new(self) -> None:
        """A new entry with the focus in its text; the half-written one waits untouched in the stack."""
        self.item.leave()
        if self._stack.current is None or not self._stack.current.blank:
            self._put_aside()
            self._stack.take_up(Entry())
            self._show_entry()
        self._go_to_cursor()

    def start_with(self, said: Mapping[str, str]) -> UUID:
        """A new entry in which something stands already (a caller, a message): its time is when it was taken up.

        Answers its id, which will be its item's.
        """
        self.item.leave()
        self._put_aside()
        entry = Entry(content={**EMPTY, **said}, started_at=self._times.now())
        self._stack.take_up(entry)
        self._show_entry()
        self._note_typing()
        self._go_to_cursor()
        return entry.id

    def holds(self, entry_id: UUID) -> bool:
        """Whether that entry is half-written here."""
        return self._stack.find(entry_id) is not None

    def paste_new(self) -> None:
        """What was copied elsewhere becomes a new entry: words, a picture or files."""
        copied = QGuiApplication.clipboard().mimeData()
        if not copied or not (copied.hasText() or copied.hasHtml() or copied.hasImage() or copied.hasUrls()):
            self.refused.emit(Refused("nothing_to_paste"))
            return
        self.start_new()
        self.form.summary.insertFromMimeData(copied)

    def take_on(self, drafts: Sequence[Draft]) -> None:
        """Entries begun elsewhere: the first on the form, the others in the stack with what is half-written."""
        self._stack.bring_back(drafts)
        self.go_to(drafts[0].id)
        self._show_stack()

    def switch_kind(self) -> None:
        """A call becomes a document and back; from a registered item a new document begins."""
        if self._stack.current is None:
            self.start_new()
        self.form.switch_kind()
        self._title()

    def ask_call_back(self) -> None:
        """One key on an entry or an item: the time stands there already."""
        entry = self._stack.current
        if entry is not None and entry.saving:
            return
        self.bars.promise.offer(self._choices.call_back if self._choices is not None else CALL_BACK_MINUTES)
        self.bars.ask(self.bars.promise)

    def promise_call_back(self) -> None:
        """The time was given: kept with the entry, or a task of the registered item."""
        try:
            typed, due_at = self.bars.promise.answer()
        except Refused as refused:
            self.refused.emit(refused)
            return
        if self._stack.current is None:
            self.item.call_back_at(due_at)
            return
        self.bars.end_question()
        self.form.promise_call_back(typed)

    def next_draft(self) -> None:
        """The next half-written entry, as it was left."""
        current = self._stack.current
        following = self._stack.next_after(current)
        if following is not None:
            self.go_to(following.id)

    def go_to(self, entry_id: UUID) -> None:
        """That half-written entry: its words, its field, its cursor."""
        entry = self._stack.find(entry_id)
        if entry is None:
            return
        if entry is not self._stack.current:
            self.item.leave()
            self._put_aside()
            self._stack.take_up(entry)
            self._show_entry()
        self._go_to_cursor()

    def ask_discard(self) -> None:
        current = self._stack.current
        if current is None or current.saving:
            return
        self._take_words()
        if current.blank:
            self.discard()
        else:
            self.bars.ask(self.bars.discard)

    def discard(self) -> None:
        """Give the entry up; the next half-written one takes its place."""
        current = self._stack.current
        if current is None:
            return
        self.keeper.drop()
        self._give_up(current)
        self._stack.end(current)
        self._show_next()

    def back(self) -> None:
        """Esc: out of a question first, then to the board; nothing typed is lost."""
        if self.bars.asking() is not None:
            self.bars.end_question()
            return
        self.keep()
        self.back_asked.emit()

    def keep(self) -> None:
        """Send what is typed to the file of drafts now."""
        self._take_words()
        self.keeper.flush()

    def leave(self) -> bool:
        """Drafts are kept, so the window may close; while they cannot be, the first wish is held and told why."""
        self.keep()
        if self.keeper.failing and not self._held_once:
            self._held_once = True
            self.refused.emit(Refused("drafts_not_kept"))
            return False
        return True

    def _note_files(self, draft_id: UUID, files: list[KeptFile]) -> None:
        """A draft got or lost a file: it is kept with the number of them."""
        entry = self._stack.find(draft_id) or self._stack.current
        if entry is None or entry.id != draft_id or entry.files == len(files):
            return
        entry.files = len(files)
        self._show_stack()
        if entry is self._stack.current:
            self._note_typing()

    def _show_entry(self) -> None:
        """The current entry on the form, with what was wrong with it when it was last saved."""
        entry = self._stack.current
        assert entry is not None
        self.form.show_stamp(self._times.full(entry.started_at) if entry.started_at else "")
        self.form.show_content(entry.content, read_only=entry.saving)
        if entry.trouble is not None:
            self.form.mark(entry.trouble)
        self.item.leave()
        self._title()
        self.files.read(entry.id)
        self.help.look()
        self.bars.show_entry()
        self._show_stack()

    def _title(self) -> None:
        document = self.form.content()["kind"] == "document"
        self.card.title.say("inbound.kind.document" if document else "intake.title")
        self.document.setVisible(self._stack.current is not None)

    def _show_next(self, *, follow: bool = True) -> None:
        """After an entry has ended: the next half-written one, else an empty form ready for the next call."""
        following = self._stack.next_after(None)
        self.item.leave()
        self._stack.take_up(following or Entry())
        self._show_entry()
        if follow:
            self._go_to_cursor()

    def _has_focus(self) -> bool:
        """Whether the officer is still here; an answer that comes late must not fetch them back."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _put_aside(self) -> None:
        self._take_words()
        self.keeper.flush()
        blank = self._stack.put_aside(self._times.now())
        if blank is not None:
            self._give_up(blank)

    def _give_up(self, entry: Entry) -> None:
        if entry.kept:
            self.keeper.discard(entry.id)
        if entry.files:
            self.files.forget(entry.id)

    def _go_to_cursor(self) -> None:
        entry = self._stack.current
        if entry is not None:
            self.form.place_cursor(*entry.cursor)
        else:
            self.form.summary.setFocus(Qt.FocusReason.OtherFocusReason)
        focus = self.form.focusWidget()
        if focus is not None:
            self.scroll.ensureWidgetVisible(focus)

    def _stamp(self) -> None:
        """The first key of an entry is when the report came in."""
        entry = self._stack.current
        if entry is not None and entry.started_at is None:
            entry.started_at = self._times.now()
            self.form.show_stamp(self._times.full(entry.started_at))

    def _note_typing(self) -> None:
        entry = self._stack.current
        if entry is not None and not entry.saving:
            entry.trouble = None
            self._take_words()
            self._show_stack()
            self.keeper.note()

    def _take_words(self) -> None:
        entry = self._stack.current
        if entry is not None and not entry.saving:
            entry.content = self.form.content()
            entry.cursor = self.form.cursor()

    def _snapshot(self) -> Draft | None:
        entry = self._stack.current
        if entry is None or entry.started_at is None or (entry.blank and not entry.kept):
            return None
        entry.kept = True
        return entry.draft(self._seat.name, self._times.now(), self._hiding())

    def _hiding(self) -> frozenset[str] | None:
        """Channels whose callers stand in no title; None until the county's list is read."""
        return self._choices.hiding if self._choices is not None else None

    def _show_stack(self) -> None:
        current = self._stack.current
        entries, hiding = self._stack.half_written(), self._hiding()
        rows = [
            DraftRow(
                entry.id,
                entry.title(hiding),
                entry.started_at or self._times.now(),
                _held(entry, current),
                entry.saving,
            )
            for entry in entries
        ]
        self.stack.show_drafts(rows)
        if len(rows) != self._count:
            self._count = len(rows)
            self.drafts_changed.emit(len(rows))

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep()
        super().hideEvent(event)


def _held(entry: Entry, current: Entry | None) -> datetime | None:
    return None if entry is current else entry.held_at or entry.started_at
