"""A registered item on the 接报 form: read, closed, its figures brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console import words
from console.domain.inbound import Caller, InboundRow, InboundState
from console.domain.outbound import Subject, SubjectKind
from console.domain.people import Action
from console.errors import Refused
from ui.models.intake_entry import content_of
from ui.models.intake_rows import IntakeServices, Shown, action_lines, revision
from ui.panels.intake_files import EntryFiles
from ui.seat import Seat
from ui.text import Times
from ui.widgets.intake_bar import Question
from ui.widgets.spoken import Word

if TYPE_CHECKING:
    from ui.panels.intake_frame import IntakeFrame


class RegisteredItem(QObject):
    """Borrows the form and the bars of the panel while an item is shown.

    ``arrived`` carries the item that was asked for, before anything is shown; ``changed`` asks for a reload;
    ``saved``, ``refused`` and ``print_asked`` are the panel's.
    """

    arrived = Signal(object)
    changed = Signal()
    saved = Signal(str)
    refused = Signal(object)
    print_asked = Signal(object)
    phone_script_asked = Signal(object)
    outbound_asked = Signal(object, str)
    copy_asked = Signal(object)
    incident_asked = Signal(object)
    incident_join_asked = Signal(object)
    need_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, ask: IntakeServices, frame: IntakeFrame, files: EntryFiles
    ) -> None:
        super().__init__(frame)
        self._jobs, self._seat, self._times = jobs, seat, times
        self._ask, self._intake = ask, ask.intake
        self._form, self._bars, self._card = frame.form, frame.bars, frame.card
        self._clocks, self._hidden, self._files = frame.clock_lines, frame.hidden, files
        self.history = frame.history
        self._onward = frame.onward
        self._asked: UUID | None = None
        self._caller: Caller | None = None
        self._looks = 0
        """Counts who may look: an answer to a question of before is dropped."""
        self.shown: Shown | None = None
        self.state = Word(role="strong")
        frame.card.head.layout().insertWidget(1, self.state)
        self._connect()

    def _connect(self) -> None:
        bars = self._bars
        bars.item.print.clicked.connect(self.print)
        bars.item.call_back.clicked.connect(lambda: bars.ask(bars.call_back))
        bars.item.close_item.clicked.connect(lambda: bars.ask(bars.close_item))
        bars.item.revise.clicked.connect(lambda: bars.ask(bars.revise))
        bars.item.act.clicked.connect(self.ask_act)
        bars.call_back.yes.connect(self.called_back)
        bars.close_item.yes.connect(self.close)
        bars.revise.yes.connect(self.revise)
        bars.act.yes.connect(self.act)
        bars.clock.yes.connect(self.clock_done)
        self._onward.phone_asked.connect(self.ask_phone)
        self._onward.outbound_asked.connect(self.ask_outbound)
        self._onward.copy_asked.connect(self.copy_out)
        self._onward.incident_asked.connect(self.ask_incident)
        self._onward.join_asked.connect(self.ask_join)
        self._onward.need_asked.connect(self.ask_need)
        self._clocks.done.clicked.connect(self.ask_clock)
        self._hidden.show_caller.clicked.connect(self.show_caller)
        self._seat.changed.connect(self.hide_caller)

    def read(self, item_id: UUID) -> Shown:
        """The item with its figures, actions, clocks and files; on a worker."""
        intake, ask = self._intake, self._ask
        incident = ask.incident_of(item_id) if ask.incident_of is not None else None
        return Shown(
            intake.one(item_id),
            tuple(intake.figure_history(item_id)),
            tuple(intake.actions(item_id)),
            tuple(ask.clocks.of(item_id)),
            tuple(ask.files.of(item_id)),
            incident.number if incident is not None else "",
        )

    def open(self, item_id: UUID) -> None:
        """Fetch it; ``arrived`` follows unless the officer goes on to something else meanwhile."""
        self._asked = item_id
        self._jobs.read(lambda: self.read(item_id), self._arrive, self.refused.emit)

    def show(self, shown: Shown) -> None:
        self._asked = None
        self._caller = None
        self.shown = shown
        self._form.show_stamp("")
        self._fill(shown)
        self._show_bar(shown)
        self._bars.about = shown.row.id

    def update(self, shown: Shown | None) -> None:
        """News about the item being read; anything else is not."""
        if shown is None or self.shown is None or shown.row.id != self.shown.row.id or shown == self.shown:
            return
        self.shown = shown
        self._fill(shown)
        if self._bars.asking() is None:
            self._show_bar(shown)

    def leave(self) -> None:
        """The form is wanted for something else."""
        self._bars.about = None
        self._asked = None
        self.shown = None
        self._caller = None
        self._clocks.show_clocks(())
        self._hidden.hide()
        self._show_parts(False)

    def retranslate(self) -> None:
        if self.shown is not None:
            self._show_words(self.shown)

    def print(self) -> None:
        if self.shown is not None:
            self.print_asked.emit(self.shown.row)

    def ask_phone(self) -> None:
        """The script to read to the leader about this item."""
        row = self._registered()
        if row is not None and self._may():
            self.phone_script_asked.emit(row.id)

    def ask_outbound(self) -> None:
        """Record what is sent about this item."""
        row = self._registered()
        if row is not None and self._may():
            self.outbound_asked.emit(Subject(SubjectKind.INBOUND, row.id, row.number), "")

    def ask_incident(self) -> None:
        """Make an incident of this item."""
        row = self._registered()
        if row is not None and self._seat.taken and self._seat.may(Action.INCIDENTS):
            self.incident_asked.emit(row.id)

    def ask_join(self) -> None:
        """This item belongs to an incident there is."""
        row = self._registered()
        if row is not None and self._seat.taken and self._seat.may(Action.INCIDENTS):
            self.incident_join_asked.emit(row.id)

    def ask_need(self) -> None:
        """What is asked for in this item goes on the needs board."""
        row = self._registered()
        if row is not None and self._seat.taken and self._seat.may(Action.NEEDS):
            self.need_asked.emit(row.id)

    def _registered(self) -> InboundRow | None:
        """The item these keys are about; a half-written entry has no number yet, and that is said."""
        if self.shown is None:
            self.refused.emit(Refused("register_first"))
            return None
        return self.shown.row

    def copy_out(self) -> None:
        """The item as clean text; a caller that was looked at stays out of it."""
        if self.shown is not None:
            self.copy_asked.emit(self.shown.row)

    def ask_act(self) -> None:
        if self.shown is not None and _is_open(self.shown) and self._may():
            self._bars.ask(self._bars.act)

    def ask_clock(self) -> None:
        if self.shown is not None and any(row.done_at is None for row in self.shown.clocks) and self._may():
            self._bars.ask(self._bars.clock)

    def act(self) -> None:
        """Record what was done; the item stays open."""
        if self.shown is None:
            return
        kind, note = self._bars.act.answer()
        row, actor = self.shown.row, self._seat.actor
        self._change(lambda: (self._intake.act(row.id, kind, note, by=actor), row)[1])

    def clock_done(self) -> None:
        """One act names whom and when; why, where it is late."""
        answer = self._bars.clock.answer()
        if self.shown is None or answer is None:
            return
        row, actor, clocks = self.shown.row, self._seat.actor, self._ask.clocks
        try:
            at = self._times.read(answer.at) if answer.at else None
        except Refused as refused:
            self.refused.emit(refused)
            return
        self._change(lambda: (clocks.done(answer.clock_id, answer.whom, at, answer.reason, by=actor), row)[1])

    def call_back_at(self, due_at: datetime) -> None:
        """The caller is to be rung back at that time."""
        if self.shown is None or not self._may():
            return
        row, actor = self.shown.row, self._seat.actor
        self._change(lambda: self._intake.call_back_at(row.id, due_at, seen=row.version, by=actor))

    def show_caller(self) -> None:
        """Show a hidden caller to whoever asked for it; the look is recorded before anything is shown."""
        shown = self.shown
        if shown is None or not shown.row.caller_hidden or not self._may():
            return
        row, actor, look = shown.row, self._seat.actor, self._looks
        self._jobs.write(
            lambda: self._intake.caller(row.id, by=actor),
            lambda seen: self._unveil(row.id, look, seen),
            self.refused.emit,
        )

    def hide_caller(self) -> None:
        """Another officer, a lock, an unlock: whoever sits here now asks for themselves, and it is recorded."""
        self._looks += 1
        if self._caller is not None and self.shown is not None:
            self._caller = None
            self._fill(self.shown)

    def _unveil(self, item_id: UUID, look: int, caller: Caller) -> None:
        if look == self._looks and self.shown is not None and self.shown.row.id == item_id:
            self._caller = caller
            self._fill(self.shown)

    def _may(self) -> bool:
        return self._seat.taken and self._seat.may(Action.INTAKE)

    def close(self) -> None:
        """End the item in the state that was chosen."""
        if self.shown is None:
            return
        state, note, master = self._bars.close_item.answer()
        row, actor = self.shown.row, self._seat.actor
        self._change(lambda: self._intake.close(row.id, state, note, seen=row.version, by=actor, master=master))

    def called_back(self) -> None:
        """Record what ringing the caller back brought."""
        if self.shown is None:
            return
        verified, note = self._bars.call_back.answer()
        row, actor = self.shown.row, self._seat.actor
        self._change(lambda: self._intake.called_back(row.id, verified, note, seen=row.version, by=actor))

    def revise(self) -> None:
        """Give one figure a new value; the earlier ones stay."""
        key, figure, source = self._bars.revise.answer()
        if self.shown is None:
            return
        if figure.value is None and not figure.unknown:
            self.refused.emit(Refused("figure_missing"))
            return
        item_id, actor = self.shown.row.id, self._seat.actor
        self._change(lambda: self._intake.revise_figure(item_id, key, figure.value, source, by=actor))

    def _change(self, work: Callable[[], InboundRow]) -> None:
        """What was answered stays in the question until it is done; a second Enter meanwhile is the same wish."""
        question = self._bars.asking()
        if question is not None:
            if not question.yes_button.isEnabled():
                return
            question.yes_button.setEnabled(False)
        self._jobs.write(work, lambda row: self._done(question, row), lambda error: self._failed(question, error))

    def _done(self, question: Question | None, row: InboundRow) -> None:
        """The question ends, unless the officer is at another, or at the same about another item."""
        if question is not None:
            question.yes_button.setEnabled(True)
        if self._bars.asking_about(question, row.id):
            self._bars.end_question(done=True)
        self._bars.forget_words(question, row.id)
        self.saved.emit(words.say("intake.item_saved", number=row.number))
        self.changed.emit()

    def _failed(self, question: Question | None, error: Exception) -> None:
        if question is not None:
            question.yes_button.setEnabled(True)
        self.refused.emit(error)
        self.changed.emit()

    def _arrive(self, shown: Shown) -> None:
        if self._asked == shown.row.id:
            self.arrived.emit(shown)

    def _fill(self, shown: Shown) -> None:
        content = content_of(self._unveiled(shown.row), self._times)
        self._form.show_content(content, read_only=True, number=shown.row.number)
        self._show_words(shown)

    def _unveiled(self, row: InboundRow) -> InboundRow:
        seen = self._caller
        if seen is None:
            return row
        return replace(
            row, caller_phone=seen.phone, caller_name=seen.name, caller_org=seen.org, caller_post=seen.post
        )  # fmt: skip

    def _show_words(self, shown: Shown) -> None:
        self.state.say(f"inbound.state.{shown.row.state}")
        self._card.caption.say("intake.item.by", name=shown.row.receiver_name)
        self.history.show_text("\n".join([*_merging(shown.row), *self._actions(shown), *self._revisions(shown)]))
        self._clocks.show_clocks(shown.clocks)
        self._bars.clock.set_clocks(shown.clocks)
        self._hidden.setVisible(shown.row.caller_hidden)
        self._files.show(shown.row.id, shown.files)
        self._onward.show_incident(shown.incident)
        self._show_parts(True)

    def _actions(self, shown: Shown) -> list[str]:
        lines = action_lines(shown.actions, self._times)
        return [words.say("intake.actions.title"), *lines] if lines else []

    def _revisions(self, shown: Shown) -> list[str]:
        lines = [revision(each, self._times) for each in shown.history]
        return [words.say("intake.history.title"), *lines] if lines else []

    def _show_bar(self, shown: Shown) -> None:
        self._bars.show_item(is_open=_is_open(shown), call_back=shown.row.call_back == "waiting")

    def _show_parts(self, item: bool) -> None:
        self.state.setVisible(item)
        self._card.caption.setVisible(item)
        self._onward.setVisible(item)
        self.history.setVisible(item and bool(self.history.text()))


def _merging(row: InboundRow) -> list[str]:
    """Where it was merged into, and what was merged into it."""
    lines = [words.say("intake.merged_into", number=row.master_number)] if row.master_number else []
    if row.merged:
        lines.append(words.say("intake.merged_from", numbers=words.say("list.join").join(row.merged)))
    return lines


def _is_open(shown: Shown) -> bool:
    return shown.row.state == InboundState.OPEN
