"""The watch: who is on duty, what it checks and hands over, what it owes by the day."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.briefs import BriefsService
    from console.services.checks import ChecksService
    from console.services.duty import DutyService
    from console.services.notices import NoticesService
    from console.services.ready import ReadyService
    from console.services.reports import ReportsService
    from console.services.roster import RosterService
    from console.services.routine import RoutineService
    from console.services.supplements import SupplementsService
    from console.services.zero_reports import ZeroReportsService


class WatchDesk(Ground):
    """The watch: who is on duty, what it checks and hands over, what it owes by the day."""

    @cached_property
    def duty(self) -> DutyService:
        from console.services.duty import DutyService

        store, zone = self.opened.store, self.settings.zone
        return DutyService(store, self.clock, self.realm, zone, self.accounts.sign_in)

    @cached_property
    def supplements(self) -> SupplementsService:
        from console.services.supplements import SupplementsService

        store, zone = self.opened.store, self.settings.zone
        return SupplementsService(store, self.clock, self.realm, zone, self.accounts.sign_in)

    @cached_property
    def roster(self) -> RosterService:
        from console.services.roster import RosterService

        return RosterService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def ready(self) -> ReadyService:
        from console.services.ready import ReadyService

        return ReadyService(self.data, self.opened.store, self.clock, self.realm, self.settings.zone, self.roster)

    @cached_property
    def routine(self) -> RoutineService:
        from console.services.routine import RoutineService

        return RoutineService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def checks(self) -> ChecksService:
        from console.services.checks import ChecksService

        return ChecksService(self.opened.store, self.clock)

    @cached_property
    def notices(self) -> NoticesService:
        from console.services.notices import NoticesService

        return NoticesService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def zero_reports(self) -> ZeroReportsService:
        from console.services.zero_reports import ZeroReportsService

        return ZeroReportsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def briefs(self) -> BriefsService:
        from console.services.briefs import BriefsService

        return BriefsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def reports(self) -> ReportsService:
        from console.services.reports import ReportsService

        return ReportsService(self.opened.store, self.clock, self.realm, self.settings.zone)
