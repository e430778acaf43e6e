"""Simulated Modbus RTU units: contacts that are pressed and released, coils that remember.

``unit`` are the units on the line, ``size`` how many contacts and coils each has. A unit answers what a simple board
answers: bits are read and coils written; everything else is refused as unknown. ``happen``: ``alarm`` and
``restore`` close and open contact ``zone`` of unit ``account``; ``fault`` with code ``silent`` or ``refused`` makes
that unit say nothing, or refuse, until ``restore`` of the same code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymodbus.constants import ExcCodes
from pymodbus.pdu import ExceptionResponse, ModbusPDU
from pymodbus.pdu.bit_message import (
    ReadCoilsResponse,
    ReadDiscreteInputsResponse,
    WriteMultipleCoilsResponse,
    WriteSingleCoilResponse,
)

from console.devices.drivers.options import Options
from console.devices.protocols.modbus_rtu import BROADCAST, Asked, Function, Requests, answer
from console.devices.simulator import Happening, Play, SimulatedDevice

CUT_SECONDS = 0.05
TROUBLES = frozenset({"silent", "refused"})


class Unit:
    """One unit's bits."""

    def __init__(self, size: int) -> None:
        self.inputs = [False] * size
        self.coils = [False] * size
        self.trouble = ""


class ModbusUnits:
    """Every unit of a line."""

    def __init__(self, units: tuple[int, ...], size: int) -> None:
        self.units = {number: Unit(size) for number in units}
        self.asked: list[bytes] = []
        """Writes to coils, as they came: what a test looks at."""
        self._size = size
        self._frames = Requests(lambda unit: unit == BROADCAST or unit in self.units)
        self._cut_at: float | None = None

    def start(self, now: float) -> bytes:
        del now
        self._frames.idle()
        self._cut_at = None
        return b""

    def feed(self, chunk: bytes, now: float) -> bytes:
        found = self._frames.feed(chunk)
        self._cut_at = now + CUT_SECONDS if self._frames.waiting else None
        return b"".join(self._reply(item) for item in found if isinstance(item, Asked))

    def tick(self, now: float) -> bytes:
        if self._cut_at is None or now < self._cut_at:
            return b""
        self._cut_at = None
        return b"".join(self._reply(item) for item in self._frames.idle() if isinstance(item, Asked))

    def wake_at(self) -> float | None:
        return self._cut_at

    def happen(self, event: Happening, now: float) -> bytes:
        del now
        if event.verb == "raw":
            return bytes(event.facts["bytes"])
        unit = self.units.get(int(event.account or 0)) or next(iter(self.units.values()))
        if event.code in TROUBLES:
            unit.trouble = event.code if event.verb == "fault" else ""
        elif event.verb in ("alarm", "fault", "restore"):
            unit.inputs[int(event.zone or 0) % self._size] = event.verb != "restore"
        return b""

    def sample(self, number: int) -> Happening:
        units = list(self.units)
        unit = units[number // self._size % len(units)]
        verb = "alarm" if number // (self._size * len(units)) % 2 == 0 else "restore"
        return Happening(verb, account=str(unit), code="input", zone=str(number % self._size))

    def waiting(self) -> int:
        return 0

    def state(self) -> Mapping[str, Any]:
        coils = {number: tuple(unit.coils) for number, unit in self.units.items()}
        inputs = {number: tuple(unit.inputs) for number, unit in self.units.items()}
        return {"coils": coils, "inputs": inputs, "sounding": any(map(any, coils.values())), "asked": len(self.asked)}

    def _reply(self, asked: Asked) -> bytes:
        if asked.pdu.function_code in (Function.WRITE_COIL, Function.WRITE_COILS):
            self.asked.append(asked.raw)
        if asked.unit == BROADCAST:
            for unit in self.units.values():
                self._do(unit, asked.pdu)
            return b""
        unit = self.units[asked.unit]
        if unit.trouble == "silent":
            return b""
        return answer(asked.unit, self._do(unit, asked.pdu))

    def _do(self, unit: Unit, pdu: ModbusPDU) -> ModbusPDU:
        function = pdu.function_code
        if unit.trouble == "refused":
            return ExceptionResponse(function, ExcCodes.DEVICE_FAILURE)
        if function not in set(Function):
            return ExceptionResponse(function, ExcCodes.ILLEGAL_FUNCTION)
        count = 1 if function == Function.WRITE_COIL else pdu.count
        if not 1 <= count <= self._size or pdu.address + count > self._size:
            return ExceptionResponse(function, ExcCodes.ILLEGAL_ADDRESS)
        return self._bits(unit, pdu, slice(pdu.address, pdu.address + count))

    @staticmethod
    def _bits(unit: Unit, pdu: ModbusPDU, where: slice) -> ModbusPDU:
        match pdu.function_code:
            case Function.READ_COILS:
                return ReadCoilsResponse(bits=unit.coils[where])
            case Function.READ_INPUTS:
                return ReadDiscreteInputsResponse(bits=unit.inputs[where])
            case Function.WRITE_COIL:
                unit.coils[where] = [bool(pdu.bits[0])]
                return WriteSingleCoilResponse(address=pdu.address, bits=unit.coils[where])
            case _:
                unit.coils[where] = [bool(bit) for bit in pdu.bits[: pdu.count]]
                return WriteMultipleCoilsResponse(address=pdu.address, count=pdu.count)


def make(play: Play) -> SimulatedDevice:
    """The simulated units of the ``modbus`` driver."""
    told = Options("modbus", play.options)
    return ModbusUnits(told.numbers("unit", 1, 247), int(play.options.get("size", "16")))
