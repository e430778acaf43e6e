"""The head of a hand-over under way: number, cut-off, how much is confirmed, and who answers for the watch."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain import duty as rules
from console.domain.duty import SheetRow
from ui import theme
from ui.text import Times
from ui.widgets.digest import Digest
from ui.widgets.due import DueMark, DueState
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word


class SheetHead(Painted, Spoken, QFrame):
    """Two lines, the first one in large type: it must be read from a step away."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self._times = times
        self._overdue = 0
        self.number = Word(role="page")
        self.state = Word(role="secondary")
        self.progress = Word(role="page")
        self.overdue = DueMark()
        self.cut_off = Word()
        self.digest = Digest()
        self.since = Word(role="secondary")
        self.answers = Word(role="secondary")
        self.answers.setWordWrap(True)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.retranslate()
        self.restyle()

    def show_sheet(self, sheet: SheetRow, *, owner: str, since: int) -> None:
        """``since`` counts the lines of the log after the cut-off."""
        items = rules.items_of(sheet.body)
        waiting = set(rules.unconfirmed(sheet.body, sheet.confirmations))
        self.number.show_text(sheet.number)
        self.state.say(f"sheet.state.{sheet.state.value}")
        self.progress.say("handover.progress", done=len(items) - len(waiting), count=len(items))
        self._overdue = sum(late and item in waiting for _, item, late in items)
        self.cut_off.say("handover.cut_off_at", at=self._times.full(sheet.cut_off_at), number=sheet.cut_off_number)
        self.digest.show_digest(sheet.digest)
        self.since.say("handover.since", count=since)
        self.answers.say("handover.answers", name=owner)
        self.retranslate()

    def retranslate(self) -> None:
        self.overdue.setVisible(self._overdue > 0)
        text = words.say("handover.overdue_waiting", count=self._overdue)
        self.overdue.show_due(1.0, DueState.OVER, text)

    def restyle(self) -> None:
        using = theme.current()
        self._column.setContentsMargins(using.px(12), using.px(8), using.px(12), using.px(8))
        self._column.setSpacing(using.px(4))
        self._first.setSpacing(using.px(12))
        self._second.setSpacing(using.px(16))
        super().restyle()

    def _lay_out(self) -> None:
        self._first.addWidget(self.number)
        self._first.addWidget(self.state)
        self._first.addStretch(1)
        self._first.addWidget(self.overdue)
        self._first.addWidget(self.progress)
        self._second.addWidget(self.cut_off)
        self._second.addWidget(Word("handover.digest", role="secondary"))
        self._second.addWidget(self.digest)
        self._second.addWidget(self.answers, 1)
        self._second.addWidget(self.since)
        self._column.addLayout(self._first)
        self._column.addLayout(self._second)
