"""专家: who knows about what, whom to ring first about an incident, what came of each call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.assigning import chain
from console.domain.call_lists import Attempt
from console.domain.experts import ExpertRow, NewExpert, available
from console.domain.incident import IncidentRow
from console.domain.people import Action as Permission
from ui import actions, theme
from ui.dialogs.duty_people import SureDialog
from ui.dialogs.expert_form import ExpertDialog
from ui.dialogs.ringing import Ring, outcome_word
from ui.dialogs.team_form import FormLists
from ui.models.expert_rows import ExpertLine, call_model, expert_model, last_call, nearest, reasons
from ui.models.team_rows import Names, names_of
from ui.panels.acting_part import Verb
from ui.panels.record_part import press
from ui.panels.teams_files import EXPERTS, files_for
from ui.panels.teams_keeping import answer_spots, form_lists
from ui.panels.teams_part import TeamsPart
from ui.team_prints import ExpertList
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

BOOK, RETIRED = "", "retired"
FACTS = (
    "teams.column.field", "experts.fact.unit", "experts.fact.phones", "teams.column.hours", "teams.column.event_types",
    "experts.fact.last", "experts.fact.why", "teams.column.address", "teams.column.remark",
)  # fmt: skip
FOUND = 60
"""Experts of one search."""
DIAL, COPY, INCIDENT, RETIRE = "Alt+D", "Alt+C", "Alt+I", "Alt+Q"
"""Keys of this part alone."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Who was asked for, the incidents that are open, the calls to whoever is chosen."""

    lines: tuple[ExpertLine, ...]
    names: Names
    types: tuple[str, ...]
    incidents: tuple[IncidentRow, ...]
    calls: tuple[Attempt, ...]
    calls_of: UUID | None


class ExpertsPage(TeamsPart):
    """``about`` says what is asked for: the book, the retired, or whom to ring about an open incident."""

    topics = frozenset({Topic.TEAMS, Topic.CONTACTS, Topic.INCIDENTS, Topic.LISTS})

    def build(self) -> None:
        self.names = Names()
        self._incidents: dict[UUID, IncidentRow] = {}
        self._asked: tuple[object, str] = (BOOK, "")
        self._calls_of: UUID | None = None
        self.table = RowTable(expert_model(lambda: self.names, self._times))
        self.table.call("experts.list")
        self.calls = RowTable(call_model(self._times), compact=True)
        self.calls.call("experts.calls")
        self.about = Choice((BOOK, RETIRED), self._about_word)
        self.about.call("experts.filter.about")
        self.type = Choice((BOOK,), lambda code: self.names.type(code) if code else words.say("teams.any_type"))
        self.type.call("teams.filter.type")
        self.search = SearchBox("experts.find")
        self._buttons()
        self.workbooks = files_for(self, EXPERTS)
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    # reading

    def load(self) -> Shown:
        ask, (about, typed) = self._ask, self._asked
        names, incidents = names_of(ask.lists, ask.event_types), tuple(ask.incidents.open_rows())
        incident = next((row for row in incidents if row.id == about), None)
        wanted = typed or (incident.event_type or "" if incident is not None else "")
        if incident is not None or typed:
            types = chain(wanted, {row.code: row.parent for row in names.types})
            lines = [
                ExpertLine(one.expert, one.available, at, nearest(one.expert, types))
                for at, one in enumerate(ask.experts.on_call(wanted or None), 1)
            ]
        else:
            now = self._times.local(self._times.now())
            rows = ask.experts.rows(retired=about == RETIRED)
            lines = [_line(row, now) for row in rows if row.active != (about == RETIRED)]
        shown = tuple(self._searched(lines))
        keys = [line.id for line in shown]
        chosen = self._wanted if self._wanted in keys else next(iter(keys), None)
        kept = tuple(sorted({code for row in ask.experts.rows() for code in row.event_types}))
        return Shown(shown, names, kept, incidents, self._calls(chosen), chosen)

    def _searched(self, lines: Sequence[ExpertLine]) -> Sequence[ExpertLine]:
        """In the order they stand; of a retired one only words are looked at."""
        asked = self._words.casefold().split()
        if not asked:
            return lines
        found = {row.id for row in self._ask.experts.find(self._words, FOUND)}
        return [line for line in lines if line.id in found or all(part in _words_of(line.row) for part in asked)]

    def _calls(self, expert: UUID | None) -> tuple[Attempt, ...]:
        return tuple(self._ask.experts.calls(expert)) if expert is not None else ()

    def present(self, result: Shown) -> None:
        self.names = result.names
        self._incidents = {row.id: row for row in result.incidents}
        abouts = [BOOK, *self._incidents, RETIRED]
        if self.about.values() != abouts:
            self.about.offer(abouts)
        if self.type.values() != [BOOK, *result.types]:
            self.type.offer([BOOK, *result.types])
        if self.about.value() != self._asked[0] or (self.type.value() or "") != self._asked[1]:
            self._ask_anew()  # what was asked about is over: the box says what is listed
            return
        self._say_caption(result)
        self.table.show_rows(result.lines)
        self.empty.stand_for(self.table, not result.lines, self.pages)
        self.sheet.setVisible(bool(result.lines))
        if self.table.chosen_key() != result.calls_of and (
            self.table.chosen_row() is None or self._wanted == result.calls_of
        ):
            self.table.choose(result.calls_of)
        self._turn(self.chosen())
        if result.calls_of == self.table.chosen_key():
            self._show_calls(result.calls_of, result.calls)

    def chosen(self) -> ExpertLine | None:
        line: ExpertLine | None = self.table.chosen_row()
        return line

    def open_expert(self, expert_id: UUID, *, active: bool = True) -> None:
        """Show somebody, whatever the list is narrowed by."""
        self._wanted = expert_id
        if not self.table.choose(expert_id):
            self.search.setText("")
            self._words = ""
            self.type.choose(BOOK)
            self.about.choose(BOOK if active else RETIRED)
            self._ask_anew()

    # what is shown

    def _turn(self, line: ExpertLine | None) -> None:
        if line is not None:
            self._wanted = line.id
            self._show_facts(line)
            if line.id != self._calls_of:
                self._show_calls(None, ())
                self._jobs.read(partial(self._calls, line.id), partial(self._calls_read, line.id), self.failed.emit)
        self.permit()

    def _calls_read(self, expert: UUID, rows: Sequence[Attempt]) -> None:
        if isValid(self) and expert == self.table.chosen_key():
            if self._has_result:
                self._last = replace(self._last, calls=tuple(rows), calls_of=expert)
            self._show_calls(expert, rows)

    def _show_calls(self, expert: UUID | None, rows: Sequence[Attempt]) -> None:
        self._calls_of = expert
        self.calls.show_rows(rows)
        self.calls.setVisible(bool(rows))
        self.no_calls.setVisible(not rows)

    def _show_facts(self, line: ExpertLine) -> None:
        row, join = line.row, "　"
        self.sheet.title.show_text(row.name)
        self.sheet.caption.show_text(row.code)
        self.retire.say("experts.retire" if row.active else "experts.restore")
        tier = words.say(f"expert.tier.{row.tier.value}")
        told = {
            "teams.column.field": (row.field,), "experts.fact.unit": (row.unit, row.title, tier),
            "experts.fact.phones": (row.phone, row.phone_b),
            "teams.column.hours": (row.hours or words.say("experts.any_hour"),),
            "teams.column.event_types": (self.names.all_types(row.event_types),),
            "experts.fact.last": (last_call(row, self._times),),
            "experts.fact.why": (reasons(line, self.names, self._times),),
            "teams.column.address": (row.address,), "teams.column.remark": (row.remark,),
        }  # fmt: skip
        for name, parts in told.items():
            self.facts.show_text(name, join.join(part for part in parts if part) or words.say("print.none"))

    def _say_caption(self, result: Shown) -> None:
        now = sum(line.now for line in result.lines)
        looking = any(line.turn for line in result.lines)
        self.card.caption.say("experts.in_turn" if looking else "experts.count", count=len(result.lines), now=now)
        narrowed = bool(self._words) or self._asked != (BOOK, "")
        self.empty.say("experts.none_found" if narrowed else "experts.empty")

    def _about_word(self, about: object) -> str:
        row = self._incidents.get(about) if isinstance(about, UUID) else None
        if row is not None:
            return words.say("experts.about_incident", title=row.title)
        return words.say("experts.about_retired" if about == RETIRED else "experts.about_book")

    def possible(self, widget: QWidget) -> bool:
        line = self.chosen()
        if widget in (self.new, self.empty.button, *self.workbooks.held):
            return True
        if line is None:
            return False
        return bool(line.row.phone or line.row.phone_b) if widget in (self.dial, self.copy_button) else True

    def why_not(self, widget: QWidget) -> str:  # noqa: ARG002
        return "experts.why.none_chosen" if self.chosen() is None else "teams.why.no_phone"

    def permit(self) -> None:
        super().permit()
        if hasattr(self, "workbooks"):
            self.copy_button.setEnabled(self.possible(self.copy_button))
            tip = "" if self.copy_button.isEnabled() else words.say(self.why_not(self.copy_button))
            self.copy_button.setToolTip(tip)

    # what the officer does

    def ask_dial(self) -> None:
        """Number large, outcome by one key; then they stand behind the others for the next call."""
        line, by = self.chosen(), self._seat.actor
        if line is None:
            return
        row, numbers = line.row, tuple(number for number in (line.row.phone, line.row.phone_b) if number)

        def called(ring: Ring) -> ExpertRow:
            return self._ask.experts.called(row.id, ring.phone, ring.outcome, ring.remark, seen=row.version, by=by)

        def told(after: ExpertRow) -> None:
            self._calls_of = None
            outcome = outcome_word(after.last_outcome) if after.last_outcome is not None else ""
            self.saved.emit(words.say("contacts.told_rung", name=after.name, outcome=outcome))

        self.ring(row.name, f"{row.field}　{row.unit}", numbers, f"expert.call {row.id}", called, told)

    def ask_copy(self) -> None:
        line = self.chosen()
        if line is not None:
            self.copy(line.row.name, line.row.phone or line.row.phone_b)

    def ask_new(self) -> None:
        self.ask_first(partial(form_lists, self._ask), partial(self._form, None))

    def ask_edit(self) -> None:
        line = self.chosen()
        if line is not None:
            self.ask_first(partial(form_lists, self._ask), partial(self._form, line.row))

    def _form(self, row: ExpertRow | None, lists: FormLists) -> None:
        by, key, dialog = self._seat.actor, uuid4(), ExpertDialog(lists, row, self.window())
        answer_spots(self, dialog)

        def keep(form: NewExpert) -> ExpertRow:
            if row is None:
                return self._ask.experts.add(form, key=key, by=by)
            return self._ask.experts.change(row.id, form, seen=row.version, by=by)

        def kept(after: ExpertRow) -> None:
            self.open_expert(after.id)
            self.saved.emit(words.say("teams.told_kept", number=after.code, name=after.name))

        self.put(dialog, f"expert.form {row.id if row is not None else 'new'}", keep, kept)

    def ask_retire(self) -> None:
        line, by = self.chosen(), self._seat.actor
        if line is None:
            return
        row, act = line.row, self._ask.experts.retire if line.row.active else self._ask.experts.restore
        said = "teams.told_retired" if row.active else "teams.told_restored"
        title, kind = ("experts.retire", "danger") if row.active else ("experts.restore", "primary")
        self.put(
            SureDialog(title, row.name, kind=kind, parent=self.window()), "",
            lambda _why: act(row.id, seen=row.version, by=by),
            lambda after: self.saved.emit(words.say(said, name=after.name)),
        )  # fmt: skip

    def ask_print(self) -> None:
        self.print_asked.emit(ExpertList(tuple(line.id for line in self.table.rows_model.rows())))

    def ask_about(self) -> None:
        """The keyboard goes to where an incident is chosen."""
        self.about.setFocus()
        self.about.showPopup()

    def _ask_anew(self) -> None:
        self._asked = (self.about.value(), self.type.value() or "")
        self.reload_now()

    # the rest of a page

    def _buttons(self) -> None:
        key = actions.key_of
        self.dial = KeyButton("contacts.dial", DIAL, kind="primary")
        self.copy_button = KeyButton("contacts.copy", COPY)
        self.who = KeyButton("experts.about", INCIDENT)
        self.edit = KeyButton("experts.edit", key("correct"))
        self.new = KeyButton("experts.new", key("new_line"), icon="plus")
        self.retire = KeyButton("experts.retire", RETIRE, kind="quiet")
        self.paper = KeyButton("teams.print", key("print"), icon="print")
        self.empty = Empty("experts.empty", "lists.import.experts", "Ctrl+Shift+I")
        self.no_calls = Word("experts.no_calls", role="secondary")

    def _connect(self) -> None:
        key, edit = actions.key_of, Permission.EDIT_TEAMS
        verbs: dict[str, Verb] = {
            "expert_dial": (DIAL, self.dial, self.ask_dial, Permission.CALL),
            "expert_copy": (COPY, self.copy_button, self.ask_copy, None),
            "expert_about": (INCIDENT, self.who, self.ask_about, None),
            "expert_edit": (key("correct"), self.edit, self.ask_edit, edit),
            "expert_new": (key("new_line"), self.new, self.ask_new, edit),
            "expert_retire": (RETIRE, self.retire, self.ask_retire, edit),
            "expert_print": (key("print"), self.paper, self.ask_print, Permission.PRINT),
            "more": (key("more"), self.more, self.more.open_menu, None),
        }
        self.bind_verbs(verbs)
        self.listen(edit, self.workbooks.ask_import)
        self.table.opened.connect(lambda _line: press(self.dial))
        self.about.picked.connect(lambda _about: self._ask_anew())
        self.type.picked.connect(lambda _type: self._ask_anew())

    def _lay_out(self) -> None:
        self.card, self.sheet = Card("experts.list", flush=True), Card("experts.title")
        self.sheet.wrap_title()
        self.tools = Lines()
        for widget in (self.search, self.about, self.type):
            self.tools.flow.addWidget(widget)
        self.card.body.addWidget(self.tools)
        self.card.body.addWidget(self.stack(), 1)
        self.facts = Facts(FACTS)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.facts, Word("experts.calls", role="strong"), self.calls, self.no_calls):
            column.addWidget(part)
        column.addStretch(1)
        self.sheet.body.addWidget(scrolling(shown), 1)
        self.bar, self.more = Lines(), MoreButton(self)
        for button in (self.who, self.copy_button, self.edit, self.new, self.more):
            self.bar.flow.addWidget(button)
        self.more.hold(self.workbooks.held, (self.paper, self.retire))
        self.bar.flow.add_last(self.dial)
        self.lay_beside(self.bar, 8, 4)

    def restyle(self) -> None:
        using = theme.current()
        self.tools.setContentsMargins(using.px(12), using.px(8), using.px(12), using.px(4))
        self.search.setFixedWidth(using.px(180))
        self.space_beside()
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.calls.setMinimumHeight(using.px(34) + 2 + 4 * using.compact_row)


def _line(row: ExpertRow, now: datetime) -> ExpertLine:
    return ExpertLine(row, row.active and available(row.hours, now))


def _words_of(row: ExpertRow) -> str:
    return f"{row.name} {row.code} {row.field} {row.unit} {row.title}".casefold()
