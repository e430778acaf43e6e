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

_TOGETHER = 3
"""So many missed calls are one line of the strip: a night of calls must not hide what else is due."""


def waiting(connection: Connection, now: datetime) -> list[IncomingCall]:
    """Calls that were missed, or taken and never recorded, the newest first, with whose number each is."""
    found = [call for call in ringing.at_now(connection, now) if call.open]
    if not found:
        return []
    zone = zone_of(current(connection, "site.time_zone", now))
    return ringing.known(connection, found, now.astimezone(zone))


def due(connection: Connection, now: datetime, soon: timedelta) -> list[DueItem]:
    """Over from the moment a call is missed; one that was taken a while later, when its entry is still not there."""
    found = waiting(connection, now)
    missed = [call for call in found if call.state is CallState.MISSED]
    taken = [call for call in found if call.state is CallState.TAKEN]
    if len(missed) >= _TOGETHER:
        newest = missed[0]
        together = DueItem(
            f"calls:{newest.id}:{len(missed)}", DueKind.MISSED_CALL, "", newest.missed_at, newest.last_at, "alarms",
            state_of(newest.missed_at, now, soon), str(len(missed)), call_id(newest.id),
        )  # fmt: skip
        return [together, *(_taken(call, now, soon) for call in taken)]
    return [_missed(call, now, soon) for call in missed] + [_taken(call, now, soon) for call in taken]


def lines(connection: Connection, now: datetime, zone: ZoneInfo) -> list[tuple[str, str, str, datetime]]:
    """What a sheet says of each: its id, what it waits for, the words, since when it is over."""
    return [
        (f"call:{call.id}", _waits(call), _summary(call, zone), _due_at(call)) for call in waiting(connection, now)
    ]  # fmt: skip


def _missed(call: IncomingCall, now: datetime, soon: timedelta) -> DueItem:
    times = call.count if call.count > 1 else 0
    said, said_en = (
        words.say_in(lang, "due.missed_named" if not times else "due.missed_times", who=_who(call, lang), count=times)
        for lang in words.LANGUAGES
    )
    return DueItem(
        f"call:{call.id}", DueKind.MISSED_CALL, said, call.missed_at, call.last_at, "alarms",
        state_of(call.missed_at, now, soon), "1", call_id(call.id), said_en,
    )  # fmt: skip


def _taken(call: IncomingCall, now: datetime, soon: timedelta) -> DueItem:
    due_at = _due_at(call)
    said, said_en = (
        words.say_in(lang, "due.taken_named", who=_who(call, lang), name=call.by) for lang in words.LANGUAGES
    )
    return DueItem(
        f"call_taken:{call.id}", DueKind.TAKEN_CALL, said, due_at, call.since or call.last_at, "alarms",
        state_of(due_at, now, soon), "", call_id(call.id), said_en,
    )  # fmt: skip


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
