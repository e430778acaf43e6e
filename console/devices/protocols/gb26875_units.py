"""Application units of GB/T 26875.3-2011 (8.3): what a frame's data says, object by object.

Types 1 to 8 are of a fire system behind the device, 21 to 28 of the transmission device itself; 61 to 88 ask for the
same, 89 to 91 are controls. The unit of type 6 has objects of their own lengths: it is read object by object, not by
dividing. Texts are GB 18030, cleaned and shortened, and never trusted further.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from console.devices.protocols.gb26875 import NO_TIME, pack_time, read_time
from console.devices.protocols.texts import clean

TEXT = 31
"""Bytes of a part's description."""


class Type(IntEnum):
    """Type flags of a unit (table 4)."""

    SYSTEM_STATUS = 1
    PART_STATUS = 2
    ANALOG = 3
    OPERATION = 4
    VERSION = 5
    SYSTEM_CONFIG = 6
    PART_CONFIG = 7
    SYSTEM_TIME = 8
    DEVICE_STATUS = 21
    DEVICE_OPERATION = 24
    DEVICE_VERSION = 25
    DEVICE_CONFIG = 26
    DEVICE_TIME = 28
    INITIALISE = 89
    SET_CLOCK = 90
    DUTY_CHECK = 91


READ = 60
"""What is added to a type to ask for it."""

READABLE = frozenset(Type) - {Type.INITIALISE, Type.SET_CLOCK, Type.DUTY_CHECK}


@dataclass(frozen=True, slots=True)
class Item:
    """One object. What its type does not carry stays at its default; ``at`` is naive local time.

    ``bits`` are status or operation flags, ``part`` is type and address of a part, ``kind``/``value`` an analog value
    (unscaled, signed), ``version`` of software.
    """

    system: tuple[int, int] | None = None
    part: tuple[int, int, int] | None = None
    """Part type, zone number, point number."""
    bits: int | None = None
    text: str = ""
    kind: int = 0
    value: int = 0
    operator: int = 0
    version: tuple[int, int] | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """How long an object is and how it is read; ``size`` 0: it says so itself."""

    size: int
    read: Callable[[bytes], Item]


def read_unit(data: bytes) -> tuple[int, tuple[Item, ...]] | None:
    """Type and objects of a unit; None where type or length do not fit."""
    if len(data) < 2 or data[0] not in _SHAPES:
        return None
    shape, at, items = _SHAPES[data[0]], 2, []
    for _ in range(data[1]):
        size = shape.size or _text_end(data, at, data[0])
        if size <= 0 or at + size > len(data):
            return None
        items.append(shape.read(data[at : at + size]))
        at += size
    return (data[0], tuple(items)) if at == len(data) and items else None


def _text_end(data: bytes, at: int, kind: int) -> int:
    """Size of an object that carries its text's length."""
    head = 3 if kind == Type.SYSTEM_CONFIG else 1
    return head + data[at + head - 1] if at + head <= len(data) else 0


def _u16(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


def _part(raw: bytes) -> tuple[int, int, int]:
    """Part type; zone and point, two bytes each as in the examples of practice."""
    return raw[0], _u16(raw[1:3]), _u16(raw[3:5])


def _system(raw: bytes) -> tuple[int, int]:
    return raw[0], raw[1]


_SHAPES: dict[int, _Shape] = {
    Type.SYSTEM_STATUS: _Shape(10, lambda o: Item(_system(o), bits=_u16(o[2:4]), at=read_time(o[4:10]))),
    Type.PART_STATUS: _Shape(
        46, lambda o: Item(_system(o), _part(o[2:7]), _u16(o[7:9]), clean(o[9:40]), at=read_time(o[40:46]))
    ),
    Type.ANALOG: _Shape(
        16,
        lambda o: Item(
            _system(o),
            _part(o[2:7]),
            kind=o[7],
            value=int.from_bytes(o[8:10], "little", signed=True),
            at=read_time(o[10:16]),
        ),
    ),
    Type.OPERATION: _Shape(10, lambda o: Item(_system(o), bits=o[2], operator=o[3], at=read_time(o[4:10]))),
    Type.VERSION: _Shape(4, lambda o: Item(_system(o), version=(o[2], o[3]))),
    Type.SYSTEM_CONFIG: _Shape(0, lambda o: Item(_system(o), text=clean(o[3:]))),
    Type.PART_CONFIG: _Shape(38, lambda o: Item(_system(o), _part(o[2:7]), text=clean(o[7:38]))),
    Type.SYSTEM_TIME: _Shape(8, lambda o: Item(_system(o), at=read_time(o[2:8]))),
    Type.DEVICE_STATUS: _Shape(7, lambda o: Item(bits=o[0], at=read_time(o[1:7]))),
    Type.DEVICE_OPERATION: _Shape(8, lambda o: Item(bits=o[0], operator=o[1], at=read_time(o[2:8]))),
    Type.DEVICE_VERSION: _Shape(2, lambda o: Item(version=(o[0], o[1]))),
    Type.DEVICE_CONFIG: _Shape(0, lambda o: Item(text=clean(o[1:]))),
    Type.DEVICE_TIME: _Shape(6, lambda o: Item(at=read_time(o))),
}


def _time(item: Item) -> bytes:
    return pack_time(item.at) if item.at is not None else NO_TIME


def _text(item: Item, size: int) -> bytes:
    """A text of at most ``size`` bytes, cut between characters."""
    text = item.text
    while len(raw := text.encode("gb18030", errors="replace")) > size:
        text = text[:-1]
    return raw


def _packed_part(item: Item) -> bytes:
    kind, zone, point = item.part or (0, 0, 0)
    return bytes([kind]) + zone.to_bytes(2, "little") + point.to_bytes(2, "little")


def write_unit(kind: int, items: tuple[Item, ...]) -> bytes:
    """A unit of an upload or response type: the device side, and what tests read back."""
    return bytes([kind, len(items)]) + b"".join(_write_item(kind, item) for item in items)


def _write_item(kind: int, item: Item) -> bytes:
    if kind not in _BODIES:
        raise ValueError(f"no such type: {kind}")
    return bytes(item.system or ()) + _BODIES[kind](item)


def _flags(item: Item, size: int) -> bytes:
    return (item.bits or 0).to_bytes(size, "little")


def _padded(item: Item) -> bytes:
    return _text(item, TEXT).ljust(TEXT, b"\0")


def _counted(item: Item) -> bytes:
    text = _text(item, 255)
    return bytes([len(text)]) + text


def _analog(item: Item) -> bytes:
    return _packed_part(item) + bytes([item.kind]) + item.value.to_bytes(2, "little", signed=True) + _time(item)


_BODIES: dict[int, Callable[[Item], bytes]] = {
    Type.SYSTEM_STATUS: lambda i: _flags(i, 2) + _time(i),
    Type.PART_STATUS: lambda i: _packed_part(i) + _flags(i, 2) + _padded(i) + _time(i),
    Type.ANALOG: _analog,
    Type.OPERATION: lambda i: _flags(i, 1) + bytes([i.operator]) + _time(i),
    Type.VERSION: lambda i: bytes(i.version or (0, 0)),
    Type.SYSTEM_CONFIG: _counted,
    Type.PART_CONFIG: lambda i: _packed_part(i) + _padded(i),
    Type.SYSTEM_TIME: _time,
    Type.DEVICE_STATUS: lambda i: _flags(i, 1) + _time(i),
    Type.DEVICE_OPERATION: lambda i: _flags(i, 1) + bytes([i.operator]) + _time(i),
    Type.DEVICE_VERSION: lambda i: bytes(i.version or (0, 0)),
    Type.DEVICE_CONFIG: _counted,
    Type.DEVICE_TIME: _time,
}


def read_request(kind: Type, item: Item = Item(), count: int = 1) -> bytes:
    """The unit that asks for that type (61 to 88).

    A part is asked for by system and address, without its type; operations by how many and from when; what is of the
    device itself carries one reserved byte.
    """
    system, part = bytes(item.system or (1, 1)), _packed_part(item)[1:]
    match kind:
        case Type.PART_STATUS | Type.ANALOG | Type.PART_CONFIG:
            body = system + part
        case Type.OPERATION:
            body = system + bytes([count]) + _time(item)
        case Type.DEVICE_OPERATION:
            body = bytes([count]) + _time(item)
        case Type.SYSTEM_STATUS | Type.VERSION | Type.SYSTEM_CONFIG | Type.SYSTEM_TIME:
            body = system
        case _:
            body = b"\0"
    return bytes([kind + READ, 1]) + body


def control(kind: Type, minutes: int = 0, local: datetime | None = None) -> bytes:
    """The unit of a control: initialise (89), set the clock (90), 查岗 within so many minutes (91)."""
    if kind is Type.SET_CLOCK:
        return bytes([kind, 1]) + (pack_time(local) if local is not None else NO_TIME)
    return bytes([kind, 1, minutes & 0xFF])
