"""点名: a round of units, an outcome a key, the unanswered called again, the rates counted over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console import words
from console.changes import Topic
from console.domain.lists import ListItem
from console.domain.people import Action as Permission
from console.domain.roll_call import HEARD, LIMITS, CalledUnit, Line, Outcome, Quality, Rates, RollCallRow
from console.errors import Refused
from console.services.roll_calls import Call
from ui import actions, theme
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.roll_call import RollCallDialog, Round
from ui.models.kept_words import Record
from ui.models.roll_call_rows import grid_model, overdue, rates_text, retry_mark, round_text
from ui.panels.orders_part import OrdersPart
from ui.widgets import inputs
from ui.widgets.call_line import CallLine
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.due_cell import DueCell
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

AGAIN = 7
KEYS = {outcome: str(at) for at, outcome in enumerate(Outcome, 1)}
END = "9"
SAME_PRESS = timedelta(minutes=1)
"""A key for the last unit within this time is one too many, not a second call."""


@dataclass(frozen=True, slots=True)
class Called:
    """The rounds there are, and the grid of the one that is shown."""

    rounds: tuple[RollCallRow, ...]
    shown: RollCallRow | None
    lines: tuple[Line, ...]
    rates: Rates | None
    units: tuple[CalledUnit, ...]
    channels: tuple[ListItem, ...]


class RollCallPage(OrdersPart):
    """The newest round that runs, or whichever is chosen. An outcome goes to the next unit not called yet."""

    topics = frozenset({Topic.TASKS, Topic.LISTS})

    def build(self) -> None:
        self._wanted_round: UUID | None = None
        self._row: RollCallRow | None = None
        self._unit = ""
        self._just_called, self._called_until = "", self._times.now()
        """The unit whose call was taken down and that stayed chosen: one more key is a slip, not a second call."""
        self._rounds: dict[str, RollCallRow] = {}
        self._units: tuple[CalledUnit, ...] = ()
        self._channels: tuple[ListItem, ...] = ()
        self.table = RowTable(grid_model(self._times))
        self.table.call("roll_call.part")
        marked = DueCell(lambda line: retry_mark(line, self._times.now()), self.table)
        self.table.setItemDelegateForColumn(AGAIN, marked)
        self.card = Card("roll_call.part", flush=True)
        self.which = Choice((), lambda key: round_text(self._rounds.get(key), self._times))
        self.which.call("roll_call.which")
        self.card.tools.addWidget(self.which)
        self.rates = Word(role="strong")
        self.rates.setWordWrap(True)
        self.line = CallLine()
        self.below = Card("roll_call.line", flush=True)
        self.below.body.addWidget(self.rates)
        self.below.body.addWidget(self.line)
        self.buttons = {outcome: KeyButton(f"roll_call.outcome.{outcome.value}", key) for outcome, key in KEYS.items()}
        self.end = KeyButton("roll_call.end", END)
        self.new = KeyButton("roll_call.new", actions.key_of("new_line"), kind="primary", icon="plus")
        self.empty = Empty("roll_call.empty", "roll_call.new", actions.key_of("new_line"))
        self.lay_out([*self.buttons.values(), self.end], self.new, self.below)
        self._watched = self._book.watch(self.line.inputs(), self)
        self._connect()
        self.permit()

    def _connect(self) -> None:
        self.table.chosen.connect(self._turn)
        self.table.opened.connect(lambda _line: self._go_to_line())
        self.which.picked.connect(self._show_round)
        self.line.entered.connect(lambda: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.new.clicked.connect(self.ask_new)
        self.empty.asked.connect(self.ask_new)
        self.end.clicked.connect(self.ask_end)
        for outcome, button in self.buttons.items():
            button.clicked.connect(partial(self.take_down, outcome))
        self.guard(Permission.ROLL_CALL, self.new, self.empty.button, self.end, *self.buttons.values())
        self._book.handed_over.connect(self._turn_anew)
        own = {
            f"call_outcome.{outcome.value}": (KEYS[outcome], partial(self.take_down, outcome)) for outcome in Outcome
        }
        own["roll_call_end"] = (END, self.ask_end)
        self.bind_keys({}, {"roll_call_new": (actions.key_of("new_line"), self.ask_new), **own})

    def load(self) -> Called:
        ask, wanted = self._ask.roll_calls, self._wanted_round
        rounds = tuple(ask.newest())
        running = [row for row in rounds if row.ended_at is None]
        shown = next((row for row in rounds if row.id == wanted), (running or [*rounds])[0] if rounds else None)
        channels = tuple(item for item in self._ask.lists.rows("channels") if item.get("way") != "in")
        if shown is None:
            return Called((), None, (), None, tuple(ask.units()), channels)
        return Called(rounds, shown, ask.grid(shown.id), ask.rates(shown.id), tuple(ask.units()), channels)

    def present(self, result: Called) -> None:
        changed = (self._row.id if self._row else None) != (result.shown.id if result.shown else None)
        self._row, self._units, self._channels = result.shown, result.units, result.channels
        self._wanted_round = result.shown.id if result.shown else None
        self._rounds = {str(row.id): row for row in result.rounds}
        if self.which.values() != list(self._rounds):
            self.which.offer(list(self._rounds))
        self.which.setVisible(bool(result.rounds))
        if result.shown is not None:
            self.which.choose(str(result.shown.id))
            self.which.retranslate()
        self.show_rows(result.lines)
        if changed:
            self._just_called = ""
            self._turn_anew()
        self.below.setVisible(result.shown is not None)
        if result.rates is not None:
            remark = result.shown.remark if result.shown is not None else ""
            code = "roll_call.rates_ended" if remark else "roll_call.rates"
            self.rates.say(code, remark=remark, **rates_text(result.rates))
        self.count_changed.emit(overdue(result.lines, self._times.now()))
        self.permit()

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.empty.button

    def possible(self, widget: QWidget) -> bool:
        if widget in (self.new, self.empty.button):
            return True
        running = self._row is not None and self._row.ended_at is None
        return running and (widget is self.end or self.table.chosen_row() is not None)

    def permit(self) -> None:
        """Nothing can be called in a round that is over."""
        super().permit()
        running = self._row is not None and self._row.ended_at is None
        for widget in (*self.buttons.values(), self.end, self.line):
            widget.setVisible(running)

    def chosen(self) -> RollCallRow | None:
        """The round that is shown."""
        return self._row

    # acts

    def take_down(self, outcome: Outcome, _checked: bool = False) -> None:
        """What came of the call to the chosen unit, with what stands in the quick line; then the next unit."""
        row, line, by = self._row, self.table.chosen_row(), self._seat.actor
        if row is None or row.ended_at is not None or line is None or not self._seat.may(Permission.ROLL_CALL):
            return
        if line.unit.unit == self._just_called and self._times.now() < self._called_until:
            self.refused.emit(Refused("called_just_now", unit=line.unit.unit))
            return
        quality: Quality = self.line.quality.value() if outcome in HEARD else Quality.NONE
        call = Call(line.unit.unit, outcome, self._person(outcome, line), quality, self.line.remark.text())
        record = self._book.record(self._about(row, line.unit.unit))
        sent = {name: inputs.read(editor) for name, editor in self.line.inputs().items()}
        self._go_on(line)
        self.save(lambda: self._ask.roll_calls.call(row.id, call, by=by), lambda made: self._taken(made, record, sent))

    def _person(self, outcome: Outcome, line: Line) -> str:
        """Who stands there; whom the unit was expected to have did not answer where nobody or another did."""
        person = self.line.person.text()
        return "" if person == line.unit.expected and outcome is not Outcome.ANSWERED else person

    def ask_new(self) -> None:
        """Begin a round."""
        if not self._seat.may(Permission.ROLL_CALL):
            return
        by, at = self._seat.actor, self._times.clock(self._times.now())
        title = words.say_in("zh", "roll_call.title_of", at=at)
        dialog = RollCallDialog(title, self._units, self._channels, parent=self.window())

        def act(made: Round) -> RollCallRow:
            return self._ask.roll_calls.begin(
                made.title, made.channel, made.units, made.retry_minutes, by=by, roll_call_id=made.id
            )

        self.put(dialog, "roll_call.new", act, self._begun)

    def ask_end(self) -> None:
        """The round is over; a remark says what of those nobody reached."""
        row, by = self._row, self._seat.actor
        if row is None or row.ended_at is not None or not self._seat.may(Permission.ROLL_CALL):
            return
        fields = [Asks("remark", "roll_call.end_remark", limit=LIMITS["remark"], hint="roll_call.end_hint")]
        dialog = FindingDialog("roll_call.end", f"{row.number} {row.title}", fields, parent=self.window())
        self.put(
            dialog, f"roll_call.end {row.id}",
            lambda said: self._ask.roll_calls.end(row.id, said["remark"], seen=row.version, by=by),
            lambda ended: self.saved.emit(words.say("roll_call.told_end", number=ended.number)),
        )  # fmt: skip

    def _begun(self, row: RollCallRow) -> None:
        self._wanted_round = row.id
        self.saved.emit(words.say("roll_call.told_new", number=row.number))

    def _taken(self, made: Line, record: Record, sent: Mapping[str, str]) -> None:
        """What was typed since then about the same unit is about its next call."""
        assert made.last is not None
        here = self._row is not None and record.about == self._about(self._row, self._unit)
        if sent.items() >= record.words.items():
            record.settle()
            if here:
                self._turn_anew()
        said = words.say(f"roll_call.outcome.{made.last.outcome.value}")
        self.saved.emit(words.say("roll_call.told", unit=made.unit.unit, outcome=said))

    def _go_on(self, line: Line) -> None:
        """To the next unit below that was not called, else stay: who stays is called again when chosen again."""
        rows = list(self.table.rows_model.rows())
        at = next(at for at, row in enumerate(rows) if row.unit.unit == line.unit.unit)
        following = next((row for row in rows[at + 1 :] if not row.calls), None)
        if following is not None:
            self.table.choose(following.unit.unit)
        else:
            self._just_called, self._called_until = line.unit.unit, self._times.now() + SAME_PRESS

    def _go_to_line(self) -> None:
        """Enter: the chosen unit is meant, called before or not."""
        self._just_called = ""
        self.line.person.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # the quick line

    def _turn(self, line: Line | None) -> None:
        """Another unit was chosen: its words come, those of the one before stay kept."""
        if (line.unit.unit if line is not None else "") != self._unit:
            self._just_called = ""
            self._turn_anew()
        self.permit()

    def _turn_anew(self) -> None:
        line: Line | None = self.table.chosen_row()
        self._watched.put_away()
        self._unit = line.unit.unit if line is not None else ""
        self.line.clear()
        if line is not None and self._row is not None:
            self.line.person.setText(line.unit.expected)
            self._watched.turn_to(self._about(self._row, self._unit))

    def _about(self, row: RollCallRow, unit: str) -> str:
        return f"roll_call.call {row.id} {unit}"

    def _show_round(self, key: str) -> None:
        self._just_called = ""
        self._wanted_round = UUID(key)
        self.reload_now()

    # sizes

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "line"):
            edge = theme.current().px(12)
            self.rates.setContentsMargins(edge, theme.current().px(6), edge, 0)
            self.which.setMinimumWidth(theme.current().px(320))
