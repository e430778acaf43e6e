"""An open line to a simulated modem, for tests of what it says and of what is sent over it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from console.devices.drivers.modem import Modem
from console.devices.drivers.modem_sim import RefusedPins
from console.devices.simulated.modem import Modem as Device
from console.domain.delivery import Order, Receipt, Verb
from tests.devices.far_side import Line, play, setting

NUMBER = "100-0000-0001"
LONG = "【应急指挥中心】黄石路三号楼发生火灾，请沿东门疏散。" * 4


def line(device: Device | None = None, **chosen: Any) -> Line:
    """An open line to a modem that is set up."""
    pins = chosen.pop("refused", None) or RefusedPins()
    session = Modem(setting(pin=chosen.pop("pin", None)), refused=pins)
    return Line(session, device or Device(play()), **chosen).open()


def order(text: str = "请立即转移", target: str = NUMBER, verb: Verb = Verb.TEXT, **facts: object) -> Order:
    return Order(uuid4(), verb, target, text, facts)


def receipt(on: Line) -> Receipt:
    (one,) = on.receipts
    return one[1]


def said(on: Line, start: bytes) -> list[bytes]:
    return [raw for raw in on.written if raw.startswith(start)]
