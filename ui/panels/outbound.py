"""发出登记: everything that left this room, newest first, its receipts, and a form to record the next by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol
from uuid import UUID, uuid4

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain import clean_text
from console.domain.draft import Draft
from console.domain.lists import ListItem
from console.domain.outbound import NOTHING, OutboundRow, OutboundState, Outgoing, Subject, SubjectKind
from console.domain.people import Action as Permission
from console.domain.people import Actor
from console.domain.realm import Realm
from console.errors import Refused
from console.services.outbound import OutboundService, can_send
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.saving import ask_target
from ui.models.draft_keeper import DraftKeeper, Drafts
from ui.models.kept_words import KeptWords
from ui.models.outbound_columns import outbound_columns, tint
from ui.models.table import RowTableModel
from ui.panels.base import Panel
from ui.printing.outbound_form import span_of
from ui.printing.station import Station
from ui.prints import Register
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.outbound_bars import FailedQuestion, ReceiptQuestion, RowBar
from ui.widgets.outbound_form import OutboundForm
from ui.widgets.painted import Painted
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

FORM_WIDTH, FORM_LEAST = 372, 320


class People(Protocol):
    """What the panel asks of the contacts, where there are any."""

    def find(self, text: str, limit: int = 8) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """The register as asked for, what can be chosen, and what was half written."""

    rows: tuple[OutboundRow, ...]
    waiting: int
    channels: tuple[ListItem, ...]
    recipients: tuple[ListItem, ...]
    draft: Draft | None
    running: dict[UUID, tuple[str, ...]]


class OutboundPanel(Painted, Panel):
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
        self._running: dict[UUID, tuple[str, ...]] = {}
        self._entry_id, self._started = uuid4(), times.now()
        self._restored = False
        self._about: OutboundRow | None = None
        self._changing = False
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
        self.bar, self.receipt, self.failed_bar = RowBar(), ReceiptQuestion(self._times), FailedQuestion()
        self.keeper = DraftKeeper(self._jobs, self._drafts, self._snapshot, self)
        self.book = KeptWords(self._jobs, self._seat, self._times, self._drafts, self)
        self._answers = {asked: self.book.watch(asked.inputs(), self) for asked in (self.receipt, self.failed_bar)}
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
        self.bars = QStackedWidget()
        for bar in (self.bar, self.receipt, self.failed_bar):
            self.bars.addWidget(bar)
        left = QVBoxLayout()
        left.addWidget(self.card, 1)
        left.addWidget(self.bars)
        self.card.body.addWidget(self.stack, 1)
        inside = QWidget()
        inside.installEventFilter(self)
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
        self.table.chosen.connect(lambda _row: self._show_bar())
        self.table.opened.connect(lambda _row: self.ask_receipt())
        self.bar.receipt.clicked.connect(self.ask_receipt)
        self.bar.failed.clicked.connect(self.ask_failed)
        self.bar.copy.clicked.connect(self.copy_out)
        for question in (self.receipt, self.failed_bar):
            question.no.connect(self._end_question)
        self.receipt.yes.connect(self.give_receipt)
        self.failed_bar.yes.connect(self.give_failed)
        self.form.save_asked.connect(self.record)
        self.form.edited.connect(self._typed)
        self.form.person_typed.connect(self._look_up)
        self.form.turned_away.connect(self.refused)
        self.keeper.failed.connect(self.refused)
        self.book.failed.connect(self.refused)
        self.book.handed_over.connect(self._end_question)
        self._seat.changed.connect(self._permit)

    def _bind(self) -> None:
        actions.bind(
            self,
            [
                Action("find", self.search.setFocus),
                Action("new_line", self.form.to_org.setFocus),
                Action("save_close", self.record),
                Action("print", self.ask_print),
                Action("receipt", self.ask_receipt),
                Action("not_delivered", self.ask_failed),
                Action("copy_out", self.copy_out),
                Action("back", self._back),
            ],
            whole_window=False,
        )

    # loading

    def load(self) -> Loaded:
        drafts = () if self._restored else self._drafts.open("outbound")
        return Loaded(
            tuple(self._outbound.rows(self._words, waiting=self._waiting)),
            self._outbound.count_waiting(),
            tuple(self._outbound.channels()),
            tuple(self._outbound.recipients()),
            drafts[-1] if drafts else None,
            self._outbound.running_clocks(),
        )

    def present(self, result: Loaded) -> None:
        sendable = [item.code for item in result.channels if can_send(item)]
        self.form.offer_channels(result.channels, sendable)
        self.form.offer_recipients(result.recipients)
        self._running = result.running
        self._restore(result.draft)
        self.table.show_rows(result.rows)
        self._about = next((row for row in result.rows if self._about and row.id == self._about.id), self._about)
        asked = bool(self._words) or self._waiting
        self.nothing.say("outbound.none_here" if asked else "outbound.empty", key=actions.key_of("new_line"))
        self.stack.setCurrentWidget(self.table if result.rows else self.nothing)
        self.card.caption.say("outbound.waiting", count=result.waiting)
        self._show_bar()

    def first_focus(self) -> QWidget | None:
        return self.form.to_org

    def called_again(self) -> None:
        self.form.to_org.setFocus()

    # recording

    def start_new(self, subject: Subject = NOTHING, text: str = "") -> None:
        """Begin a line about a record; what is half written already stays, it only gets its subject."""
        if self.form.is_empty():
            self.form.fill({"text": text}, subject)
        elif subject.kind is not SubjectKind.NOTHING:
            self.form.show_subject(subject)
        self._typed()
        self.form.to_org.setFocus()

    def record(self) -> None:
        """Register what stands in the form; on failure nothing of it is lost."""
        if not self.form.save.isEnabled():
            return
        self.form.clear_notes()
        try:
            form = self._outgoing()
        except Refused as refused:
            self._not_recorded(refused)
            return
        actor, entry_id, given = self._seat.actor, self._entry_id, self.form.values()
        self.form.save.setEnabled(False)
        self.keeper.flush()
        self._jobs.write(
            lambda: self._outbound.record(form, by=actor), lambda row: self._recorded(entry_id, given, row),
            self._not_recorded,
        )  # fmt: skip

    def _outgoing(self) -> Outgoing:
        values = self.form.values()
        typed = values["sent_at"]
        at = self._times.read(typed) if typed else self._times.now()
        return Outgoing(
            self._entry_id, values["text"], values["channel"], at, values["to_org"], values["to_name"],
            values["to_phone"], self.form.subject,
        )  # fmt: skip

    def _recorded(self, entry_id: UUID, given: dict[str, str], row: OutboundRow) -> None:
        """The form is free for the next; what was typed on meanwhile is the beginning of that."""
        self.keeper.finish(entry_id, row.number)
        self._entry_id, self._started = uuid4(), self._times.now()
        if self.form.values() == given:
            self.keeper.drop()
            self.form.fill({})
        else:
            self.keeper.note()
        self.form.save.setEnabled(True)
        self._permit()
        self.saved.emit(words.say("outbound.recorded", number=row.number))
        if self.form.is_empty() and self.form.isAncestorOf(self.focusWidget() or self.form):
            self.form.to_org.setFocus()  # Ctrl+Enter was pressed in the form: it is ready for the next

    def _not_recorded(self, error: Exception) -> None:
        self.form.save.setEnabled(True)
        self._permit()
        if isinstance(error, Refused):
            field = str(error.facts.get("field") or _FIELD_OF.get(error.code, ""))
            self.form.say_wrong(
                field, f"refused.{error.code}", **{k: v for k, v in error.facts.items() if k != "field"}
            )
        self.refused.emit(error)

    def _look_up(self, typed: str) -> None:
        if self._people is not None and typed:
            people = self._people
            self._jobs.read(lambda: people.find(typed), self.form.offer_people, self.refused.emit)

    # the chosen line

    def row(self) -> OutboundRow | None:
        """The line that is chosen."""
        found: OutboundRow | None = self.table.chosen_row()
        return found

    def ask_receipt(self) -> None:
        """Ctrl+R: who received it; Enter says it was who it was sent to, now."""
        row = self._waiting_row()
        if row is not None and not self._changing:
            self._begin(self.receipt, row)

    def ask_failed(self) -> None:
        """Ctrl+Shift+R: it did not arrive."""
        row = self._waiting_row()
        if row is not None and not self._changing:
            self._begin(self.failed_bar, row)

    def _begin(self, question: ReceiptQuestion | FailedQuestion, row: OutboundRow) -> None:
        """It is about that line, whichever is chosen when it is answered; words typed for it before come back."""
        self._end_question()
        self._about = row
        self.bars.setCurrentWidget(question)
        question.begin(row, self._running.get(row.subject_id, ()) if row.subject_id else ())
        self._answers[question].turn_to(f"outbound.{'receipt' if question is self.receipt else 'failed'} {row.id}")

    def give_receipt(self) -> None:
        try:
            name, at, note = self.receipt.answer()
        except Refused as refused:
            self.refused.emit(refused)
            return
        ends = self.receipt.ending()
        self._change(
            lambda row, actor: self._outbound.receipt(row.id, name, note, at, seen=row.version, by=actor, ends=ends)
        )

    def give_failed(self) -> None:
        reason = self.failed_bar.reason.text()
        self._change(lambda row, actor: self._outbound.fail(row.id, reason, seen=row.version, by=actor))

    def copy_out(self) -> None:
        """The chosen line as clean text on the clipboard."""
        row = self.row()
        if row is None:
            return
        channel = self.form.channel_name(row.channel, words.PRINTED)
        QGuiApplication.clipboard().setText(clean_text.of_outbound(row, channel, self._times.zone, self._realm))
        self.saved.emit(words.say("copy.done"))

    def _change(self, work: Callable[[OutboundRow, Actor], OutboundRow]) -> None:
        """A second Enter meanwhile is the same wish; the cursor stays where it is until the answer."""
        row = self._about
        if row is None or self._changing or not self._may():
            return
        self._changing, actor = True, self._seat.actor
        self._jobs.write(lambda: work(row, actor), self._changed, self._not_changed)

    def _changed(self, row: OutboundRow) -> None:
        self._changing = False
        self._end_question(done=True)
        code = "outbound.receipt_saved" if row.state is OutboundState.RECEIVED else "outbound.failed_saved"
        self.saved.emit(words.say(code, number=row.number, name=row.receipt_by))

    def _not_changed(self, error: Exception) -> None:
        """The words stay; a line somebody else has changed is asked about again as it is now."""
        self._changing = False
        self.refused.emit(error)
        self.reload()

    def _waiting_row(self) -> OutboundRow | None:
        row = self.row()
        return row if self._may() and row is not None and row.state is OutboundState.SENT else None

    def _may(self) -> bool:
        return self._seat.taken and self._seat.may(Permission.OUTBOUND)

    def _end_question(self, *, done: bool = False) -> None:
        """Back to the buttons; words that were not ``done`` wait with their line."""
        asked, self._about = self.bars.currentWidget(), None
        if asked is self.bar:
            return
        if done:
            self._answers[asked].settle()
        self._answers[asked].put_away()
        held = asked.isAncestorOf(self.focusWidget() or self)
        self.bars.setCurrentWidget(self.bar)
        if held:
            self.table.setFocus()

    def _back(self) -> None:
        if self.bars.currentWidget() is not self.bar:
            self._end_question()

    def _show_bar(self) -> None:
        may = self._may()
        why_not = "" if may else words.say("frame.needs_role", roles=roles_for(Permission.OUTBOUND))
        self.bar.show_row(self.row(), may=may, why_not=why_not)

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

    # drafts

    def _typed(self) -> None:
        self.keeper.note()

    def _snapshot(self) -> Draft | None:
        if self.form.is_empty():
            return None
        values, subject = self.form.values(), self.form.subject
        content = {
            **values,
            "subject": [subject.kind.value, str(subject.id) if subject.id else "", subject.number],
        }
        return Draft(
            self._entry_id,
            "outbound",
            values["to_org"][:40],
            content,
            self._started,
            self._times.now(),
            self._seat.name,
        )

    def _restore(self, draft: Draft | None) -> None:
        """Once, and only into an empty form: what was half written when the program ended."""
        if self._restored:
            return
        self._restored = True
        if draft is None or not self.form.is_empty():
            return
        content = draft.content
        kind, key, number = content.get("subject", ["", "", ""])
        subject = Subject(SubjectKind(kind), UUID(key) if key else None, number)
        self._entry_id, self._started = draft.id, draft.started_at
        self.form.fill({name: str(value) for name, value in content.items() if name != "subject"}, subject)

    def leave(self) -> bool:
        self.keeper.flush()
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
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Words of another length came into the register."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return super().eventFilter(watched, event)

    def _turn(self) -> None:
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
        self._show_bar()


_FIELD_OF = {"text_empty": "text", "bad_time": "sent_at", "time_future": "sent_at", "bad_channel": "channel"}
"""Which field a refusal is about where it does not name it."""
