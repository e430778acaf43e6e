"""接报登记: an entry stamped at the first key, several half-written at once, and the newest registered items."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

from console import words
from console.changes import Changes, Topic
from console.domain.draft import Draft
from console.domain.files import KeptFile
from console.domain.inbound import InboundRow
from console.errors import Refused, Unavailable
from ui import actions
from ui.models.draft_keeper import DraftKeeper
from ui.models.entry_stack import EntryStack
from ui.models.intake_entry import FORM, Entry, form_of
from ui.models.intake_rows import Choices, IntakeServices, Loaded, Shown, type_choices
from ui.panels.base import Jobs
from ui.panels.intake_files import EntryFiles, image_bytes
from ui.panels.intake_frame import IntakeFrame
from ui.panels.intake_help import EntryHelp
from ui.panels.intake_item import RegisteredItem
from ui.seat import Seat
from ui.text import Times
from ui.widgets.draft_stack import DraftRow
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

NEWEST = 50
CALL_BACK_MINUTES = 15
"""Until the site's setting is loaded."""


class IntakePanel(IntakeFrame):
    """The form holds one thing at a time: an entry being written, or a registered item to read.

    ``drafts_changed`` the number of half-written entries; ``print_asked`` the item whose 接报登记单 is wanted;
    ``back_asked`` the officer pressed Esc: everything typed is kept.
    """

    drafts_changed = Signal(int)
    print_asked = Signal(object)
    back_asked = Signal()

    id: ClassVar[str] = "intake"
    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.INBOUND, Topic.TASKS, Topic.PLACES, Topic.SETTINGS, Topic.LISTS}
    )

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: IntakeServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(jobs, seat, times, parent)
        self._ask = services
        self._intake, self._places, self._drafts = services.intake, services.places, services.drafts
        self._stack = EntryStack()
        self._choices: Choices | None = None
        self._choices_wanted = 1
        self._count = 0
        self._held_once = False
        self._followed: QWidget | None = None
        self.build()

    # build

    def build(self) -> None:
        super().build()
        self.keeper = DraftKeeper(self._jobs, self._drafts, self._snapshot, self)
        self.files = EntryFiles(self._jobs, self._seat, self._ask.files, self.file_list, self)
        self.item = RegisteredItem(self._jobs, self._seat, self._times, self._ask, self, self.files)
        self.help = EntryHelp(
            self._jobs, self._times, self.form, self._intake, self._ask.contacts, self._spots, self
        )  # fmt: skip
        self._connect()
        self._bind()
        self._order()
        self._show_entry()

    def _connect(self) -> None:
        self.form.struck.connect(self._stamp)
        self.form.touched.connect(self._note_typing)
        self.keeper.failed.connect(self.refused)
        self.stack.asked.connect(self.go_to)
        self.table.opened.connect(lambda row: self.open_item(row.id))
        entry = self.bars.entry
        entry.save.clicked.connect(self.save)
        entry.save_close.clicked.connect(self.save_and_close)
        entry.discard.clicked.connect(self.ask_discard)
        entry.document.clicked.connect(self.switch_kind)
        entry.attach.clicked.connect(self.attach)
        self.bars.item.attach.clicked.connect(self.attach)
        self.bars.item.new.clicked.connect(self.start_new)
        self.bars.ended.connect(self._go_to_cursor)
        self.bars.discard.yes.connect(self.discard)
        self.item.arrived.connect(self._show_arrived)
        self.item.changed.connect(self.reload)
        self.item.saved.connect(self.saved)
        self.item.refused.connect(self.refused)
        self.item.print_asked.connect(self.print_asked)
        self.bars.promise.yes.connect(self.promise_call_back)
        self.form.summary.image_pasted.connect(self.attach_image)
        self.form.summary.files_pasted.connect(self.attach_paths)
        self.files.kept.connect(self._note_files)
        self.files.changed.connect(self.reload)
        self.file_list.removed.connect(self._take_file_away)
        for part in (self.files, self.help):
            part.refused.connect(self.refused)
        self.files.saved.connect(self.saved)

    def _bind(self) -> None:
        handlers = {
            "save": self.save,
            "save_close": self.save_and_close,
            "next_draft": self.next_draft,
            "print": self.item.print,
            "back": self.back,
            "as_document": self.switch_kind,
            "call_back_at": self.ask_call_back,
            "paste_new": self.paste_new,
            "attach": self.attach,
            "take_time": self.form.take_time,
            "take_place": self.form.take_place,
            "act": self.item.ask_act,
            "clock_done": self.item.ask_clock,
            "show_caller": self.item.show_caller,
        }
        rows = [actions.Action(name, handler) for name, handler in handlers.items()]
        actions.bind(self, rows, whole_window=False)

    # load and present

    def note(self, changes: Changes) -> None:
        if changes.topics & {Topic.PLACES, Topic.SETTINGS, Topic.LISTS}:
            self._choices_wanted += 1
        super().note(changes)

    def load(self) -> Loaded:
        wanted, have, shown = self._choices_wanted, self._choices, self.item.shown
        fresh = have is None or have.round != wanted
        return Loaded(
            self._drafts.open(FORM),
            tuple(self._intake.newest(NEWEST)),
            self.item.read(shown.row.id) if shown is not None else None,
            self._read_choices(wanted) if fresh else None,
        )

    def present(self, result: Loaded) -> None:
        if result.choices is not None and result.choices is not self._choices:
            self._choices = result.choices
            self._offer_choices()
        self._stack.bring_back(result.drafts)
        self.table.show_rows(result.newest)
        self.table.setVisible(bool(result.newest))
        self.none.setVisible(not result.newest)
        self.item.update(result.shown)
        self._show_stack()

    def retranslate(self) -> None:
        self._offer_choices()
        self.bars.permit()
        self.item.retranslate()

    def _read_choices(self, wanted: int) -> Choices:
        ask = self._ask
        return Choices(
            wanted,
            ChoiceList(place_choices(self._places.everything())),
            tuple(self._intake.event_types()),
            tuple(ask.lists.rows("channels", retired=True)),
            tuple(ask.lists.rows("lines")),
            ask.settings.whole("intake.call_back"),
        )

    def _spots(self) -> list[Any]:
        return self._choices.spots if self._choices is not None else []

    def _offer_choices(self) -> None:
        if self._choices is not None:
            self.form.set_places(self._choices.places)
            self.form.set_event_types(type_choices(self._choices.types))
            self.form.channel.set_channels(self._choices.channels)
            self.form.line.set_lines(self._choices.lines)

    # entries

    def start_new(self) -> None:
        """A new entry with the focus in its text; the half-written one waits untouched in the stack."""
        self.item.leave()
        if self._stack.current is None or not self._stack.current.blank:
            self._put_aside()
            self._stack.take_up(Entry())
            self._show_entry()
        self._go_to_cursor()

    def paste_new(self) -> None:
        """What was copied elsewhere becomes a new entry: words, a picture or files."""
        copied = QGuiApplication.clipboard().mimeData()
        if not (copied.hasText() or copied.hasHtml() or copied.hasImage() or copied.hasUrls()):
            self.refused.emit(Refused("nothing_to_paste"))
            return
        self.start_new()
        self.form.summary.insertFromMimeData(copied)

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

    # files

    def attach(self) -> None:
        """Ask for files and attach them."""
        self.attach_paths(self.files.choose())

    def attach_paths(self, paths: list[Path]) -> None:
        self._attach([(path, path.name) for path in paths])

    def attach_image(self, image: QImage) -> None:
        """A pasted picture, named by when it was pasted."""
        name = f"{words.say('intake.pasted_image')} {self._times.local(self._times.now()):%Y%m%d-%H%M%S}.png"
        self._attach([(lambda: image_bytes(image), name)])

    def _attach(self, sources: list[tuple[Any, str]]) -> None:
        entry = self._stack.current
        if not sources or (entry is not None and entry.saving):
            return
        if entry is None:
            if self.item.shown is not None and self._seat.taken:
                self.files.add(self.item.shown.row.id, sources)
            return
        self._stamp()
        self.files.keep(entry.id, sources)

    def _note_files(self, draft_id: UUID, files: list[KeptFile]) -> None:
        """A draft got or lost a file: it is kept with the number of them."""
        entry = self._stack.find(draft_id) or self._stack.current
        if entry is None or entry.id != draft_id or entry.files == len(files):
            return
        entry.files = len(files)
        self._show_stack()
        if entry is self._stack.current:
            self._note_typing()

    def _take_file_away(self, file: object) -> None:
        entry = self._stack.current
        if isinstance(file, KeptFile) and entry is not None and not entry.saving:
            self.files.take_away(entry.id, file)

    # saving

    def save(self) -> None:
        """Register the entry; it stays on the form, to be read."""
        self._save(stay=True)

    def save_and_close(self) -> None:
        """Register the entry and go on with the next half-written one, or an empty form."""
        self._save(stay=False)

    def _save(self, *, stay: bool) -> None:
        entry = self._stack.current
        if entry is None or entry.saving:
            return
        if not self._seat.taken:
            self.refused.emit(Refused("no_officer_signed_in"))
            return
        self._take_words()
        self.form.clear_marks()
        try:
            form = form_of(entry, self._times)
        except Refused as refused:
            self._refuse(entry, refused)
            return
        self.keeper.flush()
        entry.saving = True
        self.form.set_read_only(True)
        self._show_stack()
        actor, ask = self._seat.actor, self._ask

        def register() -> InboundRow:
            row = ask.intake.register(form, by=actor)
            ask.files.join_kept(form.id, "inbound", by=actor)
            return row

        self._jobs.write(
            register,
            lambda row: self._registered(entry, row, stay),
            lambda error: self._not_registered(entry, error),
        )

    def _registered(self, entry: Entry, row: InboundRow, stay: bool) -> None:
        on_form = self._stack.current is entry
        self._stack.end(entry)
        self.keeper.finish(entry.id, row.number)
        self.saved.emit(words.say("intake.saved", number=row.number))
        if not on_form:
            self._show_stack()
        elif stay:
            self.item.show(Shown(row))
            self._show_stack()
            self.reload()
        else:
            self._show_next(follow=self._has_focus())

    def _not_registered(self, entry: Entry, error: Exception) -> None:
        entry.saving = False
        if self._stack.current is entry:
            self.form.set_read_only(False)
        self._show_stack()
        self._refuse(entry, error)

    def _refuse(self, entry: Entry, error: Exception) -> None:
        """Everything typed stays; the field is marked, now or when the entry is taken up again."""
        if isinstance(error, (Refused, Unavailable)):
            entry.trouble = error
            if self._stack.current is entry:
                self.form.mark(error)
        self.refused.emit(error)

    # a registered item

    def open_item(self, item_id: UUID, *, follow: bool = False) -> None:
        """Read a registered item; what is half-written waits in the stack.

        ``follow``: the officer comes from elsewhere for this item, so its first button gets the keyboard.
        """
        self._followed = self.window().focusWidget() if follow else None
        self.item.open(item_id)

    def _show_arrived(self, shown: Shown) -> None:
        self._put_aside()
        self.help.clear()
        self.item.show(shown)
        self._title()
        self._show_stack()
        stayed, self._followed = self._followed, None
        if stayed is not None and stayed is self.window().focusWidget():
            self.bars.item.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        return self.form.summary

    # the form and the stack

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
        return entry.draft(self._seat.name, self._times.now())

    def _show_stack(self) -> None:
        current = self._stack.current
        entries = self._stack.half_written()
        rows = [
            DraftRow(entry.id, entry.title, entry.started_at or self._times.now(), _held(entry, current), entry.saving)
            for entry in entries
        ]
        self.stack.show_drafts(rows)
        if len(rows) != self._count:
            self._count = len(rows)
            self.drafts_changed.emit(len(rows))

    # Qt

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep()
        super().hideEvent(event)


def _held(entry: Entry, current: Entry | None) -> datetime | None:
    return None if entry is current else entry.held_at or entry.started_at
