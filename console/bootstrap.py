"""The one place where real things are chosen and joined: store, clock, services."""

from __future__ import annotations

import getpass
import logging
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.changes import ChangeFeed, Changes, Topic
from console.config import DataDir
from console.domain.clock import Clock, ResumedClock, StoppedClock, SystemClock
from console.domain.people import Actor
from console.domain.realm import Realm
from console.errors import Unavailable
from db import opening
from db.outside import Outside
from db.queries import site

if TYPE_CHECKING:
    from console.services.accounts import AccountsService
    from console.services.alerts import AlertsService
    from console.services.approvals import ApprovalsService
    from console.services.briefs import BriefsService
    from console.services.checks import ChecksService
    from console.services.clocks import ClocksService
    from console.services.consultations import ConsultationsService
    from console.services.contacts import ContactsService
    from console.services.copies import CopiesService
    from console.services.copies_there import Found
    from console.services.disaster_tables import DisasterTables
    from console.services.drafts import DraftsService
    from console.services.due import DueService
    from console.services.duplicates import DuplicatesService
    from console.services.duty import DutyService
    from console.services.event_types import EventTypesService
    from console.services.files import FilesService
    from console.services.finding import FindingService
    from console.services.forms import FormsService
    from console.services.gate_lines import GateLines
    from console.services.health import HealthService
    from console.services.incident_clocks import IncidentClocksService
    from console.services.incident_command import IncidentCommandService
    from console.services.incident_figures import IncidentFiguresService
    from console.services.incident_items import IncidentItemsService
    from console.services.incident_reports import IncidentReportsService
    from console.services.incident_timeline import IncidentTimeline
    from console.services.incidents import IncidentsService
    from console.services.instructions import InstructionsService
    from console.services.intake import IntakeService
    from console.services.lists import ListsService
    from console.services.log import LogService
    from console.services.log_export import LogExport
    from console.services.notices import NoticesService
    from console.services.orders import OrdersService
    from console.services.outbound import OutboundService
    from console.services.phone_reports import PhoneReports
    from console.services.places import PlacesService
    from console.services.print_copies import PrintCopies
    from console.services.quick_reports import QuickReports
    from console.services.ready import ReadyService
    from console.services.report_papers import ReportPapers
    from console.services.report_sending import ReportSending
    from console.services.reports import ReportsService
    from console.services.roll_calls import RollCallsService
    from console.services.roster import RosterService
    from console.services.routine import RoutineService
    from console.services.settings import SettingsService
    from console.services.supplements import SupplementsService
    from console.services.tasks import TasksService
    from console.services.timeliness import TimelinessService
    from console.services.upward import UpwardService
    from console.services.zero_reports import ZeroReportsService
    from db.store import Store

log = logging.getLogger(__name__)


@dataclass
class Desk:
    """Everything a front end asks: services on one store with one clock."""

    data: DataDir
    opened: opening.Opened
    clock: Clock

    @property
    def realm(self) -> Realm:
        return self.opened.info.realm

    @property
    def zone(self) -> ZoneInfo:
        """The station's time zone: a site setting, never the machine's."""
        return self.settings.zone()

    @property
    def feed(self) -> ChangeFeed:
        """News of what this process committed."""
        return self.opened.store.feed

    def outside(self) -> Changes | None:
        """News that somebody committed since the last time of asking: which tables it was, nobody knows."""
        return Changes(frozenset(Topic), elsewhere=True) if self._outside.changed() else None

    @cached_property
    def _outside(self) -> Outside:
        return Outside(self.data.store)

    @cached_property
    def log(self) -> LogService:
        from console.services.log import LogService

        return LogService(self.opened.store, self.clock)

    @cached_property
    def log_export(self) -> LogExport:
        from console.services.log_export import LogExport

        return LogExport(self.opened.store, self.clock, self.settings.zone, self.log)

    @cached_property
    def settings(self) -> SettingsService:
        from console.services.settings import SettingsService

        return SettingsService(self.opened.store, self.clock, self.realm)

    @cached_property
    def accounts(self) -> AccountsService:
        from console.services.accounts import AccountsService

        return AccountsService(self.opened.store, self.clock, self.realm)

    @cached_property
    def intake(self) -> IntakeService:
        from console.services.intake import IntakeService

        return IntakeService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def clocks(self) -> ClocksService:
        from console.services.clocks import ClocksService

        return ClocksService(self.opened.store, self.clock)

    @cached_property
    def files(self) -> FilesService:
        from console.services.files import FilesService

        return FilesService(self.opened.store, self.clock, self.data)

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
    def places(self) -> PlacesService:
        from console.services.places import PlacesService

        return PlacesService(self.opened.store, self.clock)

    @cached_property
    def contacts(self) -> ContactsService:
        from console.services.contacts import ContactsService

        return ContactsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def lists(self) -> ListsService:
        from console.services.lists import ListsService

        return ListsService(self.opened.store, self.clock)

    @cached_property
    def briefs(self) -> BriefsService:
        from console.services.briefs import BriefsService

        return BriefsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def reports(self) -> ReportsService:
        from console.services.reports import ReportsService

        return ReportsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def forms(self) -> FormsService:
        from console.services.forms import FormsService

        return FormsService(self.opened.store, self.clock, self.files)

    @cached_property
    def print_copies(self) -> PrintCopies:
        from console.services.print_copies import PrintCopies

        return PrintCopies(self.opened.store, self.clock)

    @cached_property
    def roster(self) -> RosterService:
        from console.services.roster import RosterService

        return RosterService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def tasks(self) -> TasksService:
        from console.services.tasks import TasksService

        return TasksService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def outbound(self) -> OutboundService:
        from console.services.outbound import OutboundService

        return OutboundService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def phone_reports(self) -> PhoneReports:
        from console.services.phone_reports import Leader, PhoneReports, leader_of

        def leader() -> Leader:
            now, watch = self.clock.now(), self.duty.on_watch()
            planned = self.roster.now(now)
            posts = watch.posts if watch is not None and watch.leader else planned.on_duty.posts
            return leader_of(posts, planned.whereabouts, self.roster.known_names())

        store, zone = self.opened.store, self.settings.zone
        one, names = self.intake.one, self.places.names
        return PhoneReports(store, self.clock, self.realm, zone, self.outbound, one, leader, names)

    @cached_property
    def alerts(self) -> AlertsService:
        from console.services.alerts import AlertsService

        return AlertsService(self.opened.store, self.clock)

    @cached_property
    def gate_lines(self) -> GateLines:
        from console.services.gate_lines import GateLines

        return GateLines(self.opened.store, self.clock)

    @cached_property
    def due(self) -> DueService:
        from console.services.due import DueService

        return DueService(self.opened.store)

    @cached_property
    def copies(self) -> CopiesService:
        from console.services.copies import CopiesService

        return CopiesService(self.data, self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def finding(self) -> FindingService:
        from console.services.finding import FindingService

        return FindingService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def ready(self) -> ReadyService:
        from console.services.ready import ReadyService

        return ReadyService(self.data, self.opened.store, self.clock, self.realm, self.settings.zone, self.roster)

    @cached_property
    def health(self) -> HealthService:
        from console.services.health import HealthService

        return HealthService(self.data, self.opened.store, self.clock)

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
    def incidents(self) -> IncidentsService:
        from console.services.incidents import IncidentsService

        return IncidentsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def incident_items(self) -> IncidentItemsService:
        from console.services.incident_items import IncidentItemsService

        return IncidentItemsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def incident_figures(self) -> IncidentFiguresService:
        from console.services.incident_figures import IncidentFiguresService

        return IncidentFiguresService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def incident_clocks(self) -> IncidentClocksService:
        from console.services.incident_clocks import IncidentClocksService

        return IncidentClocksService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def incident_reports(self) -> IncidentReportsService:
        from console.services.incident_reports import IncidentReportsService

        return IncidentReportsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def upward(self) -> UpwardService:
        from console.services.upward import UpwardService

        return UpwardService(self.opened.store)

    @cached_property
    def timeliness(self) -> TimelinessService:
        from console.services.timeliness import TimelinessService

        return TimelinessService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def event_types(self) -> EventTypesService:
        from console.services.event_types import EventTypesService

        return EventTypesService(self.opened.store, self.clock)

    @cached_property
    def duplicates(self) -> DuplicatesService:
        from console.services.duplicates import DuplicatesService

        return DuplicatesService(self.opened.store)

    @cached_property
    def quick_reports(self) -> QuickReports:
        from console.services.quick_reports import QuickReports

        return QuickReports(
            self.clock, self.intake, self.incidents, self.incident_items, self.incident_figures, self.incident_reports
        )

    @cached_property
    def report_sending(self) -> ReportSending:
        from console.services.report_sending import ReportSending

        return ReportSending(self.opened.store, self.clock, self.settings.zone, self.outbound)

    @cached_property
    def approvals(self) -> ApprovalsService:
        from console.domain.approvals import SubjectKind
        from console.services.approvals import ApprovalsService, Subject

        reports = self.incident_reports
        subjects = {SubjectKind.REPORT: Subject(reports.approved, reports.returned)}
        return ApprovalsService(self.opened.store, self.clock, self.accounts.sign_in, subjects)

    @cached_property
    def instructions(self) -> InstructionsService:
        from console.services.instructions import InstructionsService

        return InstructionsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def orders(self) -> OrdersService:
        from console.services.orders import OrdersService

        return OrdersService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def disaster_tables(self) -> DisasterTables:
        from console.services.disaster_tables import DisasterTables

        return DisasterTables(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def report_papers(self) -> ReportPapers:
        from console.services.report_papers import ReportPapers

        store, zone = self.opened.store, self.settings.zone
        return ReportPapers(store, self.clock, self.realm, zone, self.forms, self.print_copies)

    @cached_property
    def incident_timeline(self) -> IncidentTimeline:
        from console.services.incident_timeline import IncidentTimeline

        return IncidentTimeline(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def roll_calls(self) -> RollCallsService:
        from console.services.roll_calls import RollCallsService

        return RollCallsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def consultations(self) -> ConsultationsService:
        from console.services.consultations import ConsultationsService

        return ConsultationsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def incident_command(self) -> IncidentCommandService:
        from console.services.incident_command import IncidentCommandService

        return IncidentCommandService(self.opened.store, self.clock)

    @cached_property
    def drafts(self) -> DraftsService:
        from console.services.drafts import DraftsService

        return DraftsService(self.data.drafts, self.clock)

    def close(self) -> None:
        """Close in order: nothing writes after this."""
        if "drafts" in self.__dict__:
            self.drafts.close()
        if "_outside" in self.__dict__:
            self._outside.close()
        self.opened.close()


def build(data: DataDir, clock: Clock | None = None, *, read_only: bool = False) -> Desk:
    """Open the store and join the services. A live store takes the system clock only."""
    opened = opening.open_store(data, at=SystemClock().now(), read_only=read_only)
    try:
        desk = Desk(data, opened, _clock_for(opened, clock))
        if not read_only:
            _notice_clock(desk)
        return desk
    except BaseException:
        opened.close()
        raise


def _notice_clock(desk: Desk) -> None:
    try:
        desk.health.notice_clock()
    except Unavailable as trouble:
        # a full or busy disk stops the line about the clock, never the opening: reading must go on
        log.warning("a clock set back could not be recorded: %s", trouble)


def _clock_for(opened: opening.Opened, asked: Clock | None) -> Clock:
    if opened.info.realm is Realm.LIVE:
        if asked is not None and not isinstance(asked, SystemClock):
            raise ValueError("a live store takes the system clock only")
        return SystemClock()
    if asked is not None:
        return asked
    with opened.store.reading() as connection:
        newest = site.newest_time(connection)
    return ResumedClock(newest) if newest else SystemClock()


def create(data: DataDir, realm: Realm) -> None:
    """Make a store that is empty but for its code tables."""
    opening.create(data, realm, at=SystemClock().now())


def create_sample(data: DataDir) -> None:
    """Make a sample store with the sample county in it; one that could not be filled is not left behind."""
    opening.create(data, Realm.SAMPLE, at=SystemClock().now(), fill=_sample_county)


def restore(data: DataDir, source: Path, *, by: Actor, known_faults: bool = False) -> Found:
    """Begin again from a copy, in an empty data directory; the log's next line says so.

    ``known_faults``: somebody has read which faults the copy carries and asks for it all the same.
    """
    from console.services import restoring

    asked = restoring.brought_in(data, source, at=SystemClock().now(), known_faults=known_faults)
    with asked as (work, found):
        desk = build(work)
        try:
            desk.copies.note_restored(found, by=by)
        finally:
            desk.close()
    return found


def _sample_county(store: Store) -> None:
    from console.services import sample
    from console.services.accounts import AccountsService
    from console.services.places import PlacesService
    from console.services.settings import SettingsService

    clock = StoppedClock(sample.starts_at())
    accounts = AccountsService(store, clock, Realm.SAMPLE)
    settings = SettingsService(store, clock, Realm.SAMPLE)
    sample.load(store, clock, PlacesService(store, clock), accounts, settings, tool_actor())


def tool_actor() -> Actor:
    """The tool with the name of the OS user who runs it."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = str(os.getuid()) if hasattr(os, "getuid") else "?"
    return Actor.tool(name)
