"""零报告: one line a unit, one key for a telephone call, no key for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from console import words
from console.changes import Topic
from console.domain.people import Action
from console.domain.routine import NOTE_LIMIT
from console.domain.zero_reports import ZeroGrid, ZeroRow, ZeroState, item_id
from console.services.zero_reports import ZeroReportsService
from ui import actions
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

_REPORTER = Asks("reporter", "zero.reporter", required=True, limit=60)


@dataclass(frozen=True, slots=True)
class Shown:
    """A day's grid; None while no period asks for one."""

    day: date
    grid: ZeroGrid | None


class ZeroPage(RoutinePart):
    """Space: rung up, nothing happened. Enter: nothing, said by a named person. Something asks for words."""

    topics = frozenset({Topic.ROUTINE, Topic.LISTS, Topic.PLACES, Topic.INBOUND})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, zero_reports: ZeroReportsService, book: KeptWords | None = None
    ) -> None:
        super().__init__(jobs, seat, times, book)
        self._zero = zero_reports
        self._back = 0
        self.build()

    def build(self) -> None:
        self.table = RowTable(zero_model(self._times))
        self.card = Card("zero.title", flush=True)
        self.phoned = KeyButton("zero.do.phoned", actions.key_of("tick_row"), kind="primary")
        self.named = KeyButton("zero.do.named", "Return")
        self.some = KeyButton("zero.do.some", actions.key_of("abnormal"))
        self.other_day = KeyButton("zero.do.yesterday", actions.key_of("other_day"), small=True)
        self.card.tools.addWidget(self.other_day)
        self.lay_out([self.phoned, self.named, self.some], Empty("zero.empty"))
        self.guard(Action.ROUTINE, self.phoned, self.named, self.some)
        self.phoned.clicked.connect(self.tick)
        self.named.clicked.connect(self.ask_none)
        self.some.clicked.connect(self.ask_some)
        self.other_day.clicked.connect(self.turn)
        self.table.opened.connect(lambda _: self.ask_none())
        self.table.chosen.connect(lambda _: self.permit())
        self.bind_keys({"tick_row": self.tick, "abnormal": self.ask_some, "other_day": self.turn})
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("zero.title"))

    def load(self) -> Shown:
        now = self._times.now()
        day = self._times.local(now).date() - timedelta(days=self._back)
        return Shown(day, self._zero.grid(now, day))

    def present(self, result: Shown) -> None:
        self._day = result.day
        grid = result.grid
        rows = grid.rows if grid else ()
        missing = next((row.unit for row in rows if row.state is ZeroState.MISSING), rows[0].unit if rows else None)
        self.show_rows(rows, missing)
        self.empty.say("zero.empty" if grid is None else "zero.no_units")
        self.other_day.say("zero.do.today" if self._back else "zero.do.yesterday")
        if grid is None:
            self.card.caption.show_text(f"{result.day:%Y-%m-%d}")
        else:
            self.card.caption.say(
                "zero.counts", name=grid.title(words.language()), day=f"{grid.day:%m-%d}",
                at=self._times.clock(grid.due_at), said=len(rows) - len(grid.missing), all=len(rows),
                some=grid.count(ZeroState.SOME),
            )  # fmt: skip
        self.count_changed.emit(len(grid.missing) if grid and not self._back else 0)

    def possible(self, widget: object) -> bool:  # noqa: ARG002
        return self.table.chosen_row() is not None

    def go_to(self, item: UUID) -> bool:
        """Show the day a due item is about; False when it is about something else."""
        today = self._times.local(self._times.now()).date()
        back = next((n for n in (0, 1) if item_id(today - timedelta(days=n)) == item), None)
        if back is None:
            return False
        self._back = back
        self.reload_now()
        return True

    def turn(self) -> None:
        """Yesterday instead of today, and back."""
        self._back = 0 if self._back else 1
        self.reload_now()

    def tick(self) -> None:
        """The chosen unit was rung up: nothing happened."""
        row, by = self._chosen(), self._seat
        if row is not None:
            actor, day = by.actor, self._day
            self.save(
                lambda: self._zero.record(day, row.unit, ZeroState.NONE, phoned=True, by=actor, seen=row.version),
                self._tell,
            )

    def ask_none(self) -> None:
        self._ask(ZeroState.NONE, "zero.none.title", [_REPORTER])

    def ask_some(self) -> None:
        fields = [
            _REPORTER,
            Asks("text", "zero.text", limit=NOTE_LIMIT, hint="zero.text_hint"),
            Asks("inbound", "zero.inbound", limit=40),
        ]
        self._ask(ZeroState.SOME, "zero.some.title", fields)

    def _ask(self, state: ZeroState, title: str, fields: list[Asks]) -> None:
        row = self._chosen()
        if row is None:
            return
        by, day = self._seat.actor, self._day
        given = {"reporter": row.reporter, "text": row.text, "inbound": row.inbound_number}
        about = " ".join(part for part in (row.unit, row.phone) if part)
        dialog = FindingDialog(title, about, fields, given, parent=self.window())
        self.ask(
            dialog,
            f"zero {state.value} {day} {row.unit}",
            lambda said: self._zero.record(day, row.unit, state, by=by, seen=row.version, **said),
            lambda made: (self._tell(made), self.reload_now()),
        )

    def _chosen(self) -> ZeroRow | None:
        row: ZeroRow | None = self.table.chosen_row()
        return row if self._seat.may(Action.ROUTINE) else None

    def _tell(self, row: ZeroRow) -> None:
        self.saved.emit(words.say("zero.told", unit=row.unit, state=words.say(f"zero.state.{row.state.value}")))


def _ink(row: ZeroRow) -> str | None:
    return {ZeroState.SOME: "orangetext", ZeroState.MISSING: "text2"}.get(row.state)


def zero_model(times: Times) -> RowTableModel[ZeroRow]:
    """Unit, telephone, what it said, who said it, when, and what happened."""
    return RowTableModel(
        [
            Column("unit", lambda row: row.unit, width=190),
            Column("phone", lambda row: row.phone, width=150, numbers=True),
            Column("state", lambda row: words.say(f"zero.state.{row.state.value}"), width=100, ink=_ink),
            Column("reporter", lambda row: row.reporter, width=110),
            Column("happened", lambda r: " ".join(p for p in (r.inbound_number, r.text) if p), stretch=True),
            Column("by", lambda row: f"{row.by_name} {times.near(row.at)}" if row.at else "", width=130),
        ],
        key=lambda row: row.unit,
        tint=lambda row: "orangetint" if row.state is ZeroState.SOME else None,
    )
