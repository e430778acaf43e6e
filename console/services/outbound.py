"""The outbound register: record what left, say who received it, say that it did not arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.clocks import ClockKind
from console.domain.lists import ListItem
from console.domain.log import ActKind
from console.domain.outbound import (
    NAME_LIMIT,
    NOTE_LIMIT,
    ORGANISATION_LIMIT,
    PHONE_LIMIT,
    SERIES,
    ActionKind,
    OutboundRow,
    OutboundState,
    Outgoing,
    SubjectKind,
    rung,
)
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.stated import is_before, require_past, require_since_received
from console.domain.text import checked_text, require_whole
from console.errors import Refused
from console.services import answered_numbers, lines, sent_in_vain
from console.services.exporting import Row, write_beside, writer_for
from console.services.lists import current_rows
from console.services.own_reports import require_own_report
from db import books, numbers
from db.models.inbound import Inbound, InboundAction
from db.models.outbound import Outbound
from db.queries import outbound as query
from db.store import Store, Tx

SHOWN = 500
"""Rows of the register listed at once; search and the export reach the others."""

EXPORTED = (
    "number", "sent_at", "channel", "to_org", "to_name", "to_phone", "text", "subject_number", "by_name", "state",
    "receipt_by", "receipt_at", "receipt_note",
)  # fmt: skip
"""Columns of an exported register, with the words ``column.outbound.<name>`` as their headings."""


class OutboundService:
    """Use cases of everything that leaves the room. Nothing here sends: an officer states what was sent."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    def record(self, form: Outgoing, *, by: Actor, stops: Sequence[str] = (), late_reason: str = "") -> OutboundRow:
        """A new line of the register; the same form saved twice answers the first.

        About an inbound item it is also one of its actions; ``stops`` names the item's clocks that end with it, all
        in one transaction. Refuses bad_channel, time_future, recipient_missing, text that may not be recorded and
        the report of a duplicate by itself (duplicate_reported, duplicate_merged).
        """
        form = checked(form)
        with self._store.writing(by=by, action=Action.OUTBOUND) as tx:
            if query.exists(tx.connection, form.id):
                return _first_answer(tx, form)
            self.enter(tx, form, self._clock.now(), stops, late_reason)
        return self.one(form.id)

    def enter(
        self, tx: Tx, form: Outgoing, at: datetime, stops: Sequence[str] = (), late_reason: str = "",
        received_by: str = "",
    ) -> Outbound:  # fmt: skip
        """Shared step: a checked form becomes a row with its line, its action and the clocks it stops.

        ``received_by`` is whoever heard it at once, on the telephone.
        """
        channel = _channel(tx.connection, form.channel)
        require_past(form.sent_at, at, self._zone())
        row = _new(tx, form, numbers.take(tx, SERIES, at.astimezone(self._zone()).year, self._realm), at)
        if received_by:
            row.state, row.receipt_by, row.receipt_at = OutboundState.RECEIVED.value, received_by, form.sent_at
        action = _action(tx, form, row, at)
        text = f"发出 {row.number}（{channel.get('name')}）→{_to(row)}：{form.text}"
        about = [row] if action is None else [row, action]
        lines.write(tx, books.DUTY, ActKind.OUTBOUND, text, at=at, about=about, occurred_at=form.sent_at)
        self._note_answered(tx, row, received_by, form.sent_at)
        _stop_clocks(tx, form, row, stops, late_reason, at)
        return row

    def receipt(
        self,
        row_id: UUID,
        name: str,
        note: str = "",
        received_at: datetime | None = None,
        *,
        seen: int,
        by: Actor,
        ends: Sequence[str] = (),
    ) -> OutboundRow:
        """Somebody received it: their name, when (now if not said), a note.

        ``ends`` names clocks of the inbound item it is about that end with it (转交并由人接收); one that ran over
        takes the note for its reason. Refuses receipt_name_missing and late_reason_missing.
        """
        name = _line(name, NAME_LIMIT)
        if not name:
            raise Refused("receipt_name_missing", field="receipt_by")
        note = _line(note, NOTE_LIMIT)
        with self._store.writing(by=by, action=Action.OUTBOUND) as tx:
            at = self._clock.now()
            row = _load(tx, row_id, seen)
            if received_at is not None:
                self._require_receipt_time(row, received_at, at)
            row.receipt_by = name
            _end(row, OutboundState.RECEIVED, received_at or at, note)
            text = f"回执 {row.number}：{name} 已收到" + (f"，{note}" if note else "")
            lines.write(tx, books.DUTY, ActKind.OUTBOUND, text, at=at, about=[row], occurred_at=received_at)
            self._note_answered(tx, row, name, received_at or at)
            _end_clocks(tx, row, ends, name, note, received_at or at, at)
        return self.one(row_id)

    def running_clocks(self) -> dict[UUID, tuple[str, ...]]:
        """Kinds of the clocks a receipt can end, by the inbound item they run for."""
        from console.services import clocks

        found: dict[UUID, tuple[str, ...]] = {}
        with self._store.reading() as connection:
            for clock in clocks.waiting(connection):
                if clock.kind == ClockKind.PASSED_ON:
                    found[clock.inbound_id] = (*found.get(clock.inbound_id, ()), str(clock.kind))
        return found

    def fail(self, row_id: UUID, reason: str, *, seen: int, by: Actor) -> OutboundRow:
        """It did not arrive, with the reason; the line stays, sending again is a new one.

        A countdown of an incident that it had ended runs again.
        """
        reason = _line(reason, NOTE_LIMIT)
        if not reason:
            raise Refused("reason_missing")
        with self._store.writing(by=by, action=Action.OUTBOUND) as tx:
            at = self._clock.now()
            row = _load(tx, row_id, seen)
            _end(row, OutboundState.FAILED, at, reason)
            about = [row, *sent_in_vain.run_again(tx, row, reason, at)]
            lines.write(tx, books.DUTY, ActKind.OUTBOUND, f"未送达 {row.number}：{reason}", at=at, about=about)
        return self.one(row_id)

    # reading

    def one(self, row_id: UUID) -> OutboundRow:
        with self._store.reading() as connection:
            return query.one(connection, row_id)

    def rows(self, asked: str = "", *, waiting: bool = False, limit: int = SHOWN) -> list[OutboundRow]:
        """Newest first; every word of ``asked`` must stand somewhere in the row."""
        require_whole(asked)
        with self._store.reading() as connection:
            return query.newest(connection, asked.split(), limit, waiting=waiting)

    def waiting(self) -> list[OutboundRow]:
        """Sent, and nobody has said yet that it arrived; the oldest first."""
        with self._store.reading() as connection:
            return query.waiting_receipt(connection)

    def count_waiting(self) -> int:
        with self._store.reading() as connection:
            return query.count_waiting(connection)

    def about(self, subject_id: UUID) -> list[OutboundRow]:
        """What was sent about one record."""
        with self._store.reading() as connection:
            return query.about(connection, subject_id)

    def channels(self) -> list[ListItem]:
        """Every channel the county has or had; those with a way out come first as what can be chosen."""
        with self._store.reading() as connection:
            return current_rows(connection, "channels")

    def recipients(self) -> list[ListItem]:
        """The usual recipients, in the county's order."""
        with self._store.reading() as connection:
            return [item for item in current_rows(connection, "recipients") if item.active]

    def export(self, target: Path, asked: str = "", *, waiting: bool = False, by: Actor) -> int:
        """Write the register (or what was searched for) as xlsx, csv or json; the audit book says who took it out."""
        self._store.require(by, Action.EXPORT)
        heads = [words.say(f"column.outbound.{name}") for name in EXPORTED]
        writer = writer_for(target, EXPORTED, heads)
        zone = self._zone()
        with self._store.reading() as connection:
            named = {item.code: item.name(words.language()) for item in current_rows(connection, "channels")}
            found = query.every(connection, asked.split(), waiting=waiting)
            count = write_beside(target, (_exported(row, named, zone) for row in found), writer)
        with self._store.writing(by=by) as tx:
            text = f"导出发出登记：{count} 条，{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count

    def _note_answered(self, tx: Tx, row: Outbound, who: str, when: datetime) -> None:
        """Whoever was rung and took it in person holds that number still; for somebody else it says nothing."""
        if who and who == row.to_name and row.channel in rung(current_rows(tx.connection, "channels")):
            day = when.astimezone(self._zone()).date()
            answered_numbers.reached(tx, who, row.to_phone, day, self._clock.now())

    def _require_receipt_time(self, row: Outbound, stated: datetime, now: datetime) -> None:
        """A time that was typed lies between sending and now; the machine's own is taken as it is, set back or not."""
        require_past(stated, now, self._zone())
        if is_before(stated, row.sent_at):
            raise Refused("receipt_before_sent", number=row.number)


def can_send(channel: ListItem) -> bool:
    """Whether something may leave by this channel."""
    return channel.active and channel.get("way") in {"out", "both"}


def checked(form: Outgoing) -> Outgoing:
    """The form with its texts as they will be stored."""
    made = replace(
        form, text=checked_text(form.text).strip(), to_org=_line(form.to_org, ORGANISATION_LIMIT),
        to_name=_line(form.to_name, NAME_LIMIT), to_phone=_line(form.to_phone, PHONE_LIMIT),
    )  # fmt: skip
    if not (made.to_org or made.to_name or made.to_phone):
        raise Refused("recipient_missing", field="to_org")
    return made


def _line(text: str, limit: int) -> str:
    return checked_text(text, limit=limit).strip() if text.strip() else ""


def _channel(connection: Connection, code: str) -> ListItem:
    for item in current_rows(connection, "channels"):
        if item.code == code and can_send(item):
            return item
    raise Refused("bad_channel", channel=code)


def _new(tx: Tx, form: Outgoing, number: str, at: datetime) -> Outbound:
    row = Outbound(
        id=form.id, number=number, to_name=form.to_name, to_org=form.to_org, to_phone=form.to_phone,
        channel=form.channel, text=form.text, subject_kind=form.subject.kind.value, subject_id=form.subject.id,
        subject_number=form.subject.number, sent_at=form.sent_at, by_name=tx.by.name,
        state=OutboundState.SENT.value, receipt_by="", receipt_at=None, receipt_note="", recorded_at=at, version=1,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def _action(tx: Tx, form: Outgoing, row: Outbound, at: datetime) -> InboundAction | None:
    """About an inbound item, sending is one of the things done about it, and comes after it came in."""
    if form.subject.kind is not SubjectKind.INBOUND or form.subject.id is None:
        return None
    item = tx.session.get(Inbound, form.subject.id)
    if item is None:
        raise Refused("no_such_item")
    if form.action is ActionKind.REPORT:
        require_own_report(tx, item)
    require_since_received(form.sent_at, item.received_at, at, "sent_at")
    action = InboundAction(
        id=uuid4(), inbound_id=form.subject.id, kind=form.action.value, note=f"{row.number} {_to(row)}",
        by_name=tx.by.name[:60], at=form.sent_at, outbound_id=row.id,
    )  # fmt: skip
    tx.session.add(action)
    tx.flush()
    return action


def _stop_clocks(tx: Tx, form: Outgoing, row: Outbound, stops: Sequence[str], late_reason: str, at: datetime) -> None:
    if not stops or form.subject.kind is not SubjectKind.INBOUND or form.subject.id is None:
        return
    from console.services import clocks

    whom = row.to_name or row.to_org or row.to_phone
    for kind in stops:
        clocks.stop(tx, form.subject.id, kind, whom, form.sent_at, row.id, late_reason, now=at)


def _end_clocks(
    tx: Tx, row: Outbound, kinds: Sequence[str], name: str, note: str, received_at: datetime, now: datetime
) -> None:
    """Who received it is who it was passed on to."""
    from console.services import clocks

    if row.subject_kind != SubjectKind.INBOUND.value or row.subject_id is None:
        return
    for kind in kinds:
        clocks.stop(tx, row.subject_id, kind, name, received_at, row.id, note, now=now)


def _first_answer(tx: Tx, form: Outgoing) -> OutboundRow:
    """The line as it was recorded, if the form still says the same."""
    found = query.one(tx.connection, form.id)
    said = (form.text, form.channel, form.to_org, form.to_name, form.to_phone)
    if said != (found.text, found.channel, found.to_org, found.to_name, found.to_phone):
        raise Refused("already_sent", number=found.number)
    return found


def _load(tx: Tx, row_id: UUID, seen: int) -> Outbound:
    row = tx.session.get(Outbound, row_id)
    if row is None:
        raise Refused("no_such_outbound")
    if row.state != OutboundState.SENT.value:
        raise Refused("outbound_ended", number=row.number)
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.number)
    return row


def _end(row: Outbound, state: OutboundState, at: datetime, note: str) -> None:
    row.state, row.receipt_at, row.receipt_note = state.value, at, note
    row.version += 1


def _to(row: Outbound) -> str:
    return " ".join(part for part in (row.to_org, row.to_name, row.to_phone) if part)


def _exported(row: OutboundRow, channels: dict[str, str], zone: ZoneInfo) -> Row:
    made = {name: getattr(row, name) for name in EXPORTED}
    made["channel"] = channels.get(row.channel, row.channel)
    made["state"] = words.say(f"outbound.state.{row.state.value}")
    for name in ("sent_at", "receipt_at"):
        at: datetime | None = getattr(row, name)
        made[name] = at.astimezone(zone).isoformat(timespec="seconds") if at else ""
    return made
