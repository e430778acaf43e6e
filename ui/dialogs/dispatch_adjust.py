"""手工调: one team or store must go to a need, must not, or its reserve may be touched; then it is proposed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.needs import NeedKind, NeedRow
from console.errors import Refused
from console.services import candidate_words
from console.services.candidates import Candidates
from ui.dialogs.asking import Asking
from ui.models.adjustments import Act, Adjustment
from ui.widgets.choice import Choice
from ui.widgets.field import Field


@dataclass(frozen=True, slots=True)
class _Who:
    """Somebody who could go, in words."""

    id: UUID
    name: str
    said: str


class AdjustDialog(Asking):
    """Hands up an ``Adjustment``; ``wanted`` asks who could serve the chosen need, ``show_candidates`` brings it."""

    LEAST_WIDTH = 640
    wanted = Signal(object)

    def __init__(
        self, needs: Sequence[NeedRow], need: UUID | None = None, who: UUID | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("dispatch.adjust", "dispatch.adjust.yes", parent=parent)
        self._needs = {row.id: row for row in needs}
        self._people: dict[UUID, _Who] = {}
        self._first_who = who
        self.say_sentence("dispatch.adjust.what", role="secondary")
        self.need = Choice(list(self._needs), self._need_word)
        self.who = Choice((), lambda one: self._people[one].said)
        self.act = Choice((), lambda act: words.say(f"dispatch.act.{act.value}"))
        self.state = self.say_sentence("dispatch.adjust.asked", role="secondary")
        if need in self._needs:
            self.need.choose(need)
        for label, editor in (("dispatch.need", self.need), ("dispatch.who", self.who), ("dispatch.act", self.act)):
            self.body.addWidget(Field(label, editor, required=True))
        self.need.currentIndexChanged.connect(lambda _at: self._ask())
        self.restyle()

    def begin(self) -> None:
        """Ask for the first candidates; whoever answers listens now."""
        self._ask()

    def show_candidates(self, found: Candidates) -> None:
        """Who could serve a need; an answer about another one than is chosen now is not shown."""
        if found.need.id != self.need.value():
            return
        if found.need.kind is NeedKind.SKILL:
            rows = [_Who(one.team.id, one.team.name, _said(one.team.name, one.minutes)) for one in found.teams]
        else:
            rows = [_Who(one.store.id, one.store.name, _said(one.store.name, one.minutes)) for one in found.stores]
        self._people = {one.id: one for one in rows}
        self.who.offer(list(self._people))
        if self._first_who in self._people:
            self.who.choose(self._first_who)
        skill = found.need.kind is NeedKind.SKILL
        self.act.offer([Act.FORBID, Act.FORCE, Act.FORBID_ALL, *(() if skill else (Act.RESERVE,))])
        self.state.say("dispatch.adjust.found" if rows else "dispatch.adjust.nobody", count=len(rows))
        self.yes.setEnabled(bool(rows))

    def first(self) -> QWidget:
        return self.need

    def answer(self) -> Adjustment:
        need, who = self._needs.get(self.need.value()), self._people.get(self.who.value())
        if need is None or who is None or self.act.value() is None:
            raise Refused("nothing_chosen")
        return Adjustment(self.act.value(), need.kind is NeedKind.SKILL, who.id, who.name, need.id, need.number)

    def _ask(self) -> None:
        """Who was offered could serve another need."""
        self._people = {}
        self.who.offer(())
        self.yes.setEnabled(False)
        self.state.say("dispatch.adjust.asked")
        if self.need.value() is not None:
            self.wanted.emit(self.need.value())

    def _need_word(self, need: UUID) -> str:
        row = self._needs[need]
        return f"{row.number}　{row.what}"


def _said(name: str, minutes: int | None) -> str:
    return f"{name}　{candidate_words.arrival(minutes)}"
