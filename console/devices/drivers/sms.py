"""The ``sms`` driver: a modem of which only texts are wanted; see ``console.devices.drivers.modem``."""

from __future__ import annotations

from console.devices.drivers.modem import Modem
from console.devices.session import Sending, Setting


def make(setting: Setting) -> Sending:
    """A session of the ``sms`` driver."""
    return Modem(setting, calls=False)
