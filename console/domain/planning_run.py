"""A planning that is under way: how far it is, and the way to end it from another thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from console.errors import Refused


@dataclass(slots=True, weakref_slot=True)
class PlanningRun:
    """``told`` hears how many parts of how many are done; ``stop`` may be called from any thread, once or often."""

    told: Callable[[int, int], None] | None = None
    stopped: bool = False
    _ending: list[Callable[[], None]] = field(default_factory=list)

    def stop(self) -> None:
        """End the planning; whoever waits for it gets Refused("planning_stopped")."""
        self.stopped = True
        for end in list(self._ending):
            end()

    def ends_with(self, end: Callable[[], None]) -> None:
        """What ends the step that runs now, instead of the one before."""
        self._ending[:] = [end]

    def passed(self, done: int, of: int) -> None:
        """A part is done; Refused("planning_stopped") if nobody wants the rest."""
        if self.stopped:
            raise Refused("planning_stopped")
        if self.told is not None:
            self.told(done, of)
