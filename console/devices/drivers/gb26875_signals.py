"""What the units of GB/T 26875.3 mean: objects as signals, in Chinese and English.

The "test" bit does not take a fire away: devices of practice send fires with it. Both are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.devices import tables
from console.devices.protocols.gb26875_units import Item, Type
from console.devices.tables import Named
from console.domain.signals import Signal, SignalKind

_KINDS = {
    "alarm": SignalKind.ALARM,
    "fault": SignalKind.FAULT,
    "status": SignalKind.STATUS,
    "restore": SignalKind.RESTORE,
}
_GROUPS = {
    Type.SYSTEM_STATUS: "system",
    Type.PART_STATUS: "part",
    Type.DEVICE_STATUS: "device",
    Type.OPERATION: "panel_act",
    Type.DEVICE_OPERATION: "device_act",
}
_LIFE = frozenset({"fire", "manual_alarm"})
"""Of the first priority, whatever the ledger says of the panel."""
_ACTS = frozenset({Type.OPERATION, Type.DEVICE_OPERATION})
_NORMAL_BIT = 1


@dataclass(frozen=True, slots=True)
class Bit:
    """A flag of a status or operation word: what it means when it is set."""

    mask: int
    code: str
    kind: SignalKind
    name: Named


@cache
def bits(group: str) -> tuple[Bit, ...]:
    """The flags of ``system``, ``part``, ``device``, ``panel_act`` or ``device_act``."""
    return tuple(
        Bit(1 << int(row["bit"]), row["code"], _KINDS[row["kind"]], Named(row["name"], row["name_en"]))
        for row in tables.rows("gb26875_bits")
        if row["group"] == group
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a unit came from: the frame's bytes, the device's address, its clock, what else is to be kept."""

    raw: bytes
    account: str
    device_at: datetime | None
    zone: ZoneInfo
    facts: Mapping[str, Any]


def zone_of(item: Item) -> str:
    """System type/address, part type/zone-point; empty for the transmission device itself."""
    if item.system is None:
        return ""
    parts = [*map(str, item.system)]
    if item.part is not None:
        parts += [str(item.part[0]), f"{item.part[1]}-{item.part[2]}"]
    return "/".join(parts)


def _system(item: Item) -> Named:
    assert item.system is not None
    kind, number = item.system
    found = tables.names("gb26875_systems").get(str(kind), Named(f"系统类型 {kind}", f"System type {kind}"))
    return Named(f"{number} 号{found.zh}", f"{found.en} {number}")


def _part(item: Item) -> Named:
    assert item.part is not None
    kind, zone, point = item.part
    found = tables.names("gb26875_parts").get(str(kind), Named(f"部件类型 {kind}", f"Part type {kind}"))
    return Named(f"{found.zh} {zone}-{point}", f"{found.en} {zone}-{point}")


def _place(item: Item) -> Named:
    """Who speaks: the transmission device, a system, or a part of it with its description."""
    if item.system is None:
        return Named(words.say_in("zh", "gb26875.device"), words.say_in("en", "gb26875.device"))
    said = _system(item)
    if item.part is not None:
        part = _part(item)
        said = Named(f"{said.zh} {part.zh}", f"{said.en}, {part.en}")
    return Named(f"{said.zh} {item.text}", f"{said.en}, {item.text}") if item.text else said


def _joined(place: Named, state: Named) -> Named:
    return Named(f"{place.zh}：{state.zh}", f"{place.en}: {state.en}")


def _tested(name: Named) -> Named:
    """The same, said to be a test by the device."""
    return Named(
        words.say_in("zh", "gb26875.marked_test", state=name.zh),
        words.say_in("en", "gb26875.marked_test", state=name.en),
    )


def read(kind: int, items: tuple[Item, ...], origin: Origin) -> list[Signal]:
    """The signals of a unit, in the order of its objects."""
    return [signal for item in items for signal in _of_item(Type(kind), item, origin)]


def _of_item(kind: Type, item: Item, origin: Origin) -> Iterator[Signal]:
    if kind in _GROUPS:
        yield from _of_flags(kind, item, origin)
    elif kind is Type.ANALOG:
        yield _reading(item, origin)
    else:
        yield _said(item, origin, SignalKind.STATUS, _about(kind), _about_words(kind, item))


def _of_flags(kind: Type, item: Item, origin: Origin) -> Iterator[Signal]:
    flags = item.bits or 0
    found = [bit for bit in bits(_GROUPS[kind]) if flags & bit.mask]
    worst = [bit for bit in found if bit.kind in (SignalKind.ALARM, SignalKind.FAULT)]
    told = kind in _ACTS
    test = not told and kind is not Type.DEVICE_STATUS and not flags & _NORMAL_BIT
    facts: dict[str, Any] = {"flags": flags, "test": test}
    for bit in found if told else worst:
        name = _tested(bit.name) if test else bit.name
        code = "manual_alarm" if bit.kind is SignalKind.RESTORE else bit.code
        yield _said(item, origin, bit.kind, code, name, facts)
    if worst or (told and found):
        return
    for bit in found:
        yield _said(item, origin, SignalKind.STATUS, bit.code, bit.name, facts)
    if not told:
        normal = Named(words.say_in("zh", "gb26875.normal"), words.say_in("en", "gb26875.normal"))
        yield _said(item, origin, SignalKind.RESTORE, "", normal, facts)


def _reading(item: Item, origin: Origin) -> Signal:
    row = next((row for row in tables.rows("gb26875_analog") if row["code"] == str(item.kind)), None)
    step = float(row["step"]) if row else 1.0
    value = round(item.value * step, 2)
    name = Named(row["name"], row["name_en"]) if row else Named(f"模拟量 {item.kind}", f"Analog value {item.kind}")
    unit = row["unit"] if row else ""
    said = Named(f"{name.zh} {value:g} {unit}".strip(), f"{name.en} {value:g} {unit}".strip())
    return _said(item, origin, SignalKind.READING, f"analog{item.kind}", said, value=value, unit=unit)


_ABOUT = {
    Type.VERSION: "version",
    Type.DEVICE_VERSION: "version",
    Type.SYSTEM_CONFIG: "config",
    Type.PART_CONFIG: "config",
    Type.DEVICE_CONFIG: "config",
    Type.SYSTEM_TIME: "time",
    Type.DEVICE_TIME: "time",
}


def _about(kind: Type) -> str:
    return _ABOUT[kind]


def _about_words(kind: Type, item: Item) -> Named:
    told = {
        "version": ".".join(map(str, item.version or ())),
        "config": "",
        "time": f"{item.at:%Y-%m-%d %H:%M:%S}" if item.at else "—",
    }[_about(kind)]
    return Named(*(words.say_in(language, f"gb26875.about.{_about(kind)}", text=told) for language in ("zh", "en")))


def _said(
    item: Item,
    origin: Origin,
    kind: SignalKind,
    code: str,
    state: Named,
    facts: Mapping[str, Any] | None = None,
    value: float | None = None,
    unit: str = "",
) -> Signal:
    said = _joined(_place(item), state)
    at = item.at.replace(tzinfo=origin.zone) if item.at is not None else origin.device_at
    operator = {"operator": item.operator} if item.operator else {}
    return Signal(
        kind,
        origin.raw,
        account=origin.account,
        code=code,
        zone=zone_of(item),
        words=said.zh,
        words_en=said.en,
        device_at=at,
        value=value,
        unit=unit,
        text=item.text,
        priority=1 if kind is SignalKind.ALARM and code in _LIFE else 0,
        facts={**origin.facts, **(facts or {}), **operator},
    )
