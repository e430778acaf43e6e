"""A simulated siren on a Modbus relay board.

``happen``: ``fault`` with code ``silent`` or ``refused`` as of any unit; with code ``stuck`` the board says yes and
its coils stay as they are, ``restore`` of the same code mends it; ``alarm`` closes coil ``zone`` by hand.
"""

from __future__ import annotations

from pymodbus.pdu import ModbusPDU
from pymodbus.pdu.bit_message import WriteMultipleCoilsResponse, WriteSingleCoilResponse

from console.devices.protocols.modbus_rtu import Function
from console.devices.simulated.modbus import ModbusUnits, Unit
from console.devices.simulator import Happening, Play, SimulatedDevice


class RelayBoard(ModbusUnits):
    """One board whose coils can be stuck."""

    def __init__(self, unit: int, size: int) -> None:
        super().__init__((unit,), size)
        self.unit = self.units[unit]
        self._stuck = False

    def happen(self, event: Happening, now: float) -> bytes:
        if event.code == "stuck":
            self._stuck = event.verb == "fault"
        elif event.verb in ("alarm", "restore") and not event.code:
            self.unit.coils[int(event.zone or 0) % len(self.unit.coils)] = event.verb == "alarm"
        else:
            return super().happen(event, now)
        return b""

    def sample(self, number: int) -> Happening:
        return Happening("alarm" if number % 2 == 0 else "restore", zone=str(number // 2 % len(self.unit.coils)))

    def _do(self, unit: Unit, pdu: ModbusPDU) -> ModbusPDU:
        before = list(unit.coils)
        answer = super()._do(unit, pdu)
        if self._stuck and isinstance(answer, WriteSingleCoilResponse | WriteMultipleCoilsResponse):
            unit.coils[:] = before
            if pdu.function_code == Function.WRITE_COIL:
                return WriteSingleCoilResponse(address=pdu.address, bits=list(pdu.bits))
        return answer


def make(play: Play) -> SimulatedDevice:
    """The simulated board of the ``relay`` driver; one that only hears broadcasts is unit 1."""
    return RelayBoard(int(play.options.get("unit", "1")) or 1, int(play.options.get("size", "8")))
