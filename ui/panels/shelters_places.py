"""场所: every shelter with who is in it as of when and what it lives on; opened, counted, closed, kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.shelters import CountRow, OpeningRow
from ui import actions, theme
from ui.models.shelter_rows import ShelterLine, Sieve, shelter_model, town_of
from ui.panels.acting_part import Verb
from ui.panels.record_part import press
from ui.panels.shelters_files import files_for
from ui.panels.shelters_keeping import SheltersKeeping
from ui.panels.shelters_part import SheltersPart
from ui.panels.shelters_sheet import ShelterSheet
from ui.shelter_prints import ShelterRegister
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.occupancy_cell import OccupancyCell
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

OPEN, COUNT, CLOSE, STATE, ATTACH = "Alt+O", "Alt+C", "Alt+X", "Alt+S", "Alt+I"
COPY, COPY_B, MAP, INCIDENT, RETIRE = "Alt+N", "Alt+Shift+N", "Alt+M", "Alt+U", "Alt+Q"
"""Keys of this part alone."""
_PEOPLE = 2
"""The column of who is in it."""
ANY = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked for, the towns there are, how many are open, and the counts of the chosen one."""

    lines: tuple[ShelterLine, ...]
    towns: tuple[str, ...]
    running: int
    chosen: UUID | None
    openings: tuple[OpeningRow, ...]
    counts: tuple[CountRow, ...]


class PlacesPage(SheltersPart):
    """``open_shelter`` shows one."""

    topics = frozenset({Topic.SHELTERS, Topic.INCIDENTS})
    _sieve = Sieve.ALL
    _town = ANY

    def build(self) -> None:
        self.table = RowTable(shelter_model(self._times))
        self.table.call("shelters.list")
        self.table.setItemDelegateForColumn(_PEOPLE, OccupancyCell(self.table))
        self.sheet: ShelterSheet = ShelterSheet(self._times)
        self._buttons()
        self.keeping = SheltersKeeping(self)
        self.workbooks = files_for(self)
        self.open_to_all = (self.copy_a, self.copy_b, self.map, self.incident)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    # reading

    def load(self) -> Shown:
        ask = self._ask.shelters
        rows = ask.rows(self._words, retired=self._sieve is Sieve.RETIRED)
        low, due = ask.low_days(), {one.id for one in ask.checks_due()}
        every = [
            ShelterLine(row, row.count.low(low) if row.count is not None else (), row.id in due) for row in rows
        ]  # fmt: skip
        found = [
            line for line in every if line.let_through(self._sieve) and self._town in (ANY, town_of(line.row))
        ]  # fmt: skip
        if not self._words:
            found.sort(key=lambda line: (not line.row.running, town_of(line.row), line.row.form.code))
        keys = [line.id for line in found]
        chosen = self._wanted if self._wanted in keys else next(iter(keys), None)
        towns = tuple(dict.fromkeys(town_of(line.row) for line in every if town_of(line.row)))
        running = sum(line.row.running for line in every)
        return Shown(tuple(found), towns, running, chosen, *self._of(chosen))

    def _of(self, shelter: UUID | None) -> tuple[tuple[OpeningRow, ...], tuple[CountRow, ...]]:
        """On a worker: when it was open, and who was in it the last time."""
        openings = tuple(self._ask.shelters.openings(shelter)) if shelter is not None else ()
        counts = self._ask.shelters.counts(openings[0].id) if openings else []
        return openings, tuple(reversed(counts))

    def present(self, result: Shown) -> None:
        if self.town.values() != [ANY, *result.towns] and self._town == ANY:
            self.town.offer([ANY, *result.towns])
        narrowed = self._words or self._town or self._sieve is not Sieve.ALL
        self.empty.say("shelters.none_found" if narrowed else "shelters.empty")
        self.card.caption.say("shelters.counted", count=len(result.lines), running=result.running)
        self.count_changed.emit(result.running)
        self.table.show_rows(result.lines)
        self.empty.stand_for(self.table, not result.lines, self.pages)
        self.sheet.setVisible(bool(result.lines))
        if self.table.chosen_key() != result.chosen and (
            self.table.chosen_row() is None or self._wanted == result.chosen
        ):
            self.table.choose(result.chosen)
        self._turn(self.chosen())
        if result.chosen == self.table.chosen_key():
            self.sheet.show_counts(result.chosen, result.openings, result.counts)
        self.permit()

    def chosen(self) -> ShelterLine | None:
        line: ShelterLine | None = self.table.chosen_row()
        return line

    def open_shelter(self, shelter_id: UUID, *, active: bool = True) -> None:
        """Show that shelter, whatever the list is narrowed by."""
        self._wanted = shelter_id
        if not self.table.choose(shelter_id):
            self._words, self._town, self._sieve = "", ANY, Sieve.ALL if active else Sieve.RETIRED
            self.search.blockSignals(True)
            self.search.empty()
            self.search.blockSignals(False)
            self.town.choose(ANY)
            self.sieve.choose(self._sieve)
            self.reload_now()

    # what is shown

    def _turn(self, line: ShelterLine | None) -> None:
        """Another shelter was chosen: what the list knows at once, its counts when they are read."""
        if line is not None:
            self._wanted = line.id
            self.sheet.show_shelter(line)
            self.retire.say("shelters.retire" if line.row.active else "shelters.restore")
            if not self.sheet.knows_counts_of(line.id):
                self.sheet.show_counts(None, (), ())
                self._jobs.read(partial(self._of, line.id), partial(self._counts_read, line.id), self.failed.emit)
        self.permit()

    def _counts_read(self, shelter: UUID, told: tuple[Sequence[OpeningRow], Sequence[CountRow]]) -> None:
        if isValid(self) and shelter == self.table.chosen_key():
            self.sheet.show_counts(shelter, *told)

    def _narrow(self, name: str, value: object) -> None:
        setattr(self, name, value)
        self.reload_now()

    def possible(self, widget: QWidget) -> bool:
        line = self.chosen()
        if widget in (self.new, self.empty.button, *self.workbooks.held):
            return True
        if line is None:
            return False
        row = line.row
        fuller = {
            self.open: row.active and not row.running and row.state.value != "disused", self.count: row.running,
            self.close_: row.running, self.state: row.active, self.attach: row.running,
            self.copy_a: bool(row.form.phone_a), self.copy_b: bool(row.form.phone_b),
            self.map: row.form.latitude is not None and "map" in self._ask.panels,
            self.incident: bool(row.opening and row.opening.incident_id) and "incidents" in self._ask.panels,
        }  # fmt: skip
        return fuller.get(widget, True)  # type: ignore[call-overload, no-any-return]

    def why_not(self, widget: QWidget) -> str:
        line = self.chosen()
        if line is None:
            return "shelters.why.none_chosen"
        if widget in (self.count, self.close_, self.attach):
            return "shelters.why.not_open"
        if widget is self.open:
            return "shelters.why.open" if line.row.running else "shelters.why.disused"
        if widget in (self.copy_a, self.copy_b):
            return "teams.why.no_phone"
        return "shelters.why.no_spot" if widget is self.map else "shelters.why.no_incident"

    # acts of its own

    def ask_map(self) -> None:
        line = self.chosen()
        if line is not None:
            self.item_asked.emit("map", line.id)

    def ask_incident(self) -> None:
        line = self.chosen()
        if line is not None and line.row.opening is not None:
            self.item_asked.emit("incidents", line.row.opening.incident_id)

    def ask_print(self) -> None:
        line = self.chosen()
        if line is not None:
            self.print_asked.emit(ShelterRegister(line.id))

    def copy_number(self, *, deputy: bool = False) -> None:
        line = self.chosen()
        if line is not None:
            form = line.row.form
            name, number = (form.manager_b, form.phone_b) if deputy else (form.manager_a, form.phone_a)
            self.copy(name or form.name, number)

    # the rest of a page

    def _buttons(self) -> None:
        key = actions.key_of
        self.count = KeyButton("shelters.count", COUNT, kind="primary")
        self.open, self.close_ = KeyButton("shelters.open", OPEN), KeyButton("shelters.close", CLOSE)
        self.state, self.attach = KeyButton("shelters.state_change", STATE), KeyButton("shelters.attach", ATTACH)
        self.edit = KeyButton("shelters.edit", key("correct"))
        self.new = KeyButton("shelters.new", key("new_line"), icon="plus")
        self.copy_a, self.copy_b = KeyButton("shelters.copy_a", COPY), KeyButton("shelters.copy_b", COPY_B)
        self.map, self.incident = KeyButton("shelters.map", MAP), KeyButton("shelters.incident", INCIDENT)
        self.retire = KeyButton("shelters.retire", RETIRE, kind="quiet")
        self.register = KeyButton("shelters.print", key("print"), icon="print")
        self.empty = Empty("shelters.empty", "lists.import.shelters", "Ctrl+Shift+I")
        self.search = SearchBox("shelters.find")
        self.sieve = Choice(list(Sieve), lambda one: words.say(f"shelters.sieve.{one.value}"))
        self.town = Choice((ANY,), lambda name: name or words.say("teams.any_town"))
        for choice, name in ((self.sieve, "_sieve"), (self.town, "_town")):
            choice.picked.connect(partial(self._narrow, name))
        self.sieve.call("shelters.filter.sieve")
        self.town.call("shelters.filter.town")

    def _connect(self) -> None:
        keep, key, may = self.keeping, actions.key_of, Permission.SHELTERS
        verbs: dict[str, Verb] = {
            "shelter_open": (OPEN, self.open, keep.ask_open, may),
            "shelter_count": (COUNT, self.count, keep.ask_count, may),
            "shelter_close": (CLOSE, self.close_, keep.ask_close, may),
            "shelter_state": (STATE, self.state, keep.ask_state, may),
            "shelter_attach": (ATTACH, self.attach, keep.ask_attach, may),
            "shelter_edit": (key("correct"), self.edit, keep.ask_edit, may),
            "shelter_new": (key("new_line"), self.new, keep.ask_new, may),
            "shelter_copy": (COPY, self.copy_a, self.copy_number, None),
            "shelter_copy_b": (COPY_B, self.copy_b, partial(self.copy_number, deputy=True), None),
            "shelter_map": (MAP, self.map, self.ask_map, None),
            "shelter_incident": (INCIDENT, self.incident, self.ask_incident, None),
            "shelter_retire": (RETIRE, self.retire, keep.ask_retire, may),
            "shelter_print": (key("print"), self.register, self.ask_print, Permission.PRINT),
            "more": (key("more"), self.more, self.more.open_menu, None),
        }
        self.bind_verbs(verbs)
        self.listen(may, self.workbooks.ask_import)
        self.table.opened.connect(lambda _line: press(self.count if self.count.isEnabled() else self.open))

    def _lay_out(self) -> None:
        self.card = Card("shelters.list", flush=True)
        self.filters = Lines()
        for widget in (self.search, self.sieve, self.town):
            self.filters.flow.addWidget(widget)
        self.card.body.addWidget(self.filters)
        self.card.body.addWidget(self.stack(), 1)
        self.bar, self.more = Lines(), MoreButton(self)
        for button in (self.open, self.close_, self.state, self.edit, self.new, self.register, self.more):
            self.bar.flow.addWidget(button)
        self.more.hold(
            (self.attach, self.incident, self.map), (self.copy_a, self.copy_b), self.workbooks.held, (self.retire,)
        )
        self.bar.flow.add_last(self.count)
        self.lay_beside(self.bar, 8, 5)

    def restyle(self) -> None:
        using = theme.current()
        self.space_beside()
        self.filters.setContentsMargins(using.px(12), using.px(8), using.px(12), using.px(4))
        self.search.setFixedWidth(using.px(190))
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
