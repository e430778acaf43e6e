"""Units that have not returned their table are reminded by a task of the one board: given once, then reminded of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.orders import Form, NewOrder, OrderRow, StepKind
from console.domain.people import Actor
from console.domain.roll_call import CalledUnit
from console.domain.task import TaskSource
from console.domain.town_returns import RoundRow
from console.errors import Refused
from console.services.orders import Given, OrdersService, Step
from console.services.town_returns import TownReturnsService

WITHIN = timedelta(minutes=30)
"""By when a unit answers that is reminded after its time was over."""


class ReturnReminders:
    """One use case over two services: whom to remind is the round's, the task is the board's."""

    def __init__(
        self, clock: Clock, zone: Callable[[], ZoneInfo], returns: TownReturnsService, orders: OrdersService
    ) -> None:
        self._clock = clock
        self._zone = zone
        self._returns = returns
        self._orders = orders

    def remind(self, round_id: UUID, units: Sequence[str] = (), *, by: Actor) -> list[OrderRow]:
        """Remind these of the missing units, all of them where none is named.

        A unit whose task is still open is reminded of that one. Refuses nobody_missing.
        """
        told = self._returns.standing(round_id)
        missing = [one.unit for one in told.missing if not units or one.unit.unit in units]
        if not missing:
            raise Refused("nobody_missing")
        had = {row.unit: row for row in self._orders.rows(source_id=round_id)}
        made = [
            self._orders.take_down(had[unit.unit].id, Step(StepKind.REMINDED), seen=had[unit.unit].version, by=by)
            for unit in missing
            if unit.unit in had
        ]
        fresh = [self._order(told.round, unit) for unit in missing if unit.unit not in had]
        if fresh:
            given = Given(TaskSource.DUTY, round_id, told.round.incident_id)
            made += self._orders.give(fresh, given, by=by)
        return made

    def _order(self, row: RoundRow, unit: CalledUnit) -> NewOrder:
        due = row.due_at.astimezone(self._zone())
        text = words.say_in("zh", "returns.remind_text", number=row.number, title=row.title, due=f"{due:%m-%d %H:%M}")
        now = self._clock.now()
        return NewOrder(
            unit.unit, text, row.due_at if row.due_at > now else now + WITHIN, Form.ORDER, unit.expected, unit.phone
        )  # fmt: skip
