"""A new alarm: its row, its number, what it follows, the line about it. Shared by what devices say and by links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from console.domain.alarm import PRIORITIES, SERIES, AlarmKind, AlarmState, names_marks
from console.domain.log import ActKind
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.signals import Signal
from console.domain.storms import CHATTER, STORM, Recent, Storms
from console.domain.wire import PointForm
from console.domain.wire_text import with_text
from console.services import lines
from console.services.alarm_codes import code_in_line
from console.services.alarm_settings import AlarmSettings
from console.services.device_writing import as_json
from console.services.wire_ledger import Known, WireLedger
from db import books, numbers
from db.models.wire import Alarm
from db.queries import alarm_rows, wire_events
from db.store import Tx
from db.types import new_key, to_micros

_LINE, _OPEN, _MESSAGE = ActKind.ALARM.value, AlarmState.OPEN, AlarmKind.MESSAGE
"""Asked for each alarm of a burst: see ``alarm_batch``."""


@dataclass(slots=True)
class NewAlarm:
    """What is to wait for somebody. ``at`` is when the device's bytes came, ``event`` the number of their event.

    ``limit`` is the threshold a reading lies beyond, ``facts`` what else is known, as ``wire_events.spelled`` has it.
    ``seldom``: nothing of its account, code and zone is known to have come before, so that nobody need ask how often it
    did. ``id`` is as the store spells it.
    """

    device: Known
    kind: AlarmKind
    signal: Signal
    words: str
    words_en: str
    at: datetime
    point: PointForm | None = None
    event: int | None = None
    limit: float | None = None
    facts: str = "{}"
    seldom: bool = False
    id: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Raised:
    """A new alarm's id as the store spells it, its number, and whether it follows another."""

    id: str
    number: str
    follows: bool


@dataclass(slots=True)
class _Pending:
    """An alarm whose row and line are not in the store yet."""

    new: NewAlarm
    values: dict[str, Any]
    note: str


class Raising:
    """New alarms of one transaction: they get numbers in a row and know of each other.

    Rows and lines go into the store together, by ``flush``: whoever reads alarms or appends to the book in between
    flushes first.
    """

    def __init__(self, tx: Tx, ledger: WireLedger, settings: AlarmSettings, realm: Realm, now: datetime) -> None:
        self._tx = tx
        self._ledger = ledger
        self._settings = settings
        self._now = now
        self._series = numbers.Run(tx, SERIES, now.astimezone(settings.zone).year, realm)
        self._storms: Storms | None = None
        self._pen = books.Pen(tx, books.DUTY)
        self._pending: dict[str, _Pending] = {}
        self._devices: dict[str, dict[str, Any]] = {}
        self._types: dict[str, str | None] = {}
        self.events = wire_events.Pen(tx)
        """Events of the same transaction: they are put down behind the alarms they made."""

    def add(self, new: NewAlarm) -> Raised:
        """The row and its line; the device writes it."""
        number = self._series.next()
        values = self._values(new, number)
        mine = _as_recent(new, values)
        cause, note = self._cause(new, mine)
        if cause is not None:
            values["cause_id"] = cause.id
            mine = _as_recent(new, values, cause.id)
        self._pending[mine.id] = _Pending(new, values, note)
        self._known().add(mine)
        return Raised(mine.id, number, cause is not None)

    def flush(self) -> None:
        """Put down what was added: alarms, events, the alarms' lines."""
        if not self._pending:
            self.events.flush()
            return
        pending, self._pending = self._pending, {}
        rows = []
        for one in pending.values():
            shape, row, record = alarm_rows.made(one.values)
            rows.append((shape, row))
            self._line(one, record)
        alarm_rows.add_all(self._tx, rows)
        for key, one in pending.items():
            if one.new.event is not None:
                self.events.belongs(one.new.event, key)
        self.events.flush()
        self._pen.flush()

    def end(self) -> None:
        """After the last one: the series says which number was given last."""
        self.flush()
        self._series.end()

    def _values(self, new: NewAlarm, number: str) -> dict[str, Any]:
        """What its row says, as the store spells it; what is nothing is left out."""
        said = new.signal
        values = {
            **self._of_device(new.device), "id": new.id, "number": number, "kind": new.kind.value,
            "priority": _priority(new), "words": new.words, "words_en": new.words_en, "account": said.account,
            "code": said.code, "zone": said.zone, "first_at": to_micros(new.at), "unit": said.unit,
            "sender": said.sender, "text": said.text, "facts": new.facts,
        }  # fmt: skip
        if new.point is not None:
            self._fill_point(values, new.point)
        if said.device_at is not None:
            values["device_at"] = to_micros(said.device_at)
        if said.value is not None:
            values["value"] = said.value
        if new.limit is not None:
            values["limit_value"] = new.limit
        if (event_type := self._event_type(new)) is not None:
            values["event_type"] = event_type
        return values

    def _of_device(self, device: Known) -> dict[str, Any]:
        """What is the same of all its alarms."""
        if device.key not in self._devices:
            self._devices[device.key] = found = {
                "device_key": device.key, "device_name": device.name, "driver": device.driver, "point_name": "",
                "place": self._ledger.place(device.place_id, device.place_text)[:400],
            }  # fmt: skip
            if device.id is not None:
                found["device_id"] = device.id.hex
            if device.place_id is not None:
                found["place_id"] = device.place_id.hex
        return self._devices[device.key]

    def _fill_point(self, values: dict[str, Any], point: PointForm) -> None:
        """Its place, where it has one, is nearer than its device's."""
        values |= {"point_id": point.id.hex, "point_name": point.name, "unit": values["unit"] or point.unit}
        if point.plan_id is not None:
            values["plan_id"] = point.plan_id.hex
        if point.person_ids:
            values["person_ids"] = as_json([str(one) for one in point.person_ids])
        if point.place_id is not None or point.place_text:
            values["place"] = self._ledger.place(point.place_id, point.place_text)[:400]
            values.pop("place_id", None)
            if point.place_id is not None:
                values["place_id"] = point.place_id.hex

    def _event_type(self, new: NewAlarm) -> str | None:
        """As the ledger says, else as the driver's table of codes does where the county knows that type."""
        if new.point is not None and new.point.event_type is not None:
            return new.point.event_type
        told = str(new.signal.facts.get("event_type") or "")
        if told and told not in self._types:
            row = self._tx.run("SELECT code FROM event_type WHERE code = ?", (told,)).fetchone()
            self._types[told] = None if row is None else row[0]
        return self._types[told] if told else None

    def _cause(self, new: NewAlarm, mine: Recent) -> tuple[Recent | None, str]:
        """What it follows, and why, in words."""
        storms = self._known()
        cause = storms.cause_of(mine)
        if cause is not None:
            self._gather(cause, storms)
            return cause, f"，归入 {cause.number}"
        if new.kind is _MESSAGE or new.seldom:
            return None, ""
        self.flush()
        key = (new.device.key, new.signal.account, new.signal.code, new.signal.zone)
        before = [one for one in alarm_rows.of_point(self._tx, key, new.at - CHATTER) if one.kind is new.kind]
        if len(before) < self._settings.nuisance:
            return None, ""
        note = f"，一小时内第 {len(before) + 1} 次"
        waits = (one for one in before if one.state is AlarmState.OPEN and one.cause_id is None)
        cause = next((one for one in waits if one.priority <= mine.priority), None)
        return cause, note + (f"，归入 {cause.number}" if cause is not None else "")

    def _gather(self, cause: Recent, storms: Storms) -> None:
        """A storm is known as one with its last alarm: those that came before follow its first too.

        What is not in the store yet simply says so; what is there already changes, in one line.
        """
        stored = []
        for one in storms.beside(cause):
            storms.follows(one, cause)
            waits = self._pending.get(one.id)
            if waits is None:
                stored.append(UUID(one.id))
            else:
                waits.values["cause_id"], waits.note = cause.id, f"，归入 {cause.number}"
        if stored:
            self._put_under(cause, stored)

    def _put_under(self, cause: Recent, stored: Sequence[UUID]) -> None:
        self.flush()
        rows = [self._tx.session.get_one(Alarm, alarm_id) for alarm_id in stored]
        for row in rows:
            row.cause_id, row.version = UUID(cause.id), row.version + 1
        text = f"{cause.number} 起短时告警多，{len(rows)} 条归入其下：" + "、".join(row.number for row in rows)
        self._tx.by = Actor.program()
        lines.write(self._tx, books.DUTY, ActKind.ALARM, text, at=self._now, about=rows)

    def _known(self) -> Storms:
        if self._storms is None:
            self._storms = Storms(alarm_rows.recent(self._tx, self._now - STORM), self._settings.storm)
        return self._storms

    def _line(self, one: _Pending, record: str) -> None:
        """Naming device, point, words, account, code, zone and place; the digest of its bytes stands beside it."""
        new, values = one.new, one.values
        text = f"{values['number']} {said(values)}{one.note}"
        payload = alarm_rows.payload(record, new.event, new.signal.raw)
        self._pen.write(text, _LINE, payload, new.device.actor, at=self._now, occurred_at=new.at, place=values["place"])


def said(values: Mapping[str, Any]) -> str:
    """What a line says of an alarm: ``雨量站 YL-07 一小时雨量：…（账号 7，防区 1，代码 PN05）``.

    Of a message its sender alone, of what this machine found nothing (``names_marks``).
    """
    who = " ".join(part for part in (values["device_name"], values["point_name"]) if part)
    named = (("账号", values["account"]), ("代码", code_in_line(values["code"])), ("防区", values["zone"]))
    known = named if names_marks(AlarmKind(values["kind"]), values["code"]) else ()
    marks = "，".join(f"{word} {value}" for word, value in known if value)
    sender = f"（来自 {values['sender']}）" if values["sender"] else ""
    return f"{who}：{with_text(values['words'], values['text'])}{sender}" + (f"（{marks}）" if marks else "")


def _as_recent(new: NewAlarm, values: Mapping[str, Any], cause_id: str | None = None) -> Recent:
    return Recent(
        new.id, values["number"], new.device.key, values["place"], new.kind, values["priority"], _OPEN,
        new.at, cause_id,
    )  # fmt: skip


def _priority(new: NewAlarm) -> int:
    """The ledger's word for the point, else what the protocol knows, else the device's; a fault alone is never 1."""
    if new.point is not None and new.point.priority:
        return new.point.priority
    if new.signal.priority in PRIORITIES:
        return new.signal.priority
    return new.device.priority if new.kind is AlarmKind.ALARM else max(2, new.device.priority)
