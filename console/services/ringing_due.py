"""Calls nobody has dealt with: on the due strip, with its sound, and on the hand-over sheet."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.due import DueItem, DueKind, state_of
from console.domain.ringing import IN_HAND, CallState, IncomingCall, call_id
from console.domain.settings import zone as zone_of
from console.services import ringing
from console.services.settings import current
from db.types import to_micros

MISSED = "missed_calls"
"""All that were missed are one thing that is due: a night of calls must not hide what else is."""


def waiting(connection: Connection, now: datetime) -> list[IncomingCall]:
    """Calls that were missed, or taken and never recorded, the newest first, with whose number each is."""
    found = [call for call in ringing.at_now(connection, now) if call.open]
    return _known(connection, found, now)


def due(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """Over from the moment a call is missed; one that was taken a while later, when its entry is still not there."""
    every = ringing.at_now(connection, now)
    missed = [call for call in every if call.state is CallState.MISSED]
    taken = [call for call in every if call.state is CallState.TAKEN and call.overdue(now)]
    told = [_missed(_known(connection, missed[:1], now)[0], missed, every, now, soon)] if missed else []
    return told + [_taken(call, now, soon) for call in _known(connection, taken, now)]


def lines(connection: Connection, now: datetime, zone: ZoneInfo) -> list[tuple[str, str, str, datetime]]:
    """What a sheet says of each: its id, what it waits for, the words, since when it is over."""
    return [
        (f"call:{_key(call)}", _waits(call), _summary(call, zone), _due_at(call)) for call in waiting(connection, now)
    ]  # fmt: skip


def _known(connection: Connection, calls: list[IncomingCall], now: datetime) -> list[IncomingCall]:
    zone = zone_of(current(connection, "site.time_zone", now)) if calls else None
    return ringing.known(connection, calls, now.astimezone(zone))


def _missed(
    newest: IncomingCall, missed: list[IncomingCall], every: list[IncomingCall], now: datetime, soon: timedelta
) -> DueItem:
    """Heard again whenever one more is missed, and not because one of them was dealt with."""
    due_at = max(call.missed_at for call in every if call.state is CallState.MISSED or _was_missed(call))
    count, times = len(missed), newest.count if len(missed) == 1 and newest.count > 1 else 0
    code = "due.missed_several" if count > 1 else "due.missed_times" if times else "due.missed_named"
    said, said_en = (
        words.say_in(lang, code, who=_who(newest, lang), count=count if count > 1 else times)
        for lang in words.LANGUAGES
    )
    return DueItem(
        MISSED, DueKind.MISSED_CALL, said, due_at, missed[-1].last_at, "alarms", state_of(due_at, now, soon),
        str(count), call_id(newest.id), said_en,
    )  # fmt: skip


def _was_missed(call: IncomingCall) -> bool:
    return call.since is not None and call.since >= call.missed_at


def _taken(call: IncomingCall, now: datetime, soon: timedelta) -> DueItem:
    due_at = _due_at(call)
    said, said_en = (
        words.say_in(lang, "due.taken_named", who=_who(call, lang), name=call.by) for lang in words.LANGUAGES
    )
    return DueItem(
        f"call_taken:{_key(call)}", DueKind.TAKEN_CALL, said, due_at, call.since or call.last_at, "alarms",
        state_of(due_at, now, soon), "", call_id(call.id), said_en,
    )  # fmt: skip


def _key(call: IncomingCall) -> str:
    """Of several calls one event began each has its own: what rang again after it was taken is another thing due."""
    return f"{call.id}@{to_micros(call.first_at)}"


def _due_at(call: IncomingCall) -> datetime:
    return call.missed_at if call.since is None else call.since + IN_HAND


def _who(call: IncomingCall, language: str) -> str:
    """Name or number: the strip has room for one of them."""
    if not call.phone:
        return words.say_in(language, "call.hidden")
    return call.who or call.phone


def _waits(call: IncomingCall) -> str:
    if call.state is CallState.TAKEN:
        return words.say_in("zh", "sheet.call_taken", name=call.by)
    return words.say_in("zh", "sheet.call_many" if call.many else "sheet.call_missed")


def _summary(call: IncomingCall, zone: ZoneInfo) -> str:
    first, last = (f"{at.astimezone(zone):%m-%d %H:%M}" for at in (call.first_at, call.last_at))
    parts = [
        ringing.said(call),
        words.say_in("zh", "sheet.alarm_times", count=call.count) if call.count > 1 else "",
        first if first == last else f"{first}–{last[6:] if first[:5] == last[:5] else last}",
        words.say_in("zh", "sheet.call_tries", count=call.tries) if call.tries else "",
        "、".join(call.devices),
    ]
    return "；".join(filter(None, parts))
