"""Which driver holds the conversation with a device. A driver's module is loaded when its first device is opened.

What a driver must keep to, in one place. Its module ``console.devices.drivers.<name>`` has ``make(setting) -> Session``
(``console.devices.session``). All calls come from the thread ``wire``, one at a time; nothing in a session blocks,
sleeps, opens anything or asks for the time other than by its clock. Bytes are never trusted and never raise. Frames,
signals and orders are values nobody changes. After a lost line the session is thrown away: what it had under way it
says in ``ended``. What must be remembered over that stands in the store, not here.
"""

from __future__ import annotations

import importlib
from typing import cast

from console.devices.session import MakeSession
from console.domain.drivers import known
from console.errors import Refused, Unavailable


def maker(driver: str) -> MakeSession:
    """How that driver's sessions are made.

    Refused("no_such_driver") for a name nobody knows, Refused("driver_not_wired") for one without a port,
    Unavailable("driver_missing") where this installation lacks its module.
    """
    if not known(driver).wired:
        raise Refused("driver_not_wired", driver=driver)
    name = f"console.devices.drivers.{driver}"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise Unavailable("driver_missing", error, driver=driver) from error
    return cast(MakeSession, module.make)
