"""汇总: people brought away and people in shelters with 截至, by town and village and by shelter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.people import Action as Permission
from console.domain.relocations import PlaceMoved, Totals, offered
from console.domain.shelters import GROUPS
from ui import actions, theme
from ui.dialogs.duty_people import SureDialog
from ui.dialogs.saving import ask_target
from ui.models.shelter_rows import incident_word, open_model, place_model, said
from ui.panels.acting_part import Verb
from ui.panels.shelters_part import SheltersPart, open_incidents
from ui.shelter_prints import ShelterSums
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

TAKE = "Alt+K"
"""The key of this part alone: the sums become figures of the incident."""
MOVED = ("planned", "moved", "refused", "returned", "waiting", "away")
SHELTERED = ("sums.open", "sums.sheltered", "sums.groups", "sums.difference")
KINDS = "Excel (*.xlsx);;CSV (*.csv)"


@dataclass(frozen=True, slots=True)
class Shown:
    """The open incidents, the one that is looked at (None: all of them), and its sums."""

    incidents: tuple[IncidentRow, ...]
    incident: UUID | None
    sums: Totals


class SumsPage(SheltersPart):
    """Reads only, but for the one key that offers the sums to the incident."""

    topics = frozenset({Topic.SHELTERS, Topic.INCIDENTS})
    _incident: UUID | None = None
    _sums_of: UUID | None = None
    """Whose sums are shown: another incident may be picked before its own are read."""
    choose_target: Any = staticmethod(ask_target)

    def build(self) -> None:
        self._incidents: tuple[IncidentRow, ...] = ()
        self._sums = Totals()
        self.table = RowTable(place_model(self._times))
        self.table.call("sums.by_place")
        self.shelters = RowTable(open_model(self._times))
        self.shelters.call("sums.by_shelter")
        self.moved = Facts(tuple(f"sums.{name}" for name in MOVED))
        self.sheltered = Facts(SHELTERED)
        self.incident = Choice((None,), lambda one: incident_word(self._incidents, one))
        self.incident.call("relocation.incident")
        self.incident.picked.connect(self._pick)
        key = actions.key_of
        self.take = KeyButton("sums.take", TAKE)
        self.export = KeyButton("sums.export", key("export"), icon="export")
        self.paper = KeyButton("sums.print", key("print"), icon="print", kind="primary")
        self._lay_out()
        verbs: dict[str, Verb] = {
            "sums_take": (TAKE, self.take, self.ask_take, Permission.INCIDENTS),
            "export": (key("export"), self.export, self.ask_export, Permission.EXPORT),
            "sums_print": (key("print"), self.paper, self.ask_print, Permission.PRINT),
        }
        self.bind_verbs(verbs)
        self.shelters.opened.connect(lambda row: self.item_asked.emit("shelters", row.id))
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.permit()

    def load(self) -> Shown:
        incidents = open_incidents(self._ask)
        chosen = self._incident if self._incident in {row.id for row in incidents} else None
        return Shown(incidents, chosen, self._ask.shelters.totals(chosen))

    def present(self, result: Shown) -> None:
        self._incidents, self._incident, self._sums = result.incidents, result.incident, result.sums
        self._sums_of = result.incident
        keys = [None, *(row.id for row in result.incidents)]
        if self.incident.values() != keys:
            self.incident.offer(keys)
        self.incident.choose(result.incident)
        sums = result.sums
        self.count_changed.emit(sums.waiting)
        self.card.caption.show_text(self._as_of(sums))
        for name in MOVED:
            self.moved.show_text(f"sums.{name}", words.say("shelters.people", count=getattr(sums, name)))
        for name, text in _in_shelters(sums).items():
            self.sheltered.show_text(name, text)
        self.table.show_rows(_in_order(sums))
        self.shelters.show_rows(sums.by_shelter)
        self.places.setCurrentWidget(self.table if sums.by_town else self.no_people)
        self.opens.setCurrentWidget(self.shelters if sums.by_shelter else self.none_open)
        self.permit()

    def possible(self, widget: QWidget) -> bool:
        return widget is not self.take or (
            self._incident is not None
            and self._incident == self._sums_of
            and self._sums.planned > 0
            and self._sums.as_of is not None
        )

    def why_not(self, widget: QWidget) -> str:  # noqa: ARG002
        return "sums.why.no_incident" if self._incident is None else "sums.why.nobody"

    def ask_print(self) -> None:
        self.print_asked.emit(ShelterSums(self._incident))

    def ask_export(self) -> None:
        """By town and village, then by shelter, as one table."""
        target: Path | None = self.choose_target(self, words.say("sums.export"), words.say("sums.file"), KINDS)
        if target is not None:
            by, incident, name = self._seat.actor, self._incident, target.name
            self._jobs.run(  # type: ignore[attr-defined]
                lambda: self._ask.files.export_sums(target, incident, by=by),
                lambda count: self.saved.emit(words.say("lists.exported", count=count, name=name)),
                self.refused.emit,
            )

    def ask_take(self) -> None:
        """转移 and 安置 of the lists become figures of the incident, as of when they were told."""
        incident, sums, by = self._incident, self._sums, self._seat.actor
        if incident is None or incident != self._sums_of or sums.as_of is None:
            return
        at, source = sums.as_of, words.say_in("zh", "sums.source")
        about = words.say("sums.take_what", moved=sums.moved, away=sums.away, at=self._times.near(at))
        dialog = SureDialog("sums.take", about, kind="primary", parent=self.window())
        self.put(
            dialog, "", lambda _sure: self._ask.figures.revise(incident, offered(sums), at, source, by=by),
            lambda _known: self.saved.emit(words.say("sums.taken")),
        )  # fmt: skip

    def first_focus(self) -> QWidget:
        return self.incident

    def leave(self) -> bool:
        self.book.flush()
        return True

    def _pick(self, incident: UUID | None) -> None:
        self._incident = incident
        self.permit()
        self.reload_now()

    def _as_of(self, sums: Totals) -> str:
        return words.say("sums.until", at=self._times.near(sums.as_of)) if sums.as_of is not None else ""

    def _lay_out(self) -> None:
        self.card = Card("sums.title")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.moved)
        column.addWidget(self.sheltered)
        column.addStretch(1)
        self.card.body.addWidget(self.incident)
        self.card.body.addWidget(scrolling(inside), 1)
        self.no_people, self.none_open = _quiet("sums.no_people"), _quiet("sums.none_open")
        self.places, self.opens = _either(self.table, self.no_people), _either(self.shelters, self.none_open)
        self._right = QVBoxLayout()
        for title, stack, share in (("sums.by_place", self.places, 3), ("sums.by_shelter", self.opens, 2)):
            card = Card(title, flush=True)
            card.body.addWidget(stack, 1)
            self._right.addWidget(card, share)
        self.bar = Lines()
        for button in (self.take, self.export):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.paper)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.addWidget(self.card, 4)
        self._both.addLayout(self._right, 8)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._both, 1)
        self._column.addWidget(self.bar)

    def restyle(self) -> None:
        using = theme.current()
        self._both.setSpacing(using.px(12))
        self._right.setSpacing(using.px(12))
        self._column.setSpacing(using.px(8))
        for table in (self.table, self.shelters):
            table.setMinimumHeight(using.px(34) + 2 + 2 * using.row)


def _in_shelters(sums: Totals) -> dict[str, str]:
    """Open shelters, who is in them, of whom, and by how many that differs from the lists."""
    told = [
        f"{words.say(f'shelters.column.{name}')} {said(sums.groups[name])}"
        for name in GROUPS
        if name in sums.groups and sums.groups[name].value is not None
    ]
    differs = (
        words.say("shelters.differs_unknown") if sums.differs is None else f"{sums.differs:+d}" if sums.differs else "0"
    )
    return {
        "sums.open": words.say("sums.open_of", count=sums.open_shelters, full=sums.full_shelters),
        "sums.sheltered": words.say("sums.of_room", people=said(sums.sheltered), room=sums.capacity),
        "sums.groups": words.say("list.join").join(told) or words.say("print.none"),
        "sums.difference": words.say("shelters.differs", brought=sums.brought, by=differs),
    }  # fmt: skip


def _in_order(sums: Totals) -> list[PlaceMoved]:
    """Each town, then its villages."""
    made = []
    for town in sums.by_town:
        made += [town, *(one for one in sums.by_village if one.town == town.town)]
    return made


def _quiet(code: str) -> QWidget:
    inside = QWidget()
    column = QVBoxLayout(inside)
    word = Word(code, role="secondary")
    word.setWordWrap(True)
    column.addWidget(word)
    column.addStretch(1)
    return inside


def _either(one: QWidget, other: QWidget) -> QStackedWidget:
    made = QStackedWidget()
    made.addWidget(one)
    made.addWidget(other)
    return made
