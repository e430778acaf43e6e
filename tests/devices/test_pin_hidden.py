"""A PIN goes to its modem and to nobody else: no byte view and no capture shows it."""

from console.devices.hub import LinkSpec
from console.devices.loop import Loop
from console.devices.session import Setting
from console.devices.spool import Spool
from console.devices.street import the_street
from console.domain.clock import SystemClock
from console.domain.wire import PortLine
from tests.kit.conversation import ZONE
from tests.kit.links import MemoryStore, waited

PIN = "2468"


def test_the_bytes_of_a_line_are_shown_without_the_pin(tmp_path):
    clock, store = SystemClock(), MemoryStore()
    loop = Loop(clock, store.receive, store.note, Spool(tmp_path))
    loop.start()
    setting = Setting(clock, ZONE, secret=lambda name: PIN if name == "pin" else None)
    try:
        loop.add(LinkSpec("m", "modem", f"sim://modem/hidden?pin={PIN}", PortLine(), setting))
        waited(lambda: any(b'CPIN="****"' in one.raw for one in loop.transfers("m")))
        loop.settled()
        assert not any(PIN.encode() in one.raw for one in loop.transfers("m"))
    finally:
        assert loop.stop()
        the_street().clear()
