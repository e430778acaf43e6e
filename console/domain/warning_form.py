"""What a warning says: the form as it is written, and its canonical text, which is what is signed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
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


CHECKED = "—— 以下供程序核对 ——"
"""Stands between what people read and what the program holds against the form; no text of a form can begin a line."""

_KINDS = {Kind.FIRST: "首发", Kind.CHANGE: "变更", Kind.LIFT: "解除", Kind.WITHDRAW: "撤销（误发）"}
_ORIGINS = {Origin.OWN: "自制", Origin.FORWARDED: "转发"}


def canonical_text(form: WarningForm, said: Mapping[str, str], bound: Sequence[str] = ()) -> str:
    """Exactly what is read and signed: a Chinese document, a line for each thing said, and below it the codes.

    ``said`` gives names for codes and ids and times as the station writes them, as they stood when it was asked:
    ``realm`` (演练; empty of a real one), ``kind`` and ``warning`` (scheme, signal, level), ``places``, ``drawn``,
    ``groups``, ``channels``, ``onset``, ``expires``, ``source_at``, ``previous``. ``bound`` are lines of what else
    decides who is told what. Two forms that would warn differently have different texts, and so have any two warnings.
    """
    shown = [
        ("性质", said.get("realm", "")),
        ("标题", form.title),
        ("类别", " ".join((_KINDS[form.kind], _ORIGINS[form.origin], said.get("warning", "")))),
        ("发布单位", form.issuer),
        ("原文", " ".join(filter(None, (form.source_number, said.get("source_at", ""))))),
        ("替代", said.get("previous", "")),
        ("起", said.get("onset", "")),
        ("止", said.get("expires", "")),
        ("区域", said.get("places", "")),
        ("区域说明", form.area_words),
        ("图上区域", said.get("drawn") or (f"{len(form.drawn)} 处" if form.drawn else "")),
        ("人群", said.get("groups", "")),
        ("通道", said.get("channels", "")),
        ("全文", form.full),
        ("短信", form.sms),
        ("口播", form.voice),
        ("防御指南", form.guide),
    ]
    lines = [f"{name}：{_indented(value)}" for name, value in shown if value]
    return "\n".join((*lines, CHECKED, facts_text(form, bound)))


def facts_text(form: WarningForm, bound: Sequence[str] = ()) -> str:
    """Every fact of a form that makes a difference, by codes and ids, in a fixed order."""
    texts = (form.title, form.issuer, form.source_number, form.area_words, form.full, form.sms, form.voice, form.guide)
    times = (form.onset, form.expires, form.source_at)
    facts = [
        ("id", str(form.id)),
        (form.kind.value, form.origin.value, form.scheme, form.signal, form.level),
        (hashlib.sha256("\0".join(texts).encode()).hexdigest(),),
        [at.isoformat() if at else "-" for at in times],
        ("places", *sorted(map(str, form.places))),
        ("groups", *sorted(map(str, form.groups))),
        *(("drawn", _drawn(one)) for one in form.drawn),
        *(("channel", _chosen(one)) for one in form.channels),
        ("previous", str(form.previous_id or "-")),
        *((line,) for line in bound),
    ]
    return "\n".join(" ".join(one) for one in facts)


def _indented(text: str) -> str:
    """A further line of a text never begins where a name could stand, whatever sign ends the line before."""
    return _LINE_ENDS.sub("\n    ", text)


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


_LINE_ENDS = re.compile("[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
