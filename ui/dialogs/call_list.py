"""A call list is begun: what it is called and who is rung: a group, people chosen one by one, those of an incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from console import words
from console.domain.call_lists import LIMITS, Whom
from console.domain.incident import IncidentRow
from console.errors import Refused
from console.services.contact_groups import GroupRow
from ui.dialogs.asking import Asking
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.typed import ShortText

_TOLD = 8
"""More names than that are no sentence."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Somebody chosen in a list."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who shall be rung: those answering for ``incident``, then the group, then the people, each once."""

    group: UUID | None
    people: tuple[UUID, ...]
    incident: UUID | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A list as typed. ``about`` is the incident it belongs to; ``list_id`` makes a second handing up the same act."""

    title: str
    wanted: Wanted
    about: UUID | None
    list_id: UUID


class BeginCallsDialog(Asking):
    """Hands up a ``Begun``; a title left empty is what is rung. ``whom_asked`` asks whom a ``Wanted`` would ring."""

    LEAST_WIDTH = 560
    whom_asked = Signal(object)

    def __init__(
        self, groups: Sequence[GroupRow], incidents: Sequence[IncidentRow] = (), chosen: UUID | None = None,
        people: Sequence[Picked] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("call.new", "call.new_yes", parent=parent)
        self._id, self._people = uuid4(), tuple(people)
        self._groups = {str(row.id): row.name for row in groups}
        self._incidents = {str(row.id): f"{row.number}　{row.title}" for row in incidents}
        self._titles = {str(row.id): row.title for row in incidents}
        self.group = Choice(["", *self._groups], lambda key: self._groups.get(key) or words.say("call.no_group"))
        self.group.choose(str(chosen) if chosen else "" if people or not groups else str(groups[0].id))
        self.incident = Choice(
            ["", *self._incidents], lambda key: self._incidents.get(key) or words.say("call.no_incident")
        )
        self.responsible = QCheckBox()
        self.title = ShortText(LIMITS["title"])
        self._lay_out_fields()
        self.set_fields([self.title])
        self.inputs = {
            "title": self.title, "group": self.group, "incident": self.incident, "responsible": self.responsible
        }  # fmt: skip
        self.group.currentIndexChanged.connect(lambda _at: self.ask_whom())
        self.incident.currentIndexChanged.connect(lambda _at: self._incident_chosen())
        self.responsible.toggled.connect(lambda _on: self.ask_whom())
        self.responsible.setEnabled(False)
        self.retranslate()

    def first(self) -> QWidget:
        return self.group

    def wanted(self) -> Wanted:
        incident = _key(self.incident.value()) if self.responsible.isChecked() else None
        return Wanted(_key(self.group.value()), tuple(one.id for one in self._people), incident)

    def ask_whom(self) -> None:
        """Whom this would ring is asked for; nobody is said at once."""
        wanted = self.wanted()
        if wanted == Wanted(None, (), None):
            self.whom.say("call.whom_nobody")
        else:
            self.whom_asked.emit(wanted)

    def show_whom(self, wanted: Wanted, found: Whom) -> None:
        """An answer about others than are chosen now is none."""
        if wanted != self.wanted():
            return
        join = words.say("list.join")
        names = join.join(found.names[:_TOLD]) or words.say("none")
        said = [words.say("call.whom", count=len(found.names), names=names)]
        if found.silent:
            said.append(words.say("call.whom_silent", names=join.join(found.silent[:_TOLD])))
        if found.unknown:
            said.append(words.say("call.whom_unknown", names=join.join(found.unknown[:_TOLD])))
        self.whom.show_text("\n".join(said))

    def answer(self) -> Begun:
        wanted = self.wanted()
        if wanted == Wanted(None, (), None):
            raise Refused("call_list_empty", field="group")
        title = self.title.text().strip() or self._own_title()
        return Begun(title[: LIMITS["title"]], wanted, _key(self.incident.value()), self._id)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "responsible"):
            self.responsible.setText(words.say("call.responsible"))
            self.ask_whom()

    def _own_title(self) -> str:
        """The incident's, the group's, or the names."""
        incident = self._titles.get(self.incident.value() or "")
        group = self._groups.get(self.group.value() or "")
        return incident or group or words.say_in("zh", "list.join").join(one.name for one in self._people)

    def _incident_chosen(self) -> None:
        """Whoever chooses an incident means its people, until he says otherwise."""
        has = bool(self.incident.value())
        self.responsible.setEnabled(has)
        self.responsible.setChecked(has)
        self.ask_whom()

    def _lay_out_fields(self) -> None:
        if self._people:
            names = words.say("list.join").join(one.name for one in self._people[:_TOLD])
            self.say_sentence("call.picked", role="strong", count=len(self._people), names=names)
        title = Field("call.title", self.title)
        title.say_note("call.title_hint")
        self.body.addWidget(Field("contacts.group", self.group))
        self.body.addWidget(Field("call.incident", self.incident))
        self.body.addWidget(self.responsible)
        self.whom = self.say_sentence("call.whom_nobody", role="secondary")
        self.body.addWidget(title)


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None
