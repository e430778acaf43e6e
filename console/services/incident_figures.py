"""Figures of an incident: every number that was told is kept, as of when and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.grading import Proposal, criterion_of, propose
from console.domain.inbound import InboundRow, Precision
from console.domain.incident_figures import FIGURES, LARGEST, Amount, Revision, digits_of, newest
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.stated import is_before
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from console.services.incident_clocks import AHEAD
from console.services.lists import current_rows
from db import books
from db.models.inbound import Inbound
from db.models.incidents import Incident, IncidentFigure
from db.queries import inbound
from db.queries import incidents as query
from db.store import Store, Tx

SOURCE_LIMIT = 100
"""Longest name of whoever told a figure, in characters."""


class IncidentFiguresService:
    """Use cases of casualties and losses."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def revise(
        self, incident_id: UUID, amounts: Mapping[str, Amount], as_of: datetime, source: str, *, by: Actor,
        inbound_id: UUID | None = None,
    ) -> dict[str, Revision]:  # fmt: skip
        """One report of figures as of one time from one source; those not named stay as they were.

        Figures told again the same are recorded too: 截至 moved on. Refuses figures_missing, figure_bad,
        source_missing, time_future and, as typed, figures_before_event.
        """
        source = " ".join(checked_text(source, limit=SOURCE_LIMIT).split()) if source.strip() else ""
        _require(amounts, source)
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            incident = tx.session.get(Incident, incident_id)
            if incident is None:
                raise Refused("no_such_incident")
            if inbound_id is None:
                _require_since(incident, as_of)
            elif tx.session.get(Inbound, inbound_id) is None:
                raise Refused("no_such_item")
            self._write(tx, incident, amounts, as_of, source, inbound_id)
        return self.newest(incident_id)

    def take_over(self, incident_id: UUID, inbound_id: UUID, *, by: Actor) -> int:
        """The figures an inbound item told count for the incident too, as of when and by whom they were told.

        Answers how many; a figure that was taken over from it before is not taken again. One as of an earlier time
        than what counts by now is not: the last recorded would take its place. What counts is read where it is
        written, so that nothing told meanwhile is covered. Refuses figures_older where that is all the item has.
        """
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            item = inbound.one(tx.connection, inbound_id)
            incident = tx.session.get(Incident, incident_id)
            if incident is None:
                raise Refused("no_such_incident")
            told = _not_taken_yet(item, query.revisions(tx.connection, incident_id))
            caller = "" if item.caller_hidden else item.caller_org or item.caller_name
            source = " ".join(caller.split())[:SOURCE_LIMIT] or item.number
            for as_of, amounts in sorted(told.items()):
                _require(amounts, source)
                self._write(tx, incident, amounts, as_of, source, inbound_id)
        return sum(map(len, told.values()))

    def _write(
        self, tx: Tx, incident: Incident, amounts: Mapping[str, Amount], as_of: datetime, source: str,
        inbound_id: UUID | None,
    ) -> None:  # fmt: skip
        """The rows of one revision and its line in the book."""
        at = self._clock.now()
        if as_of > at + AHEAD:
            raise Refused("time_future", at=f"{as_of.astimezone(self._zone()):%Y-%m-%d %H:%M}")
        revision = uuid4()
        rows = [
            IncidentFigure(
                incident_id=incident.id, revision=revision, key=key, value=amounts[key].value,
                unknown=amounts[key].unknown, at_least=amounts[key].at_least, as_of=as_of, source=source,
                inbound_id=inbound_id, recorded_at=at, by_name=tx.by.name,
            )
            for key in FIGURES if key in amounts
        ]  # fmt: skip
        tx.session.add_all(rows)
        tx.flush()
        said = "、".join(said_in_chinese(key, amounts[key]) for key in FIGURES if key in amounts)
        when = f"{as_of.astimezone(self._zone()):%m-%d %H:%M}"
        text = f"{incident.number} 截至 {when}：{said}（{source}）"
        lines.write(tx, books.DUTY, ActKind.INCIDENT, text, at=at, about=rows, occurred_at=as_of)

    def newest(self, incident_id: UUID, until: int | None = None) -> dict[str, Revision]:
        """What counts now, or counted when ``until`` was the newest revision of the store."""
        with self._store.reading() as connection:
            return newest(query.revisions(connection, incident_id), until)

    def history(self, incident_id: UUID) -> list[Revision]:
        """Every revision, in the order they were recorded."""
        with self._store.reading() as connection:
            return query.revisions(connection, incident_id)

    def proposal(self, incident_id: UUID) -> Proposal:
        """The grade the county's rules propose from what is known now; nothing is changed by it."""
        with self._store.reading() as connection:
            incident = query.one(connection, incident_id)
            known = newest(query.revisions(connection, incident_id))
            rules = [criterion_of(item) for item in current_rows(connection, "grade_rules") if item.active]
        return propose(rules, incident.event_type, {key: one.amount for key, one in known.items()})


def _not_taken_yet(item: InboundRow, known: Sequence[Revision]) -> dict[datetime, dict[str, Amount]]:
    """Its figures that may still count, by what they are as of."""
    had = {one.key: (one.as_of, one.amount) for one in known if one.inbound_id == item.id}
    counts = newest(known)
    told: dict[datetime, dict[str, Amount]] = {}
    older = False
    for key, figure in item.figures.items():
        as_of, amount = item.figures_as_of[key], Amount(figure.value)
        if had.get(key) == (as_of, amount):
            continue
        if key in counts and counts[key].as_of > as_of:
            older = True
            continue
        told.setdefault(as_of, {})[key] = amount
    if older and not told:
        raise Refused("figures_older", number=item.number)
    return told


def _require_since(incident: Incident, as_of: datetime) -> None:
    """Nobody was hurt by what had not happened yet; where its time is not known exactly, nobody is held to it."""
    began = incident.occurred_at if incident.occurred_precision == Precision.EXACT else None
    if began is not None and is_before(as_of, began):
        raise Refused("figures_before_event", field="as_of")


def said_in_chinese(key: str, amount: Amount) -> str:
    """A figure as books and prints say it: 死亡 3 人, 失联 不详, 直接经济损失 至少 0.35 万元."""
    name = words.say_in("zh", f"incident.figure.{key}")
    if amount.unknown:
        return f"{name}不详"
    unit = words.say_in("zh", f"incident.unit.{FIGURES[key].unit.value}")
    least = "至少 " if amount.at_least else ""
    return f"{name} {least}{digits_of(key, amount)} {unit}"


def _require(amounts: Mapping[str, Amount], source: str) -> None:
    if not amounts:
        raise Refused("figures_missing")
    if not source:
        raise Refused("source_missing", field="source")
    for key, amount in amounts.items():
        bad = key not in FIGURES or (amount.value is not None and not 0 <= amount.value <= LARGEST)
        if bad or (amount.unknown and amount.at_least):
            raise Refused("figure_bad", figure=key, value=str(amount.value))
