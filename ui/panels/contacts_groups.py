"""分组: people called together, named one by one or found by a rule, with whom each has today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.contact_book import LIMITS
from console.domain.group_rule import Rule
from console.domain.people import Action as Permission
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.which_group import GroupGiven, RuleDialog, SureDialog, WhoDialog
from ui.models.contact_rows import Listed, from_people, groups_model, people_model, rule_text, tree_choices
from ui.panels.contacts_part import ContactsPart
from ui.panels.contacts_restoring import Restoring
from ui.panels.list_files import ListOf, ListsMenu
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.spoken import Word
from ui.widgets.suggest import ChoiceList
from ui.widgets.table import RowTable

if TYPE_CHECKING:
    from console.services.contact_groups import GroupRow

GROUP_ACTS = ("rule_new", "group_change", "group_retire", "restore", "group_call")
MEMBER_ACTS = ("member_new", "member_out", "member_up", "member_down")
NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Groups:
    """Every group in use, and whom the chosen one has today."""

    rows: tuple[GroupRow, ...]
    shown: GroupRow | None
    people: tuple[Listed, ...]
    units: dict[UUID, str]


class GroupsPage(ContactsPart):
    """``call_asked`` carries the group whose people are to be rung one after another."""

    topics = frozenset({Topic.CONTACTS})
    call_asked = Signal(object)

    def build(self) -> None:
        self._group: UUID | None = None
        self._row: GroupRow | None = None
        self._people_of: UUID | None = None
        self._units: dict[UUID, str] = {}
        self.table = RowTable(groups_model(), compact=True)
        self.table.call("contacts.part.groups")
        self.people = RowTable(people_model(), compact=True)
        self.people.call("contacts.group_people")
        self.rule, self.about = Word(role="secondary"), Word(role="secondary")
        self.empty = Empty("contacts.groups_empty", "contacts.group_new", actions.key_of("new_line"))
        self.none = Empty("contacts.group_nobody")
        self.new = KeyButton("contacts.group_new", actions.key_of("new_line"), kind="primary", icon="plus")
        self.buttons = {
            name: KeyButton(f"contacts.{name}", actions.key_of(f"contact_{name}"), small=True)
            for name in (*GROUP_ACTS, *MEMBER_ACTS)
        }
        self.restoring = Restoring(self)
        lists = ListOf("groups", Permission.EDIT_CONTACTS)
        self.more = ListsMenu(self, self.asked, self._times, self._ask.imports, self._ask.list_runs, lists)
        self._lay_out()
        self._connect()
        self.permit()

    def load(self) -> Groups:
        rows, wanted = tuple(self._ask.groups.rows()), self._group
        shown = next((row for row in rows if row.id == wanted), rows[0] if rows else None)
        people: tuple[Listed, ...] = ()
        if shown is not None:
            people = from_people(self._ask.groups.people(shown.id, to=self.viewer(), mask=self._hiding.on))
        units = {row.id: row.name for row in self._ask.units.tree(retired=True)}
        return Groups(rows, shown, people, units)

    def present(self, result: Groups) -> None:
        self._units = result.units
        self._row, self._group = result.shown, result.shown.id if result.shown else None
        self.table.show_rows(result.rows)
        self.empty.stand_for(self.table, not result.rows)
        if self._group is not None and self.table.chosen_row() is None:
            self.table.choose(self._group)
        self._show_people(result)
        self.permit()

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.empty.button or self

    def possible(self, widget: QWidget) -> bool:
        """By rule nobody is put in or taken out by hand."""
        free = (self.new, self.empty.button, self.buttons["rule_new"], self.buttons["restore"], *self.more.held())
        if widget in free:
            return True
        if widget in (self.buttons["group_change"], self.buttons["group_retire"]):
            return self._row is not None
        if widget is self.buttons["group_call"]:
            return self._row is not None
        return self._fixed() and (widget is self.buttons["member_new"] or self.people.chosen_row() is not None)

    # acts

    def group_new(self) -> None:
        """One that is named one by one."""
        if self._may():
            self._ask_name("contacts.group_new", None)

    def rule_new(self) -> None:
        if self._may():
            self._with_choices(partial(self._ask_rule, None))

    def group_change(self) -> None:
        row = self._row
        if row is None or not self._may():
            return
        if row.rule is None:
            self._ask_name("contacts.group_change", row)
        else:
            self._with_choices(partial(self._ask_rule, row))

    def group_retire(self) -> None:
        row, by = self._row, self._seat.actor
        if row is None or not self._may():
            return
        dialog = SureDialog("contacts.group_retire", row.name, self.window())
        self.put(
            dialog, "", lambda _none: self._ask.groups.retire(row.id, seen=row.version, by=by),
            lambda _none: self.saved.emit(words.say("contacts.told_group_retired", name=row.name)),
        )  # fmt: skip

    def restore(self) -> None:
        """One that was retired, or whatever else is no more."""
        self.restoring.restore()

    def group_call(self) -> None:
        """Ring all of it, one after another."""
        if self._row is not None and self._seat.may(Permission.CALL):
            self.call_asked.emit(self._row)

    def member_new(self) -> None:
        row = self._row
        if row is None or not self._fixed() or not self._may():
            return
        dialog = WhoDialog(row.name, self.window())
        dialog.person_typed.connect(self._suggest)
        here, by = self._keys(), self._seat.actor
        self.put(
            dialog, f"contacts.member_new {row.id}",
            lambda key: self._ask.groups.set_members(row.id, [*here, key], seen=row.version, by=by),
            self._told_members,
        )  # fmt: skip

    def member_out(self) -> None:
        chosen = self.people.chosen_row()
        if chosen is not None:
            self._set([key for key in self._keys() if key != chosen.id])

    def member_up(self) -> None:
        self._move(-1)

    def member_down(self) -> None:
        self._move(+1)

    def _move(self, step: int) -> None:
        chosen, keys = self.people.chosen_row(), self._keys()
        if chosen is None:
            return
        at = keys.index(chosen.id)
        if 0 <= at + step < len(keys):
            keys[at], keys[at + step] = keys[at + step], keys[at]
            self._set(keys)

    def _set(self, keys: Sequence[UUID]) -> None:
        row, by = self._row, self._seat.actor
        if row is None or not self._fixed() or not self._may():
            return
        self.save_once(lambda: self._ask.groups.set_members(row.id, keys, seen=row.version, by=by), self._told_members)

    def _told_members(self, row: GroupRow) -> None:
        self.saved.emit(words.say("contacts.told_members", name=row.name, count=row.members))

    def _ask_name(self, title: str, row: GroupRow | None) -> None:
        fields = [
            Asks("name", "contacts.group_name", required=True, limit=NAME_LIMIT),
            Asks("note", "contacts.note", limit=LIMITS["remark"]),
        ]
        given = {"name": row.name, "note": row.note} if row else {}
        about = row.name if row else words.say("contacts.group_fixed")
        dialog, by = FindingDialog(title, about, fields, given, parent=self.window()), self._seat.actor

        def act(said: dict[str, str]) -> GroupRow:
            if row is None:
                return self._ask.groups.add_fixed(said["name"], (), said["note"], by=by)
            return self._ask.groups.change(row.id, said["name"], None, said["note"], seen=row.version, by=by)

        self.put(dialog, f"{title} {row.id if row else ''}", act, self._kept)

    def _ask_rule(self, row: GroupRow | None, units: ChoiceList, places: ChoiceList) -> None:
        given = (row.name, row.rule, row.note) if row else ("", None, "")
        dialog, by = RuleDialog(units, places, *given, parent=self.window()), self._seat.actor
        dialog.rule_edited.connect(partial(self._ask_found, dialog))

        def act(said: GroupGiven) -> GroupRow:
            assert said.rule is not None
            if row is None:
                return self._ask.groups.add_rule(said.name, said.rule, said.note, by=by)
            return self._ask.groups.change(row.id, said.name, said.rule, said.note, seen=row.version, by=by)

        self.put(dialog, f"contacts.rule {row.id if row else ''}", act, self._kept)
        dialog.ask_found()

    def _kept(self, row: GroupRow) -> None:
        """What was made or changed is what is shown."""
        self._group = row.id
        self.table.choose(row.id)
        self.saved.emit(words.say("contacts.told_group", name=row.name))

    def _ask_found(self, dialog: RuleDialog, rule: Rule) -> None:
        by = self._seat.actor
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: from_people(self._ask.groups.preview(rule, to=by, mask=True)),
            lambda found: isValid(dialog) and dialog.show_found(rule, found),
            self.failed.emit,
        )

    def _suggest(self, line: Any, typed: str) -> None:
        """Who fits what is typed, below the field."""
        if typed.strip():
            self._jobs.read(
                lambda: self._ask.contacts.find(typed), lambda hits: isValid(line) and line.offer(typed, hits),
                self.failed.emit,
            )  # fmt: skip

    def _with_choices(self, then: Callable[[ChoiceList, ChoiceList], None]) -> None:
        def read() -> tuple[ChoiceList, ChoiceList]:
            units = ChoiceList(tree_choices(self._ask.units.tree()))
            return units, ChoiceList(place_choices(self._ask.places.everything()))

        def done(found: tuple[ChoiceList, ChoiceList]) -> None:
            if isValid(self) and self.isVisible():
                then(*found)

        self._jobs.read(read, done, self.failed.emit)

    # showing

    def _show_people(self, result: Groups) -> None:
        self._people_of = self._group
        self.people.show_rows(result.people)
        self.none.stand_for(self.people, not result.people)
        self.right.caption.show_text(words.say("contacts.count", count=len(result.people)) if result.people else "")
        self.right.setVisible(result.shown is not None)
        if result.shown is None:
            return
        rule = result.shown.rule
        told = words.say("contacts.group_fixed") if rule is None else rule_text(rule, self._units)
        self.rule.show_text(f"{result.shown.name}　{told}")
        self.about.show_text(result.shown.note)
        self.about.setVisible(bool(result.shown.note))

    def _keys(self) -> list[UUID]:
        return [row.id for row in self.people.rows_model.rows()]

    def _chosen(self, row: GroupRow | None) -> None:
        """Another group: until its people are read nobody can be put in or taken out."""
        if row is not None and row.id != self._group:
            self._group, self._row = row.id, row
            self.people.show_rows(())
            self.reload_now()
            self.permit()

    def _fixed(self) -> bool:
        """A group named one by one whose people stand here."""
        return self._row is not None and self._row.rule is None and self._people_of == self._row.id

    def _may(self) -> bool:
        return self._seat.may(Permission.EDIT_CONTACTS)

    def _connect(self) -> None:
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.people.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.people.chosen.connect(lambda _row: self.permit())
        self.new.clicked.connect(self.group_new)
        self.empty.asked.connect(self.group_new)
        found = [Action("new_line", self.group_new, said="contacts.group_new")]
        for name, button in self.buttons.items():
            verb = getattr(self, name)
            button.clicked.connect(verb)
            found.append(Action(f"contact_{name}", verb))
        edits = [button for name, button in self.buttons.items() if name != "group_call"]
        self.guard(Permission.EDIT_CONTACTS, self.new, *edits, *filter(None, [self.empty.button]))
        self.guard(Permission.CALL, self.buttons["group_call"])
        actions.bind(self, found, whole_window=False)

    def _lay_out(self) -> None:
        self.left, self.right = Card("contacts.part.groups", flush=True), Card("contacts.group_people", flush=True)
        self.left.body.addWidget(self.table, 1)
        self.left.body.addWidget(self.empty)
        self.empty.hide()
        self.right.body.addWidget(self.rule)
        self.right.body.addWidget(self.about)
        self.right.body.addWidget(self.people, 1)
        self.right.body.addWidget(self.none, 1)
        self._bars = [self._bar(GROUP_ACTS), self._bar(MEMBER_ACTS)]
        self._bars[0].flow.addWidget(self.more)
        self._bars[0].flow.add_last(self.new)
        self.left.body.addWidget(self._bars[0])
        self.right.body.addWidget(self._bars[1])
        for word in (self.rule, self.about):
            word.setWordWrap(True)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.left, 5)
        self._line.addWidget(self.right, 6)
        self.restyle()

    def _bar(self, names: Sequence[str]) -> Lines:
        bar = Lines()
        for name in names:
            bar.flow.addWidget(self.buttons[name])
        return bar

    def restyle(self) -> None:
        if not hasattr(self, "_line"):
            return
        using = theme.current()
        self._line.setSpacing(using.px(8))
        edge = using.px(6)
        for part in (*self._bars, self.rule, self.about):
            part.setContentsMargins(using.px(12) if isinstance(part, Word) else edge, edge, edge, edge)
