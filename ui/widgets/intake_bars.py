"""What stands below the 接报 form: buttons of an entry, buttons of a registered item, and questions asked in line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from console import words
from console.domain.inbound import FIGURES, NOTE_LIMIT, SOURCE_LIMIT, FigureValue, InboundState
from console.domain.people import Action
from ui import actions, theme
from ui.seat import Seat, roles_for
from ui.widgets.code_combo import CodeCombo
from ui.widgets.figure import FigureField
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import ShortText

CLOSINGS = tuple(state.value for state in InboundState if state is not InboundState.OPEN)
_NUMBER_LIMIT = 40
_ANSWERS = ("verified", "failed")


class Bar(Painted, QWidget):
    """A row of words, editors and buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.restyle()

    def restyle(self) -> None:
        self.row.setSpacing(theme.current().px(8))
        super().restyle()


class EntryBar(Bar):
    """While an entry is being written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.discard = KeyButton("intake.discard")
        self.print = KeyButton("button.print", actions.key_of("print"), icon="print")
        self.save = KeyButton("button.save", actions.key_of("save"))
        self.save_close = KeyButton("button.save_close", actions.key_of("save_close"), kind="primary")
        self.row.addWidget(self.discard)
        self.row.addWidget(self.print)
        self.row.addStretch(1)
        self.row.addWidget(self.save)
        self.row.addWidget(self.save_close)


class ItemBar(Bar):
    """While a registered item is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.print = KeyButton("button.print", actions.key_of("print"), icon="print")
        self.call_back = KeyButton("intake.call_back")
        self.revise = KeyButton("intake.revise")
        self.close_item = KeyButton("intake.close")
        self.new = KeyButton("intake.new", actions.key_of("panel.intake"), kind="primary")
        for button in (self.call_back, self.close_item, self.revise, self.print):
            self.row.addWidget(button)
        self.row.addStretch(1)
        self.row.addWidget(self.new)

    def first(self) -> KeyButton:
        """What is wanted most of this item."""
        wanted = (self.call_back, self.close_item, self.revise)
        return next((each for each in wanted if each.isVisibleTo(self) and each.isEnabled()), self.new)


class Question(Bar):
    """Asked in line, never in a window of its own; ``no`` changes nothing."""

    yes = Signal()
    no = Signal()

    def __init__(self, yes: str, *, kind: str = "primary", no: str = "button.cancel") -> None:
        super().__init__()
        self.yes_button = KeyButton(yes, kind=kind)
        self.no_button = KeyButton(no, "Escape")
        self.yes_button.clicked.connect(self.yes)
        self.no_button.clicked.connect(self.no)

    def end_row(self) -> None:
        """Buttons last, in reading order."""
        self.row.addStretch(1)
        self.row.addWidget(self.no_button)
        self.row.addWidget(self.yes_button)


class DiscardQuestion(Question):
    def __init__(self) -> None:
        super().__init__("intake.discard", kind="danger", no="intake.keep")
        self.row.addWidget(Word("intake.discard_question", role="strong"))
        self.end_row()

    def ask(self) -> None:
        self.no_button.setFocus()


class CallBackQuestion(Spoken, Question):
    """What ringing back brought; ``answer`` is whether it was verified, and what was heard."""

    def __init__(self) -> None:
        super().__init__("intake.call_back_yes")
        self.result = CodeCombo("inbound.call_back", _ANSWERS)
        self.note = ShortText(NOTE_LIMIT)
        self.note.returnPressed.connect(self.yes)
        self.row.addWidget(self.result, 1)
        self.row.addWidget(self.note, 3)
        self.end_row()
        self.retranslate()

    def ask(self) -> None:
        self.result.setCurrentIndex(0)
        self.note.clear()
        self.result.setFocus()

    def answer(self) -> tuple[bool, str]:
        return self.result.code() == "verified", self.note.text().strip()

    def retranslate(self) -> None:
        self.result.setAccessibleName(words.say("intake.call_back"))
        self.note.setPlaceholderText(words.say("intake.call_back_note"))
        self.note.setAccessibleName(words.say("intake.call_back_note"))


class CloseQuestion(Spoken, Question):
    """How an item ends; ``answer`` is the state, the note and, of a merged one, the number of its master."""

    def __init__(self) -> None:
        super().__init__("intake.close_yes")
        self.state = CodeCombo("inbound.state", CLOSINGS)
        self.master = ShortText(_NUMBER_LIMIT)
        self.note = ShortText(NOTE_LIMIT)
        for line in (self.master, self.note):
            line.returnPressed.connect(self.yes)
        self.state.currentIndexChanged.connect(self._show_master)
        self.row.addWidget(self.state, 1)
        self.row.addWidget(self.master, 2)
        self.row.addWidget(self.note, 3)
        self.end_row()
        self.retranslate()

    def ask(self) -> None:
        self.state.setCurrentIndex(0)
        self.master.clear()
        self.note.clear()
        self._show_master()
        self.state.setFocus()

    def answer(self) -> tuple[InboundState, str, str]:
        state = InboundState(self.state.code())
        return state, self.note.text().strip(), self.master.text().strip() if state is InboundState.MERGED else ""

    def _show_master(self) -> None:
        self.master.setVisible(self.state.code() == InboundState.MERGED)

    def retranslate(self) -> None:
        self.master.setPlaceholderText(words.say("intake.master"))
        self.master.setAccessibleName(words.say("intake.master"))
        self.state.setAccessibleName(words.say("intake.close"))
        self.note.setPlaceholderText(words.say("intake.close_note"))
        self.note.setAccessibleName(words.say("intake.close_note"))


class ReviseQuestion(Spoken, Question):
    """A new value of one figure with its source; ``answer`` is key, value (None is 不详) and source."""

    def __init__(self) -> None:
        super().__init__("intake.revise_yes")
        self.which = CodeCombo("figure", FIGURES)
        self.value = FigureField()
        self.source = ShortText(SOURCE_LIMIT)
        self.source.returnPressed.connect(self.yes)
        self.row.addWidget(self.which, 2)
        self.row.addWidget(self.value, 2)
        self.row.addWidget(self.source, 3)
        self.end_row()
        self.retranslate()

    def ask(self) -> None:
        self.value.set_value(None)
        self.source.clear()
        self.which.setFocus()

    def answer(self) -> tuple[str, FigureValue, str]:
        return self.which.code(), FigureValue(self.value.value(), self.value.unknown()), self.source.text().strip()

    def retranslate(self) -> None:
        self.which.setAccessibleName(words.say("intake.revise"))
        self.value.line.setAccessibleName(words.say("intake.revise_value"))
        self.source.setPlaceholderText(words.say("intake.revise_source"))
        self.source.setAccessibleName(words.say("intake.revise_source"))


class IntakeBars(QStackedWidget):
    """One of the bars at a time; a question goes back to the bar it was asked from.

    ``ended`` when a question went away under the officer's hands: the focus needs a place.
    """

    ended = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self.entry = EntryBar()
        self.item = ItemBar()
        self.discard = DiscardQuestion()
        self.call_back = CallBackQuestion()
        self.close_item = CloseQuestion()
        self.revise = ReviseQuestion()
        self._from: Bar = self.entry
        questions = (self.discard, self.call_back, self.close_item, self.revise)
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
            item.new, item.call_back, item.close_item, item.revise, item.print,
        )  # fmt: skip

    def show_entry(self) -> None:
        self.setCurrentWidget(self.entry)

    def show_item(self, *, is_open: bool, call_back: bool) -> None:
        """``call_back`` while the caller is still to be rung back."""
        self.item.call_back.setVisible(is_open and call_back)
        self.item.close_item.setVisible(is_open)
        self.setCurrentWidget(self.item)

    def ask(self, question: DiscardQuestion | CallBackQuestion | CloseQuestion | ReviseQuestion) -> None:
        """The officer pressed the button: the question takes the bar's place and the focus."""
        if self.asking() is None:
            self._from = self.item if self.currentWidget() is self.item else self.entry
        self.setCurrentWidget(question)
        question.ask()

    def asking(self) -> Question | None:
        shown = self.currentWidget()
        return shown if isinstance(shown, Question) else None

    def end_question(self) -> None:
        question, focus = self.asking(), QApplication.focusWidget()
        if question is None:
            return
        held = focus is not None and question.isAncestorOf(focus)
        self.setCurrentWidget(self._from)
        if held:
            self.ended.emit()

    def permit(self) -> None:
        """Grey what this seat may not do, and say whose leave it needs."""
        item = self.item
        for button in (self.entry.save, self.entry.save_close, item.call_back, item.close_item, item.revise):
            _permit(button, self._seat.may(Action.INTAKE), Action.INTAKE)
        _permit(self.item.print, self._seat.may(Action.PRINT), Action.PRINT)
        self.entry.print.setEnabled(False)
        self.entry.print.setToolTip(words.say("intake.print_after_saving"))


def _permit(button: KeyButton, allowed: bool, action: Action) -> None:
    button.setEnabled(allowed)
    button.setToolTip("" if allowed else words.say("frame.needs_role", roles=roles_for(action)))
