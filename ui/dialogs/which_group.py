"""Questions about groups: into which somebody is taken, whom a rule finds, whether an act is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.contact_book import LIMITS, Rank, UnitKind
from console.domain.contacts import PersonHit
from console.domain.group_rule import Rule
from console.errors import Refused
from console.services.contact_groups import GroupRow
from ui.dialogs.asking import Asking
from ui.dialogs.contact_unit import KINDS, kind_word
from ui.models.contact_rows import Listed
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.intake_caller import CallerLine
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.typed import OneLine, ShortText

_TOLD = 6
"""Names said of those a rule finds."""


class SureDialog(Asking):
    """An act that is only asked back: hands up None. Enter alone does not do it."""

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(title, title, kind="danger", parent=parent)
        self.say_sentence("contacts.number_of", role="strong", name=about)

    def first(self) -> QWidget:
        return self.no

    def answer(self) -> None:
        return None


class GroupDialog(Asking):
    """Hands up the chosen one of ``groups``, which have a ``name``."""

    def __init__(self, name: str, groups: Sequence[GroupRow], parent: QWidget | None = None) -> None:
        super().__init__("contacts.group_in", "button.save", parent=parent)
        self.say_sentence("contacts.number_of", role="strong", name=name)
        self.group = Choice(list(groups), lambda row: row.name)
        self.body.addWidget(Field("contacts.group", self.group, required=True))

    def first(self) -> QWidget:
        return self.group

    def answer(self) -> Any:
        return self.group.value()


class WhoDialog(Asking):
    """Hands up the id of somebody who was found. ``person_typed`` (field, text) asks who fits.

    Down asks again where nobody is offered: words of an earlier time name nobody yet.
    """

    person_typed = Signal(object, str)

    def __init__(
        self, about: str, parent: QWidget | None = None, *, title: str = "contacts.member_new",
        called: str = "contacts.name",
    ) -> None:  # fmt: skip
        super().__init__(title, "button.save", parent=parent)
        self.say_sentence("contacts.number_of", role="strong", name=about)
        self.who = CallerLine(LIMITS["name"])
        self._chosen: PersonHit | None = None
        field = Field(called, self.who, required=True)
        field.say_note("contacts.who_hint")
        self.body.addWidget(field)
        self.set_fields([self.who])
        self.inputs = {"who": self.who}
        self.who.asked.connect(self._typed)
        self.who.accepted.connect(self._take)

    def answer(self) -> Any:
        if self._chosen is None or self._chosen.name != self.who.text():
            raise Refused("person_not_chosen")
        return self._chosen.id

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers() and self.who.hasFocus():
            self.person_typed.emit(self.who, self.who.text())
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._chosen = None
        self.person_typed.emit(self.who, text)

    def _take(self, hit: PersonHit) -> None:
        self._chosen = hit
        self.who.setText(hit.name)


@dataclass(frozen=True, slots=True)
class GroupGiven:
    """A group as typed; ``rule`` is None for one that is named one by one."""

    name: str
    rule: Rule | None
    note: str


class RuleDialog(Asking):
    """Hands up a ``GroupGiven`` with a rule; ``rule_edited`` asks whom it finds now, ``show_found`` says it."""

    rule_edited = Signal(object)

    def __init__(
        self, units: ChoiceList, places: ChoiceList, name: str = "", rule: Rule | None = None, note: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("contacts.rule_new" if rule is None else "contacts.group_change", "button.save", parent=parent)
        rule = rule or Rule()
        self.name, self.post, self.note = ShortText(100), ShortText(LIMITS["post"]), OneLine(LIMITS["remark"])
        self.name.setText(name)
        self.post.setText(rule.post)
        self.note.setText(note)
        self.kind = Choice([None, *KINDS[1:]], _kind)
        self.kind.choose(rule.kinds[0] if rule.kinds else None)
        self.rank = Choice([None, *Rank], _rank)
        self.rank.choose(rule.rank)
        self.unit, self.place = Suggest(400), Suggest(400)
        self.unit.set_choices(units)
        self.place.set_choices(places)
        self.unit.show_choice(rule.unit, "")
        self.place.show_choice(rule.place, "")
        fields: list[Field] = []
        for label, editor in (
            ("contacts.group_name", self.name), ("contacts.rule_post", self.post), ("contacts.rule_rank", self.rank),
            ("contacts.rule_kind", self.kind), ("contacts.rule_unit", self.unit), ("contacts.rule_place", self.place),
            ("contacts.note", self.note),
        ):  # fmt: skip
            fields.append(Field(label, editor, required=label == "contacts.group_name"))
        self.body.addLayout(spread([(field, at // 2, at % 2, 1) for at, field in enumerate(fields)], 2))
        self.found = self.say_sentence("contacts.rule_empty_hint", role="secondary")
        self.set_fields([self.name, self.post, self.unit, self.place, self.note])
        self.inputs = {
            "name": self.name, "post": self.post, "rank": self.rank, "kind": self.kind, "unit": self.unit,
            "place": self.place, "note": self.note,
        }  # fmt: skip
        self._connect()

    def first(self) -> QWidget:
        return self.name

    def rule(self) -> Rule:
        kind, unit, place = self.kind.value(), self.unit.key(), self.place.key()
        return Rule(
            (kind,) if kind else (), self.post.text().strip(), self.rank.value(),
            place if isinstance(place, UUID) else None, unit if isinstance(unit, UUID) else None,
        )  # fmt: skip

    def ask_found(self) -> None:
        """A rule that narrows nothing finds everybody, which is no group."""
        if self.rule() == Rule():
            self.found.say("contacts.rule_empty_hint")
        else:
            self.rule_edited.emit(self.rule())

    def show_found(self, rule: Rule, people: Sequence[Listed]) -> None:
        """An answer about another rule than stands here now is none."""
        if rule == self.rule():
            names = words.say("list.join").join(one.name for one in people[:_TOLD])
            self.found.say("contacts.rule_finds", count=len(people), names=names or words.say("none"))

    def answer(self) -> GroupGiven:
        for name, line in (("unit", self.unit), ("place", self.place)):
            if line.key() is None and line.text().strip():
                raise Refused("not_chosen", field=name, text=line.text()[:40])
        return GroupGiven(self.name.text(), self.rule(), self.note.text())

    def _connect(self) -> None:
        self.post.textChanged.connect(lambda _text: self.ask_found())
        self.unit.edited.connect(self.ask_found)
        self.place.edited.connect(self.ask_found)
        for box in (self.kind, self.rank):
            box.currentIndexChanged.connect(lambda _at: self.ask_found())


def _kind(kind: UnitKind | None) -> str:
    return kind_word(kind) if kind else words.say("contacts.any")


def _rank(rank: Rank | None) -> str:
    return words.say(f"contacts.rank_of.{rank.value}") if rank else words.say("contacts.any")
