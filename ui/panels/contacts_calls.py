"""呼叫: people rung one after another, the next number large, an outcome a key, every attempt below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain import call_lists
from console.domain.call_lists import (
    Attempt,
    Called,
    CallLine,
    CallListRow,
    CallOutcome,
    CallProgress,
    Dialled,
)
from console.domain.masking import masked
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.call_list import Picked
from ui.dialogs.which_group import SureDialog
from ui.models.call_list_rows import lines_model, list_text, outcome_word, progress_facts
from ui.models.contact_rows import kind_text
from ui.models.kept_words import Record
from ui.panels.contacts_beginning import Beginning
from ui.panels.contacts_part import ContactsPart
from ui.widgets import inputs
from ui.widgets.call_desk import CallDesk
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

KEYS = {outcome: str(at) for at, outcome in enumerate(CallOutcome, 1)}
OTHER, BACK, END = "8", "0", "9"


@dataclass(frozen=True, slots=True)
class Ringing:
    """Whom to ring, on which number, as it is dialled."""

    person: Called
    number: Dialled


@dataclass(frozen=True, slots=True)
class Calls:
    """The lists there are and the one that is shown: its lines as they are dialled, and as they may be seen."""

    rows: tuple[CallListRow, ...]
    shown: CallListRow | None
    lines: tuple[CallLine, ...]
    seen: tuple[CallLine, ...]
    count: CallProgress | None


class CallsPage(ContactsPart):
    """The number shown stays until this seat says what came of it; the cursor in the list is the officer's alone."""

    topics = frozenset({Topic.CONTACTS})

    def build(self) -> None:
        self._wanted: UUID | None = None
        self._row: CallListRow | None = None
        self._lines: dict[UUID, CallLine] = {}
        self._rows: dict[str, CallListRow] = {}
        self._ringing: Ringing | None = None
        self._about_now = ""
        """Of whom the words below the number are."""
        self._said = False
        """An outcome was given and the next number is not shown yet: a second press means nothing."""
        self.which = Choice((), lambda key: list_text(self._rows.get(key), self._times))
        self.which.call("call.which")
        self.progress = Word(role="strong")
        self._top = CallDesk(self._times)
        self.big, self.since, self.attempts = self._top.big, self._top.since, self._top.attempts
        self.remark, self.other = self._top.remark, self._top.other
        self.table = RowTable(lines_model(self._times), compact=True)
        self.table.call("call.part")
        self.empty = Empty("call.empty", "call.new", actions.key_of("new_line"))
        self.buttons = {outcome: KeyButton(f"call.outcome.{outcome.value}", key) for outcome, key in KEYS.items()}
        self.other_button = KeyButton("call.other_number", OTHER)
        self.back_button = KeyButton("call.back_to_turn", BACK)
        self.end = KeyButton("call.end", END)
        self.new = KeyButton("call.new", actions.key_of("new_line"), kind="primary", icon="plus")
        self.print_button = KeyButton("do.print", actions.key_of("print"), small=True, icon="print")
        self.beginning = Beginning(self)
        self._watched = self._book.watch({"remark": self.remark, "other": self.other}, self)
        self._lay_out()
        self._connect()
        self._bind()
        self.permit()

    # reading

    def load(self) -> Calls:
        ask, wanted, by, hide = self._ask, self._wanted, self.viewer(), self._hiding.on
        rows = tuple(ask.calls.newest())
        running = [row for row in rows if row.ended_at is None]
        shown = next((row for row in rows if row.id == wanted), (running or [*rows])[0] if rows else None)
        if shown is None:
            return Calls((), None, (), (), None)
        lines, seen = ask.calls.grid(shown.id), ask.calls.listing(shown.id, to=by, mask=hide)
        return Calls(rows, shown, lines, seen, call_lists.progress(lines))

    def present(self, result: Calls) -> None:
        other = (self._row.id if self._row else None) != (result.shown.id if result.shown else None)
        self._row, self._wanted = result.shown, result.shown.id if result.shown else None
        self._lines = {line.person.person_id: line for line in result.lines}
        self._offer_lists(result)
        self.table.show_rows(result.seen)
        self.empty.stand_for(self._area, result.shown is None)
        if other:
            self._ringing = None
            if result.seen:
                self.table.choose(result.seen[0].person.person_id)
        if result.count is not None:
            self.progress.say("call.progress", **progress_facts(result.count))
            self.count_changed.emit(result.count.left if self._runs() else 0)
        else:
            self.count_changed.emit(0)
        if self._ringing is None:
            self._said = False
        self._take_turn(result.lines)
        self.permit()

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.empty.button or self

    def possible(self, widget: QWidget) -> bool:
        if widget in (self.new, self.empty.button):
            return True
        if widget is self.end:
            return self._runs()
        return self._runs() and self._ringing is not None

    def permit(self) -> None:
        """Nobody is rung from a list that is over."""
        super().permit()
        may = self._seat.may(Permission.PRINT)
        self.print_button.setEnabled(may and self._row is not None)
        for part in (self._top, self._bar_of_outcomes):
            part.setVisible(self._runs())

    # acts

    def take_down(self, outcome: CallOutcome, _checked: bool = False) -> None:
        """What came of the call that is shown, with what stands below it; then the next number is shown."""
        row, ringing, by = self._row, self._ringing, self._seat.actor
        if row is None or ringing is None or self._said or not self._runs() or not self._seat.may(Permission.CALL):
            return
        phone, remark = self.other.text().strip() or ringing.number.number, self.remark.text()
        record = self._book.record(self._about(row, ringing))
        sent = {"remark": inputs.read(self.remark), "other": inputs.read(self.other)}
        self._said = True
        self.save(
            lambda: self._ask.calls.attempt(row.id, ringing.person.person_id, phone, outcome, remark, by=by),
            lambda made: self._taken(made, record, sent), self._not_taken,
        )  # fmt: skip

    def other_number(self) -> None:
        """The next number of whoever is rung."""
        if self._ringing is None:
            return
        numbers = self._ringing.person.numbers
        at = next((at for at, one in enumerate(numbers) if one == self._ringing.number), -1)
        self._ring(Ringing(self._ringing.person, numbers[(at + 1) % len(numbers)]))

    def ring_chosen(self) -> None:
        """The officer rings somebody out of turn."""
        chosen = self.table.chosen_row()
        line = self._lines.get(chosen.person.person_id) if chosen is not None else None
        if line is None or not self._runs() or self._said:
            return
        number = line.next or next(iter(line.person.numbers), None)
        if number is None:
            self.refused.emit(Refused("no_number", name=line.person.name))
            return
        self._ring(Ringing(line.person, number))

    def back_to_turn(self) -> None:
        """Whoever is next by the order of the list."""
        if not self._said:
            self._ringing = None
            self._take_turn(tuple(self._lines.values()))
            self.permit()

    def ask_new(self) -> None:
        self.begin(None)

    def begin(self, group: UUID | None, people: Sequence[Picked] = ()) -> None:
        """Ask what the list is called and who is rung: a group, people chosen before, those of an incident."""
        self.beginning.ask(group, people)

    def ask_end(self) -> None:
        row, by = self._row, self._seat.actor
        if row is None or not self._runs() or not self._seat.may(Permission.CALL):
            return
        dialog = SureDialog("call.end", f"{row.number}　{row.title}", self.window())
        self.put(
            dialog, "", lambda _none: self._ask.calls.end(row.id, seen=row.version, by=by),
            lambda ended: self.saved.emit(words.say("call.told_end", number=ended.number)),
        )  # fmt: skip

    def ask_print(self) -> None:
        if self._row is None:
            self.refused.emit(Refused("nothing_to_print"))
        elif self._seat.may(Permission.PRINT):
            from ui.order_prints import CallPaper  # prints are loaded when one is wanted

            self.print_asked.emit(CallPaper(self._row.id, self._hiding.on))

    def _begun(self, row: CallListRow) -> None:
        self._wanted = row.id
        self.saved.emit(words.say("call.told_new", number=row.number, count=len(row.people)))

    def _taken(self, made: Attempt, record: Record, sent: Mapping[str, str]) -> None:
        if sent.items() >= record.words.items():
            record.settle()
        self._ringing = None
        code = "call.told_verified" if made.verified else "call.told"
        self.saved.emit(words.say(code, name=made.name, outcome=outcome_word(made.outcome)))

    def _not_taken(self, _error: Exception) -> None:
        """What was typed stands there still; the same key says it again."""
        self._said = False

    # whom to ring

    def _take_turn(self, lines: tuple[CallLine, ...]) -> None:
        """Somebody who is being rung stays; what others found out about them meanwhile is said."""
        if self._ringing is not None and self._ringing.person.person_id in self._lines:
            self._ring(self._ringing)
            return
        turn = call_lists.turn(lines) if self._runs() else None
        if turn is None:
            self._ringing = None
            self._turn_words(None)
            self.big.show_number(words.say("call.all_done"), "", "", "")
            self.since.hide()
            self.attempts.show_rows(())
            return
        self._ring(Ringing(turn.person, turn.number))

    def _ring(self, ringing: Ringing) -> None:
        person = ringing.person
        if self._ringing is None or self._ringing.person.person_id != person.person_id or not self._about_now:
            self._turn_words(ringing)
        self._ringing = ringing
        hide = self._hiding.on or (person.sensitive and not self._seat.may(Permission.SEE_NUMBERS))
        number = masked(ringing.number.number) if hide else ringing.number.number
        where = "　".join(filter(None, (person.unit, person.post)))
        self.big.show_number(person.name, where, kind_text(ringing.number.kind), number)
        line = self._lines.get(person.person_id)
        tried = line.attempts if line is not None else ()
        shown = next((one for one in self.table.rows_model.rows() if one.person.person_id == person.person_id), None)
        self.attempts.show_rows(tuple(reversed(shown.attempts)) if shown is not None else ())
        reached = next((one for one in tried if one.reached), None)
        self.since.setVisible(reached is not None)
        if reached is not None:
            self.since.say("call.reached_already", by=reached.by_name, at=self._times.near(reached.at))
        self.permit()

    def _turn_words(self, ringing: Ringing | None) -> None:
        """Words about another person: those of the one before stay kept."""
        self._watched.put_away()
        self.remark.clear()
        self.other.clear()
        self._about_now = ""
        if ringing is not None and self._row is not None:
            self._about_now = self._about(self._row, ringing)
            self._watched.turn_to(self._about_now)

    def _about(self, row: CallListRow, ringing: Ringing) -> str:
        return f"call.attempt {row.id} {ringing.person.person_id}"

    def _runs(self) -> bool:
        return self._row is not None and self._row.ended_at is None

    def _offer_lists(self, result: Calls) -> None:
        self._rows = {str(row.id): row for row in result.rows}
        if self.which.values() != list(self._rows):
            self.which.offer(list(self._rows))
        self.which.setVisible(bool(result.rows))
        if result.shown is not None:
            self.which.choose(str(result.shown.id))
            self.which.retranslate()

    def _show_list(self, key: str) -> None:
        self._wanted = UUID(key)
        self.reload_now()

    def _handed_over(self) -> None:
        """Another officer sits here: the words below the number are his."""
        self._turn_words(self._ringing)

    # building

    def _connect(self) -> None:
        self.table.opened.connect(lambda _line: self.ring_chosen())
        self.which.picked.connect(self._show_list)
        for line in (self.remark, self.other):
            line.returnPressed.connect(lambda: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        for outcome, button in self.buttons.items():
            button.clicked.connect(partial(self.take_down, outcome))
        self.other_button.clicked.connect(self.other_number)
        self.back_button.clicked.connect(self.back_to_turn)
        self.new.clicked.connect(self.ask_new)
        self.beginning.begun.connect(self._begun)
        self.empty.asked.connect(self.ask_new)
        self.end.clicked.connect(self.ask_end)
        self.print_button.clicked.connect(self.ask_print)
        ringing = (*self.buttons.values(), self.other_button, self.back_button)
        self.guard(Permission.CALL, self.new, self.end, *ringing, *filter(None, [self.empty.button]))
        self._book.handed_over.connect(self._handed_over)

    def _bind(self) -> None:
        found = [
            Action(f"contact_call.{outcome.value}", partial(self.take_down, outcome), key=KEYS[outcome])
            for outcome in CallOutcome
        ]
        found += [
            Action("contact_call_other", self.other_number, key=OTHER),
            Action("contact_call_back", self.back_to_turn, key=BACK),
            Action("contact_call_end", self.ask_end, key=END),
            Action("contact_call_new", self.ask_new, key=actions.key_of("new_line")),
            Action("print", self.ask_print),
        ]
        actions.bind(self, found, whole_window=False)

    def _lay_out(self) -> None:
        self.card = Card("call.part", flush=True)
        self.card.tools.addWidget(self.which)
        self.card.tools.addWidget(self.print_button)
        self._whole = QWidget()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        self._bar_of_outcomes = Lines()
        for button in (*self.buttons.values(), self.other_button, self.back_button):
            self._bar_of_outcomes.flow.addWidget(button)
        for part in (self._top, self._bar_of_outcomes, self.progress):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        self.progress.setWordWrap(True)
        self._area = scrolling(self._whole)
        self._area.setFocusProxy(self.table)
        self.card.body.addWidget(self._area, 1)
        self.card.body.addWidget(self.empty)
        self.empty.hide()
        self._last = Lines()
        self._last.flow.addWidget(self.end)
        self._last.flow.add_last(self.new)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card, 1)
        self._column.addWidget(self._last)
        self.restyle()

    def restyle(self) -> None:
        if not hasattr(self, "_column"):
            return
        using = theme.current()
        edge, gap = using.px(12), using.px(8)
        self._column.setSpacing(gap)
        self._whole.layout().setSpacing(using.px(4))
        self._bar_of_outcomes.setContentsMargins(edge, 0, edge, 0)
        self.progress.setContentsMargins(edge, 0, edge, 0)
        self.which.setMinimumWidth(using.px(300))
        self.table.setMinimumHeight(using.px(34) + 4 * using.compact_row)
