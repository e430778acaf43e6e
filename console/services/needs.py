"""What incidents need: recorded by hand or from a call, suggested by packages, plans and shelters, changed, dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.due import require_near_enough, require_to_come
from console.domain.incident import OPEN_STATES
from console.domain.log import ActKind
from console.domain.needs import (
    LIMITS,
    PRIORITIES,
    SERIES,
    NeedKind,
    NeedRow,
    NeedSource,
    NeedState,
    NewNeed,
    by_urgency,
)
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.spots import require_sense
from console.domain.stock import checked_amount, shown
from console.domain.text import one_line
from console.errors import Refused
from console.services import lines
from console.services.county_bounds import bounds
from console.services.lists import current_rows
from db import books, numbers
from db.models.dispatch import Need
from db.models.inbound import Inbound
from db.models.incidents import Incident
from db.models.places import Place
from db.models.shelters import Shelter
from db.models.stores import Item
from db.queries import needs as query
from db.store import Store, Tx


class NeedsService:
    """Use cases of the needs board. How much of a need is met follows from what was sent; nobody ticks it."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def record(self, form: NewNeed, *, by: Actor) -> NeedRow:
        """A new need; the same form saved twice, or the same line of a source, answers the first.

        Refuses no_such_incident, need_incident_over, need_skill, need_item, need_what, need_priority, amount_*,
        spot_*, no_such_place, no_such_row, due_past.
        """
        with self._store.writing(by=by, action=Action.NEEDS) as tx:
            made = self._once(tx, form)
        return self.one(made)

    def record_all(self, forms: Sequence[NewNeed], *, by: Actor) -> list[NeedRow]:
        """Several at once (the lines of a package that were ticked), all or none; each line of a source once."""
        with self._store.writing(by=by, action=Action.NEEDS) as tx:
            made = [self._once(tx, form) for form in forms]
        with self._store.reading() as connection:
            by_id = {row.id: row for row in query.of(connection, made)}
        return [by_id[one] for one in made]

    def _once(self, tx: Tx, form: NewNeed) -> UUID:
        found = tx.session.get(Need, form.id) or query.from_source(tx.session, form)
        return (found if found is not None else self.entered(tx, form, self._clock.now())).id

    def entered(self, tx: Tx, form: NewNeed, now: datetime) -> Need:
        """Shared step: a checked need becomes a row with its line in the book (shelters ask this too)."""
        incident = tx.session.get(Incident, form.incident)
        if incident is None:
            raise Refused("no_such_incident")
        if incident.state not in {state.value for state in OPEN_STATES}:
            raise Refused("need_incident_over", number=incident.number)
        number = numbers.take(tx, SERIES, now.astimezone(self._zone()).year, self._realm)
        row = Need(
            id=form.id, number=number, incident_id=form.incident, source=form.source.value, source_id=form.source_id,
            source_key=one_line(form.source_key, 100), state=NeedState.OPEN.value, closed_reason="", asked_at=now,
            recorded_at=now, by_name=tx.by.name, version=1,
        )  # fmt: skip
        _fill(tx, row, form, now)
        tx.session.add(row)
        tx.flush()
        source = words.say_in("zh", f"need.source.{row.source}")
        text = f"需求 {row.number}（{incident.number}，{source}）：{told(row)}"
        lines.write(tx, books.DUTY, ActKind.NEED, text, at=now, about=[row], place=row.place, person=row.asked_by)
        return row

    def from_call(self, inbound_id: UUID, form: NewNeed, *, by: Actor) -> NeedRow:
        """Asked for in a call or document: who asked and from which number stand there unless the form says so."""
        with self._store.reading() as connection:
            found = query.caller(connection, inbound_id)
        if found is None:
            raise Refused("no_such_item")
        asked_by = " ".join(part for part in (found.caller_org, found.caller_name) if part)[: LIMITS["asked_by"]]
        return self.record(
            replace(
                form, source=NeedSource.CALL, source_id=inbound_id, asked_by=form.asked_by or asked_by,
                phone=form.phone or found.caller_phone,
            ),
            by=by,
        )  # fmt: skip

    def change(self, need_id: UUID, form: NewNeed, *, seen: int, by: Actor) -> NeedRow:
        """What is asked for is said anew; where it came from stays. Refuses need_dropped, need_kind, as ``record``."""
        with self._store.writing(by=by, action=Action.NEEDS) as tx:
            row, now = _load(tx, need_id, seen), self._clock.now()
            other = (form.kind, form.skill, form.item) != (row.kind, row.skill, row.item_id)
            if other and query.served(tx.connection, need_id):
                raise Refused("need_served", number=row.number)
            before = told(row)
            _fill(tx, row, form, now)
            row.version += 1
            tx.flush()
            text = f"需求 {row.number} 变更：{before} → {told(row)}"
            lines.write(tx, books.DUTY, ActKind.NEED, text, at=now, about=[row], place=row.place)
        return self.one(need_id)

    def drop(self, need_id: UUID, reason: str, *, seen: int, by: Actor) -> NeedRow:
        """No longer wanted, with the reason; what was already sent stays sent."""
        reason = one_line(reason, LIMITS["reason"])
        if not reason:
            raise Refused("reason_missing")
        with self._store.writing(by=by, action=Action.NEEDS) as tx:
            row, now = _load(tx, need_id, seen), self._clock.now()
            row.state, row.closed_reason, row.version = NeedState.DROPPED.value, reason, row.version + 1
            tx.flush()
            lines.write(tx, books.DUTY, ActKind.NEED, f"需求 {row.number} 取消：{reason}", at=now, about=[row])
        return self.one(need_id)

    # reading

    def one(self, need_id: UUID) -> NeedRow:
        with self._store.reading() as connection:
            found = query.one(connection, need_id)
        if found is None:
            raise Refused("no_such_row")
        return found

    def rows(self, incident: UUID | None = None) -> list[NeedRow]:
        """The needs of an incident, or of every open one, as a commander reads them."""
        with self._store.reading() as connection:
            return by_urgency(query.rows(connection, incident))


def told(row: Need) -> str:
    """排涝抢险 2 支；岩坦镇样例村，紧急，12:00 前，王例二 0577-0000-0001"""
    what = f"{row.what} {shown(row.quantity)} {row.unit}".rstrip()
    more = [row.place, words.say_in("zh", f"need.priority.{row.priority}"), f"{row.asked_by} {row.phone}".strip()]
    return "，".join(part for part in (what, *more) if part)


def _fill(tx: Tx, row: Need, form: NewNeed, now: datetime) -> None:
    if form.priority not in PRIORITIES:
        raise Refused("need_priority", field="priority")
    if form.due_at is not None and form.due_at != row.due_at:
        require_to_come(form.due_at, now)
        require_near_enough(form.due_at, now)
    require_sense(form.latitude, form.longitude, bounds(tx.connection))
    for model, key, code in ((Place, form.place_id, "no_such_place"), (Shelter, form.shelter, "no_such_row")):
        if key is not None and tx.session.get(model, key) is None:
            raise Refused(code, field="place")
    if form.source is NeedSource.CALL and form.source_id and tx.session.get(Inbound, form.source_id) is None:
        raise Refused("no_such_item")
    row.kind, row.skill, row.item_id = form.kind.value, "", None
    _goods_or_skill(tx, row, form)
    row.priority, row.due_at = form.priority, form.due_at
    row.place, row.place_id, row.shelter_id = one_line(form.place, LIMITS["place"]), form.place_id, form.shelter
    row.latitude, row.longitude = form.latitude, form.longitude
    row.asked_by, row.phone = one_line(form.asked_by, LIMITS["asked_by"]), one_line(form.phone, LIMITS["phone"])


def _goods_or_skill(tx: Tx, row: Need, form: NewNeed) -> None:
    said = one_line(form.what, LIMITS["what"])
    if form.kind is NeedKind.ITEM:
        item = None if form.item is None else tx.session.get(Item, form.item)
        if item is None or not item.active:
            raise Refused("need_item", field="what")
        row.item_id, row.what, row.unit = item.id, item.name, item.unit
        row.quantity = checked_amount(form.quantity, item.decimals, field="quantity")
        return
    row.quantity = _counted(form)
    if form.kind is NeedKind.SKILL:
        known = {one.code: one.get("name") for one in current_rows(tx.connection, "skills") if one.active}
        if form.skill not in known:
            raise Refused("need_skill", field="what")
        row.skill, row.what, row.unit = form.skill, known[form.skill], words.say_in("zh", "need.unit.team")
        return
    if not said:
        raise Refused("need_what", field="what")
    row.what, row.unit = said, one_line(form.unit, 20)


def _counted(form: NewNeed) -> Decimal:
    return checked_amount(form.quantity, 0 if form.kind is NeedKind.SKILL else 3, field="quantity")


def _load(tx: Tx, need_id: UUID, seen: int) -> Need:
    row = tx.session.get(Need, need_id)
    if row is None:
        raise Refused("no_such_row")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.number)
    if row.state == NeedState.DROPPED:
        raise Refused("need_dropped", number=row.number)
    return row
