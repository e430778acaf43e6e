"""Signals in the words of both languages: what a driver tells the duty room, from one code."""

from __future__ import annotations

from typing import Any

from console.devices.drivers import gathering
from console.devices.protocols.scanning import Damaged
from console.domain.signals import Signal, SignalKind


def said(kind: SignalKind, raw: bytes, code: str, /, *, says: dict[str, Any] | None = None, **parts: Any) -> Signal:
    """A signal whose words are those of ``code`` with the facts ``says``; ``parts`` are its other fields."""
    zh, en = gathering.both(code, **(says or {}))
    return Signal(kind, raw, words=zh, words_en=en, **parts)


def unreadable(damaged: Damaged) -> Signal:
    """Bytes nobody understood, kept as they came."""
    return gathering.unreadable(damaged.raw, damaged.why)
