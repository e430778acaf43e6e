"""Links to devices as they were last told to be: a line for each change, an alarm where one is lost too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from console import words
from console.domain.alarm import AlarmKind
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.signals import Signal, SignalKind
from console.domain.storms import CHATTER
from console.domain.wire import LinkCounts, LinkState, LinkStatus
from console.services import lines
from console.services.alarm_ending import restored
from console.services.alarm_raising import NewAlarm, Raising
from console.services.alarm_settings import AlarmSettings, settings_of
from console.services.wire_ledger import WireLedger
from db import books
from db.models.wire import Alarm, Device, Link
from db.queries import wire as query
from db.queries.wire_events import spelled
from db.store import Store, Tx

_NAMED = 20
_RESTLESS = "restless"
"""Code of the alarm about a link that comes and goes."""
_CALM = timedelta(minutes=10)
_GONE = (LinkState.LOST, LinkState.SILENT)
_COUNTS = tuple(LinkCounts.__dataclass_fields__)


class LinksService:
    """Use cases of whoever holds the ``wire`` lock; all others only read."""

    def __init__(self, store: Store, clock: Clock, realm: Realm) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm

    def note(self, statuses: Sequence[LinkStatus]) -> None:
        """How links are now. Counters go into their rows; a change of state is a line; a lost one becomes an alarm
        after the county's seconds, a silent one at once, and is over when it is back.

        One that comes and goes more often than the county lets a point do has an alarm of its own, and no more lines in
        that hour. An attempt to open a lost line again changes nothing: it is lost until it is open.
        """
        if not statuses:
            return
        with self._store.writing(by=Actor.program()) as tx:
            now = self._clock.now()
            ledger, settings = WireLedger(tx), settings_of(tx.connection, now)
            changed = [(told, row) for told in statuses if (row := _put(tx, told, now)) is not None]
            most = 2 * settings.nuisance
            _tell(tx, ledger, [told for told, row in changed if row.changes <= most], now)
            for told, _ in changed:
                if told.state is LinkState.ONLINE:
                    _over(tx, told, now)
            tx.flush()
            _calm(tx, now)
            raise_lost(tx, ledger, settings, self._realm, now)
            restless = [row for _, row in changed if row.changes == most + 1]
            _raise_restless(tx, ledger, settings, restless, self._realm, now)

    def statuses(self) -> list[LinkStatus]:
        """Every link as it was last told."""
        with self._store.reading() as connection:
            return query.statuses(connection)


def lost_long(settings: AlarmSettings, now: datetime) -> Select[Link]:
    """Links that are silent, or lost for as long as the county waits, and of which no alarm tells; the first first.

    Of devices that stand in no ledger none is told: nobody supervises a port that is only being tried.
    """
    told = select(Alarm.device_key).where(
        Alarm.kind == AlarmKind.LINK.value, Alarm.restored_at.is_(None), Alarm.code != _RESTLESS
    )
    lost = (Link.state == LinkState.LOST.value) & (Link.since <= now - settings.lost)
    used = select(_as_key(Device.id)).where(Device.active.is_(True))
    asked = select(Link).where(or_(Link.state == LinkState.SILENT.value, lost), Link.device_key.not_in(told))
    return asked.where(func.replace(Link.device_key, "-", "").in_(used)).order_by(Link.since, Link.device_key)


def _as_key(column: InstrumentedAttribute[UUID]) -> ColumnElement[str]:
    """An id as the store spells it, as text."""
    return cast(column, Text)


def raise_lost(tx: Tx, ledger: WireLedger, settings: AlarmSettings, realm: Realm, now: datetime) -> None:
    """Shared step: an alarm for each link that is gone too long; many at once follow the first."""
    rows = tx.session.scalars(lost_long(settings, now)).all()
    raising = Raising(tx, ledger, settings, realm, now)
    for row in rows:
        device = ledger.device(row.device_key, "")
        zh, en = (_words(language, row, device.silent_seconds) for language in words.LANGUAGES)
        signal = Signal(SignalKind.FAULT, b"", code="link")
        raising.add(NewAlarm(device, AlarmKind.LINK, signal, zh, en, now, facts=spelled({"cause": row.cause})))
    raising.end()


def _put(tx: Tx, told: LinkStatus, now: datetime) -> Link | None:
    """The row as it was told, where its state is another than before."""
    row = tx.session.get(Link, told.device_key)
    new = row is None
    if row is None:
        row = Link(device_key=told.device_key, state=LinkState.CLOSED.value, since=told.since, cause="", changes=0)
        tx.session.add(row)
    row.heard_at = told.heard_at
    for name in _COUNTS:
        setattr(row, name, getattr(told.counts, name))
    if told.state is LinkState.OPENING and row.state in {state.value for state in _GONE}:
        return None
    before, row.state = row.state, told.state.value
    row.cause = told.cause
    if new or before != row.state:  # every try that fails is lost anew; what counts is since when
        row.since = told.since
    if before == row.state or (new and told.state is LinkState.CLOSED):
        return None
    if row.changes_since is None or now - row.changes_since > CHATTER:
        row.changes, row.changes_since = 0, now
    row.changes += 1
    return row


def _tell(tx: Tx, ledger: WireLedger, changed: Sequence[LinkStatus], now: datetime) -> None:
    """A line for each state links have come to, naming them: forty devices at a start are one line."""
    for state in (LinkState.LOST, LinkState.SILENT, LinkState.ONLINE, LinkState.CLOSED):
        told = [one for one in changed if one.state is state]
        if not told:
            continue
        named = [_named(ledger, one) for one in told[:_NAMED]]
        rest = f" 等 {len(told)} 台" if len(told) > _NAMED else ""
        text = f"设备通信{words.say_in('zh', f'link.state.{state.value}')}：{'、'.join(named)}{rest}"
        lines.write(tx, books.DUTY, ActKind.WIRE, text, at=now, occurred_at=min(one.since for one in told))


def _named(ledger: WireLedger, told: LinkStatus) -> str:
    name = ledger.device(told.device_key, "").name
    return f"{name}（{words.say_in('zh', f'wire.cause.{told.cause}')}）" if told.cause else name


def _over(tx: Tx, told: LinkStatus, now: datetime) -> None:
    asked = select(Alarm).where(
        Alarm.device_key == told.device_key, Alarm.kind == AlarmKind.LINK.value, Alarm.restored_at.is_(None),
        Alarm.code != _RESTLESS,
    )  # fmt: skip
    for row in tx.session.scalars(asked):
        restored(tx, row, max(told.since, row.first_at), now, "通信已恢复")


def _raise_restless(
    tx: Tx, ledger: WireLedger, settings: AlarmSettings, rows: Sequence[Link], realm: Realm, now: datetime
) -> None:
    raising = Raising(tx, ledger, settings, realm, now)
    for row in rows:
        device = ledger.device(row.device_key, "")
        if device.id is not None and device.active:
            zh, en = (words.say_in(one, "alarm.restless", count=row.changes) for one in words.LANGUAGES)
            signal = Signal(SignalKind.FAULT, b"", code=_RESTLESS)
            raising.add(NewAlarm(device, AlarmKind.LINK, signal, zh, en, now))
    raising.end()


def _calm(tx: Tx, now: datetime) -> None:
    """One that came and went is calm when the hour in which it did so is over and it is there."""
    asked = select(Alarm).join(Link, Link.device_key == Alarm.device_key).where(
        Alarm.code == _RESTLESS, Alarm.kind == AlarmKind.LINK.value, Alarm.restored_at.is_(None),
        Link.state == LinkState.ONLINE.value, Link.changes_since <= now - CHATTER, Link.since <= now - _CALM,
    )  # fmt: skip
    for row in tx.session.scalars(asked).all():
        restored(tx, row, now, now, "通信已稳定")


def _words(language: str, row: Link, silent_seconds: int) -> str:
    if row.state == LinkState.SILENT.value:
        return words.say_in(language, "alarm.silent", seconds=silent_seconds)
    if not row.cause:
        return words.say_in(language, "alarm.lost")
    return words.say_in(language, "alarm.lost_because", cause=words.say_in(language, f"wire.cause.{row.cause}"))
