"""What stands below the 接报 form: buttons of an entry, buttons of a registered item, and questions asked in line."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from console import words
from console.domain.people import Action
from ui import actions
from ui.models.kept_words import KeptWords, Watched
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.intake_bar import Bar, Lines, Question
from ui.widgets.intake_questions import (
    ActQuestion,
    CallBackQuestion,
    ClockQuestion,
    CloseQuestion,
    DiscardQuestion,
    PromiseQuestion,
    ReviseQuestion,
)
from ui.widgets.keycap import KeyButton


class EntryBar(Bar):
    """While an entry is being written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.discard = KeyButton("intake.discard")
        self.print = KeyButton("button.print", actions.key_of("print"), icon="print")
        self.save = KeyButton("button.save", actions.key_of("save"))
        self.save_close = KeyButton("button.save_close", actions.key_of("save_close"), kind="primary")
        for button in (self.discard, self.print):
            self.row.addWidget(button)
        self.row.addStretch(1)
        self.row.addWidget(self.save)
        self.row.addWidget(self.save_close)


class ItemBar(Lines):
    """While a registered item is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.print = KeyButton("button.print", actions.key_of("print"), icon="print")
        self.call_back = KeyButton("intake.call_back")
        self.revise = KeyButton("intake.revise")
        self.close_item = KeyButton("intake.close")
        self.act = KeyButton("intake.act", actions.key_of("act"))
        self.new = KeyButton("intake.new", actions.key_of("new_intake"), kind="primary")
        for button in (self.call_back, self.act, self.close_item, self.revise, self.print):
            self.flow.addWidget(button)
        self.flow.add_last(self.new)

    def first(self) -> KeyButton:
        """What is wanted most of this item."""
        wanted = (self.call_back, self.act, self.close_item, self.revise)
        return next((each for each in wanted if each.isVisibleTo(self) and each.isEnabled()), self.new)


Asked = (
    DiscardQuestion | CallBackQuestion | CloseQuestion | ReviseQuestion | ActQuestion | ClockQuestion | PromiseQuestion
)


class IntakeBars(QStackedWidget):
    """One of the bars at a time; a question goes back to the bar it was asked from.

    ``ended`` when a question went away under the officer's hands: the focus needs a place.
    """

    ended = Signal()

    def __init__(self, seat: Seat, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.entry = EntryBar()
        self.item = ItemBar()
        self.discard = DiscardQuestion()
        self.call_back = CallBackQuestion()
        self.close_item = CloseQuestion()
        self.revise = ReviseQuestion()
        self.act = ActQuestion()
        self.clock = ClockQuestion(times)
        self.promise = PromiseQuestion(times)
        self._from: QWidget = self.entry
        self.about: Hashable = None
        """What is shown above: a question's words belong to it."""
        self._asked_about: Hashable = None
        self._book: KeptWords | None = None
        self._answers: dict[Question, Watched] = {}
        questions = (
            self.discard, self.call_back, self.close_item, self.revise, self.act, self.clock, self.promise,
        )  # fmt: skip
        for bar in (self.entry, self.item, *questions):
            self.addWidget(bar)
        for question in questions:
            question.no.connect(self.end_question)
        seat.changed.connect(self.permit)
        self.permit()

    def buttons(self) -> tuple[QWidget, ...]:
        """Every button in Tab order; hidden ones are passed over."""
        entry, item = self.entry, self.item
        return (
            entry.save_close, entry.save, entry.print, entry.discard,
            item.new, item.call_back, item.act, item.close_item, item.revise, item.print,
        )  # fmt: skip

    def show_entry(self) -> None:
        self._put_words_away()
        self.setCurrentWidget(self.entry)

    def show_item(self, *, is_open: bool, call_back: bool) -> None:
        """``call_back`` while the caller is still to be rung back."""
        self.item.call_back.setVisible(is_open and call_back)
        self.item.close_item.setVisible(is_open)
        self.item.act.setVisible(is_open)
        self._put_words_away()
        self.setCurrentWidget(self.item)

    def ask(self, question: Asked) -> None:
        """The officer pressed the button: the question takes the bar's place and the focus.

        Words typed into it before about the same thing, and not handed up, stand there again.
        """
        self._put_words_away()
        if self.asking() is None:
            self._from = self.item if self.currentWidget() is self.item else self.entry
        self.setCurrentWidget(question)
        self._asked_about = self.about
        question.ask()
        if question in self._answers:
            self._answers[question].turn_to(_subject(question, self.about))

    def asking(self) -> Question | None:
        shown = self.currentWidget()
        return shown if isinstance(shown, Question) else None

    def end_question(self, *, done: bool = False) -> None:
        """Back to the bar; words that were not ``done`` wait for the next time."""
        question, focus = self.asking(), QApplication.focusWidget()
        if question is None:
            return
        if done and question in self._answers:
            self._answers[question].settle()
        self._put_words_away()
        held = focus is not None and question.isAncestorOf(focus)
        self.setCurrentWidget(self._from)
        if held:
            self.ended.emit()

    def asking_about(self, question: Question | None, about: Hashable) -> bool:
        """Whether that question is still the one being asked, and about that."""
        return question is not None and question is self.asking() and self._asked_about == about

    def forget_words(self, question: Question | None, about: Hashable) -> None:
        """They are in the book."""
        if self._book is not None and question in self._answers:
            self._book.record(_subject(question, about)).settle()

    def keep_with(self, book: KeptWords) -> None:
        """From now on what is typed into a question is kept; a promised time is offered anew each time."""
        self._book = book
        asked = (self.call_back, self.close_item, self.revise, self.act, self.clock)
        self._answers = {question: book.watch(question.inputs(), self) for question in asked}
        book.handed_over.connect(self.end_question)

    def _put_words_away(self) -> None:
        question = self.asking()
        if question in self._answers:
            self._answers[question].put_away()

    def permit(self) -> None:
        """Grey what this seat may not do, and say whose leave it needs."""
        item = self.item
        entry = self.entry
        for button in (entry.save, entry.save_close, item.call_back, item.act, item.close_item, item.revise):
            _permit(button, self._seat.may(Action.INTAKE), Action.INTAKE)
        _permit(self.item.print, self._seat.may(Action.PRINT), Action.PRINT)
        self.entry.print.setEnabled(False)
        self.entry.print.setToolTip(words.say("intake.print_after_saving"))


def _subject(question: Question, about: Hashable) -> str:
    return f"intake.{question.called} {about}"


def _permit(button: KeyButton, allowed: bool, action: Action) -> None:
    button.setEnabled(allowed)
    button.setToolTip("" if allowed else words.say("frame.needs_role", roles=roles_for(action)))
