"""The hand-over panel while no sheet is under way: nobody on watch, or a watch that can be handed over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.duty import OpenPoints, PostLine, SheetRow, ShiftRow
from ui import actions, theme
from ui.text import Times, number, post
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word

_FACTS = ("watch.owner", "watch.posts", "watch.taken", "watch.until", "watch.inbound", "watch.tasks", "watch.lines")


class WatchPage(Painted, Spoken, QWidget):
    """Three cards: the sheet this watch was taken over by, the watch, and the empty station."""

    take_over_asked = Signal()
    start_asked = Signal()
    emergency_asked = Signal()
    sheet_asked = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._shift: ShiftRow | None = None
        self._open = OpenPoints(0, 0, 0, 0)
        self._build_done()
        self._build_watch()
        self._build_empty()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for card in (self.done_card, self.watch_card, self.empty_card):
            self._column.addWidget(card)
        self._column.addStretch(1)
        self.restyle()

    def show_watch(self, shift: ShiftRow | None, done: SheetRow | None, waiting: OpenPoints) -> None:
        """``done`` is the accepted sheet of the hand-over that began this watch."""
        self._shift, self._open = shift, waiting
        self.watch_card.setVisible(shift is not None)
        self.empty_card.setVisible(shift is None)
        self.done_card.setVisible(done is not None and shift is not None)
        if done is not None and shift is not None:
            self.done.say("handover.complete", number=done.number, **self._signers(done))
        self.retranslate()

    def retranslate(self) -> None:
        """The facts hold words beside the data."""
        shift, waiting = self._shift, self._open
        if shift is None:
            return
        self.facts.show_text("watch.owner", shift.owner)
        self.facts.show_text("watch.posts", people(shift.posts))
        self.facts.say("watch.taken", f"watch.taken.{shift.taken_how}", at=self._times.full(shift.taken_at))
        self.facts.show_text("watch.until", self._times.minute(shift.planned_to))
        self.facts.say("watch.inbound", "item.count", count=waiting.inbound)
        tasks = "item.count_overdue" if waiting.overdue else "item.count"
        self.facts.say("watch.tasks", tasks, count=waiting.tasks, overdue=waiting.overdue)
        lines = number(max(0, waiting.head - shift.first_number + 1))
        self.facts.say("watch.lines", "watch.lines_of", count=lines, first=shift.first_number, last=waiting.head)

    def restyle(self) -> None:
        self._column.setSpacing(theme.current().px(12))
        super().restyle()

    def _signers(self, done: SheetRow) -> dict[str, str]:
        signed = {signature["part"]: signature["name"] for signature in done.signatures}
        return {"outgoing": signed.get("outgoing", ""), "incoming": signed.get("incoming", "")}

    def _build_done(self) -> None:
        self.done_card = Card("handover.card.done")
        self.done = _wrapped("")
        self.show_sheet = KeyButton("handover.show_sheet", actions.key_of("print"))
        self.show_sheet.clicked.connect(self.sheet_asked)
        self.done_card.body.addWidget(self.done)
        self.done_card.body.addLayout(_row(self.show_sheet))

    def _build_watch(self) -> None:
        self.watch_card = Card("handover.card.watch")
        self.facts = Facts(_FACTS)
        self.start = KeyButton("handover.start", actions.key_of("panel.handover"), kind="primary")
        self.emergency = KeyButton("handover.emergency", kind="danger")
        self.start.clicked.connect(self.start_asked)
        self.emergency.clicked.connect(self.emergency_asked)
        self.watch_card.body.addWidget(self.facts)
        self.watch_card.body.addWidget(_wrapped("handover.start_what"))
        self.watch_card.body.addLayout(_row(self.start, self.emergency))
        self.watch_card.body.addWidget(_wrapped("handover.emergency_what"))

    def _build_empty(self) -> None:
        self.empty_card = Card("handover.card.empty")
        self.take_over = KeyButton("button.take_over", kind="primary")
        self.take_over.clicked.connect(self.take_over_asked)
        self.empty_card.body.addWidget(_wrapped("handover.empty"))
        self.empty_card.body.addLayout(_row(self.take_over))


def people(posts: Sequence[PostLine]) -> str:
    """带班领导 林例十、主班 陈例一"""
    return words.say("list.join").join(f"{post(line.post)} {line.name}" for line in posts)


def _wrapped(code: str) -> Word:
    sentence = Word(code, role="secondary")
    sentence.setWordWrap(True)
    return sentence


def _row(*buttons: KeyButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
