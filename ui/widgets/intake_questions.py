"""Questions below the 接报 form: discard, close, figures, calling back, what was done, which clock has ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.clocks import ClockRow
from console.domain.inbound import ACTIONS, FIGURES, NOTE_LIMIT, SOURCE_LIMIT, FigureValue, InboundState
from ui.text import Times
from ui.widgets.code_combo import CodeCombo
from ui.widgets.figure import FigureField
from ui.widgets.intake_bar import Question
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import ShortText

CLOSINGS = tuple(state.value for state in InboundState if state is not InboundState.OPEN)
_NUMBER_LIMIT = 40
_ANSWERS = ("verified", "failed")
_WHOM_LIMIT = 100
_REASON_LIMIT = 500
_TIME_LIMIT = 40


class DiscardQuestion(Question):
    def __init__(self) -> None:
        super().__init__("intake.discard", kind="danger", no="intake.keep")
        self.row.addWidget(Word("intake.discard_question", role="strong"))
        self.end_row()

    def ask(self) -> None:
        self.no_button.setFocus()


class CallBackQuestion(Spoken, Question):
    """What ringing back brought; ``answer`` is whether it was verified, and what was heard."""

    called = "call_back"

    def __init__(self) -> None:
        super().__init__("intake.call_back_yes")
        self.result = CodeCombo("inbound.call_back", _ANSWERS)
        self.note = ShortText(NOTE_LIMIT)
        self.note.returnPressed.connect(self.yes)
        self.row.addWidget(self.result, 1)
        self.row.addWidget(self.note, 3)
        self.end_row()
        self.retranslate()

    def inputs(self) -> dict[str, QWidget]:
        return {"result": self.result, "note": self.note}

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

    called = "close"

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

    def inputs(self) -> dict[str, QWidget]:
        return {"state": self.state, "master": self.master, "note": self.note}

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

    called = "revise"

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

    def inputs(self) -> dict[str, QWidget]:
        return {"which": self.which, "value": self.value, "source": self.source}

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


class ActQuestion(Spoken, Question):
    """What was done about the item; ``answer`` is the action and to whom, or what was said."""

    called = "act"

    def __init__(self) -> None:
        super().__init__("intake.act_yes")
        self.which = CodeCombo("inbound.action", ACTIONS)
        self.note = ShortText(NOTE_LIMIT)
        self.note.returnPressed.connect(self.yes)
        self.row.addWidget(self.which, 1)
        self.row.addWidget(self.note, 3)
        self.end_row()
        self.retranslate()

    def inputs(self) -> dict[str, QWidget]:
        return {"which": self.which, "note": self.note}

    def ask(self) -> None:
        self.note.clear()
        self.which.setFocus()

    def answer(self) -> tuple[str, str]:
        return self.which.code(), self.note.text().strip()

    def retranslate(self) -> None:
        self.which.setAccessibleName(words.say("intake.act"))
        self.note.setPlaceholderText(words.say("intake.act_note"))
        self.note.setAccessibleName(words.say("intake.act_note"))


@dataclass(frozen=True, slots=True)
class ClockAnswer:
    """Which clock ended, who was told or received it, when as it was typed (empty is now), and why late."""

    clock_id: UUID
    whom: str
    at: str
    reason: str


class ClockQuestion(Spoken, Question):
    """One act ends a clock; where it is over its time the reason has a field of its own."""

    called = "clock"

    def __init__(self, times: Times) -> None:
        super().__init__("intake.clock_yes")
        self._times = times
        self._rows: dict[str, ClockRow] = {}
        self.which = CodeCombo("clock", ())
        self.whom = ShortText(_WHOM_LIMIT)
        self.at = ShortText(_TIME_LIMIT)
        self.reason = ShortText(_REASON_LIMIT)
        for line in (self.whom, self.at, self.reason):
            line.returnPressed.connect(self.yes)
        self.which.currentIndexChanged.connect(self._show_reason)
        self.at.textChanged.connect(self._show_reason)
        for widget, share in ((self.which, 2), (self.whom, 2), (self.at, 1), (self.reason, 2)):
            self.row.addWidget(widget, share)
        self.end_row()
        self.retranslate()

    def set_clocks(self, rows: Sequence[ClockRow]) -> None:
        """The clocks that still run."""
        self._rows = {row.kind: row for row in rows if row.done_at is None}
        chosen = self.which.code()
        self.which.clear()
        for kind in self._rows:
            self.which.addItem("", kind)
        self.which.show_code(chosen)
        self.which.retranslate()

    def inputs(self) -> dict[str, QWidget]:
        return {"whom": self.whom, "at": self.at, "reason": self.reason}

    def ask(self) -> None:
        for line in (self.whom, self.at, self.reason):
            line.clear()
        self._show_reason()
        self.whom.setFocus()

    def answer(self) -> ClockAnswer | None:
        row = self._rows.get(self.which.code())
        if row is None:
            return None
        return ClockAnswer(row.id, self.whom.text().strip(), self.at.text().strip(), self.reason.text().strip())

    def _show_reason(self) -> None:
        row = self._rows.get(self.which.code())
        self.reason.setVisible(bool(self.at.text()) or (row is not None and row.over(self._times.now())))

    def retranslate(self) -> None:
        self.which.setAccessibleName(words.say("intake.clock"))
        for line, code in ((self.whom, "whom"), (self.at, "at"), (self.reason, "reason")):
            line.setPlaceholderText(words.say(f"intake.clock_{code}"))
            line.setAccessibleName(words.say(f"intake.clock_{code}"))


class PromiseQuestion(Spoken, Question):
    """When the caller is to be rung back; the time stands there already."""

    def __init__(self, times: Times) -> None:
        super().__init__("intake.promise_yes")
        self._times = times
        self.at = ShortText(_TIME_LIMIT)
        self.at.returnPressed.connect(self.yes)
        self.row.addWidget(Word("intake.promise", role="strong"))
        self.row.addWidget(self.at, 1)
        self.end_row()
        self.retranslate()

    def offer(self, minutes: int) -> None:
        """The site's usual time from now."""
        self.at.setText(self._times.clock(self._times.now() + timedelta(minutes=minutes)))

    def ask(self) -> None:
        self.at.setFocus()
        self.at.selectAll()

    def answer(self) -> tuple[str, datetime]:
        """As it was typed, and the coming time it means. Raises Refused("bad_time")."""
        return self.at.text().strip(), self._times.coming(self.at.text())

    def retranslate(self) -> None:
        self.at.setAccessibleName(words.say("intake.promise"))
