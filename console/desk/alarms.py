"""What comes in by itself: the device ledger, what devices said, alarms that wait, links."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.situation import SituationDesk

if TYPE_CHECKING:
    from console.domain.signals import Arrived
    from console.services.alarm_intake import AlarmIntake
    from console.services.alarms import AlarmsService
    from console.services.devices import DevicesService
    from console.services.links import LinksService
    from console.services.ringing import RingingService


class AlarmsDesk(SituationDesk):
    """What comes in by itself: the device ledger, what devices said, alarms that wait, links."""

    @cached_property
    def devices(self) -> DevicesService:
        from console.services.devices import DevicesService

        return DevicesService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def alarm_intake(self) -> AlarmIntake:
        from console.services.alarm_intake import AlarmIntake

        return AlarmIntake(self.opened.store, self.clock, self.realm, self.receipt_came)

    @cached_property
    def alarms(self) -> AlarmsService:
        from console.services.alarms import AlarmsService

        return AlarmsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def links(self) -> LinksService:
        from console.services.links import LinksService

        return LinksService(self.opened.store, self.clock, self.realm)

    @cached_property
    def ringing(self) -> RingingService:
        from console.services.ringing import RingingService

        return RingingService(self.opened.store, self.clock, self.settings.zone)

    def receipt_came(self, arrived: Arrived) -> None:
        """A device reports of something it took earlier: the desk that sends tells its outbox."""
