"""A registered item on the 接报 form: read, closed, its figures brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console import words
from console.domain.inbound import InboundRow, InboundState
from console.errors import Refused
from ui.models.intake_entry import content_of
from ui.models.intake_rows import IntakeDesk, Shown, revision
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.intake_bars import IntakeBars, Question
from ui.widgets.intake_form import IntakeForm
from ui.widgets.spoken import Word


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

    def __init__(
        self,
        jobs: Any,
        seat: Seat,
        times: Times,
        intake: IntakeDesk,
        form: IntakeForm,
        bars: IntakeBars,
        card: Card,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._seat, self._times, self._intake = jobs, seat, times, intake
        self._form, self._bars, self._card = form, bars, card
        self._asked: UUID | None = None
        self.shown: Shown | None = None
        self.state = Word(role="strong")
        self.history = Word(role="secondary")
        self.history.setWordWrap(True)
        card.head.layout().insertWidget(1, self.state)
        bars.item.print.clicked.connect(self.print)
        bars.item.call_back.clicked.connect(lambda: bars.ask(bars.call_back))
        bars.item.close_item.clicked.connect(lambda: bars.ask(bars.close_item))
        bars.item.revise.clicked.connect(lambda: bars.ask(bars.revise))
        bars.call_back.yes.connect(self.called_back)
        bars.close_item.yes.connect(self.close)
        bars.revise.yes.connect(self.revise)

    def read(self, item_id: UUID) -> Shown:
        """The item with its figures' history; on a worker."""
        return Shown(self._intake.one(item_id), tuple(self._intake.figure_history(item_id)))

    def open(self, item_id: UUID) -> None:
        """Fetch it; ``arrived`` follows unless the officer goes on to something else meanwhile."""
        self._asked = item_id
        self._jobs.read(lambda: self.read(item_id), self._arrive, self.refused.emit)

    def show(self, shown: Shown) -> None:
        self._asked = None
        self.shown = shown
        self._form.show_stamp("")
        self._fill(shown)
        self._show_bar(shown)

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
        self._asked = None
        self.shown = None
        self._show_parts(False)

    def retranslate(self) -> None:
        if self.shown is not None:
            self._show_words(self.shown)

    def print(self) -> None:
        if self.shown is not None:
            self.print_asked.emit(self.shown.row)

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
        """What was answered stays in the question until it is done."""
        question = self._bars.asking()
        if question is not None:
            question.yes_button.setEnabled(False)
        self._jobs.write(work, lambda row: self._done(question, row), lambda error: self._failed(question, error))

    def _done(self, question: Question | None, row: InboundRow) -> None:
        if question is not None:
            question.yes_button.setEnabled(True)
            self._bars.end_question()
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
        content = content_of(shown.row, self._times)
        self._form.show_content(content, read_only=True, number=shown.row.number)
        self._show_words(shown)

    def _show_words(self, shown: Shown) -> None:
        self.state.say(f"inbound.state.{shown.row.state}")
        self._card.caption.say("intake.item.by", number=shown.row.number, name=shown.row.receiver_name)
        self.history.show_text("\n".join([*_merging(shown.row), *self._revisions(shown)]))
        self._show_parts(True)

    def _revisions(self, shown: Shown) -> list[str]:
        lines = [revision(each, self._times) for each in shown.history]
        return [words.say("intake.history.title"), *lines] if lines else []

    def _show_bar(self, shown: Shown) -> None:
        self._bars.show_item(is_open=_is_open(shown), call_back=shown.row.call_back == "waiting")

    def _show_parts(self, item: bool) -> None:
        self.state.setVisible(item)
        self._card.caption.setVisible(item)
        self.history.setVisible(item and bool(self.history.text()))


def _merging(row: InboundRow) -> list[str]:
    """Where it was merged into, and what was merged into it."""
    lines = [words.say("intake.merged_into", number=row.master_number)] if row.master_number else []
    if row.merged:
        lines.append(words.say("intake.merged_from", numbers=words.say("list.join").join(row.merged)))
    return lines


def _is_open(shown: Shown) -> bool:
    return shown.row.state == InboundState.OPEN
