"""The towns' returns: rounds handed out and brought back, their 快报表, who is reminded."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.maps import MapsDesk
from console.desk.orders import OrdersDesk
from console.desk.plans import PlansDesk
from console.desk.shelters import SheltersDesk
from console.desk.upward import UpwardDesk

if TYPE_CHECKING:
    from console.services.return_reminders import ReturnReminders
    from console.services.return_tables import ReturnTables
    from console.services.town_returns import TownReturnsService


class ReturnsDesk(UpwardDesk, OrdersDesk, PlansDesk, SheltersDesk, MapsDesk):
    """The towns' returns: rounds handed out and brought back, their 快报表, who is reminded."""

    @cached_property
    def town_returns(self) -> TownReturnsService:
        from console.services.town_returns import TownReturnsService

        return TownReturnsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def return_tables(self) -> ReturnTables:
        from console.services.return_tables import ReturnTables

        store, zone = self.opened.store, self.settings.zone
        return ReturnTables(store, self.clock, self.realm, zone, self.town_returns, self.disaster_tables)

    @cached_property
    def return_reminders(self) -> ReturnReminders:
        from console.services.return_reminders import ReturnReminders

        return ReturnReminders(self.clock, self.settings.zone, self.town_returns, self.orders)
