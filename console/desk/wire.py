"""The wire: links to devices, the outbox and what follows from both, run by one process of all that share a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.sending import SendingDesk
from console.domain.health import LampState, LampValue

if TYPE_CHECKING:
    from uuid import UUID

    from console.desk.training import Training
    from console.desk.wire_runner import WireRunner
    from console.domain.people import Actor
    from console.domain.stopping import Stopped


class WireDesk(SendingDesk):
    """The wire: links to devices, the outbox and what follows from both."""

    @cached_property
    def wire(self) -> WireRunner:
        from console.desk.wire_runner import WireRunner

        return WireRunner(self, self.chores)

    def chores(self) -> Sequence[Callable[[], object]]:
        """What is looked after in passing by whoever runs the wire; parts of the desk above this one add theirs."""
        return ()

    def stop_all(self, *, by: Actor, device_id: UUID | None = None) -> Stopped:
        """All that sounds is stopped, or one device: ``wire.stop_all``."""
        return self.wire.stop_all(by=by, device_id=device_id)

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
