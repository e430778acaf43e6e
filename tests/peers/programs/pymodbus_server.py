"""A Modbus unit nobody here wrote: ``pymodbus_server.py DEVICE``; unit 1, 16 coils, inputs 1 and 3 closed."""

import asyncio
import sys

from pymodbus import FramerType
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice


def bits(*values):
    return [SimData(number, values=value, datatype=DataType.BITS) for number, value in enumerate(values)]


async def serve():
    inputs = bits(False, True, False, True, *[False] * 12)
    registers = [SimData(0, count=1, values=0, datatype=DataType.REGISTERS)]
    unit = SimDevice(1, simdata=(bits(*[False] * 16), inputs, registers, registers))
    server = ModbusSerialServer([unit], framer=FramerType.RTU, port=sys.argv[1])
    await server.serve_forever(background=True)
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(serve())
