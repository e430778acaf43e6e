"""What the one who runs the wire does to stop what sounds: past the book, from memory, for itself and for others."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from console.desk import wire_links
from console.domain.delivery import Channel, Order, Receipt, SendState
from console.domain.realm import Realm
from console.domain.wire import DeviceRow, is_simulated, require_sending
from console.errors import Refused, Unavailable

if TYPE_CHECKING:
    from console.desk.sending import SendingDesk
    from console.desk.stop_door import StopDoor
    from console.desk.stop_now import StopNow
    from console.domain.people import Actor
    from console.domain.stopping import Stopped, Wish
    from console.services.delivery_pump import Pump


ANSWER_SECONDS = 5.0
"""How long whoever runs the wire may take to say what became of a stop."""


class WireStops:
    """The part of ``WireRunner`` that stops."""

    _awake: threading.Event

    def __init__(self, desk: SendingDesk) -> None:
        self._desk = desk
        self._pump: Pump | None = None
        self._pump_guard = threading.Lock()
        self._stop_now: StopNow | None = None
        self._door: StopDoor | None = None
        self._sounding: tuple[DeviceRow, ...] = ()
        """What can be heard, as the ledger was last read: a stop asks no store for it."""

    def perform(self, device_key: str, order: Order, limit: float) -> Receipt:
        """Have a device do something."""
        raise NotImplementedError

    def stop_all(self, *, by: Actor, device_id: UUID | None = None) -> Stopped:
        """All that sounds is stopped, or one device; needs no store, and no arming. On a thread that may wait seconds.

        Whoever runs the wire does it from memory, here or in another process; where nobody does, the stops wait in the
        outbox for whoever does next. Refused("practice_live_channel") where there is nothing this store may ask;
        Unavailable("stop_unsent") where neither could be reached.
        """
        from console.desk import stop_door
        from console.domain.stopping import Stopped, Way, Wish

        desk = self._desk
        wish = Wish(uuid4(), desk.clock.now(), by, device_id)
        done = self.stop_sounding(wish)
        if done is not None:
            return done
        done = stop_door.ask(desk.data.locks, wish, ANSWER_SECONDS)
        if done is not None:
            return done
        try:
            rows = desk.deliveries.stop_all(by=by, wish=wish)
        except Unavailable as trouble:
            raise Unavailable("stop_unsent", trouble) from trouble
        return Stopped(Way.QUEUED, under_way=tuple(row.device_name for row in rows))

    def stop_sounding(self, wish: Wish) -> Stopped | None:
        """All that sounds, or one device, is told to stop at once, from memory; None where another process, or none,
        runs the wire. Any thread that may wait some seconds. Refused("practice_live_channel") where there is nothing
        this store may ask.
        """
        stops = self._stop_now
        if stops is None:
            return None
        wanted = [row for row in self._sounding if wish.device_id in (None, row.form.id)]
        able = [row for row in wanted if self._may_ask(row)]
        if wanted and not able:
            require_sending(self._desk.realm, wanted[0].form.url)
        # by the clock of this store: one of practice may stand in another year
        return stops.stop(replace(wish, at=self._desk.clock.now()), able)

    def _may_ask(self, row: DeviceRow) -> bool:
        return self._desk.realm is Realm.LIVE or is_simulated(row.form.url)

    def _stop_one(self, row: DeviceRow, order: Order) -> Receipt:
        """Past the book, and nothing but a stop."""
        try:
            channel = self._desk.channel_for(row, self.perform)
        except (Refused, Unavailable) as trouble:
            code = trouble.code if isinstance(trouble, Refused) else trouble.what
            return Receipt(SendState.FAILED, "no_channel", began=False, facts={"cause": code})
        return self._pump_here().stop_beside(row.form.id, channel, order)

    def _keep_sounding(self, rows: Sequence[DeviceRow]) -> None:
        self._sounding = tuple(row for row in rows if row.active and wire_links.audible(row))

    def _open_stops(self) -> None:
        """Whoever may look into the data directory can have this process silence the street."""
        from console.desk.stop_door import StopDoor
        from console.desk.stop_now import StopNow
        from console.devices.stop_spool import StopSpool

        desk = self._desk
        spool = StopSpool(desk.data.spool)
        self._stop_now = StopNow(desk.clock, self._stop_one, desk.deliveries.record_stop, spool)
        self._door = StopDoor(desk.data.locks, self.stop_sounding)
        self._door.open()

    def _close_stops(self) -> None:
        door, self._door = self._door, None
        if door is not None:
            door.close()
        stops, self._stop_now = self._stop_now, None
        if stops is not None:
            stops.close(0.2)

    def _pump_here(self) -> Pump:
        from console.services.delivery_pump import Pump

        with self._pump_guard:
            if self._pump is None:
                self._pump = Pump(
                    self._desk.deliveries, self._channel_of, wake=self._awake.set, stops=self._stop_now
                )  # fmt: skip
            return self._pump

    def _channel_of(self, device_id: UUID) -> Channel:
        return self._desk.channel_of(device_id, self.perform)
