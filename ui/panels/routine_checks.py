"""交接检查: materials and shelters, equipment, keys and papers; one key a line, one key for a quiet section."""

from __future__ import annotations

from console import words
from console.changes import Changes, Topic
from console.domain.checks import CheckRow, CheckState
from console.domain.people import Action
from console.domain.routine import NOTE_LIMIT
from console.services.checks import VALUE_LIMIT, ChecksService
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


class ChecksPage(RoutinePart):
    """Space: in order. Enter: in order, with a value or words. A fault asks for words."""

    topics = frozenset({Topic.ROUTINE, Topic.LISTS, Topic.DUTY})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, checks: ChecksService, book: KeptWords | None = None
    ) -> None:
        super().__init__(jobs, seat, times, book)
        self._checks = checks
        self._other_shift = False
        self.build()

    def build(self) -> None:
        self.table = RowTable(check_model(self._times))
        self.card = Card("checks.title", flush=True)
        self.ok = KeyButton("checks.do.ok", actions.key_of("tick_row"), kind="primary")
        self.value = KeyButton("checks.do.value", "Return")
        self.fault = KeyButton("checks.do.fault", actions.key_of("abnormal"))
        self.absent = KeyButton("checks.do.absent", actions.key_of("not_done"))
        self.rest = KeyButton("checks.do.rest", actions.key_of("confirm_rest"))
        self.lay_out([self.ok, self.value, self.fault, self.absent, self.rest], Empty("checks.empty"))
        self.guard(Action.ROUTINE, self.ok, self.value, self.fault, self.absent, self.rest)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.ok.clicked.connect(lambda: self.mark(CheckState.OK))
        self.value.clicked.connect(lambda: self.ask_words(CheckState.OK))
        self.fault.clicked.connect(lambda: self.ask_words(CheckState.FAULT))
        self.absent.clicked.connect(lambda: self.mark(CheckState.ABSENT))
        self.rest.clicked.connect(self.mark_rest)
        self.table.opened.connect(lambda _: self.ask_words(CheckState.OK))
        self.table.chosen.connect(lambda _: self.permit())
        self.bind_keys(
            {
                "tick_row": lambda: self.mark(CheckState.OK),
                "abnormal": lambda: self.ask_words(CheckState.FAULT),
                "not_done": lambda: self.mark(CheckState.ABSENT),
                "confirm_rest": self.mark_rest,
            }
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("checks.title"))

    def note(self, changes: Changes) -> None:
        """What is shown may be an earlier shift's from now on, until it is loaded anew."""
        self._other_shift = self._other_shift or Topic.DUTY in changes.topics
        super().note(changes)

    def load(self) -> list[CheckRow]:
        return self._checks.rows()

    def present(self, result: list[CheckRow]) -> None:
        self._other_shift = self._other_shift and self._again
        unmarked = [row for row in result if row.state is None]
        first = next(iter(unmarked or result), None)
        self.show_rows(result, first.code if first else None)
        faults = sum(row.faulty for row in result)
        self.card.caption.say("checks.counts", marked=len(result) - len(unmarked), all=len(result), faults=faults)
        self.count_changed.emit(faults)

    def permit(self) -> None:
        super().permit()
        section = self.rest_section()
        said = words.say(f"list.checks.section.{section}") if section else ""
        self.rest.say("checks.do.rest_of" if section else "checks.do.rest", section=said)

    def possible(self, widget: object) -> bool:
        if widget is self.rest:
            return bool(self.rest_section())
        return self.table.chosen_row() is not None

    def rest_section(self) -> str:
        """The section the one key is for: the chosen line's, or the next one with a line nobody has marked.

        While the rows of another shift are on their way it is the chosen line's alone.
        """
        waiting = [row.section for row in self.table.rows_model.rows() if row.of_the_rest]
        row = self.table.chosen_row()
        if row is not None and (row.section in waiting or self._other_shift):
            return row.section
        return next(iter(waiting), "")

    def mark(self, state: CheckState) -> None:
        """The chosen line as it was found, without words."""
        row, by = self._chosen(), self._seat
        if row is not None:
            actor = by.actor
            # what was counted stays with the line; marking it again must not wipe it out
            value = row.value if state is CheckState.OK and row.state is CheckState.OK else ""
            self.save(lambda: self._checks.mark(row.code, state, value, by=actor, seen=row.version), self._tell)

    def ask_words(self, state: CheckState) -> None:
        row = self._chosen()
        if row is None:
            return
        by, same = self._seat.actor, row.state is state
        fault = state is CheckState.FAULT
        fields = [
            Asks("value", "checks.value", limit=VALUE_LIMIT),
            Asks("note", "checks.fault_note" if fault else "checks.note", required=fault, limit=NOTE_LIMIT),
        ]
        given = {"value": row.value, "note": row.note if same else ""}
        title = "checks.fault.title" if fault else "checks.ok.title"
        dialog = FindingDialog(title, row.title(words.language()), fields, given, parent=self.window())
        self.ask(
            dialog,
            f"check {state.value} {row.code}",
            lambda said: self._checks.mark(row.code, state, said["value"], said["note"], by=by, seen=row.version),
            lambda marked: (self._tell(marked), self.reload_now()),
        )

    def mark_rest(self) -> None:
        """Every line of a section nobody marked is in order, section after section, but those to be looked at alone."""
        section = self.rest_section()
        if not section or not self._seat.may(Action.ROUTINE):
            return
        by = self._seat.actor
        self.save(lambda: self._checks.mark_rest(section, by=by), lambda count: self._tell_rest(section, count))

    def _chosen(self) -> CheckRow | None:
        row: CheckRow | None = self.table.chosen_row()
        return row if self._seat.may(Action.ROUTINE) else None

    def _tell(self, row: CheckRow) -> None:
        self.saved.emit(words.say("checks.told", name=row.title(words.language()), state=state_text(row)))

    def _tell_rest(self, section: str, count: int) -> None:
        named = words.say(f"list.checks.section.{section}")
        alone = sum(row.section == section and row.state is None and row.alone for row in self.table.rows_model.rows())
        told = "checks.rest_told_alone" if alone else "checks.rest_told"
        self.saved.emit(words.say(told, section=named, count=count, alone=alone))


def state_text(row: CheckRow) -> str:
    """In order, fault, none here, a fault the last shift left, to be looked at one by one, or not looked at."""
    if row.state is None:
        other = "checks.state.alone" if row.alone else "checks.state.unmarked"
        return words.say("checks.state.carried" if row.carried else other)
    return words.say(f"checks.state.{row.state.value}")


def _found(row: CheckRow) -> str:
    if row.state is None and row.carried is not None:
        return f"{row.carried.note}（{row.carried.by_name}）"
    return " ".join(part for part in (row.value, row.note) if part)


def _ink(row: CheckRow) -> str | None:
    if row.faulty:
        return "redtext" if row.state is CheckState.FAULT else "orangetext"
    return None if row.state else "text2"


def _tint(row: CheckRow) -> str | None:
    return {True: "redtint" if row.state is CheckState.FAULT else "orangetint"}.get(row.faulty)


def check_model(times: Times) -> RowTableModel[CheckRow]:
    """Section, what, standard, state, what was found and by whom."""
    return RowTableModel(
        [
            Column("section", lambda row: words.say(f"list.checks.section.{row.section}"), width=180),
            Column("check", lambda row: row.title(words.language()), width=184),
            Column("standard", lambda row: row.asked(words.language()), stretch=True),
            Column("state", state_text, width=110, ink=_ink, strong=lambda row: row.faulty),
            Column("found", _found, stretch=True),
            Column("by", lambda row: f"{row.by_name} {times.near(row.at)}" if row.at else "", width=130),
        ],
        key=lambda row: row.code,
        tint=_tint,
    )
