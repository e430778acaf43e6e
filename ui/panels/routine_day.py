"""今日例行: what the shift does at which time, what is overdue, ticked with one key."""

from __future__ import annotations

from console import words
from console.changes import Topic
from console.domain.people import Action
from console.domain.routine import NOTE_LIMIT, OPEN, Result, RoutineRow, RoutineState, waiting_of
from console.services.routine import RoutineService
from ui import actions, text
from ui.dialogs.finding import Asks, FindingDialog
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.routine_part import RoutinePart
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

_TITLE = {Result.ABNORMAL: "routine.abnormal.title", Result.NOT_DONE: "routine.not_done.title"}
_INK = {
    RoutineState.OVERDUE: "redtext", RoutineState.ABNORMAL: "orangetext", RoutineState.NOT_DONE: "orangetext",
    RoutineState.WAITING: "text2",
}  # fmt: skip


class DayPage(RoutinePart):
    """Space or Enter: done. Abnormal and not done ask for words."""

    topics = frozenset({Topic.ROUTINE, Topic.LISTS, Topic.DUTY, Topic.SETTINGS})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, routine: RoutineService, book: KeptWords | None = None
    ) -> None:
        super().__init__(jobs, seat, times, book)
        self._routine = routine
        self.build()

    def build(self) -> None:
        self.table = RowTable(day_model(self._times))
        self.card = Card("routine.today", flush=True)
        self.done = KeyButton("routine.do.done", actions.key_of("tick_row"), kind="primary")
        self.abnormal = KeyButton("routine.do.abnormal", actions.key_of("abnormal"))
        self.not_done = KeyButton("routine.do.not_done", actions.key_of("not_done"))
        self.lay_out([self.done, self.abnormal, self.not_done], Empty("routine.empty"))
        self.guard(Action.ROUTINE, self.done, self.abnormal, self.not_done)
        self.done.clicked.connect(self.tick)
        self.abnormal.clicked.connect(lambda: self.ask_words(Result.ABNORMAL))
        self.not_done.clicked.connect(lambda: self.ask_words(Result.NOT_DONE))
        self.table.opened.connect(lambda _: self.tick())
        self.table.chosen.connect(lambda _: self.permit())
        self.bind_keys(
            {
                "tick_row": self.tick,
                "abnormal": lambda: self.ask_words(Result.ABNORMAL),
                "not_done": lambda: self.ask_words(Result.NOT_DONE),
            }
        )
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("routine.today"))

    def load(self) -> list[RoutineRow]:
        return self._routine.day(self._times.now())

    def present(self, result: list[RoutineRow]) -> None:
        waiting = waiting_of(result)
        ahead = [row for row in result if row.state is RoutineState.WAITING]
        open_ = [row for row in result if row.state in OPEN]
        first = next(iter(open_ or ahead or result), None)
        self.show_rows(result, first.id if first else None)
        told = {"ahead": len(ahead), "now": len(waiting.now), "over": len(waiting.over)}
        self.card.caption.say("routine.counts", done=len(result) - len(waiting) - len(ahead), **told)
        self.count_changed.emit(len(waiting))

    def possible(self, widget: object) -> bool:  # noqa: ARG002
        return self.table.chosen_row() is not None

    def tick(self) -> None:
        """The chosen routine was done and in order."""
        row = self.table.chosen_row()
        if row is None or not self._seat.may(Action.ROUTINE):
            return
        by = self._seat.actor
        self.save(
            lambda: self._routine.tick(row.code, row.due_at, Result.DONE, by=by, seen=row.seen),
            lambda _: self.tell(row, Result.DONE),
        )

    def ask_words(self, result: Result) -> None:
        """What was abnormal, or why it was not done."""
        row, by = self.table.chosen_row(), self._seat.actor
        if row is None or not self._seat.may(Action.ROUTINE):
            return
        told = row.tick.note if row.tick is not None and row.tick.result is result else ""
        fields = [Asks("note", f"routine.{result.value}.note", required=True, limit=NOTE_LIMIT)]
        about = f"{self._times.near(row.due_at)}  {row.title(words.language())}"
        dialog = FindingDialog(_TITLE[result], about, fields, {"note": told}, parent=self.window())
        self.ask(
            dialog,
            f"routine {result.value} {row.id}",
            lambda given: self._routine.tick(row.code, row.due_at, result, given["note"], by=by, seen=row.seen),
            lambda _: self._finished_with(row, result),
        )

    def tell(self, row: RoutineRow, result: Result) -> None:
        said = words.say(f"routine.state.{result.value}")
        self.saved.emit(words.say("routine.told", name=row.title(words.language()), state=said))

    def _finished_with(self, row: RoutineRow, result: Result) -> None:
        self.tell(row, result)
        self.reload_now()


def state_text(row: RoutineRow, times: Times) -> str:
    """Where it stands, with the time that is left or over."""
    if row.state in OPEN:
        return text.left(row.until, times.now())
    return words.say(f"routine.state.{row.state.value}")


def day_model(times: Times) -> RowTableModel[RoutineRow]:
    """Time, what, post, standard, state, note and name."""
    return RowTableModel(
        [
            Column("time", lambda row: times.near(row.due_at), width=96),
            Column("routine", lambda row: row.title(words.language()), width=220, strong=lambda r: r.state in OPEN),
            Column("post", lambda row: text.post(row.post) if row.post else "", width=96),
            Column("standard", lambda row: row.asked(words.language()), stretch=True),
            Column(
                "state", lambda row: state_text(row, times), width=120, ink=lambda row: _INK.get(row.state),
                strong=lambda row: row.state in OPEN,
            ),
            Column("note", lambda row: row.tick.note if row.tick else "", stretch=True),
            Column("by", lambda row: f"{row.tick.by_name} {times.near(row.tick.at)}" if row.tick else "", width=130),
        ],
        key=lambda row: row.id,
        tint=lambda row: "redtint" if row.state is RoutineState.OVERDUE else None,
    )  # fmt: skip
