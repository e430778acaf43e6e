"""What a frame of a described device means: its first record that fits, its groups, its code's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from console.devices.protocols.profile_frames import SAID, Framed, framer, written
from console.devices.protocols.scanning import Damaged
from console.domain.profile import MATCH_SECONDS, CodeRow, FixedField, Profile, Record, fill_words
from console.domain.profile_text import decode, read
from console.domain.signals import Signal, SignalKind

_WORDS_LIMIT = 200
_KEY_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Understood:
    """A frame, or bytes that were none, with what became of it.

    ``why`` is empty for a frame that was read (``wire.damaged.<why>``), ``record`` counts the profile's records from 1
    (0: none fitted), ``groups`` are what it found. ``signal`` is what the duty room would get.
    """

    raw: bytes
    why: str = ""
    record: int = 0
    groups: Mapping[str, str] = field(default_factory=dict)
    signal: Signal | None = None


def try_out(text: str, data: bytes) -> list[Understood]:
    """What a profile makes of these bytes, as if a silence followed. Refused("bad_profile") for a text that is none."""
    profile = read(text)
    cutter = framer(profile)
    return [
        Understood(found.raw, found.why) if isinstance(found, Damaged) else understand(profile, found)
        for found in [*cutter.feed(data), *cutter.idle()]
    ]


def said_by(text: str) -> bytes:
    """What a device of this profile says by its samples, one after the other; for a first try without the device."""
    profile = read(text)
    return b"".join(written(profile, one.template, SAID) for one in profile.samples)


def search(pattern: Any, text: str) -> Any:
    """Where the expression is found; None also where it took too long."""
    try:
        return pattern.search(text, timeout=MATCH_SECONDS)
    except TimeoutError:
        return None


def understand(profile: Profile, frame: Framed) -> Understood:
    """A frame by the first record that fits it."""
    text = decode(frame.body, profile.encoding)
    for number, record in enumerate(profile.records, 1):
        groups = _groups(record, frame.body, text)
        if groups is not None:
            return Understood(frame.raw, "", number, groups, _signal(profile, record, frame, text, groups))
    kind = profile.unmatched
    why = "content" if kind is SignalKind.UNREADABLE else ""
    said = _shown(text)
    return Understood(frame.raw, why, signal=Signal(kind, frame.raw, code=said[:_KEY_LIMIT], words=said, words_en=said))


def _groups(record: Record, body: bytes, text: str) -> dict[str, str] | None:
    """Fixed values, then fields, then what the expression found; None where it does not fit."""
    if not body.startswith(record.starts):
        return None
    groups = dict(record.given)
    for told in record.fields:
        part = body[told.at : told.at + told.size]
        if len(part) < told.size:
            return None
        groups[told.name] = _field(told, part)
    if record.pattern is not None:
        found = search(record.pattern, text)
        if found is None:
            return None
        groups |= {name: value.strip() for name, value in found.groupdict().items() if value is not None}
    return groups


def _field(told: FixedField, part: bytes) -> str:
    if told.form == "number":
        return str(int.from_bytes(part, "big"))
    return part.hex().upper() if told.form == "hex" else part.decode("latin-1").strip()


def _signal(profile: Profile, record: Record, frame: Framed, text: str, groups: Mapping[str, str]) -> Signal:
    """A restoral has no code of its own: it ends all of its account and zone, or what the profile says it ends."""
    code = groups.get("code", "")
    row = next((one for one in profile.codes if code and one.fits(code)), CodeRow(""))
    zh, en = _words(record, row, groups, text)
    account, zone = groups.get("account", ""), groups.get("zone", "")
    kind = row.kind or record.kind
    if not code and not account and not zone:
        code = _shown(text)
    return Signal(
        kind,
        frame.raw,
        account[:_KEY_LIMIT],
        "" if kind is SignalKind.RESTORE else code[:_KEY_LIMIT],
        zone[:60],
        zh,
        en,
        value=_value(groups.get("value", ""), record.scale),
        unit=groups.get("unit", record.unit),
        sender=groups.get("sender", "")[:60],
        text=groups.get("text", ""),
        priority=row.priority or record.priority,
        facts=_facts(groups, row, kind),
    )


_KNOWN = frozenset({"account", "code", "zone", "value", "unit", "sender", "text"})


def _facts(groups: Mapping[str, str], row: CodeRow, kind: SignalKind) -> dict[str, str]:
    told = {name: value for name, value in groups.items() if name not in _KNOWN}
    told |= {"event_type": row.event_type} if row.event_type else {}
    if kind is SignalKind.RESTORE:
        told |= {"code": groups.get("code", ""), **({"ends": row.ends} if row.ends else {})}
    return told


def _words(record: Record, row: CodeRow, groups: Mapping[str, str], text: str) -> tuple[str, str]:
    """The record's words, else the code's, else what was written."""
    zh = fill_words(record.words, {**groups, "meaning": row.words or groups.get("code", "")}) or row.words
    en = fill_words(record.words_en, {**groups, "meaning": row.words_en or groups.get("code", "")}) or row.words_en
    said = _shown(text)
    return zh or said, en or zh or said


def _shown(text: str) -> str:
    """What was written, on one line and without what cannot be shown."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:_WORDS_LIMIT]


def _value(text: str, scale: float) -> float | None:
    try:
        value = float(text) * scale
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None
