"""接报登记: an entry stamped at the first key, several half-written at once, and the newest registered items."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console import words
from console.changes import Changes, Topic
from console.domain.draft import Draft
from console.domain.inbound import InboundRow
from console.errors import Refused, Unavailable
from ui import actions, theme
from ui.models.draft_keeper import DraftKeeper, Drafts
from ui.models.entry_stack import EntryStack
from ui.models.intake_entry import FORM, Entry, form_of
from ui.models.intake_rows import Choices, IntakeDesk, Loaded, Places, Shown, columns, type_choices
from ui.models.table import RowTableModel
from ui.panels.base import Jobs, Panel
from ui.panels.intake_item import RegisteredItem
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.draft_stack import DraftRow, DraftStack, OpenTable
from ui.widgets.empty import Empty
from ui.widgets.intake_bars import IntakeBars
from ui.widgets.intake_form import IntakeForm
from ui.widgets.painted import Painted
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

NEWEST = 50
GAP = 12


class IntakePanel(Painted, Panel):
    """The form holds one thing at a time: an entry being written, or a registered item to read.

    ``drafts_changed`` the number of half-written entries; ``print_asked`` the item whose 接报登记单 is wanted;
    ``back_asked`` the officer pressed Esc: everything typed is kept.
    """

    drafts_changed = Signal(int)
    print_asked = Signal(object)
    back_asked = Signal()

    id: ClassVar[str] = "intake"
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.INBOUND, Topic.PLACES, Topic.SETTINGS})

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        intake: IntakeDesk,
        places: Places,
        drafts: Drafts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(jobs, parent)
        self._seat, self._times = seat, times
        self._intake, self._places, self._drafts = intake, places, drafts
        self._stack = EntryStack()
        self._choices: Choices | None = None
        self._choices_wanted = 1
        self._count = 0
        self._held_once = False
        self._followed: QWidget | None = None
        self.build()

    # build

    def build(self) -> None:
        self.form = IntakeForm(self._times)
        self.bars = IntakeBars(self._seat)
        self.stack = DraftStack(self._times)
        self.keeper = DraftKeeper(self._jobs, self._drafts, self._snapshot, self)
        self._build_cards()
        self._lay_out()
        self._connect()
        self._bind()
        self._order()
        self._show_entry()

    def _build_cards(self) -> None:
        self.card = Card("intake.title")
        self.item = RegisteredItem(
            self._jobs, self._seat, self._times, self._intake, self.form, self.bars, self.card, self
        )  # fmt: skip
        self.table = OpenTable(RowTableModel(columns(self._times), lambda row: row.id), compact=True)
        self.table.setAccessibleName(words.say("intake.newest.title"))
        self.none = Empty("intake.newest.empty")
        self.list = Card("intake.newest.title", flush=True)
        self.list.body.addWidget(self.table)
        self.list.body.addWidget(self.none)
        self.list.caption.say("intake.newest.open")

    def _lay_out(self) -> None:
        inside = QFrame()
        self._inside = QVBoxLayout(inside)
        self._inside.addWidget(self.form, 1)
        self._inside.addWidget(self.item.history)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidget(inside)
        self.card.body.addWidget(self.scroll, 1)
        self.card.body.addWidget(self.bars)
        self._right = QVBoxLayout()
        self._right.addWidget(self.stack)
        self._right.addWidget(self.list, 1)
        whole = QHBoxLayout(self)
        whole.addWidget(self.card, 7)
        whole.addLayout(self._right, 3)
        self.restyle()

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
        self.bars.item.new.clicked.connect(self.start_new)
        self.bars.ended.connect(self._go_to_cursor)
        self.bars.discard.yes.connect(self.discard)
        self.item.arrived.connect(self._show_arrived)
        self.item.changed.connect(self.reload)
        self.item.saved.connect(self.saved)
        self.item.refused.connect(self.refused)
        self.item.print_asked.connect(self.print_asked)

    def _bind(self) -> None:
        handlers = {
            "save": self.save,
            "save_close": self.save_and_close,
            "next_draft": self.next_draft,
            "print": self.item.print,
            "back": self.back,
        }
        rows = [actions.Action(name, handler) for name, handler in handlers.items()]
        actions.bind(self, rows, whole_window=False)

    def _order(self) -> None:
        chain = [self.form.last, *self.bars.buttons(), self.stack.table, self.table, *self.form.late]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    # load and present

    def note(self, changes: Changes) -> None:
        if changes.topics & {Topic.PLACES, Topic.SETTINGS}:
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
        return Choices(wanted, ChoiceList(place_choices(self._places.everything())), tuple(self._intake.event_types()))

    def _offer_choices(self) -> None:
        if self._choices is not None:
            self.form.set_places(self._choices.places)
            self.form.set_event_types(type_choices(self._choices.types))

    # entries

    def start_new(self) -> None:
        """A new entry with the focus in its text; the half-written one waits untouched in the stack."""
        self.item.leave()
        if self._stack.current is None or not self._stack.current.blank:
            self._put_aside()
            self._stack.take_up(Entry())
            self._show_entry()
        self._go_to_cursor()

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
        actor = self._seat.actor
        self._jobs.write(
            lambda: self._intake.register(form, by=actor),
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
            self.item.show(Shown(row, ()))
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
        self.item.show(shown)
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
        self.bars.show_entry()
        self._show_stack()

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

    def restyle(self) -> None:
        gap = theme.current().px(GAP)
        for layout in (self.layout(), self._right, self._inside):
            layout.setSpacing(gap)
        self.layout().setContentsMargins(GAP, GAP, GAP, GAP)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.bars.setFixedHeight(theme.current().px(34))
        super().restyle()


def _held(entry: Entry, current: Entry | None) -> datetime | None:
    return None if entry is current else entry.held_at or entry.started_at
