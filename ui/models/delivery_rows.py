"""The outbox as it is read for the screen: a page of it, what still sounds, and how the line of the chosen one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from console import words
from console.domain.delivery import AttemptRow, DeliveryRow, SendState
from console.domain.drivers import DRIVERS
from console.domain.outbox import WAITING
from console.domain.sounding import Sounding
from console.domain.wire import DeviceRow, LinkState
from console.errors import Refused
from ui import text
from ui.models.device_rows import SEND_INK, outcome, send_word, verb_word
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times

PAGE = 200
"""Rows read at once; more by their key."""
OPEN, TODAY, ALL = "open", "today", "all"
EVERY = "every"
"""No device in particular."""
OPEN_STATES = frozenset(
    {SendState.HELD, SendState.QUEUED, SendState.SENDING, SendState.SENT, SendState.UNKNOWN, SendState.FAILED}
)
_UP = frozenset({LinkState.ONLINE, LinkState.SILENT, LinkState.OPENING})
_CONCERNED = frozenset({SendState.HELD, SendState.QUEUED, SendState.FAILED, SendState.UNKNOWN})


def is_open(row: DeliveryRow) -> bool:
    """What is under way or wants to be looked at; what went well is not."""
    return row.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the outbox is wanted."""

    words: str = ""
    which: str = OPEN
    device: str = EVERY
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Told:
    """One row with its attempts, and its device as the ledger has it."""

    row: DeliveryRow
    attempts: tuple[AttemptRow, ...]
    device: DeviceRow | None

    @property
    def id(self) -> UUID:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Outbox:
    """What was read: ``total`` of all that fits what was ``asked``, ``waiting`` for a person in the whole outbox."""

    rows: tuple[DeliveryRow, ...]
    told: Told | None
    total: int
    waiting: int
    soundings: dict[UUID, Sounding]
    devices: tuple[tuple[str, str], ...]
    asked: Asked


def load(ask: Any, asked: Asked, wanted: UUID | None, *, keeps: bool, now: datetime, since: datetime) -> Outbox:
    """On a worker. ``keeps``: what the officer chose stays where it was though it went well meanwhile; ``since`` is
    when today began."""
    soundings = ask.deliveries.soundings()
    narrowed: dict[str, Any] = {"device_id": None if asked.device == EVERY else UUID(asked.device)}
    if asked.which == OPEN:
        narrowed |= {"states": OPEN_STATES, "also": tuple(soundings)}
    elif asked.which == TODAY:
        narrowed |= {"since": since}
    listed = ask.deliveries.rows(asked.words, **narrowed, limit=asked.limit)
    total = len(listed) if len(listed) < asked.limit else ask.deliveries.count(asked.words, **narrowed)
    if keeps and wanted is not None and all(row.id != wanted for row in listed):
        listed = _with_chosen(ask, listed, wanted)
    counts = ask.deliveries.counts()
    chosen = next((row for row in listed if row.id == wanted), next(iter(listed), None))
    devices = ask.devices.rows()
    told = None
    if chosen is not None:
        device = next((one for one in devices if one.form.id == chosen.device_id), None)
        told = Told(chosen, tuple(ask.deliveries.attempts(chosen.id)), device)
    named = tuple((row.key, row.form.name) for row in devices if row.form.driver in DRIVERS and _sends(row))
    doubtful = [one for one in soundings.values() if one.is_doubtful(now) and one.state is not SendState.UNKNOWN]
    waiting = counts.held + counts.unknown + len(doubtful)
    return Outbox(tuple(listed), told, total, waiting, soundings, named, asked)


def _sends(row: DeviceRow) -> bool:
    return DRIVERS[row.form.driver].sends


def _with_chosen(ask: Any, listed: list[DeliveryRow], wanted: UUID) -> list[DeliveryRow]:
    try:
        chosen = ask.deliveries.one(wanted)
    except Refused:
        return listed
    return sorted([*listed, chosen], key=lambda row: (row.asked_at, row.number), reverse=True)


def state_word(row: DeliveryRow, found: Sounding | None, now: datetime) -> str:
    """How far it is; of what sounds how long it still will, or that nobody knows."""
    if found is None:
        return send_word(row.state)
    left = found.left(now)
    if left is not None:
        return words.say("delivery.sounds_for", left=text.span(left))
    return words.say("delivery.may_sound") if found.is_doubtful(now) else words.say("delivery.ending")


def line_words(told: Told, times: Times) -> str:
    """Since when the line of its device is away, and what can be done; empty where it stands, or nobody needs it."""
    row, device = told.row, told.device
    status = device.status if device is not None else None
    if device is None or row.state not in _CONCERNED or not DRIVERS[device.form.driver].wired:
        return ""
    if status is not None and status.state in _UP:
        return ""
    if status is None:
        said = words.say("delivery.line.never")
    else:
        cause = words.say(f"wire.cause.{status.cause}") if status.cause else words.say("link.state.closed")
        said = words.say("delivery.line.lost", since=times.full(status.since), cause=cause)
    return said + _what_next(row, times)


def _what_next(row: DeliveryRow, times: Times) -> str:
    if row.state is SendState.HELD:
        return words.say("delivery.line.held")
    if row.state is SendState.QUEUED and row.valid_until is not None and not row.audible:
        return words.say("delivery.line.queued", until=times.full(row.valid_until))
    return words.say("delivery.line.failed")


def outbox_model(
    times: Times, sounding: Callable[[DeliveryRow], Sounding | None]
) -> RowTableModel[DeliveryRow]:  # fmt: skip
    """When, by which device, what, where it is heard or read, how far it is, and how long it still sounds."""

    def what(row: DeliveryRow) -> str:
        return " ".join(part for part in (verb_word(row), " ".join(row.text.split())) if part)

    def where(row: DeliveryRow) -> str:
        return row.area or row.target

    def state(row: DeliveryRow) -> str:
        return state_word(row, sounding(row), times.now())

    def tip(row: DeliveryRow) -> str:
        return "\n".join(dict.fromkeys((outcome(row), state(row))))

    return RowTableModel(
        (
            Column(
                "delivery.at", lambda row: times.near(row.asked_at), width=60,
                tip=lambda row: times.full(row.asked_at),
            ),
            Column("delivery.channel", lambda row: row.device_name, width=130, tip=lambda row: row.device_name),
            Column("delivery.what", what, stretch=True, tip=what),
            Column("delivery.where", where, width=126, tip=where),
            Column(
                "delivery.state", state, width=152, stays=True, tip=tip,
                ink=lambda row: "redtext" if sounding(row) is not None else SEND_INK.get(row.state),
                strong=lambda row: sounding(row) is not None or row.state in WAITING,
            ),
            Column("delivery.tries", lambda row: str(row.attempts), align=Align.RIGHT, width=40),
        ),
        key=lambda row: row.id,
    )  # fmt: skip
