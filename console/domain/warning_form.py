"""What a warning says: the form as it is written, and its canonical text, which is what is signed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console.domain.warning import Kind, Origin


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn on the map: corners of a polygon (latitude, longitude in degrees, WGS 84, not closed), or a circle
    (one corner and ``radius`` in kilometres)."""

    corners: tuple[tuple[float, float], ...]
    radius: float | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A channel of the county's list as it is used here. ``device_ids`` are of a device channel, ``target`` in words
    whom or what a manual one reaches."""

    channel: str
    target: str = ""
    device_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class WarningForm:
    """A warning as it is written. ``places`` are towns and villages, ``groups`` groups of the contact book.

    ``full``, ``sms`` and ``voice`` say the same in three lengths. ``listened`` is the digest of the spoken text that
    was listened to the end; another text must be listened to again. ``onset`` and ``expires`` are aware times.
    """

    id: UUID
    kind: Kind = Kind.FIRST
    origin: Origin = Origin.OWN
    scheme: str = ""
    signal: str = ""
    level: str = ""
    title: str = ""
    issuer: str = ""
    source_number: str = ""
    source_at: datetime | None = None
    places: tuple[UUID, ...] = ()
    area_words: str = ""
    drawn: tuple[Drawn, ...] = ()
    groups: tuple[UUID, ...] = ()
    channels: tuple[Chosen, ...] = ()
    full: str = ""
    sms: str = ""
    voice: str = ""
    guide: str = ""
    listened: str = ""
    onset: datetime | None = None
    expires: datetime | None = None
    previous_id: UUID | None = None


def canonical_text(form: WarningForm, said: Sequence[tuple[str, str]]) -> str:
    """Exactly what is signed: every fact of the form in a fixed order, each on a line of its own.

    ``said`` gives names for codes and ids (scheme, level, areas, groups, channels …) as they stood when it was asked.
    Two forms that would warn differently have different texts.
    """
    times = [("onset", form.onset), ("expires", form.expires), ("source_at", form.source_at)]
    facts = [
        *((f"said.{name}", words) for name, words in said),
        *((name, str(getattr(form, name))) for name in ("kind", "origin", "scheme", "signal", "level", "issuer")),
        *(
            (name, getattr(form, name))
            for name in ("source_number", "title", "area_words", "full", "sms", "voice", "guide")
        ),
        *((name, at.isoformat() if at else "") for name, at in times),
        ("places", " ".join(sorted(map(str, form.places)))),
        ("groups", " ".join(sorted(map(str, form.groups)))),
        *(("drawn", _drawn(one)) for one in form.drawn),
        *(("channel", _chosen(one)) for one in form.channels),
        ("previous", str(form.previous_id or "")),
    ]
    return "\n".join(f"{name}: {_one_line(value)}" for name, value in facts)


def digest_of(text: str) -> bytes:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(text.encode()).digest()


def voice_digest(voice: str) -> str:
    """What ``listened`` holds once this spoken text was listened to."""
    return hashlib.sha256(" ".join(voice.split()).encode()).hexdigest()


def _drawn(one: Drawn) -> str:
    corners = " ".join(f"{latitude:.6f},{longitude:.6f}" for latitude, longitude in one.corners)
    return corners if one.radius is None else f"{corners} r={one.radius:.3f}"


def _chosen(one: Chosen) -> str:
    devices = " ".join(map(str, one.device_ids))
    return (
        f"{one.channel} [{devices}] {one.target}"
        if devices or one.target.startswith("[")
        else (f"{one.channel} {one.target}")
    )


_LINE_ENDS = re.compile("[\\\\\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


def _one_line(value: str) -> str:
    """No sign that ends a line anywhere may begin a fact of its own; different values stay different."""
    return _LINE_ENDS.sub(lambda found: "\\n" if found[0] == "\n" else f"\\u{ord(found[0]):04x}", value)
