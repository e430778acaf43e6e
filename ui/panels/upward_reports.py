"""Reports upward: all of them at the left, the chosen one at the right, from the draft to the files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.incident_report import ReportRow, ReportState
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.upward_view import Look, UpwardServices, View, as_typed, load_view
from ui.panels.settings_page import SettingsPage
from ui.panels.upward_asking import UpwardAsking
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.keycap import KeyButton, shown_key
from ui.widgets.report_buttons import ReportButtons
from ui.widgets.report_editor import ReportEditor
from ui.widgets.report_head import ReportHead
from ui.widgets.report_list import ReportList
from ui.widgets.report_receivers import ReportReceivers
from ui.widgets.scrolling import scrolling
from ui.widgets.turning import Turning

LIST_WIDTH = 400
_SAYS = frozenset({"copy_out", "print"})
"""Keys that say it where there is nothing for them."""


class UpwardReportsPage(Turning, SettingsPage):
    """``counted`` carries how many approvals wait, by person; ``look_again`` (id) comes from a worker.

    ``print_asked`` carries the report whose document is wanted.
    """

    topics = frozenset({Topic.INCIDENTS, Topic.APPROVALS, Topic.OUTBOUND, Topic.LISTS, Topic.DUTY})
    counted = Signal(object)
    look_again = Signal(object)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: UpwardServices, drafts: Drafts | None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self.services = services
        self.chosen: UUID | None = None
        self.view: View | None = None
        self._next: Callable[[], object] | None = None
        self.picked = False
        """Whether the officer chose the report that is shown; at first it is the newest."""
        self.book = KeptWords(jobs, seat, times, drafts, self)
        self.book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.failed.emit, self.book, self)
        self.asking = UpwardAsking(self, seat, times)
        self.build()

    # building

    def build(self) -> None:
        self.list, self.buttons = ReportList(self._times), ReportButtons()
        self.head, self.editor = ReportHead(self._times), ReportEditor(self.book)
        self.receivers_card, self.sheet = ReportReceivers(self._times), Card("upward.report")
        self.receivers = self.receivers_card.table
        self.send, self.add, self.drop = self.receivers_card.send, self.receivers_card.add, self.receivers_card.drop
        self._lay_out()
        self._connect()
        self._permits()
        self.retranslate()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def _lay_out(self) -> None:
        self.sheet.body.addWidget(self.head)
        self.sheet.body.addWidget(self.editor, 1)
        self.sheet.body.addWidget(self.buttons)
        self._right = QVBoxLayout()
        self._right.addWidget(self.sheet, 1)
        self._right.addWidget(self.receivers_card)
        inside = QWidget()
        self.turns_with(inside)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.list)
        self._whole.addLayout(self._right, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))

    def _connect(self) -> None:
        asking, ways, card = self.asking, self.buttons.by_name, self.receivers_card
        verbs: dict[str, tuple[KeyButton, Callable[[], Any]]] = {
            "report_new": (self.list.new, asking.ask_begin),
            "save": (ways["save"], self.keep),
            "save_close": (ways["ask"], asking.ask_approval),
            "report_take_back": (ways["take_back"], self.take_back),
            "report_phone": (ways["phone"], asking.ask_phone),
            "report_phone_no": (ways["phone_no"], asking.ask_phone_no),
            "report_void": (ways["void"], asking.ask_void),
            "report_archive": (ways["archive"], asking.ask_archive),
            "copy_out": (ways["copy"], self.copy_out),
            "print": (ways["print"], self.ask_print),
            "report_sent": (self.send, asking.ask_sent),
            "receipt": (card.receipt, asking.ask_receipt),
            "not_delivered": (card.failed, asking.ask_failed),
            "receivers_fold": (card.fold, card.toggle),
            "receiver_add": (self.add, asking.ask_receiver),
            "receiver_drop": (self.drop, asking.ask_drop),
        }
        for button, verb in verbs.values():
            if button is not self.list.new:
                button.clicked.connect(lambda _checked=False, verb=verb: verb())
        steps = [
            Action(name, verb if name in _SAYS else self._when(button, verb)) for name, (button, verb) in verbs.items()
        ]
        steps += [
            Action("compose_again", self.editor.toggle_anew),
            Action("compose_take", self.editor.take),
            Action("find", self.list.search.setFocus),
            Action("more_rows", self.list.show_more),
        ]
        actions.bind(self, steps, whole_window=False)
        self.list.new_asked.connect(asking.ask_begin)
        self.list.chosen.connect(lambda row: self._turn_to(row.id))
        self.list.opened.connect(self.editor.body.setFocus)
        self.list.narrowed.connect(self.reload_now)
        card.chosen.connect(self.permit)
        self.receivers.opened.connect(lambda _row: self._when(self.send, asking.ask_sent)())
        self.editor.anew_asked.connect(self._compose)
        self.editor.edited.connect(lambda _differs: self.permit())
        self.look_again.connect(self._look_again)
        for field in (self.editor.title, self.editor.body):
            field.turned_away.connect(self.refused)

    @staticmethod
    def _when(button: KeyButton, verb: Callable[[], Any]) -> Callable[[], None]:
        """A key does what its button would: nothing where it is hidden or greyed."""

        def act() -> None:
            if button.isEnabled() and not button.isHidden():
                verb()

        return act

    def _permits(self) -> None:
        own = [
            self.buttons.by_name[name] for name in ("save", "ask", "take_back", "phone", "phone_no", "void", "archive")
        ]
        self.guard(Permission.REPORT_UP, self.list.new, self.list.nothing.button, *own, self.send, self.add, self.drop)
        self.guard(Permission.OUTBOUND, self.receivers_card.receipt, self.receivers_card.failed)

    # loading

    def load(self) -> View:
        return load_view(self.services, self.list.words, self.list.states, self.chosen, self.list.pages)

    def present(self, result: View) -> None:
        self.view = result
        look = result.look
        if look is not None and self.chosen not in (None, look.row.id):
            look = None  # another was chosen while this one was being read
        if look is not None:
            self.chosen = look.row.id
        self.list.show_rows(result.rows, self.chosen, more=result.more)
        self._show_look(look)
        self.counted.emit(result.waiting)
        self.permit()

    def _show_look(self, look: Look | None) -> None:
        self.head.show_look(look)
        if look is None:
            self.editor.show_none()
        else:
            self.editor.show_report(look.row, look.missing)
        self.receivers_card.show_look(look)
        self.buttons.show_state(look.row.state if look is not None else None)

    def possible(self, widget: QWidget) -> bool:
        return self.receivers_card.possible(widget)

    # what is chosen

    @property
    def look(self) -> Look | None:
        """The chosen report as it was loaded last."""
        found = self.view.look if self.view is not None else None
        return found if found is not None and found.row.id == self.chosen else None

    def open_item(self, report_id: UUID, *, follow: bool = False) -> None:
        """Show that report; with ``follow`` the keyboard goes to its words."""
        self._turn_to(report_id)
        if follow:
            self.editor.body.setFocus()

    def _turn_to(self, report_id: UUID) -> None:
        """Words of the report before are kept; nothing can be typed until the other stands there."""
        self.picked = True
        if report_id != self.chosen:
            self.chosen = report_id
            self._show_look(None)
        self.reload_now()

    # what the officer does

    def keep(self) -> None:
        """Save the draft as it stands."""
        look, by = self.look, self._seat.actor
        if look is None or look.row.state is not ReportState.DRAFT:
            return
        said, seen = self.editor.said(), self.editor.seen
        sent = self.save_once(
            lambda: self.services.reports.save(look.row.id, said, seen=seen, by=by),
            lambda row: self._kept(said, row),
            lambda error: self.not_done(look.row.id, error),
        )
        self.after_save(None if sent else self.keep)

    @property
    def saving(self) -> bool:
        """Whether a draft is on its way to the store."""
        return self._acting

    def after_save(self, verb: Callable[[], object] | None) -> None:
        """What the officer wants next is done when the draft that is under way is saved: it is about that version."""
        self._next = verb

    def take_back(self) -> None:
        """What waits can be changed again."""
        look, by = self.look, self._seat.actor
        if look is None:
            return
        seen = look.row.version
        self.save_once(
            lambda: self.services.reports.take_back(look.row.id, seen=seen, by=by),
            lambda _row: self.saved.emit(words.say("upward.taken_back")),
            lambda error: self.not_done(look.row.id, error),
        )

    def copy_out(self) -> None:
        """The report as plain text on the clipboard, with the words on the screen where it is a draft."""
        look = self.look
        if look is None:
            self.refused.emit(Refused("nothing_chosen"))
            return
        said = self.editor.said() if look.row.state is ReportState.DRAFT else None
        services = self.services

        def text() -> str:
            from console.domain.report_text import plain_text

            page = services.papers.page(look.row.id)
            return plain_text(page if said is None else as_typed(page, said))

        self._jobs.run(text, self._copied, self.refused.emit)

    def ask_print(self) -> None:
        """The document as it stands in the books; words that do not stand there yet are never left out unsaid."""
        if self.look is None:
            self.refused.emit(Refused("nothing_to_print"))
        elif self.look.row.state is ReportState.DRAFT and self.editor.differs():
            self.refused.emit(Refused("save_before_print", key=shown_key(actions.key_of("save"))))
        else:
            self.print_asked.emit(self.look.row)

    def not_done(self, report_id: UUID, error: Exception) -> None:
        """The words stay. Changed elsewhere: look again, and the next save is about what stands there then."""
        self._next = None
        if isinstance(error, Refused) and error.code == "changed_meanwhile":
            self._look_again(report_id)

    def done(self, said: str, row: ReportRow | None = None) -> None:
        """An act of a dialog was done."""
        if row is not None:
            self.editor.seen = row.version
        self.saved.emit(said)
        self.reload_now()

    def _look_again(self, report_id: UUID) -> None:
        reports = self.services.reports
        self._jobs.read(lambda: reports.one(report_id), self._seen_anew, self.refused.emit)

    def _seen_anew(self, row: ReportRow) -> None:
        if isValid(self) and self.chosen == row.id:
            self.editor.refused(row.version)
            self.reload_now()

    def _kept(self, said: Any, row: ReportRow) -> None:
        self.editor.saved(said, row)
        self.saved.emit(words.say("upward.saved"))
        following, self._next = self._next, None
        if following is not None and self.chosen == row.id:
            following()

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.saved.emit(words.say("copy.done"))

    def _compose(self) -> None:
        look = self.look
        if look is None:
            return
        report_id, reports = look.row.id, self.services.reports
        self._jobs.read(
            lambda: reports.anew(report_id),
            lambda anew: isValid(self) and self.chosen == report_id and self.editor.show_composed(anew),
            self.refused.emit,
        )

    # the rest of a page

    def first_focus(self) -> QWidget:
        nothing = self.view is not None and not self.view.rows
        return self.list.nothing.button or self.list.new if nothing else self.list.table

    def leave(self) -> bool:
        self.book.flush()
        return True

    def restyle(self) -> None:
        using = theme.current()
        for layout in (self._whole, self._right):
            layout.setSpacing(using.px(12))
        self.turn()

    def turn(self) -> None:
        """The list stands beside the report; where large type leaves no room for that, above it."""
        using = theme.current()
        needs = max(self.sheet.minimumSizeHint().width(), self.receivers_card.minimumSizeHint().width())
        least = max(using.px(LIST_WIDTH) * 3 // 4, self.list.minimumSizeHint().width())
        beside = self.width() >= needs + least + using.px(12)
        ways = QBoxLayout.Direction
        self._whole.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        width = min(using.px(LIST_WIDTH), self.width() - needs - using.px(12)) if beside else 0
        self.list.setMinimumWidth(max(width, least) if beside else 0)
        self.list.setMaximumWidth(max(width, least) if beside else self.width())
        self.list.setMinimumHeight(0 if beside else using.px(220))
