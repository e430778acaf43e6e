"""转移: people to be brought away for an incident, by village and household; what came of each by one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.people import Action as Permission
from console.domain.relocations import MoveState, RelocationRow, StepRow
from console.services.shelter_words import special, whither, who
from ui import actions, theme
from ui.models.shelter_rows import incident_word, move_word, relocation_model, step_model
from ui.panels.acting_part import Verb
from ui.panels.record_part import press
from ui.panels.shelters_moving import SheltersMoving
from ui.panels.shelters_part import SheltersPart, open_incidents
from ui.shelter_prints import RefusalRecord, RelocationList
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

MOVED, PART, REFUSED, RETURNED = "Alt+Y", "Alt+Shift+Y", "Alt+J", "Alt+H"
CORRECT, DROP, VILLAGES, RECORD = "Alt+G", "Alt+X", "Alt+V", "Ctrl+Shift+P"
"""Keys of this part alone."""
FACTS = (
    "relocation.fact.people", "relocation.field.phone", "relocation.fact.where", "relocation.field.special",
    "relocation.field.reason", "relocation.field.transport", "relocation.field.helper", "relocation.fact.said",
    "relocation.field.witness",
)  # fmt: skip
_MOST = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """The incidents there are, the lines of the one that is looked at, and the history of the chosen line."""

    incidents: tuple[IncidentRow, ...]
    incident: UUID | None
    lines: tuple[RelocationRow, ...]
    people: int
    waiting: int
    chosen: UUID | None
    steps: tuple[StepRow, ...]


class PeoplePage(SheltersPart):
    """``open_line`` shows one, whatever incident it is of."""

    topics = frozenset({Topic.SHELTERS, Topic.INCIDENTS})
    _state: MoveState | None = None
    _incident: UUID | None = None

    def build(self) -> None:
        self._incidents: tuple[IncidentRow, ...] = ()
        self.table = RowTable(relocation_model(self._times))
        self.table.call("relocation.list")
        self.steps = RowTable(step_model(self._times), compact=True)
        self.steps.call("relocation.history")
        self.facts = Facts(FACTS)
        self._buttons()
        self.moving = SheltersMoving(self)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    # reading

    def load(self) -> Shown:
        incidents = open_incidents(self._ask)
        keys = {row.id for row in incidents}
        if self._incident is not None and self._incident not in keys:
            incidents = (*incidents, self._ask.incidents.one(self._incident))
        incident = self._incident or next((row.id for row in incidents), None)
        rows = self._ask.relocations.rows(incident) if incident is not None else []
        found = tuple(row for row in rows if self._state in (None, row.state) and _matches(row, self._words))
        chosen = self._wanted if self._wanted in {row.id for row in found} else next((row.id for row in found), None)
        kept = [row for row in rows if row.state is not MoveState.DROPPED]
        waiting = sum(row.people for row in kept if row.state is MoveState.PLANNED)
        return Shown(
            incidents, incident, found, sum(row.people for row in kept), waiting, chosen, self._history(chosen)
        )  # fmt: skip

    def _history(self, line: UUID | None) -> tuple[StepRow, ...]:
        """On a worker: the newest step first."""
        return tuple(reversed(self._ask.relocations.history(line))) if line is not None else ()

    def present(self, result: Shown) -> None:
        self._incidents = result.incidents
        keys = [row.id for row in result.incidents]
        if self.incident.values() != keys:
            self.incident.offer(keys)
        if result.incident is not None:
            self.incident.choose(result.incident)
        self._incident = result.incident
        narrowed = self._words or self._state is not None
        code = "relocation.none_found" if narrowed else "relocation.empty"
        self.empty.say(code if keys else "relocation.no_incident")
        self.card.caption.say("relocation.counted", count=result.people, waiting=result.waiting)
        self.count_changed.emit(result.waiting)
        self.table.show_rows(result.lines)
        self.empty.stand_for(self.table, not result.lines, self.pages)
        self.sheet.setVisible(bool(result.lines))
        if self.table.chosen_key() != result.chosen and (
            self.table.chosen_row() is None or self._wanted == result.chosen
        ):
            self.table.choose(result.chosen)
        self._turn(self.chosen())
        if result.chosen == self.table.chosen_key():
            self._show_steps(result.chosen, result.steps)
        self.permit()

    def chosen(self) -> RelocationRow | None:
        row: RelocationRow | None = self.table.chosen_row()
        return row

    def incident_id(self) -> UUID | None:
        """Whose list is looked at."""
        return self._incident

    def open_line(self, row: RelocationRow) -> None:
        """Show that line, whatever the list is narrowed by."""
        self._wanted = row.id
        if self._incident != row.incident_id or not self.table.choose(row.id):
            self._incident, self._state, self._words = row.incident_id, None, ""
            self.search.blockSignals(True)
            self.search.empty()
            self.search.blockSignals(False)
            self.state.choose(None)
            self.reload_now()

    # what is shown

    _steps_of: UUID | None = None

    def _turn(self, row: RelocationRow | None) -> None:
        if row is not None:
            self._wanted = row.id
            self._show_row(row)
            if self._steps_of != row.id:
                self._show_steps(None, ())
                self._jobs.read(partial(self._history, row.id), partial(self._steps_read, row.id), self.failed.emit)
        self.permit()

    def _steps_read(self, line: UUID, steps: Sequence[StepRow]) -> None:
        if isValid(self) and line == self.table.chosen_key():
            self._show_steps(line, steps)

    def _show_row(self, row: RelocationRow) -> None:
        self.sheet.title.show_text(who(row.village, row.household))
        self.sheet.caption.show_text(move_word(row.state))
        told = {
            "relocation.fact.people": words.say("shelters.people", count=row.people),
            "relocation.field.phone": row.phone, "relocation.fact.where": whither(row),
            "relocation.field.special": special(row.special, words.language()),
            "relocation.field.reason": row.reason, "relocation.field.transport": row.transport,
            "relocation.field.helper": row.helper, "relocation.fact.said": row.words,
            "relocation.field.witness": row.witness,
        }  # fmt: skip
        for name, text in told.items():
            self.facts.show_text(name, text)
            self.facts.show_line(name, bool(text))

    def _show_steps(self, line: UUID | None, steps: Sequence[StepRow]) -> None:
        self._steps_of = line
        self.steps.show_rows(steps)
        self._fit()

    def _fit(self) -> None:
        using = theme.current()
        rows = max(1, min(_MOST, self.steps.rows_model.rowCount()))
        wanted = using.px(34) + rows * using.compact_row + 4
        self.steps.setFixedHeight(max(wanted, self.steps.minimumSizeHint().height()))

    def _pick_incident(self, incident: UUID | None) -> None:
        self._incident = incident
        self.reload_now()

    def _pick_state(self, state: MoveState | None) -> None:
        self._state = state
        self.reload_now()

    def possible(self, widget: QWidget) -> bool:
        if widget in (self.new, self.villages, self.empty.button):
            return self._incident is not None
        if widget is self.list_:
            return bool(self.table.rows_model.rowCount())
        row = self.chosen()
        if row is None:
            return False
        follows = self.moving.follows(row)
        wanted = {
            self.moved: MoveState.MOVED, self.part: MoveState.MOVED, self.refused_: MoveState.REFUSED,
            self.returned: MoveState.RETURNED, self.correct: MoveState.PLANNED, self.drop: MoveState.DROPPED,
        }  # fmt: skip
        return wanted.get(widget) in (None, *follows)  # type: ignore[call-overload]

    def why_not(self, widget: QWidget) -> str:  # noqa: ARG002
        if self._incident is None:
            return "relocation.no_incident"
        return "relocation.why.none_chosen" if self.chosen() is None else "relocation.why.not_now"

    # acts of its own

    def ask_list(self) -> None:
        if self._incident is not None:
            self.print_asked.emit(RelocationList(self._incident))

    def ask_record(self) -> None:
        row = self.chosen()
        if row is not None:
            self.print_asked.emit(RefusalRecord(row.id))

    # the rest of a page

    def _buttons(self) -> None:
        key = actions.key_of
        self.moved = KeyButton("relocation.do.moved", MOVED, kind="primary")
        self.part = KeyButton("relocation.part", PART)
        self.refused_ = KeyButton("relocation.do.refused", REFUSED)
        self.returned = KeyButton("relocation.do.returned", RETURNED)
        self.correct, self.drop = KeyButton("relocation.do.planned", CORRECT), KeyButton("relocation.do.dropped", DROP)
        self.villages = KeyButton("relocation.villages", VILLAGES)
        self.edit = KeyButton("relocation.edit", key("correct"))
        self.new = KeyButton("relocation.new", key("new_line"), icon="plus")
        self.list_ = KeyButton("relocation.print", key("print"), icon="print")
        self.record = KeyButton("relocation.record", RECORD, icon="print")
        self.empty = Empty("relocation.empty", "relocation.villages", VILLAGES)
        self.search = SearchBox("relocation.find")
        self.incident = Choice((), lambda one: incident_word(self._incidents, one))
        self.state = Choice((None, *MoveState), lambda one: move_word(one) if one else words.say("relocation.any"))
        self.incident.call("relocation.incident")
        self.state.call("relocation.filter")

    def _connect(self) -> None:
        move, key, may = self.moving, actions.key_of, Permission.SHELTERS
        verbs: dict[str, Verb] = {
            "move_moved": (MOVED, self.moved, move.tick_moved, may),
            "move_part": (PART, self.part, partial(move.ask, MoveState.MOVED), may),
            "move_refused": (REFUSED, self.refused_, partial(move.ask, MoveState.REFUSED), may),
            "move_returned": (RETURNED, self.returned, move.tick_returned, may),
            "move_correct": (CORRECT, self.correct, partial(move.ask, MoveState.PLANNED), may),
            "move_drop": (DROP, self.drop, partial(move.ask, MoveState.DROPPED), may),
            "move_villages": (VILLAGES, self.villages, move.ask_villages, may),
            "move_edit": (key("correct"), self.edit, move.ask_edit, may),
            "move_new": (key("new_line"), self.new, move.ask_new, may),
            "move_list": (key("print"), self.list_, self.ask_list, Permission.PRINT),
            "move_record": (RECORD, self.record, self.ask_record, Permission.PRINT),
            "more": (key("more"), self.more, self.more.open_menu, None),
        }
        self.bind_verbs(verbs)
        self.listen(may, self.moving.ask_villages)
        self.table.opened.connect(lambda _row: press(self.part))
        self.incident.picked.connect(self._pick_incident)
        self.state.picked.connect(self._pick_state)

    def _lay_out(self) -> None:
        self.card = Card("relocation.list", flush=True)
        self.filters = Lines()
        for widget in (self.incident, self.search, self.state):
            self.filters.flow.addWidget(widget)
        self.card.body.addWidget(self.filters)
        self.card.body.addWidget(self.stack(), 1)
        self.sheet = Card("relocation.title")
        self.sheet.wrap_title()
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.facts)
        inner.addWidget(self.steps)
        inner.addStretch(1)
        self.sheet.body.addWidget(scrolling(inside), 1)
        self.bar, self.more = Lines(), MoreButton(self)
        for button in (self.refused_, self.returned, self.part, self.villages, self.new, self.edit, self.more):
            self.bar.flow.addWidget(button)
        self.more.hold((self.correct, self.drop), (self.list_, self.record))
        self.bar.flow.add_last(self.moved)
        self.lay_beside(self.bar, 8, 4)

    def restyle(self) -> None:
        using = theme.current()
        self.space_beside()
        self.filters.setContentsMargins(using.px(12), using.px(8), using.px(12), using.px(4))
        self.search.setFixedWidth(using.px(170))
        self.incident.setFixedWidth(using.px(300))
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self._fit()


def _matches(row: RelocationRow, asked: str) -> bool:
    """Whether every word stands in what a list shows of it."""
    said = " ".join((row.town, row.village, row.household, row.phone, row.shelter, row.destination, row.helper))
    return all(word in said for word in asked.split())
