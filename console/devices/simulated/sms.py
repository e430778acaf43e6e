"""The far side of the ``sms`` driver: a modem."""

from __future__ import annotations

from console.devices.simulated.modem import Modem
from console.devices.simulator import Play, SimulatedDevice


def make(play: Play) -> SimulatedDevice:
    """The far side of the ``sms`` driver."""
    return Modem(play)
