"""Values of even intervals in HEX/BCD (SL 651-2014, 6.6.4.4): an element is announced once, the rest are its values.

So the standard has it. Stations and programs were found that do otherwise: a negative value takes a byte more than was
announced, several elements are announced before rows of all of them, and the voltage stands behind the last value.
Taken for plain values each of them makes levels and rains nobody measured, so a reading must fit to the last byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

VOLTAGE = 0x38
OWN = 0xFF
_HEADS = 0xF0
_MOST_COLUMNS = 8
_VOLTAGES = (0x12, 0x22)
"""What a voltage is announced with: two decimals in two bytes or in four."""


@dataclass(frozen=True, slots=True)
class Column:
    """An element as it was announced; ``size`` in bytes."""

    element: str
    size: int
    decimals: int


Row = list[tuple[str, Decimal | None]]


def read_bcd(raw: bytes, decimals: int) -> Decimal | None:
    """A BCD number; None where there is none or it is none."""
    digits = raw.hex()
    sign, digits = (-1, digits[2:]) if digits.startswith("ff") else (1, digits)
    if not digits.isdigit():
        return None
    return sign * Decimal(int(digits)).scaleb(-decimals)


def read_even(rest: bytes, first: Column) -> tuple[list[Row], Row] | None:
    """The rows, an interval each, and what stands behind them; None where the bytes fit nothing."""
    if not first.size or not rest:
        return None
    for raw, behind in _endings(rest, first):
        for rows in (_plain(raw, [first]), _negative(raw, first), _several(raw, first)):
            if rows:
                return rows, behind
    if len(rest) % first.size:
        return None
    return [[(first.element, read_bcd(part, first.decimals))] for part in _parts(rest, first.size)], []


def _parts(raw: bytes, size: int) -> list[bytes]:
    return [raw[at : at + size] for at in range(0, len(raw), size)]


def _endings(rest: bytes, first: Column) -> Iterator[tuple[bytes, Row]]:
    """The values with what may be a voltage behind them: first as the likelier, then as the other."""
    ways: list[tuple[bytes, Row]] = [(rest, [])]
    for defined in _VOLTAGES:
        at = len(rest) - 2 - (defined >> 3)
        value = read_bcd(rest[at + 2 :], defined & 7)
        if at > 0 and rest[at : at + 2] == bytes((VOLTAGE, defined)) and value is not None:
            likely = first.size > 2 and not any(0 < part[0] >> 4 < 10 for part in _parts(rest[:at], first.size))
            ways.insert(0 if likely else len(ways), (rest[:at], [(f"{VOLTAGE:02X}", value)]))
    yield from ways


def _plain(raw: bytes, columns: list[Column]) -> list[Row]:
    """Rows of all columns; none where the bytes are not exactly that."""
    if len(raw) % sum(column.size for column in columns):
        return []
    rows: list[Row] = []
    at = 0
    while at < len(raw):
        row: Row = []
        for column in columns:
            part = raw[at : at + column.size]
            at += column.size
            value = read_bcd(part, column.decimals)
            if value is None and not _none(part):
                return []
            row.append((column.element, value))
        rows.append(row)
    return rows


def _negative(raw: bytes, column: Column) -> list[Row]:
    """Rows of one column whose negative values are a byte longer."""
    rows: list[Row] = []
    at = 0
    while at < len(raw):
        size = column.size
        size += raw[at] == OWN and not _none(raw[at : at + size])
        part = raw[at : at + size]
        value = read_bcd(part, column.decimals)
        if len(part) < size or (value is None and not _none(part)):
            return []
        rows.append([(column.element, value)])
        at += size
    return rows


def _several(raw: bytes, first: Column) -> list[Row]:
    """Rows of several columns, the others of which are announced behind the first."""
    columns, at = [first], 0
    while len(columns) < _MOST_COLUMNS and at + 3 <= len(raw):
        guide, defined = raw[at], raw[at + 1]
        at, element = at + 2, f"{guide:02X}"
        if guide == OWN:
            at, element, defined = at + 1, f"FF{defined:02X}", raw[at]
        if _HEADS <= guide < OWN or not defined >> 3:
            return []
        columns.append(Column(element, defined >> 3, defined & 7))
        if at < len(raw) and (rows := _plain(raw[at:], columns)):
            return rows
    return []


def _none(raw: bytes) -> bool:
    return raw == b"\xff" * len(raw)
