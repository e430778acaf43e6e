"""What the pages of the duty roster ask."""

from __future__ import annotations

from dataclasses import dataclass

from console.services.contacts import ContactsService
from console.services.duty_count_sheet import DutyCountSheet
from console.services.duty_staff import DutyStaffService
from console.services.leaves import LeavesService
from console.services.list_import import ListImports
from console.services.list_runs import ListRuns
from console.services.readiness import ReadinessService
from console.services.roster import RosterService
from console.services.roster_drafts import RosterDrafts
from console.services.roster_export import RosterExport
from console.services.roster_runs import RosterRuns
from console.services.swaps import SwapsService
from console.services.wishes import WishesService


@dataclass(frozen=True, slots=True)
class DutyServices:
    """The services of the planner's pages."""

    drafts: RosterDrafts
    staff: DutyStaffService
    leaves: LeavesService
    wishes: WishesService
    swaps: SwapsService
    readiness: ReadinessService
    roster: RosterService
    contacts: ContactsService
    export: RosterExport
    counts: DutyCountSheet
    imports: ListImports
    list_runs: ListRuns
    roster_runs: RosterRuns
