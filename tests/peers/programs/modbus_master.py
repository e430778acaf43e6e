"""A Modbus master nobody here wrote: ``modbus_master.py LIBRARY DEVICE``; what it read and met as one JSON line."""

import json
import sys

LIBRARY, DEVICE = sys.argv[1:3]


def by_minimalmodbus():
    import minimalmodbus

    unit = minimalmodbus.Instrument(DEVICE, 1)
    unit.serial.baudrate = 9600
    unit.serial.timeout = 2.0
    found = {"inputs": unit.read_bits(0, 8, functioncode=2)}
    unit.write_bit(2, 1, functioncode=5)
    unit.write_bits(4, [1, 0, 1])
    found["coils"] = unit.read_bits(0, 8, functioncode=1)
    try:
        unit.read_bits(12, 8, functioncode=1)
    except minimalmodbus.IllegalRequestError as error:
        found["beyond"] = type(error).__name__
    try:
        unit.read_register(0)
    except minimalmodbus.IllegalRequestError as error:
        found["registers"] = type(error).__name__
    return found


def by_pymodbus():
    from pymodbus import FramerType
    from pymodbus.client import ModbusSerialClient

    client = ModbusSerialClient(DEVICE, framer=FramerType.RTU, baudrate=9600, timeout=2.0, retries=0)
    assert client.connect()
    found = {"inputs": [int(bit) for bit in client.read_discrete_inputs(0, count=8, device_id=1).bits]}
    assert not client.write_coil(2, True, device_id=1).isError()
    assert not client.write_coils(4, [True, False, True], device_id=1).isError()
    found["coils"] = [int(bit) for bit in client.read_coils(0, count=8, device_id=1).bits]
    found["beyond"] = client.read_coils(12, count=8, device_id=1).exception_code
    found["registers"] = client.read_holding_registers(0, count=1, device_id=1).exception_code
    client.close()
    return found


print(json.dumps({"minimalmodbus": by_minimalmodbus, "pymodbus": by_pymodbus}[LIBRARY]()), flush=True)
