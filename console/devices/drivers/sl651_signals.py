"""What reports of telemetry stations mean: elements as readings, status bits as alarms and faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from console.devices import tables
from console.devices.drivers.gathering import both, unreadable
from console.devices.protocols.sl651_body import Body, Reading
from console.devices.tables import Named
from console.domain.signals import Signal, SignalKind

TEST = 0x30
RAIN_UNIT = "mm"
SHOWN = 60
"""Values of a series that are said in words."""
_STATUS_KINDS = {"alarm": SignalKind.ALARM, "fault": SignalKind.FAULT}


@dataclass(frozen=True, slots=True)
class Origin:
    """The frame a body stood in."""

    raw: bytes
    station: str
    function: int
    zone: ZoneInfo
    facts: Mapping[str, Any]


@cache
def letters() -> Mapping[str, str]:
    """Guide bytes by the letters of the ASCII encoding."""
    return {row["letters"]: row["code"] for row in tables.rows("sl651_elements")}


@cache
def _elements() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in tables.rows("sl651_elements")}


def function_name(code: int) -> Named:
    """What a function code is called."""
    said = both("sl651.function", code=f"{code:02X}")
    return tables.names("sl651_functions").get(f"{code:02X}", Named(*said))


def readings(body: Body, origin: Origin) -> Iterator[Signal]:
    """A signal for each element of a report; a series of five-minute values is one.

    Those of a test report are told, not measured by thresholds.
    """
    found: dict[tuple[str, str], list[Reading]] = {}
    for reading in body.readings:
        found.setdefault((reading.station, reading.element), []).append(reading)
    for series in found.values():
        yield _reading(series, origin)


def _reading(series: list[Reading], origin: Origin) -> Signal:
    """Of a series the highest rain, or the newest of anything else, is the value; all of them are said."""
    first = series[0]
    row = _elements().get(first.element)
    names = (row["name"], row["name_en"]) if row else both("sl651.element", code=first.element)
    unit = row["unit"] if row else ""
    known = [reading for reading in series if reading.value is not None]
    chosen = max(known, key=_value, default=None) if unit == RAIN_UNIT else next(reversed(known), None)
    value = float(_value(chosen)) if chosen is not None else None
    at = (chosen or first).at
    test = origin.function == TEST
    group = "test" if test else "value" if value is not None else "none"
    shown = "、".join("—" if reading.value is None else f"{reading.value:f}" for reading in series[:SHOWN])
    said = [both(f"sl651.reading.{group}", name=name, value=shown, unit=unit) for name in names]
    return Signal(
        SignalKind.STATUS if test else SignalKind.READING,
        origin.raw,
        account=first.station or origin.station,
        code=first.element,
        words=said[0][0].strip(),
        words_en=said[1][1].replace("、", ", ").strip(),
        device_at=moment(at, origin.zone),
        value=value,
        unit=unit,
        facts={**origin.facts, **_series(series), **({"test": True} if test else {})},
    )


def _value(reading: Reading) -> Decimal:
    return reading.value if reading.value is not None else Decimal()


def _series(series: list[Reading]) -> dict[str, Any]:
    """When each value was, and what; None where the station had none."""
    if len(series) == 1:
        return {}
    return {
        "series": [
            (f"{reading.at:%m-%d %H:%M}" if reading.at else "", None if reading.value is None else float(reading.value))
            for reading in series
        ]
    }


def status(flags: int, before: frozenset[str], origin: Origin) -> tuple[list[Signal], frozenset[str]]:
    """Alarms and faults of the status word (table 58), and the end of those that were told before."""
    signals: list[Signal] = []
    active: set[str] = set()
    for row in tables.rows("sl651_status"):
        code = f"45.{row['bit']}"
        name = Named(row["name"], row["name_en"])
        if flags >> int(row["bit"]) & 1:
            active.add(code)
            signals.append(plain(_STATUS_KINDS[row["kind"]], code, name, origin))
        elif code in before:
            zh, en = (both("sl651.over", name=one) for one in (name.zh, name.en))
            signals.append(plain(SignalKind.RESTORE, code, Named(zh[0], en[1]), origin))
    return signals, frozenset(active)


def plain(kind: SignalKind, code: str, name: Named, origin: Origin, text: str = "") -> Signal:
    """A signal that says nothing but its name."""
    return Signal(
        kind, origin.raw, origin.station, code, words=name.zh, words_en=name.en, text=text, facts=origin.facts
    )


def others(body: Body, origin: Origin) -> Iterator[Signal]:
    """What was typed, pictures, and what could not be read of a report."""
    name = function_name(origin.function)
    code = f"{origin.function:02X}"
    if body.typed:
        yield plain(SignalKind.MESSAGE, code, name, origin, body.typed)
    if body.picture:
        zh, en = both("sl651.picture", size=len(body.picture))
        yield plain(SignalKind.STATUS, code, Named(zh, en), origin)
    if body.rest:
        yield unreadable(origin.raw, "content", origin.station)


def bare(origin: Origin) -> Signal:
    """A report that says nothing we read: its name."""
    return plain(SignalKind.STATUS, f"{origin.function:02X}", function_name(origin.function), origin)


def moment(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The station's local time, aware."""
    return at.replace(tzinfo=zone) if at is not None else None
