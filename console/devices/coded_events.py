"""Events of alarm receivers as signals: what a code of the tables means there, with its zone, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.devices import event_codes
from console.devices.event_codes import CodeClass, EventCode
from console.devices.protocols.contact_id import ContactId, Qualifier
from console.devices.protocols.sia import SiaBlock, SiaEvent
from console.domain.signals import Signal, SignalKind

_WAITING = frozenset({SignalKind.ALARM, SignalKind.FAULT})

_HUNDREDS: Mapping[str, CodeClass] = {
    "2": CodeClass.SUPERVISORY,
    "3": CodeClass.TROUBLE,
    "4": CodeClass.OPEN_CLOSE,
    "5": CodeClass.BYPASS,
    "6": CodeClass.TEST,
}
"""What a code the table does not know is taken for (DC-05 appendix C); anything else is an alarm."""


def of_contact_id(raw: bytes, account: str, event: ContactId, facts: Mapping[str, Any]) -> Signal:
    """The signal of one Contact ID event; ``code`` is the same for an alarm and its end, so that they find each other.

    A 4xx event is opened (E) or closed (R) by a user, never restored.
    """
    known = event_codes.contact_id(event.code) or _unknown_contact_id(event.code)
    told = {"qualifier": event.qualifier.value, "group": event.group, **facts, **_hints(known)}
    signal = Signal(_contact_id_kind(known, event.qualifier), raw, account, event.code, event.zone, facts=told)
    zh, en = _contact_id_words(known, event, "zh"), _contact_id_words(known, event, "en")
    return replace(signal, words=zh, words_en=en, priority=_priority(signal.kind, known))


def of_sia(raw: bytes, account: str, block: SiaBlock, facts: Mapping[str, Any], zone: ZoneInfo) -> list[Signal]:
    """One signal for each event of an SIA block; ``zone`` is the time zone its times are of."""
    told = {**facts, **({} if block.new else {"old": True}), **({"rest": list(block.rest)} if block.rest else {})}
    return [_sia_signal(raw, account, event, told, zone) for event in block.events]


def _sia_signal(raw: bytes, account: str, event: SiaEvent, facts: Mapping[str, Any], zone: ZoneInfo) -> Signal:
    known = event_codes.sia(event.code) or _unknown(event.code, CodeClass.ALARM)
    parts = {"area": event.area, "user": event.user, "ends": known.ends}
    told = {**facts, **_hints(known), **{name: part for name, part in parts.items() if part}}
    return Signal(
        known.kind,
        raw,
        account,
        event.code,
        event.zone,
        _words("zh", known.zh, _where("zh", known.point, event.zone, event.area), event.text),
        _words("en", known.en, _where("en", known.point, event.zone, event.area), event.text),
        device_at=_panel_time(event, zone),
        text=event.text,
        priority=_priority(known.kind, known),
        facts=told,
    )


def _contact_id_kind(known: EventCode, qualifier: Qualifier) -> SignalKind:
    if qualifier is Qualifier.BACK:
        return SignalKind.RESTORE if known.kind in _WAITING else SignalKind.STATUS
    return known.kind


def _contact_id_words(known: EventCode, event: ContactId, language: str) -> str:
    own, back = (known.zh, known.zh_back) if language == "zh" else (known.en, known.en_back)
    if event.qualifier is Qualifier.BACK and event.is_open_close:
        own = back or own
    elif event.qualifier is Qualifier.BACK:
        own = words.say_in(language, "device.said.back", what=own)
    elif event.qualifier is Qualifier.STILL:
        own = words.say_in(language, "device.said.still", what=own)
    return _words(language, own, _where(language, known.point, event.zone, event.group), "")


def _words(language: str, what: str, where: str, text: str) -> str:
    said = words.say_in(language, "device.said.at", what=what, where=where) if where else what
    return words.say_in(language, "device.said.text", what=said, text=text) if text else said


def _where(language: str, point: str, number: str, area: str) -> str:
    """防区015, with the partition where there is more than the first one; a number of noughts means no zone."""
    named = point != "none" and number.strip("0")
    parts = [words.say_in(language, f"device.point.{point}", number=number)] if named else []
    if area.strip("0") not in {"", "1"} and point != "area":
        parts.append(words.say_in(language, "device.point.area", number=area))
    return words.say_in(language, "device.point.joint").join(parts)


def _unknown_contact_id(code: str) -> EventCode:
    return _unknown(code, _HUNDREDS.get(code[:1], CodeClass.ALARM))


def _unknown(code: str, sort: CodeClass) -> EventCode:
    zh, en = (words.say_in(language, "device.said.unknown", code=code) for language in ("zh", "en"))
    return EventCode(code, zh, en, sort, 2 if sort is CodeClass.ALARM else 3)


def _hints(known: EventCode) -> dict[str, str]:
    return {"class": known.sort.value, **({"event_type": known.event_type} if known.event_type else {})}


def _priority(kind: SignalKind, known: EventCode) -> int:
    return known.priority if kind in _WAITING else 0


def _panel_time(event: SiaEvent, zone: ZoneInfo) -> datetime | None:
    """The panel's own time where it sent both the date (MM-DD-YY) and the time."""
    for pattern in ("%m-%d-%y %H:%M:%S", "%m-%d-%y %H:%M"):
        try:
            return datetime.strptime(f"{event.day} {event.when}", pattern).replace(tzinfo=zone)
        except ValueError:
            continue
    return None
