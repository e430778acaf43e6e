"""接报登记: an entry stamped at the first key, several half-written at once, and the newest registered items."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from console import words
from console.changes import Changes, Topic
from console.domain import elements
from console.domain.files import KeptFile
from console.domain.inbound import InboundRow
from console.domain.place_names import PlaceNames
from console.errors import Refused, Unavailable
from ui import actions
from ui.models.intake_entry import FORM, Entry, form_of
from ui.models.intake_rows import Choices, IntakeServices, Loaded, Shown, type_choices
from ui.panels.base import Jobs
from ui.panels.intake_entries import IntakeEntries
from ui.panels.intake_files import image_bytes
from ui.seat import Seat
from ui.text import Times
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

NEWEST = 50


class IntakePanel(IntakeEntries):
    """The form holds one thing at a time: an entry being written, or a registered item to read.

    ``drafts_changed`` the number of half-written entries; ``print_asked`` the item whose 接报登记单 is wanted;
    ``back_asked`` the officer pressed Esc: everything typed is kept.
    """

    print_asked = Signal(object)
    phone_script_asked = Signal(object)
    outbound_asked = Signal(object, str)
    copy_asked = Signal(object)
    incident_asked = Signal(object)
    incident_join_asked = Signal(object)
    need_asked = Signal(object)

    id: ClassVar[str] = "intake"
    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.INBOUND, Topic.TASKS, Topic.PLACES, Topic.SETTINGS, Topic.LISTS, Topic.INCIDENTS}
    )

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: IntakeServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(jobs, seat, times, services, parent)
        self._intake, self._places, self._drafts = services.intake, services.places, services.drafts
        self._choices_wanted = 1
        self._followed: QWidget | None = None
        self.build()

    # build

    def build(self) -> None:
        super().build()
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
        self.document.clicked.connect(self.switch_kind)
        self.attach_button.clicked.connect(self.attach)
        self.bars.item.new.clicked.connect(self.start_new)
        self.bars.ended.connect(self._go_to_cursor)
        self.bars.discard.yes.connect(self.discard)
        self.item.arrived.connect(self._show_arrived)
        self.item.changed.connect(self.reload)
        self.item.saved.connect(self.saved)
        self.item.refused.connect(self.refused)
        self.item.print_asked.connect(self.print_asked)
        self.item.phone_script_asked.connect(self.phone_script_asked)
        self.item.outbound_asked.connect(self.outbound_asked)
        self.item.copy_asked.connect(self.copy_asked)
        self.item.incident_asked.connect(self.incident_asked)
        self.item.incident_join_asked.connect(self.incident_join_asked)
        self.item.need_asked.connect(self.need_asked)
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
            "take_time": self.form.proposals.take_time,
            "take_place": self.form.proposals.take_place,
            "take_sender": self.form.proposals.take_sender,
            "act": self.item.ask_act,
            "clock_done": self.item.ask_clock,
            "show_caller": self.item.show_caller,
            "phone_script": self.item.ask_phone,
            "outbound_about": self.item.ask_outbound,
            "copy_out": self.item.copy_out,
            "incident_open": self.item.ask_incident,
            "incident_join": self.item.ask_join,
            "need_of_item": self.item.ask_need,
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
        fresh = have is None or have.round != wanted or have.day != self._today()
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
        ask, places = self._ask, place_choices(self._places.everything())
        elements.prepare()
        return Choices(
            wanted,
            ChoiceList(places),
            PlaceNames(choice.name for choice in places),
            tuple(self._intake.event_types()),
            tuple(ask.lists.rows("channels", retired=True)),
            tuple(ask.lists.rows("lines")),
            ask.settings.whole("intake.call_back"),
            self._intake.retired_types(),
            self._today(),
        )

    def _today(self) -> date:
        return self._times.local(self._times.now()).date()

    def _offer_choices(self) -> None:
        if self._choices is not None:
            self.form.set_places(self._choices.places, self._choices.names)
            self.form.set_event_types(type_choices(self._choices.types, self._choices.retired))
            self.form.set_channels(self._choices.channels)
            self.form.line.set_lines(self._choices.lines)

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
