"""The wire: links to devices, the outbox and what follows from both, run by one process of all that share a store."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from console.desk.sending import SendingDesk
from console.domain.health import LampState, LampValue
from console.errors import Unavailable

if TYPE_CHECKING:
    from console.desk.training import Training
    from console.desk.wire_runner import WireRunner
    from console.domain.people import Actor
    from console.domain.stopping import Stopped

ANSWER_SECONDS = 5.0
"""How long whoever runs the wire may take to say what became of a stop."""


class WireDesk(SendingDesk):
    """The wire: links to devices, the outbox and what follows from both."""

    @cached_property
    def wire(self) -> WireRunner:
        from console.desk.wire_runner import WireRunner

        return WireRunner(self)

    def stop_all(self, *, by: Actor, device_id: UUID | None = None) -> Stopped:
        """All that sounds is stopped, or one device; needs no store, and no arming. On a thread that may wait seconds.

        Whoever runs the wire does it from memory, here or in another process; where nobody does, the stops wait in the
        outbox for whoever does next. Refused("practice_live_channel") where there is nothing this store may ask;
        Unavailable("stop_unsent") where neither could be reached.
        """
        from console.desk import stop_door
        from console.domain.stopping import Stopped, Way, Wish

        wish = Wish(uuid4(), self.clock.now(), by, device_id)
        done = self.wire.stop_sounding(wish)
        if done is None:
            done = stop_door.ask(self.data.locks, wish, ANSWER_SECONDS)
            done = replace(done, way=Way.THERE) if done is not None else None
        if done is not None:
            return done
        try:
            rows = self.deliveries.stop_all(by=by, wish=wish)
        except Unavailable as trouble:
            raise Unavailable("stop_unsent", trouble) from trouble
        return Stopped(Way.QUEUED, under_way=tuple(row.device_name for row in rows))

    @cached_property
    def training(self) -> Training:
        """What a trainer lets happen; of a practice store alone."""
        from console.desk.training import Training

        return Training(self)

    @property
    def wire_trouble(self) -> str:
        """Why what devices say cannot be stored now; empty while it can, and where the wire was never asked for."""
        return self.wire.trouble if "wire" in self.__dict__ else ""

    def lamps(self) -> list[LampValue]:
        """How the program is; what devices say and cannot be stored now makes the devices' lamp red."""
        rows = self.health.lamps()
        if not self.wire_trouble:
            return rows
        count = sum(status.counts.waiting for status in self.wire.status())
        red = LampValue("wire", LampState.FAULT, "lamp.wire.aside", {"count": count})
        return [*(row for row in rows if row.id != "wire"), red]

    def close(self) -> None:
        """Ports first: nothing may come in or go out any more when the store closes."""
        if "training" in self.__dict__:
            self.training.close()
        if "wire" in self.__dict__:
            self.wire.stop()
        super().close()
