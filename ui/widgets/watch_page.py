"""The hand-over panel while no sheet is under way: nobody on watch, or a watch that can be handed over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.duty import EmergencyRow, OpenPoints, PostLine, SheetRow, ShiftRow
from ui import actions, theme
from ui.text import Times, number, post
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.past_sheets import PastSheets
from ui.widgets.spoken import Spoken, Word
from ui.widgets.supplements import Supplements

_FACTS = ("watch.owner", "watch.posts", "watch.taken", "watch.until", "watch.inbound", "watch.tasks", "watch.lines")


class WatchPage(Painted, Spoken, QWidget):
    """Left what is now: an emergency to confirm, the sheet this watch was taken over by and what was added to it,
    the watch or the empty station. Right the past sheets."""

    take_over_asked = Signal()
    start_asked = Signal()
    emergency_asked = Signal()
    sheet_asked = Signal()
    confirm_asked = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._shift: ShiftRow | None = None
        self._emergency: EmergencyRow | None = None
        self._unconfirmed: EmergencyRow | None = None
        self._open = OpenPoints(0, 0, 0, 0)
        self._build_unconfirmed()
        self._build_done()
        self._build_watch()
        self._build_empty()
        self.supplements = Supplements(times)
        self.past = PastSheets(times)
        self._column = QVBoxLayout()
        for card in (self.unconfirmed_card, self.done_card, self.supplements, self.watch_card, self.empty_card):
            self._column.addWidget(card)
        self._column.addStretch(1)
        self._halves = QHBoxLayout(self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.addLayout(self._column, 4)
        self._halves.addWidget(self.past, 3)
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

    def show_half_written(self, count: int) -> None:
        """Entries begun and not saved stand on no sheet: said before one is started."""
        self.half_written.setVisible(count > 0)
        self.half_written.say("handover.half_written", count=count)

    def show_emergency(self, emergency: EmergencyRow | None, unconfirmed: EmergencyRow | None) -> None:
        """``emergency`` is how this watch was taken, ``unconfirmed`` the oldest that waits."""
        self._emergency, self._unconfirmed = emergency, unconfirmed
        self.unconfirmed_card.setVisible(unconfirmed is not None)
        self.retranslate()

    def retranslate(self) -> None:
        """The facts hold words beside the data."""
        self._say_unconfirmed()
        shift, waiting = self._shift, self._open
        if shift is None:
            return
        self.facts.show_text("watch.owner", shift.owner)
        self.facts.show_text("watch.posts", people(shift.posts))
        self._say_taken(shift)
        self.facts.show_text("watch.until", self._times.minute(shift.planned_to))
        self.facts.say("watch.inbound", "item.count", count=waiting.inbound)
        tasks = "item.count_overdue" if waiting.overdue else "item.count"
        self.facts.say("watch.tasks", tasks, count=waiting.tasks, overdue=waiting.overdue)
        self.unsettled.setVisible(bool(waiting.unchecked or waiting.routines))
        self.unsettled.say(
            "handover.unsettled", checks=waiting.unchecked, routines=waiting.routines, over=waiting.routines_over
        )  # fmt: skip
        lines = number(max(0, waiting.head - shift.first_number + 1))
        self.facts.say("watch.lines", "watch.lines_of", count=lines, first=shift.first_number, last=waiting.head)

    def _say_taken(self, shift: ShiftRow) -> None:
        at, row = self._times.full(shift.taken_at), self._emergency
        if row is not None and row.shift_id == shift.id and row.confirmed_at is not None:
            when = self._times.near(row.confirmed_at)
            self.facts.say("watch.taken", "watch.taken.emergency_confirmed", at=at, name=row.confirmed_by, when=when)
        else:
            self.facts.say("watch.taken", f"watch.taken.{shift.taken_how}", at=at)

    def _say_unconfirmed(self) -> None:
        row = self._unconfirmed
        if row is not None:
            facts = {"number": row.number, "owner": row.owner, "relieved": row.relieved, "reason": row.reason}
            self.unconfirmed.say("handover.unconfirmed", at=self._times.minute(row.taken_at), **facts)

    def restyle(self) -> None:
        for layout in (self._column, self._halves):
            layout.setSpacing(theme.current().px(12))
        super().restyle()

    def _signers(self, done: SheetRow) -> dict[str, str]:
        signed = {signature["part"]: _signer(signature) for signature in done.signatures}
        return {"outgoing": signed.get("outgoing", ""), "incoming": signed.get("incoming", "")}

    def _build_unconfirmed(self) -> None:
        self.unconfirmed_card = Card("handover.card.unconfirmed")
        self.unconfirmed = _wrapped("")
        self.confirm = KeyButton("handover.confirm_emergency")
        self.confirm.clicked.connect(self.confirm_asked)
        self.unconfirmed_card.body.addWidget(self.unconfirmed)
        self.unconfirmed_card.body.addLayout(_row(self.confirm))
        self.unconfirmed_card.hide()

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
        self.half_written = _wrapped("")
        self.half_written.setProperty("role", "caution")
        self.half_written.hide()
        self.unsettled = _wrapped("")
        self.unsettled.setProperty("role", "caution")
        self.unsettled.hide()
        self.start = KeyButton("handover.start", kind="primary")
        self.emergency = KeyButton("handover.emergency", kind="danger")
        self.start.clicked.connect(self.start_asked)
        self.emergency.clicked.connect(self.emergency_asked)
        self.watch_card.body.addWidget(self.facts)
        self.watch_card.body.addWidget(_wrapped("handover.start_what"))
        self.watch_card.body.addWidget(self.half_written)
        self.watch_card.body.addWidget(self.unsettled)
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


def _signer(signature: dict[str, str]) -> str:
    if not signature.get("absent"):
        return signature["name"]
    return words.say("sign.box.for_absent", **{key: signature[key] for key in ("name", "absent", "reason")})


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
