"""Questions about who stands duty: leave, a swap, whether a draft is given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.domain.duty_people import LeaveKind, WishRow
from console.domain.roster import RosterLineRow
from console.domain.roster_draft import Candidate
from console.errors import Refused
from console.services.leaves import NewLeave
from console.services.swaps import Duty, NewSwap
from console.services.wishes import WISHES, NewWish
from ui import text
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.roster_words import day_word, shift_word
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine
from ui.widgets.who_line import WhoLine

_REASON, _TIME, _NOTE = 500, 30, 200


class SureDialog(Asking):
    """Hands up nothing but that it is wanted."""

    def __init__(self, title: str, about: str, *, kind: str = "danger", parent: QWidget | None = None) -> None:
        super().__init__(title, title, kind=kind, parent=parent)
        said = Word(role="strong")
        said.show_text(about)
        said.setWordWrap(True)
        self.body.addWidget(said)

    def answer(self) -> None:
        return None

    def first(self) -> QWidget:
        return self.no


class LeaveDialog(Asking):
    """Hands up a ``NewLeave``; days alone mean whole days."""

    def __init__(
        self, candidates: Sequence[Candidate], times: Times, *, name: str = "", day: date | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("leave.ask", "leave.ask", parent=parent)
        self._times = times
        self.who = WhoLine(candidates, name)
        self.kind = Choice(list(LeaveKind), lambda one: words.say(f"leave.kind.{one.value}"))
        self.begins, self.ends = OneLine(_TIME, _iso(day)), OneLine(_TIME, _iso(day))
        self.reason = OneLine(_REASON, "")
        for label, editor, needed in (
            ("leave.who", self.who, True), ("leave.kind", self.kind, True), ("leave.from", self.begins, True),
            ("leave.until", self.ends, True), ("leave.reason", self.reason, False),
        ):  # fmt: skip
            self.body.addWidget(Field(label, editor, required=needed))
        lines: dict[str, QLineEdit] = {
            "who": self.who, "begins": self.begins, "ends": self.ends, "reason": self.reason,
        }  # fmt: skip
        self.set_fields(list(lines.values()))
        self.inputs = {**lines}

    def answer(self) -> NewLeave:
        start = self._read(self.begins.text(), self._times.coming, "begins")
        end = self._read(self.ends.text(), self._times.ahead, "ends", whole=True)
        try:
            person = self.who.person()
        except Refused as refused:
            raise refused.about("who") from None
        return NewLeave(person.person_id, self.kind.value().value, start, end, self.reason.text())

    def _read(self, typed: str, read: Callable[[str], datetime], field: str, *, whole: bool = False) -> datetime:
        """A day alone begins with it and ends with it."""
        try:
            day = self._times.read_day(typed)
        except Refused:
            try:
                return read(typed)
            except Refused as refused:
                raise refused.about(field) from None
        at = date.fromordinal(day.toordinal() + 1) if whole else day
        return datetime.combine(at, time(), self._times.zone)


class WishDialog(Asking):
    """Hands up a ``NewWish``; the last day may stay empty. ``shifts`` are those to choose one from."""

    def __init__(
        self, title: str, candidates: Sequence[Candidate], shifts: Sequence[str], times: Times,
        row: WishRow | None = None, *, day: date | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, title, parent=parent)
        self._times = times
        self.who = WhoLine(candidates, row.name if row else "")
        self.wish = Choice(WISHES, lambda one: words.say(f"wish.kind.{one}"))
        self.begins, self.ends = OneLine(_TIME, _iso(row.day if row else day)), OneLine(_TIME, "")
        self.shift = Choice(("", *shifts), lambda one: shift_word(one) if one else words.say("wish.any_shift"))
        self.note = OneLine(_NOTE, row.note if row else "")
        if row is not None:
            self.wish.choose(row.wish)
            self.shift.choose(row.shift)
        for label, editor, needed in (
            ("wish.who", self.who, True), ("wish.kind", self.wish, True), ("wish.first", self.begins, True),
            ("wish.last", self.ends, False), ("wish.shift", self.shift, True), ("wish.note", self.note, False),
        ):  # fmt: skip
            self.body.addWidget(Field(label, editor, required=needed))
        lines: dict[str, QLineEdit] = {"who": self.who, "first": self.begins, "last": self.ends, "note": self.note}
        self.set_fields(list(lines.values()))
        self.inputs = {**lines, "wish": self.wish, "shift": self.shift}

    def answer(self) -> NewWish:
        try:
            person = self.who.person()
        except Refused as refused:
            raise refused.about("who") from None
        first = self._times.read_day(self.begins.text(), "first")
        last = self._times.read_day(self.ends.text(), "last") if self.ends.text().strip() else first
        return NewWish(person.person_id, first, last, self.wish.value(), self.shift.value(), self.note.text())


@dataclass(frozen=True, slots=True)
class DutyChoice:
    """A duty that can be given away or given back, with who stands it."""

    line: RosterLineRow
    person_id: object

    @property
    def duty(self) -> Duty:
        return Duty(self.line.day, self.line.shift, self.line.post)

    def word(self) -> str:
        return f"{day_word(self.line.day)}　{text.post(self.line.post)}　{self.line.name}"


class SwapDialog(Asking):
    """Hands up a ``NewSwap``: a duty, who takes it, the duty given back, why."""

    def __init__(
        self, title: str, duties: Sequence[DutyChoice], candidates: Sequence[Candidate], chosen: int = 0,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, title, parent=parent)
        self._duties = duties
        self.duty = Choice(range(len(duties)), lambda at: duties[at].word())
        self.duty.choose(chosen)
        self.who, self.reason = WhoLine(candidates), OneLine(_REASON, "")
        self.back = Choice(
            [-1, *range(len(duties))], lambda at: words.say("swap.no_back") if at < 0 else duties[at].word()
        )
        for label, editor, needed in (
            ("swap.duty", self.duty, True), ("swap.who", self.who, True), ("swap.back", self.back, False),
            ("swap.reason", self.reason, True),
        ):  # fmt: skip
            self.body.addWidget(Field(label, editor, required=needed))
        self.set_fields([self.who, self.reason])
        self.inputs = {"who": self.who, "reason": self.reason}
        self.who.textChanged.connect(lambda _typed: self._offer_back())

    def _offer_back(self) -> None:
        """What can be given back are duties of the one who takes over."""
        meant = self.who.only()
        own = [at for at, one in enumerate(self._duties) if meant is None or one.person_id == meant.person_id]
        self.back.offer([-1, *own])

    def _back_word(self, at: int) -> str:
        return self._duties[at].word() if at >= 0 else words.say("swap.no_back")

    def answer(self) -> NewSwap:
        given = self._duties[self.duty.value()]
        back = None if self.back.value() < 0 else self._duties[self.back.value()]
        try:
            other = self.who.person()
        except Refused as refused:
            raise refused.about("who") from None
        if not self.reason.text().strip():
            raise Refused("reason_missing", field="reason")
        return NewSwap(given.duty, given.person_id, other.person_id, self.reason.text(), back.duty if back else None)  # type: ignore[arg-type]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
