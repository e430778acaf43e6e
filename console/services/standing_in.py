"""Shared steps of the roster: somebody stands in for another one, and where leaders are."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain.roster import LEADER, Named, checked_phone, checked_word
from console.domain.text import checked_text
from console.errors import Refused
from console.services.shift_plans import People, calendar, on_duty, phone_of
from db.models.duty import ShiftPost
from db.models.roster import Substitution, Whereabouts
from db.queries import duty as duty_query
from db.queries import roster as query
from db.store import Tx

LONGEST = timedelta(days=31)
"""Longest time somebody stands in for another one by one note."""

_MOMENT = timedelta(microseconds=1)


def stand_in(
    tx: Tx, post: str, absent: str, who: Named, reason: str, start: datetime, end: datetime, people: People,
    at: datetime, by_name: str,
) -> Substitution:  # fmt: skip
    """The substitution. Nothing else is written: from its hour on the watch is manned by it (``domain.turns``)."""
    if end <= start or end <= at or end - start > LONGEST:
        raise Refused("bad_span")
    if who.name == absent:
        raise Refused("stands_in_same", name=absent)
    _require_on_post(tx, post, absent, start, end)
    row = Substitution(
        id=uuid4(), starts_at=start, ends_at=end, post=post, absent=absent, stands_in=who.name,
        phone=who.phone or phone_of(people, who.name), reason=checked_text(reason, limit=500), shift_id=None, at=at,
        by_name=by_name, withdrawn_at=None, version=1,
    )  # fmt: skip
    tx.session.add(row)
    return row


def take_back(tx: Tx, substitution_id: UUID, people: People, at: datetime) -> tuple[Substitution, list[ShiftPost]]:
    """The substitution ends, and whoever was absent stands their post of the running watch again.

    An earlier program wrote the substitute into the watch's posts: those are put back.
    """
    row = tx.session.get(Substitution, substitution_id)
    if row is None or row.withdrawn_at is not None:
        raise Refused("no_such_row")
    row.withdrawn_at, row.version = at, row.version + 1
    back = _exchange(tx, row, row.stands_in, row.absent, phone_of(people, row.absent)) if row.shift_id else []
    return row, back


def go(
    tx: Tx, name: str, place: str, start: datetime, end: datetime | None, phone: str, deputy: str, people: People,
    at: datetime, by_name: str,
) -> tuple[Whereabouts, list[Whereabouts]]:  # fmt: skip
    """Where a leader is, and older notes of theirs which end with it."""
    if end is not None and end <= start:
        raise Refused("bad_span")
    name, place, phone = checked_word(name), checked_text(place.strip(), limit=200), checked_phone(phone)
    ended = _end_notes(tx, name, start, end, at)
    found = people.get(name, ())
    row = Whereabouts(
        id=uuid4(), name=name, person_id=found[0][0] if len(found) == 1 else None, place=place, from_at=start,
        until_at=end, phone=phone or phone_of(people, name), deputy=checked_word(deputy) if deputy.strip() else "",
        at=at, by_name=by_name, ended_at=None, version=1,
    )  # fmt: skip
    tx.session.add(row)
    return row, ended


def come_back(tx: Tx, whereabouts_id: UUID, seen: int, at: datetime) -> Whereabouts:
    """The note no longer holds."""
    row = tx.session.get(Whereabouts, whereabouts_id)
    if row is None or row.ended_at is not None:
        raise Refused("no_such_row")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.name)
    row.ended_at, row.version = at, row.version + 1
    return row


def post_word(post: str) -> str:
    """A post as the books name it."""
    return "带班领导" if post == LEADER else post


def went(row: Whereabouts, zone: ZoneInfo) -> str:
    """A note of whereabouts as the log says it."""
    start = f"{row.from_at.astimezone(zone):%m-%d %H:%M}"
    until = f"至 {row.until_at.astimezone(zone):%m-%d %H:%M}" if row.until_at else "起"
    deputy = f"，由 {row.deputy} 代为处理" if row.deputy else ""
    return f"领导去向：{row.name} {start} {until} {row.place}{deputy}"


def _require_on_post(tx: Tx, post: str, absent: str, start: datetime, end: datetime) -> None:
    """Whoever is absent stands that post by the table or on the running watch."""
    days = calendar(tx.connection, start)
    planned = {
        (line.post, line.name)
        for slot in days.slots(start, end)
        for line in on_duty(tx.connection, days, slot, max(slot.starts_at, start)).posts
    }
    watch = duty_query.on_watch(tx.connection)
    standing = {(turn.line.post, turn.line.name) for turn in watch.turns} if watch else set()
    if (post, absent) not in planned | standing:
        raise Refused("not_on_post", name=absent, post=post_word(post))


def _exchange(tx: Tx, row: Substitution, off: str, on: str, phone: str) -> list[ShiftPost]:
    """Put another name on a post of the running watch; empty where the first one does not stand it."""
    watch = duty_query.on_watch(tx.connection)
    if watch is None or row.shift_id != watch.id:
        return []
    rows = tx.session.query(ShiftPost).filter_by(shift_id=watch.id, post=row.post).all()
    found = [line for line in rows if line.name == off]
    if not found or any(line.name == on for line in rows):
        return []
    found[0].name, found[0].phone, found[0].person_id = on, phone, None
    return found[:1]


def _end_notes(tx: Tx, name: str, start: datetime, end: datetime | None, at: datetime) -> list[Whereabouts]:
    """Nobody is in two places: an earlier note ends where the new one begins and goes on where that one ends."""
    changed = []
    for noted in query.whereabouts(tx.connection, start, end or start + _MOMENT):
        if noted.name == name:
            row = tx.session.get_one(Whereabouts, noted.id)
            if end is not None and (noted.until_at is None or noted.until_at > end):
                changed.append(_rest_of(tx, row, end))
            if noted.from_at < start:
                row.until_at = start
            else:
                row.ended_at = at
            row.version += 1
            changed.append(row)
    return changed


def _rest_of(tx: Tx, row: Whereabouts, start: datetime) -> Whereabouts:
    """What is left of a note after a shorter one, as it was given."""
    rest = Whereabouts(
        id=uuid4(), name=row.name, person_id=row.person_id, place=row.place, from_at=start, until_at=row.until_at,
        phone=row.phone, deputy=row.deputy, at=row.at, by_name=row.by_name, ended_at=None, version=1,
    )  # fmt: skip
    tx.session.add(rest)
    return rest
