"""队伍: every team with all it does, its numbers, its way at each incident, its papers; sent, followed, kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.assigning import AssignmentRow
from console.domain.assignments import TeamState
from console.domain.people import Action as Permission
from ui import actions, theme
from ui.models.team_rows import Names, Sieve, TeamLine, in_view_order, names_of, next_step, team_model
from ui.panels.acting_part import Verb
from ui.panels.record_part import press
from ui.panels.teams_calling import TeamsCalling
from ui.panels.teams_files import TEAMS, files_for
from ui.panels.teams_keeping import TeamsKeeping
from ui.panels.teams_part import TeamsPart
from ui.panels.teams_sending import TeamsSending
from ui.panels.teams_sheet import TeamSheet
from ui.team_prints import TeamList
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.readiness_cell import ReadinessCell
from ui.widgets.table import RowTable
from ui.widgets.team_filters import TeamFilters, Wanted

ASSIGN, STEP, RECALL, TERMS, READY = "Alt+I", "Alt+S", "Alt+X", "Alt+T", "Alt+R"
DIAL, COPY, COPY_B, MAP, INCIDENT = "Alt+D", "Alt+C", "Alt+Shift+C", "Alt+M", "Alt+O"
PAPER_NEW, PAPER_EDIT, PAPER_END, RETIRE = "Alt+Z", "Alt+Shift+Z", "Alt+Shift+X", "Alt+Q"
"""Keys of this part alone."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked for, what can be asked for, and the way of the chosen team at each of its incidents."""

    lines: tuple[TeamLine, ...]
    names: Names
    towns: tuple[str, ...]
    types: tuple[str, ...]
    out: int
    way: tuple[AssignmentRow, ...]
    way_of: UUID | None


class TeamsPage(TeamsPart):
    """``open_team`` shows one, with that assignment of it."""

    topics = frozenset({Topic.TEAMS, Topic.DISPATCH, Topic.INCIDENTS, Topic.LISTS})

    def build(self) -> None:
        self.names = Names()
        self.table = RowTable(team_model(lambda: self.names))
        self.table.call("teams.list")
        self.table.setItemDelegateForColumn(1, ReadinessCell(self.table))
        self.sheet = TeamSheet(self._times)
        self.filters = TeamFilters(lambda: self.names)
        self.search = self.filters.search
        self._buttons()
        self.sending, self.keeping, self.calling = TeamsSending(self), TeamsKeeping(self), TeamsCalling(self)
        self.workbooks = files_for(self, TEAMS)
        self.open_to_all = (self.copy_a, self.copy_b, self.map, self.incident)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    # reading

    def load(self) -> Shown:
        ask, wanted = self._ask, self.filters.wanted
        kept, ending = ask.teams.rows(), ask.teams.expiring()
        listed = (
            TeamLine(row, tuple(one for one in ending if one.team_id == row.id))
            for row in ask.teams.rows(wanted.asked())
        )
        lines = tuple(line for line in listed if wanted.let_through(line))
        keys = [line.id for line in lines]
        chosen = self._wanted if self._wanted in keys else next(iter(keys), None)
        towns = tuple(sorted({row.place_name for row in kept if row.place_name}))
        types = tuple(sorted({code for row in kept for code in row.event_types}))
        names, out = names_of(ask.lists, ask.event_types), sum(not row.free for row in kept)
        return Shown(lines, names, towns, types, out, self._way(chosen), chosen)

    def _way(self, team: UUID | None) -> tuple[AssignmentRow, ...]:
        """On a worker."""
        return in_view_order(self._ask.assignments.of_team(team)) if team is not None else ()

    def present(self, result: Shown) -> None:
        self.names = result.names
        self.filters.offer(result.names, result.types, result.towns)
        self.empty.say("teams.empty" if self.filters.wanted == Wanted() else "teams.none_found")
        self.card.caption.say("teams.count", count=len(result.lines), out=result.out)
        self.count_changed.emit(result.out)
        self.table.show_rows(result.lines)
        self.empty.stand_for(self.table, not result.lines, self.pages)
        self.sheet.setVisible(bool(result.lines))
        if self.table.chosen_key() != result.way_of and (
            self.table.chosen_row() is None or self._wanted == result.way_of
        ):
            self.table.choose(result.way_of)
        self._turn(self.chosen())
        if result.way_of == self.table.chosen_key():
            self.sheet.show_way(result.way_of, result.way)

    def chosen(self) -> TeamLine | None:
        line: TeamLine | None = self.table.chosen_row()
        return line

    def open_team(self, team_id: UUID, assignment: UUID | None = None, *, active: bool = True) -> None:
        """Show that team, whatever the list is narrowed by; a retired one among the retired."""
        self._wanted = team_id
        self.sheet.want(assignment)
        if not self.table.choose(team_id):
            self.filters.widen(Sieve.ALL if active else Sieve.RETIRED)
            self.reload_now()

    # what is shown

    def _turn(self, line: TeamLine | None) -> None:
        """Another team was chosen: what the list knows of it at once, its way when it is read."""
        if line is not None:
            self._wanted = line.id
            self.sheet.show_team(line, self.names)
            self.retire.say("teams.retire" if line.row.active else "teams.restore")
            if not self.sheet.knows_way_of(line.id):
                self.sheet.show_way(None, ())
                self._jobs.read(partial(self._way, line.id), partial(self._way_read, line.id), self.failed.emit)
        self.permit()

    def _way_read(self, team: UUID, rows: Sequence[AssignmentRow]) -> None:
        if isValid(self) and team == self.table.chosen_key():
            if self._has_result:
                self._last = replace(self._last, way=tuple(rows), way_of=team)
            self.sheet.show_way(team, rows)

    def _look_for(self, asked: str) -> None:
        """The filters tell it with all the rest."""

    def _follow_sheet(self) -> None:
        """Another line or paper was chosen: the buttons are about it."""
        row = self.sheet.assignment()
        following = next_step(row) if row is not None else None
        if following is None:
            self.step.say("teams.step")
        else:
            self.step.say("teams.step_next", state=words.say(f"team.state.{following.value}"))
        self.permit()

    def possible(self, widget: QWidget) -> bool:
        line, row = self.chosen(), self.sheet.assignment()
        if widget in (self.new, self.empty.button, *self.workbooks.held):
            return True
        if line is None:
            return widget is self.paper_list and bool(self.table.rows_model.rowCount())
        if widget is self.recall:
            return row is not None and TeamState.RECALLED in row.follows
        if widget in (self.step, self.terms):
            return row is not None and row.runs and (widget is self.step or row.state is not TeamState.DONE)
        if widget in (self.paper_edit, self.paper_end):
            return self.sheet.paper() is not None
        fuller = {
            self.dial: line.row.phone_a or line.row.phone_b, self.copy_a: line.row.phone_a,
            self.copy_b: line.row.phone_b, self.assign: line.row.active, self.ready: line.row.active,
            self.map: line.row.latitude is not None and "map" in self._ask.panels,
            self.incident: row is not None and "incidents" in self._ask.panels,
        }  # fmt: skip
        return bool(fuller.get(widget, True))  # type: ignore[call-overload]

    def why_not(self, widget: QWidget) -> str:
        if self.chosen() is None:
            return "teams.why.none_chosen"
        return _WHY.get(self._why.get(id(widget), ""), "teams.why.not_now")

    # acts of its own

    def ask_map(self) -> None:
        line = self.chosen()
        if line is not None:
            self.item_asked.emit("map", line.id)

    def ask_incident(self) -> None:
        row = self.sheet.assignment()
        if row is not None:
            self.item_asked.emit("incidents", row.incident_id)

    def ask_print(self) -> None:
        """The list as it is narrowed now."""
        self.print_asked.emit(TeamList(tuple(line.id for line in self.table.rows_model.rows())))

    # the rest of a page

    def _buttons(self) -> None:
        key = actions.key_of
        self.assign = KeyButton("teams.assign", ASSIGN, kind="primary")
        self.step, self.recall = KeyButton("teams.step", STEP), KeyButton("teams.recall", RECALL)
        self.terms, self.incident = KeyButton("teams.terms", TERMS), KeyButton("teams.incident", INCIDENT)
        self.ready, self.edit = KeyButton("teams.readiness", READY), KeyButton("teams.edit", key("correct"))
        self.new = KeyButton("teams.new", key("new_line"), icon="plus")
        self.dial = KeyButton("contacts.dial", DIAL, small=True)
        self.copy_a, self.copy_b = KeyButton("teams.copy_a", COPY), KeyButton("teams.copy_b", COPY_B)
        self.map = KeyButton("teams.map", MAP, small=True)
        self.paper_new, self.paper_edit = (
            KeyButton("teams.paper_new", PAPER_NEW),
            KeyButton("teams.paper_edit", PAPER_EDIT),
        )
        self.paper_end = KeyButton("teams.paper_end", PAPER_END)
        self.retire = KeyButton("teams.retire", RETIRE, kind="quiet")
        self.paper_list = KeyButton("teams.print", key("print"), icon="print")
        self.empty = Empty("teams.empty", "lists.import.teams", "Ctrl+Shift+I")
        self._why = {
            id(button): name
            for name, buttons in (
                ("assignment", (self.step, self.recall, self.terms, self.incident)),
                ("paper", (self.paper_edit, self.paper_end)), ("phone", (self.dial, self.copy_a, self.copy_b)),
                ("spot", (self.map,)), ("retired", (self.assign, self.ready)),
            )
            for button in buttons
        }  # fmt: skip

    def _connect(self) -> None:
        send, keep, call, key = self.sending, self.keeping, self.calling, actions.key_of
        edit, dispatch = Permission.EDIT_TEAMS, Permission.DISPATCH
        verbs: dict[str, Verb] = {
            "team_assign": (ASSIGN, self.assign, send.ask_assign, dispatch),
            "team_step": (STEP, self.step, send.ask_step, dispatch),
            "team_recall": (RECALL, self.recall, send.ask_recall, dispatch),
            "team_terms": (TERMS, self.terms, send.ask_terms, dispatch),
            "team_incident": (INCIDENT, self.incident, self.ask_incident, None),
            "team_readiness": (READY, self.ready, keep.ask_readiness, dispatch),
            "team_edit": (key("correct"), self.edit, keep.ask_edit, edit),
            "team_new": (key("new_line"), self.new, keep.ask_new, edit),
            "team_dial": (DIAL, self.dial, call.dial, Permission.CALL),
            "team_copy": (COPY, self.copy_a, call.copy_a, None),
            "team_copy_b": (COPY_B, self.copy_b, call.copy_b, None),
            "team_map": (MAP, self.map, self.ask_map, None),
            "team_paper_new": (PAPER_NEW, self.paper_new, keep.ask_paper_new, edit),
            "team_paper_edit": (PAPER_EDIT, self.paper_edit, keep.ask_paper_edit, edit),
            "team_paper_end": (PAPER_END, self.paper_end, keep.ask_paper_end, edit),
            "team_retire": (RETIRE, self.retire, keep.ask_retire, edit),
            "team_print": (key("print"), self.paper_list, self.ask_print, Permission.PRINT),
            "more": (key("more"), self.more, self.more.open_menu, None),
        }
        self.bind_verbs(verbs)
        self.listen(edit, self.workbooks.ask_import)
        self.table.opened.connect(lambda _line: press(self.edit))
        self.filters.narrowed.connect(lambda _wanted: self.reload_now())
        self.sheet.turned.connect(self._follow_sheet)
        self.sheet.way.opened.connect(lambda _row: press(self.step))
        self.sheet.papers.opened.connect(lambda _row: press(self.paper_edit))

    def _lay_out(self) -> None:
        self.card = Card("teams.list", flush=True)
        self.card.body.addWidget(self.filters)
        self.card.body.addWidget(self.stack(), 1)
        for button in (self.dial, self.map):
            self.sheet.numbers.flow.addWidget(button)
        self.bar = Lines()
        self.more = MoreButton(self)
        for button in (self.step, self.recall, self.ready, self.edit, self.paper_new, self.new, self.more):
            self.bar.flow.addWidget(button)
        self.more.hold(
            (self.terms, self.incident), (self.copy_a, self.copy_b), (self.paper_edit, self.paper_end),
            self.workbooks.held, (self.paper_list, self.retire),
        )  # fmt: skip
        self.bar.flow.add_last(self.assign)
        self.lay_beside(self.bar, 8, 4)

    def restyle(self) -> None:
        using = theme.current()
        self.space_beside()
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)


_WHY = {
    "assignment": "teams.why.no_assignment", "paper": "teams.why.no_paper", "phone": "teams.why.no_phone",
    "spot": "teams.why.no_spot", "retired": "teams.why.retired",
}  # fmt: skip
