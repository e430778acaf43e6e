"""Leaders' words and what comes of them: tasks, roll calls, consultations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.consultations import ConsultationsService
    from console.services.instructions import InstructionsService
    from console.services.orders import OrdersService
    from console.services.roll_calls import RollCallsService
    from console.services.tasks import TasksService


class OrdersDesk(Ground):
    """Leaders' words and what comes of them: tasks, roll calls, consultations."""

    @cached_property
    def instructions(self) -> InstructionsService:
        from console.services.instructions import InstructionsService

        return InstructionsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def orders(self) -> OrdersService:
        from console.services.orders import OrdersService

        return OrdersService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def tasks(self) -> TasksService:
        from console.services.tasks import TasksService

        return TasksService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def roll_calls(self) -> RollCallsService:
        from console.services.roll_calls import RollCallsService

        return RollCallsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def consultations(self) -> ConsultationsService:
        from console.services.consultations import ConsultationsService

        return ConsultationsService(self.opened.store, self.clock, self.realm, self.settings.zone)
