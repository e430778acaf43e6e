"""Reads of who rang, what answers it, and whose numbers those are."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from console.domain.call_lists import REACHED
from console.domain.incident import OPEN_STATES
from console.domain.phones import digits_of, same_line
from console.domain.ringing import Answer, AnswerKind, Owner, RingEvent
from db.store import driver
from db.types import from_micros, to_micros

_EVENTS = (
    "SELECT e.number, coalesce(e.first_id, e.number), e.device_key, coalesce(d.name, e.device_key), e.at, e.last_at, "
    "e.repeats, e.sender, e.text, e.facts FROM wire_event e "
    "LEFT JOIN device d ON d.id = replace(e.device_key, '-', '') "
    "WHERE e.kind = 'call' AND e.at >= ? ORDER BY e.at, e.number"
)
_STEPS = (
    "SELECT s.act, s.at, s.by_name, s.event_number, s.note, s.entry_id, i.number, i.channel, i.receiver_name "
    "FROM call_step s LEFT JOIN inbound i ON i.id = s.entry_id WHERE s.at >= ? ORDER BY s.number"
)
_ENTRIES = (
    "SELECT received_at, receiver_name, caller_phone, id, number, channel FROM inbound "
    "WHERE caller_phone <> '' AND kind = '' AND received_at >= ?"
)
_ATTEMPTS = "SELECT outcome, at, by_name, phone, remark FROM call_attempt WHERE at >= ?"
_CALLERS = (
    "SELECT b.caller_phone, b.channel, c.id, c.number FROM incident c "
    "JOIN incident_item t ON t.incident_id = c.id AND t.ended_at IS NULL JOIN inbound b ON b.id = t.inbound_id "
    f"WHERE b.caller_phone <> '' AND c.state IN ({', '.join('?' * len(OPEN_STATES))}) ORDER BY c.received_at, b.number"
)
_TAIL = 7
_OWNERS = (
    "SELECT n.digits, coalesce(p.name, o.name), CASE WHEN p.id IS NULL THEN '' ELSE coalesce(o.name, '') END, "
    "coalesce(p.sensitive, 0) FROM phone_number n LEFT JOIN person p ON p.id = n.person_id "
    "LEFT JOIN post_holder h ON h.person_id = p.id AND (h.valid_to IS NULL OR h.valid_to > ?1) "
    "LEFT JOIN post t ON t.id = coalesce(n.post_id, h.post_id) "
    "LEFT JOIN organisation o ON o.id = coalesce(n.organisation_id, t.organisation_id) "
    "WHERE (n.valid_to IS NULL OR n.valid_to > ?1) AND (p.left_on IS NULL OR p.left_on > ?1) "
    f"AND substr(n.digits, -{_TAIL}) IN (SELECT value FROM json_each(?2)) ORDER BY n.dial_order, h.rank, n.rowid"
)
_EARLIER = timedelta(hours=1)
"""An entry or a step may stand a little before the first event that is looked at."""


def events(connection: Connection, since: datetime) -> list[RingEvent]:
    """Ringings that began since then, the first first."""
    return [
        _event(*row) for row in driver(connection).execute(_EVENTS, (to_micros(since),))
    ]  # fmt: skip


def answers(connection: Connection, since: datetime, hiding: Collection[str]) -> list[Answer]:
    """What was done about calls since then; ``hiding`` are the channels whose callers nobody is told."""
    asked = (to_micros(since - _EARLIER),)
    run = driver(connection).execute
    found = [one for row in run(_STEPS, asked).fetchall() for one in _of_step(row, hiding)]
    for received, by, phone, entry, number, channel in run(_ENTRIES, asked).fetchall():
        if channel not in hiding:
            at = from_micros(received)
            found.append(
                Answer(AnswerKind.RECORDED, at, by, phone=phone, entry_id=UUID(entry), number=number)
            )  # fmt: skip
    for outcome, at, by, phone, remark in run(_ATTEMPTS, asked).fetchall():
        kind = AnswerKind.RUNG_BACK if outcome in REACHED else AnswerKind.TRIED
        found.append(Answer(kind, from_micros(at), by, phone=phone, note=remark))
    return found


def owners(connection: Connection, phones: Collection[str], today: date) -> dict[str, list[Owner]]:
    """Who is reached under each of these numbers, everybody once."""
    asked = {phone: digits_of(phone) for phone in phones if digits_of(phone)}
    if not asked:
        return {}
    tails = json.dumps(sorted({digits[-_TAIL:] for digits in asked.values()}))
    known: dict[str, list[tuple[str, Owner]]] = {}
    for line, name, unit, sensitive in driver(connection).execute(_OWNERS, (today.isoformat(), tails)).fetchall():
        if name:
            known.setdefault(line[-_TAIL:], []).append((line, Owner(name, unit, bool(sensitive))))
    made: dict[str, dict[str, Owner]] = {phone: {} for phone in asked}
    for phone, digits in asked.items():
        for line, owner in known.get(digits[-_TAIL:], ()):
            if same_line(digits, line):
                made[phone].setdefault(owner.name, owner)
    return {phone: list(found.values()) for phone, found in made.items()}


def callers(connection: Connection, hiding: Collection[str]) -> list[tuple[str, UUID, str]]:
    """Digits of callers of open incidents, with the incident and its number; hidden callers are never recognised."""
    rows = driver(connection).execute(_CALLERS, tuple(state.value for state in OPEN_STATES)).fetchall()
    return [(digits_of(phone), UUID(made), number) for phone, channel, made, number in rows if channel not in hiding]


def _event(
    number: int, first: int, key: str, device: str, at: int, last: int, repeats: int, phone: str, name: str, facts: str
) -> RingEvent:  # fmt: skip
    told = json.loads(facts)
    return RingEvent(
        number, first, key, device, from_micros(at), from_micros(last), repeats, phone, name,
        "" if phone else str(told.get("number") or ""), bool(told.get("late")),
    )  # fmt: skip


def _of_step(row: tuple[object, ...], hiding: Collection[str]) -> Iterator[Answer]:
    """A call that was taken and whose entry was recorded is both."""
    act, at, by, event, note, entry, number, channel, receiver = row
    made = Answer(
        AnswerKind(str(act)), from_micros(int(str(at))), str(by), int(str(event)), note=str(note),
        entry_id=UUID(str(entry)) if entry else None,
    )  # fmt: skip
    yield made
    if number is not None:
        yield Answer(
            AnswerKind.RECORDED, made.at, str(receiver), made.event, entry_id=made.entry_id, number=str(number),
            hidden=channel in hiding,
        )  # fmt: skip
