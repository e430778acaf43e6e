"""The duty planner: who stands duty, who is away, rosters before they hold, swaps."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.duty_count_sheet import DutyCountSheet
    from console.services.duty_staff import DutyStaffService
    from console.services.leaves import LeavesService
    from console.services.list_import import ListImports
    from console.services.list_runs import ListRuns
    from console.services.planner import PlannerService
    from console.services.readiness import ReadinessService
    from console.services.roster_drafts import RosterDrafts
    from console.services.roster_export import RosterExport
    from console.services.roster_runs import RosterRuns
    from console.services.swaps import SwapsService
    from console.services.wishes import WishesService


class PlanningDesk(Ground):
    """The duty planner: who stands duty, who is away, rosters before they hold, swaps."""

    @cached_property
    def duty_staff(self) -> DutyStaffService:
        from console.services.duty_staff import DutyStaffService

        return DutyStaffService(self.opened.store, self.clock)

    @cached_property
    def leaves(self) -> LeavesService:
        from console.services.leaves import LeavesService

        return LeavesService(self.opened.store, self.clock)

    @cached_property
    def list_imports(self) -> ListImports:
        from console.services.list_catalogue import list_kinds
        from console.services.list_import import ListImports

        return ListImports(self.opened.store, self.clock, self.settings.zone, list_kinds())

    @cached_property
    def list_runs(self) -> ListRuns:
        from console.services.list_catalogue import list_kinds
        from console.services.list_runs import ListRuns

        return ListRuns(self.opened.store, self.clock, self.settings.zone, list_kinds())

    @cached_property
    def wishes(self) -> WishesService:
        from console.services.wishes import WishesService

        return WishesService(self.opened.store, self.clock)

    @cached_property
    def planner(self) -> PlannerService:
        from console.services.planner import PlannerService

        return PlannerService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def duty_counts(self) -> DutyCountSheet:
        from console.services.duty_count_sheet import DutyCountSheet

        return DutyCountSheet(self.opened.store, self.clock, self.planner)

    @cached_property
    def swaps(self) -> SwapsService:
        from console.services.swaps import SwapsService

        return SwapsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def roster_drafts(self) -> RosterDrafts:
        from console.services.roster_drafts import RosterDrafts

        return RosterDrafts(self.opened.store, self.clock, self.realm, self.settings.zone, self.planner)

    @cached_property
    def readiness(self) -> ReadinessService:
        from console.services.readiness import ReadinessService

        return ReadinessService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def roster_export(self) -> RosterExport:
        from console.services.roster_export import RosterExport

        return RosterExport(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def roster_runs(self) -> RosterRuns:
        from console.services.roster_runs import RosterRuns

        return RosterRuns(self.opened.store, self.clock, self.settings.zone)
