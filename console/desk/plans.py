"""Plans: the library, what is stale in it, and the responses started from it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.plan_checks import PlanChecks
    from console.services.plan_import import PlanFiles
    from console.services.plan_runs import PlanRuns
    from console.services.plans import PlansService
    from console.services.response_notices import ResponseNotices
    from console.services.responses import ResponsesService


class PlansDesk(Ground):
    """Plans: the library, what is stale in it, and the responses started from it."""

    @cached_property
    def plans(self) -> PlansService:
        from console.services.plans import PlansService

        return PlansService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def plan_checks(self) -> PlanChecks:
        from console.services.plan_checks import PlanChecks
        from console.services.quotas import Quotas

        store, zone = self.opened.store, self.settings.zone
        return PlanChecks(store, self.clock, zone, Quotas(store, self.clock, zone))

    @cached_property
    def plan_files(self) -> PlanFiles:
        from console.services.plan_import import PlanFiles

        return PlanFiles(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def plan_runs(self) -> PlanRuns:
        from console.services.plan_runs import PlanRuns

        return PlanRuns(self.opened.store, self.clock)

    @cached_property
    def responses(self) -> ResponsesService:
        from console.services.responses import ResponsesService

        store, zone = self.opened.store, self.settings.zone
        return ResponsesService(store, self.clock, self.realm, zone, self.accounts.sign_in)

    @cached_property
    def response_notices(self) -> ResponseNotices:
        from console.services.response_notices import ResponseNotices

        return ResponseNotices(self.opened.store, self.clock.now, self.settings.zone)
