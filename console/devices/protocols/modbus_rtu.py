"""Modbus RTU frames, by pymodbus' own PDUs and checksum; requests of a master and the replies it waits for.

A reply carries no address of what was read: it is only believed when unit, function and length are those asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from pymodbus.framer.rtu import FramerRTU
from pymodbus.pdu import DecodePDU, ExceptionResponse, ModbusPDU
from pymodbus.pdu.bit_message import (
    ReadCoilsRequest,
    ReadDiscreteInputsRequest,
    WriteMultipleCoilsRequest,
    WriteSingleCoilRequest,
)

from console.devices.protocols.scanning import NOTHING_HERE, Bad, Scanner

BROADCAST = 0
LONGEST = 260
_CRC = 2
_ERROR = 0x80
_MIN = 4


class Function(IntEnum):
    READ_COILS = 1
    READ_INPUTS = 2
    WRITE_COIL = 5
    WRITE_COILS = 15


@dataclass(frozen=True, slots=True)
class Request:
    """What a master asks: ``count`` bits from ``first`` are read, ``bits`` are written."""

    unit: int
    function: Function
    first: int
    count: int = 1
    bits: tuple[bool, ...] = ()

    @property
    def writes(self) -> bool:
        return self.function in (Function.WRITE_COIL, Function.WRITE_COILS)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the bits read, or ``refused`` with the device's exception code."""

    raw: bytes
    unit: int
    function: int
    bits: tuple[bool, ...] = ()
    refused: int = 0


def encode(request: Request) -> bytes:
    """The bytes of a request; ValueError for addresses and counts that do not exist."""
    return _FRAMES.buildFrame(_pdu(request))


def _pdu(request: Request) -> ModbusPDU:
    unit, first = request.unit, request.first
    match request.function:
        case Function.READ_COILS:
            return ReadCoilsRequest(dev_id=unit, address=first, count=request.count)
        case Function.READ_INPUTS:
            return ReadDiscreteInputsRequest(dev_id=unit, address=first, count=request.count)
        case Function.WRITE_COIL:
            return WriteSingleCoilRequest(dev_id=unit, address=first, bits=list(request.bits[:1]))
        case Function.WRITE_COILS:
            return WriteMultipleCoilsRequest(dev_id=unit, address=first, bits=list(request.bits))


_FRAMES = FramerRTU(DecodePDU(is_server=False))


class Replies(Scanner[Reply]):
    """Replies to one request; whatever else is on the line is damaged or not ours."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._first = bytes([request.unit])
        super().__init__(self._start, self._read)

    def _start(self, rest: bytes, at: int) -> int:
        found = rest.find(self._first, at)
        while 0 <= found < len(rest) - 1 and rest[found + 1] & ~_ERROR != self._request.function:
            found = rest.find(self._first, found + 1)
        return found if found >= 0 else len(rest)

    def _read(self, rest: bytes, at: int) -> tuple[Reply, int] | Bad | None:
        size = _size(_REPLIES, rest[at:])
        if size is None or len(rest) - at < size:
            return None
        raw = rest[at : at + size]
        if not _right(raw):
            return Bad("checksum", size)
        reply = self._reply(raw)
        return (reply, size) if reply is not None else Bad("content", size)

    def _reply(self, raw: bytes) -> Reply | None:
        """None for a reply to something else."""
        asked, pdu = self._request, _REPLIES.decode(raw[1:-_CRC])
        if isinstance(pdu, ExceptionResponse):
            return Reply(raw, raw[0], raw[1], refused=pdu.exception_code or 0xFF)
        if pdu is None:
            return None
        if asked.writes:
            return Reply(raw, raw[0], raw[1]) if pdu.address == asked.first else None
        if raw[2] != (asked.count + 7) // 8:
            return None
        return Reply(raw, raw[0], raw[1], tuple(pdu.bits[: asked.count]))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a device sees it: its bytes and what pymodbus reads in it."""

    raw: bytes
    unit: int
    pdu: ModbusPDU


class Requests(Scanner[Asked]):
    """Requests to the units a device answers for: the device's side of the line."""

    def __init__(self, units: Callable[[int], bool]) -> None:
        self._units = units
        super().__init__(self._start, self._read)

    def _start(self, rest: bytes, at: int) -> int:
        while at < len(rest) and not self._units(rest[at]):
            at += 1
        return at

    @staticmethod
    def _read(rest: bytes, at: int) -> tuple[Asked, int] | Bad | None:
        if len(rest) - at < 2:
            return None
        size = _size(_REQUESTS, rest[at:])
        if size == 0:
            return NOTHING_HERE
        if size is None or len(rest) - at < size:
            return None
        raw = rest[at : at + size]
        if not _right(raw):
            return Bad("checksum", size)
        pdu = _REQUESTS.decode(raw[1:-_CRC])
        return (Asked(raw, raw[0], pdu), size) if pdu is not None else Bad("content", size)


_REPLIES = DecodePDU(is_server=False)
_REQUESTS = DecodePDU(is_server=True)


def _size(decoder: DecodePDU, raw: bytes) -> int | None:
    """Bytes of the frame that begins here; 0: no such function; None: more bytes are needed to say."""
    if len(raw) < _MIN:
        return None
    found = decoder.lookupPduClass(raw)
    if found is None:
        return 0
    return found.calculateRtuFrameSize(raw) or None


def _right(raw: bytes) -> bool:
    return FramerRTU.check_CRC(raw[:-_CRC], int.from_bytes(raw[-_CRC:], "big"))


def answer(unit: int, pdu: ModbusPDU) -> bytes:
    """The bytes of a device's reply."""
    pdu.dev_id = unit
    return _FRAMES.buildFrame(pdu)
