"""发出登记: everything that left this room, newest first, its receipts, and a form to record the next by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain import clean_text
from console.domain.draft import Draft
from console.domain.lists import ListItem
from console.domain.outbound import NOTHING, OutboundRow, Subject
from console.domain.people import Action as Permission
from console.domain.realm import Realm
from console.services.outbound import OutboundService, can_send
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.saving import ask_target
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.outbound_columns import outbound_columns, tint
from ui.models.table import RowTableModel
from ui.panels.base import Panel
from ui.panels.outbound_answers import OutboundAnswers
from ui.panels.outbound_entry import OutboundEntry, People
from ui.printing.outbound_form import span_of
from ui.printing.station import Station
from ui.prints import Register
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.outbound_form import OutboundForm
from ui.widgets.painted import Painted
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable
from ui.widgets.turning import Turning

FORM_WIDTH, FORM_LEAST = 372, 320
RECENT = 100
"""Lines of the register whose receivers are offered again."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The register as asked for, what can be chosen, and what was half written."""

    rows: tuple[OutboundRow, ...]
    waiting: int
    channels: tuple[ListItem, ...]
    recipients: tuple[ListItem, ...]
    recent: tuple[OutboundRow, ...]
    draft: Draft | None
    running: dict[UUID, tuple[str, ...]]


class OutboundPanel(Turning, Painted, Panel):
    """``item_asked`` (panel, id): go to the record a line is about; ``print_asked`` carries the part of the register
    that is shown."""

    id: ClassVar[str] = "outbound"
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.OUTBOUND, Topic.LISTS, Topic.INBOUND})

    item_asked = Signal(str, object)
    print_asked = Signal(object)

    def __init__(
        self,
        jobs: Any,
        seat: Seat,
        times: Times,
        *,
        outbound: OutboundService,
        drafts: Drafts,
        realm: Realm,
        people: People | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(jobs, parent)
        self._seat, self._times, self._realm = seat, times, realm
        self._outbound, self._people, self._drafts = outbound, people, drafts
        self._words, self._waiting = "", False
        self.build()

    # building

    def build(self) -> None:
        self.form = OutboundForm()
        self.model = RowTableModel(
            outbound_columns(self._times, self.form.channel_name), key=lambda row: row.id, tint=tint
        )
        self.table = RowTable(self.model)
        self.card = Card("panel.outbound", flush=True)
        self.part = Choice(("all", "waiting"), lambda value: words.say(f"outbound.part.{value}"))
        self.part.call("outbound.which_part")
        self.search = SearchBox("outbound.search")
        self.export_button = KeyButton("outbound.export", small=True, icon="export")
        self.print_button = KeyButton("do.print", actions.key_of("print"), small=True, icon="print")
        self.nothing = Empty("outbound.empty")
        self.book = KeptWords(self._jobs, self._seat, self._times, self._drafts, self)
        lanes = (self._jobs, self._seat, self._times, self._outbound)
        self.entry = OutboundEntry(*lanes, self._drafts, self.form, self._people, self)
        self.bars = OutboundAnswers(*lanes, self.table, self.book, self)
        self._lay_out()
        self._connect()
        self._bind()
        self.restyle()
        self._permit()

    def _lay_out(self) -> None:
        for tool in (self.part, self.search, self.export_button, self.print_button):
            self.card.tools.addWidget(tool)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        left = QVBoxLayout()
        left.addWidget(self.card, 1)
        left.addWidget(self.bars)
        self.card.body.addWidget(self.stack, 1)
        inside = QWidget()
        self.turns_with(inside)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._whole.addLayout(left, 1)
        self._whole.addWidget(self.form)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))
        self._left = left
        self.table.setAccessibleName(words.say("panel.outbound"))

    def _connect(self) -> None:
        self.part.picked.connect(self._pick_part)
        self.search.searched.connect(self._search)
        self.export_button.clicked.connect(self.ask_export)
        self.print_button.clicked.connect(self.ask_print)
        for part in (self.entry, self.bars):
            part.saved.connect(self.saved)
            part.refused.connect(self.refused)
        self.entry.answered.connect(self._permit)
        self.bars.changed_elsewhere.connect(self.reload)
        self.bars.bar.copy.clicked.connect(self.copy_out)
        self.book.failed.connect(self.refused)
        self._seat.changed.connect(self._permit)

    def _bind(self) -> None:
        actions.bind(
            self,
            [
                Action("find", self.search.setFocus),
                Action("new_line", self.form.to_org.setFocus),
                Action("save_close", self.entry.record),
                Action("print", self.ask_print),
                Action("receipt", self.bars.ask_receipt),
                Action("not_delivered", self.bars.ask_failed),
                Action("copy_out", self.copy_out),
                Action("back", self.bars.back),
            ],
            whole_window=False,
        )

    # loading

    def load(self) -> Loaded:
        return Loaded(
            tuple(self._outbound.rows(self._words, waiting=self._waiting)),
            self._outbound.count_waiting(),
            tuple(self._outbound.channels()),
            tuple(self._outbound.recipients()),
            tuple(self._outbound.rows(limit=RECENT)),
            self.entry.half_written(),
            self._outbound.running_clocks(),
        )

    def present(self, result: Loaded) -> None:
        sendable = [item.code for item in result.channels if can_send(item)]
        self.form.offer_channels(result.channels, sendable)
        self.form.offer_recipients(result.recipients, result.recent)
        self.entry.restore(result.draft)
        self.table.show_rows(result.rows)
        asked = bool(self._words) or self._waiting
        self.nothing.say("outbound.none_here" if asked else "outbound.empty", key=actions.key_of("new_line"))
        self.stack.setCurrentWidget(self.table if result.rows else self.nothing)
        self.card.caption.say("outbound.waiting", count=result.waiting)
        self.bars.show_rows(result.rows, result.running)

    def first_focus(self) -> QWidget | None:
        return self.form.to_org

    def called_again(self) -> None:
        self.form.to_org.setFocus()

    def start_new(self, subject: Subject = NOTHING, text: str = "") -> None:
        """Begin a line about a record; what is half written already stays, it only gets its subject."""
        self.entry.start_new(subject, text)

    def offer_words(self, subject: Subject, text: str) -> None:
        """The words of the record a line was begun about, into the empty field."""
        self.entry.offer_words(subject, text)

    def copy_out(self) -> None:
        """The chosen line as clean text on the clipboard."""
        row = self.bars.row()
        if row is None:
            return
        channel = self.form.channel_name(row.channel, words.PRINTED)
        QGuiApplication.clipboard().setText(clean_text.of_outbound(row, channel, self._times.zone, self._realm))
        self.saved.emit(words.say("copy.done"))

    # what is shown

    def _pick_part(self, part: str) -> None:
        self._waiting = part == "waiting"
        self.reload_now()

    def _search(self, asked: str) -> None:
        self._words = asked
        self.reload_now()

    # print and export

    def ask_print(self) -> None:
        """Ctrl+P: the lines as they are listed now."""
        if self.print_button.isEnabled():
            rows, station = tuple(self.model.rows()), Station(self._times.zone)
            span = span_of(rows, station, asked=self._words, waiting=self._waiting)
            self.print_asked.emit(Register(rows, span))

    def ask_export(self) -> None:
        """Where to; then the register as it is searched and filtered."""
        forms = ";;".join(f"{words.say(f'log.form.{ending}')} (*.{ending})" for ending in ("xlsx", "csv", "json"))
        target = ask_target(self, words.say("outbound.export"), "", forms)
        if target:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        asked, waiting, actor = self._words, self._waiting, self._seat.actor
        self.export_button.setEnabled(False)
        self._jobs.run(
            lambda: self._outbound.export(target, asked, waiting=waiting, by=actor),
            lambda count: self._exported(words.say("outbound.exported", count=count, name=target.name)),
            self._not_exported,
        )

    def _exported(self, said: str) -> None:
        self._permit()
        self.saved.emit(said)

    def _not_exported(self, error: Exception) -> None:
        self._permit()
        self.refused.emit(error)

    def leave(self) -> bool:
        self.entry.keeper.flush()
        return True

    # the rest of a panel

    def retranslate(self) -> None:
        self.table.setAccessibleName(words.say("panel.outbound"))
        self._permit()

    def restyle(self) -> None:
        using = theme.current()
        gap = using.px(12)
        self._whole.setContentsMargins(gap, gap, gap, gap)
        self._whole.setSpacing(gap)
        self._left.setSpacing(using.px(8))
        self.search.setMinimumWidth(using.px(120))
        self.search.setMaximumWidth(using.px(190))
        self.part.setFixedWidth(using.px(130))
        super().restyle()
        self.turn()

    def turn(self) -> None:
        """The form stands beside the register; where large type leaves no room for that, above it."""
        using = theme.current()
        register = max(self.card.minimumSizeHint().width(), self.bars.minimumSizeHint().width())
        room = self.width() - register - 3 * using.px(12)
        beside = room >= max(using.px(FORM_LEAST), self.form.minimumSizeHint().width())
        form = min(using.px(FORM_WIDTH), room)
        ways = QBoxLayout.Direction
        self._whole.setDirection(ways.LeftToRight if beside else ways.BottomToTop)
        self.form.setMinimumWidth(form if beside else 0)
        self.form.setMaximumWidth(form if beside else self.width())
        self.card.setMinimumHeight(0 if beside else using.px(260))

    def _permit(self) -> None:
        guarded = (
            (Permission.OUTBOUND, self.form.save),
            (Permission.EXPORT, self.export_button),
            (Permission.PRINT, self.print_button),
        )
        for permission, button in guarded:
            allowed = self._seat.taken and self._seat.may(permission)
            button.setEnabled(allowed)
            button.setToolTip("" if allowed else words.say("frame.needs_role", roles=roles_for(permission)))
        self.bars.permit()
