"""A CAP message as values: what ours are written from and what a stranger's is read into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.cap.geometry import Circle, Pair

Named = tuple[str, str]
"""valueName and value, of parameters, event codes and geocodes."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message, as ``references`` names it."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that belongs to the message; ``size`` in bytes."""

    description: str
    mime_type: str
    size: int | None = None
    uri: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Where it holds: in words, drawn (WGS 84) and by codes."""

    words: str
    polygons: tuple[tuple[Pair, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Info:
    """The message in one language. Word lists are those of CAP 1.2 (``Met``, ``Immediate``, ``Severe`` …)."""

    language: str
    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    responses: tuple[str, ...] = ()
    audience: str = ""
    event_codes: tuple[Named, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Named, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """The whole alert. ``kind`` is msgType; times carry their offset."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    kind: str
    scope: str = "Public"
    source: str = ""
    restriction: str = ""
    addresses: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: str = ""
    infos: Sequence[Info] = ()
