"""What the needs board asks in dialogs: a new need, one from a call, another wording, an end, a package's lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.domain.inbound import InboundRow
from console.domain.incident import IncidentRow
from console.domain.need_words import Known, read
from console.domain.needs import NeedKind, NeedRow, NewNeed, Suggested
from console.domain.people import Action as Permission
from console.domain.stores import ItemForm
from ui.dialogs.asked import Asked
from ui.dialogs.need import DropDialog, NeedDialog, Offered, form_of, incidents_first
from ui.dialogs.need_package import PackageDialog
from ui.jobs import Jobs
from ui.models.dispatch_rows import DispatchServices
from ui.models.kept_words import KeptWords
from ui.seat import Seat
from ui.text import Times
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import Choice, ChoiceList

OFFERED = 200
"""Open incidents a need may be for."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a dialog is made of. ``item`` is the call it comes from, ``known`` what its words may name."""

    offered: Offered
    known: tuple[Known, ...] = ()
    item: InboundRow | None = None
    incident: IncidentRow | None = None


class NeedsAsking(QObject):
    """``told`` and ``refused`` are for the message strip; ``recorded`` carries the rows that were made or changed."""

    told = Signal(str)
    refused = Signal(object)
    failed = Signal(object)
    recorded = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, ask: DispatchServices, book: KeptWords, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._jobs, self._seat, self._times, self._ask, self._parent = jobs, seat, times, ask, parent
        self._waiting = False
        self.asked = Asked(jobs, self.failed.emit, book, self)

    # what the officer asks for

    def add(self, incident: IncidentRow | None) -> None:
        """A need of that incident, or of one to be chosen."""
        self._look(lambda: Read(self._offered(incident.id if incident else None), incident=incident), self._show_new)

    def from_call(self, inbound_id: UUID) -> None:
        """What somebody asked for in a call: place, caller and what he said is needed stand there already."""
        self._look(lambda: self._of_call(inbound_id), self._show_call)

    def change(self, row: NeedRow) -> None:
        self._look(lambda: Read(self._offered(row.incident)), lambda found: self._show_change(found, row))

    def drop(self, row: NeedRow) -> None:
        if self._free():
            by = self._seat.actor
            self.asked.open(
                DropDialog(row, self._window()),
                lambda reason: self._ask.needs.drop(row.id, reason, seen=row.version, by=by),
                lambda made: self._done([made], "need.told.dropped"), about=f"need.drop {row.id}",
            )  # fmt: skip

    def take_over(self, incident: IncidentRow) -> None:
        """Lines of packages and of running plans."""
        self._look(
            lambda: self._ask.packages.of(incident.id), lambda found: self._show_packages(incident, found)
        )  # fmt: skip

    # dialogs

    def _show_new(self, found: Read) -> None:
        rows = found.offered.incidents
        row = found.incident or (rows[0] if rows else None)
        if row is None:
            self.told.emit(words.say("need.no_incident"))
            return
        form = NewNeed(row.id, NeedKind.OTHER, Decimal(1), place=row.place, place_id=row.place_id)
        self._open_new(found, form, f"need.new {found.incident.id if found.incident else ''}".strip())

    def _show_call(self, found: Read) -> None:
        item, rows = found.item, found.offered.incidents
        row = found.incident or (rows[0] if rows else None)
        if item is None or row is None:
            self.told.emit(words.say("need.no_incident"))
            return
        form = form_of_call(item, row, found)
        about = f"{item.number} {' '.join((item.needs or item.summary).split())[:80]}"
        self._open_new(found, form, f"need.call {item.id}", told=about, call=item.id)

    def _open_new(self, found: Read, form: NewNeed, about: str, *, told: str = "", call: UUID | None = None) -> None:
        dialog = NeedDialog(found.offered, form, self._times, about=told, parent=self._window())
        by, needs = self._seat.actor, self._ask.needs

        def act(made: NewNeed) -> NeedRow:
            return needs.record(made, by=by) if call is None else needs.from_call(call, made, by=by)

        self.asked.open(dialog, act, lambda made: self._done([made], "need.told.recorded"), about=about)

    def _show_change(self, found: Read, row: NeedRow) -> None:
        dialog = NeedDialog(found.offered, form_of(row), self._times, changes=row, parent=self._window())
        by = self._seat.actor
        self.asked.open(
            dialog, lambda form: self._ask.needs.change(row.id, form, seen=row.version, by=by),
            lambda made: self._done([made], "need.told.changed"), about=f"need.change {row.id}",
        )  # fmt: skip

    def _show_packages(self, incident: IncidentRow, found: list[Suggested]) -> None:
        if not any(not one.taken for one in found):
            code = "need.packages_taken" if found else "need.packages_none"
            self.told.emit(words.say(code, number=incident.number))
            return
        by = self._seat.actor
        dialog = PackageDialog(f"{incident.number} {incident.title}", found, self._window())
        self.asked.open(
            dialog, lambda forms: self._ask.needs.record_all(forms, by=by),
            lambda made: self._done(made, "need.told.taken"),
        )  # fmt: skip

    def _done(self, rows: list[NeedRow], told: str) -> None:
        numbers = words.say("list.join").join(row.number for row in rows[:4]) + ("…" if len(rows) > 4 else "")
        self.told.emit(words.say(told, numbers=numbers, count=len(rows)))
        self.recorded.emit(rows)

    # on a worker

    def _offered(self, incident: UUID | None) -> Offered:
        rows = self._ask.incidents.open_rows()
        items = [kept.form for kept in self._ask.stores.rows(ItemForm)]
        skills = [(one.code, one.get("name")) for one in self._ask.lists.rows("skills")]
        places = ChoiceList(place_choices(self._ask.places.everything()))
        return Offered(
            incidents_first(rows, incident)[:OFFERED], ChoiceList(_wanted(skills, items)), places,
            {one.id: one.unit for one in items}, {one.id: one.decimals for one in items},
        )  # fmt: skip

    def _of_call(self, inbound_id: UUID) -> Read:
        item, incident = self._ask.intake.one(inbound_id), self._ask.items.incident_of(inbound_id)
        known = [Known(NeedKind.SKILL, one.code, one.get("name")) for one in self._ask.lists.rows("skills")]
        known += [
            Known(NeedKind.ITEM, kept.form.code, kept.form.name, kept.form.unit, kept.form.decimals)
            for kept in self._ask.stores.rows(ItemForm)
        ]
        return Read(self._offered(incident.id if incident else None), tuple(known), item, incident)

    # once per wish

    def _look(self, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        if self._waiting or not self._free():
            return
        self._waiting = True

        def found(answer: Any) -> None:
            self._waiting = False
            if isValid(self._parent) and self._free():
                show(answer)

        def failed(error: Exception) -> None:
            self._waiting = False
            self.refused.emit(error)

        self._jobs.read(work, found, failed)

    def _free(self) -> bool:
        return self.asked.dialog is None and self._seat.taken and self._seat.may(Permission.NEEDS)

    def _window(self) -> QWidget:
        return self._parent.window()


def form_of_call(item: InboundRow, incident: IncidentRow, found: Read) -> NewNeed:
    """What the call says is needed, as far as it names something that is known; who called stands there too."""
    form = NewNeed(
        incident.id, NeedKind.OTHER, Decimal(1), what=" ".join(item.needs.split())[:200], place=incident.place,
        place_id=incident.place_id,
    )  # fmt: skip
    if item.place:
        path = _path_of(item.place_path, found.offered.places)
        form = replace(form, place=item.place, place_id=path)
    if not item.caller_hidden:
        who = " ".join(part for part in (item.caller_org, item.caller_name) if part)
        form = replace(form, asked_by=who[:100], phone=item.caller_phone)
    named = (part for part in read(item.needs or item.summary, found.known) if part.known is not None)
    said = next(named, None)
    if said is None or said.known is None:
        return form
    if said.known.kind is NeedKind.SKILL:
        return replace(form, kind=NeedKind.SKILL, skill=said.known.code, what=said.known.name, quantity=said.quantity)
    item_id = next(one.key[1] for one in found.offered.wanted.all if one.code == said.known.code)  # type: ignore[index]
    return replace(form, kind=NeedKind.ITEM, item=item_id, what=said.known.name, quantity=said.quantity)


def _path_of(path: str, places: ChoiceList) -> Any:
    known = places.named(path)
    return known.key if known is not None else None


def _wanted(skills: list[tuple[str, str]], items: list[ItemForm]) -> list[Choice]:
    """Skills, then goods, by name; the kind or the number beside it."""
    word = words.say("need.kind.skill")
    made = [Choice((NeedKind.SKILL, code), name, name, word) for code, name in skills]
    made += [
        Choice((NeedKind.ITEM, one.id), one.name, " ".join(part for part in (one.name, one.spec) if part), one.code)
        for one in items
    ]
    return made
