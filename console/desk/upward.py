"""Reports upward: written, approved, sent, printed, counted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.incidents import IncidentsDesk
from console.desk.outgoing import OutgoingDesk
from console.desk.planning import PlanningDesk
from console.desk.station import StationDesk
from console.desk.stores import StoresDesk

if TYPE_CHECKING:
    from console.services.approvals import ApprovalsService
    from console.services.disaster_tables import DisasterTables
    from console.services.incident_reports import IncidentReportsService
    from console.services.quick_reports import QuickReports
    from console.services.report_papers import ReportPapers
    from console.services.report_sending import ReportSending
    from console.services.timeliness import TimelinessService
    from console.services.upward import UpwardService


class UpwardDesk(IncidentsDesk, OutgoingDesk, PlanningDesk, StationDesk, StoresDesk):
    """Reports upward: written, approved, sent, printed, counted."""

    @cached_property
    def incident_reports(self) -> IncidentReportsService:
        from console.services.incident_reports import IncidentReportsService

        return IncidentReportsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def quick_reports(self) -> QuickReports:
        from console.services.quick_reports import QuickReports

        return QuickReports(
            self.clock, self.intake, self.incidents, self.incident_items, self.incident_figures, self.incident_reports
        )

    @cached_property
    def upward(self) -> UpwardService:
        from console.services.upward import UpwardService

        return UpwardService(self.opened.store)

    @cached_property
    def report_sending(self) -> ReportSending:
        from console.services.report_sending import ReportSending

        return ReportSending(self.opened.store, self.clock, self.settings.zone, self.outbound)

    @cached_property
    def approvals(self) -> ApprovalsService:
        from console.domain.approvals import SubjectKind
        from console.services.approvals import ApprovalsService, Subject

        reports = self.incident_reports
        swaps, stock = self.swaps, self.stock_documents
        subjects = {
            SubjectKind.REPORT: Subject(reports.approved, reports.returned, reports.written),
            SubjectKind.SWAP: Subject(swaps.approved, swaps.returned, swaps.written),
            SubjectKind.STOCK: Subject(stock.approved, stock.returned, stock.written),
        }
        return ApprovalsService(self.opened.store, self.clock, self.accounts.sign_in, subjects)

    @cached_property
    def report_papers(self) -> ReportPapers:
        from console.services.report_papers import ReportPapers

        store, zone = self.opened.store, self.settings.zone
        return ReportPapers(store, self.clock, self.realm, zone, self.forms, self.print_copies)

    @cached_property
    def disaster_tables(self) -> DisasterTables:
        from console.services.disaster_tables import DisasterTables

        return DisasterTables(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def timeliness(self) -> TimelinessService:
        from console.services.timeliness import TimelinessService

        return TimelinessService(self.opened.store, self.clock, self.settings.zone)
