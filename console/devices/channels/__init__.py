"""The outgoing side of every device of the ledger: one factory, and behind it the ways something leaves the room.

What hangs on a link goes by the wire; a loudspeaker of this machine, a folder, a web address are reached here. A
practice store gets no channel to anything real: this is the last of three doors (asked and armed, begun, made).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from console.domain.delivery import Channel, Order, Receipt
from console.domain.drivers import known
from console.domain.realm import Realm
from console.domain.wire import DeviceRow, is_simulated, require_sending
from console.errors import Refused

if TYPE_CHECKING:
    from console.devices.channels.players import Players
    from console.devices.channels.speech import Speech

Perform = Callable[[str, Order, float], Receipt]
"""Have a device on a link do something: its key, the order, how long to wait. Never raises for the world."""


class Secrets(Protocol):
    """Where a device's secrets are asked for, by its code and their names."""

    def get(self, device: str, name: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Room:
    """What channels of this machine are made with: the links, the secrets, the loudspeaker, the voice."""

    perform: Perform
    secrets: Secrets
    players: Players
    speech: Speech


def make(device: DeviceRow, room: Room, realm: Realm) -> Channel:
    """The channel of a device.

    Refused("practice_live_channel"), ("live_simulated_port"), ("device_stopped"), ("no_such_driver") or
    ("channel_cannot_send"): nothing of an order was sent then.
    """
    form = device.form
    require_sending(realm, form.url)
    if not device.active:
        raise Refused("device_stopped", name=form.name)
    spec = known(form.driver)
    if not spec.sends:
        raise Refused("channel_cannot_send", name=form.name)
    if spec.wired:
        from console.devices.channels.wire_channel import WireChannel

        return WireChannel(device.key, form.driver, room.perform)
    if is_simulated(form.url):
        if realm is Realm.LIVE:
            raise Refused("live_simulated_port", url=form.url[:80])
        from console.devices.channels.simulated_channel import SimulatedChannel

        return SimulatedChannel(form.driver)
    return _of_this_machine(device, room)


def _of_this_machine(device: DeviceRow, room: Room) -> Channel:
    from console.devices.channels.file_drop import FileDrop
    from console.devices.channels.speaker import Speaker
    from console.devices.channels.webhook import Webhook

    form = device.form
    if form.driver == "file":
        return FileDrop(form.url)
    if form.driver == "webhook":
        return Webhook(form.url, lambda: room.secrets.get(form.code, "token"))
    if form.driver == "speaker":
        return Speaker(device.key, form.options, room.players, room.speech)
    raise Refused("no_such_driver", driver=form.driver)
