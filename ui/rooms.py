"""Makes the panels: which services each of them gets. The only place that knows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console import words
from ui import prints
from ui.panels.base import Panel

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.glance import Glance
    from console.seat_file import SeatFile, SeatSettings
    from ui.jobs import Jobs
    from ui.seat import Seat
    from ui.text import Times


@dataclass(frozen=True, slots=True)
class Room:
    """What panels are furnished with: the open desk, the seat, and what they may ask of the application."""

    desk: Desk
    jobs: Jobs
    seat: Seat
    times: Times
    seat_file: SeatFile
    look: Glance | None
    hand_seat_to: Callable[[str], None]
    use_theme: Callable[[str, int], None]
    use_settings: Callable[[SeatSettings], None]
    test_sound: Callable[[], None]
    sound_said: Callable[[], str]


def make(panel_id: str, room: Room) -> Panel:
    """The panel of that id, with the open desk's services."""
    return _MAKERS[panel_id](room)


def _board(room: Room) -> Panel:
    from ui.panels.board import BoardPanel, BoardServices

    desk = room.desk
    services = BoardServices(
        desk.duty, desk.intake, desk.tasks, desk.due, desk.log, desk.health, desk.settings, desk.routine, desk.checks,
        desk.notices, desk.zero_reports, desk.roster, desk.outbound, desk.responses, desk.alarms, desk.devices,
        desk.ringing, desk.warnings,
    )  # fmt: skip
    panel = BoardPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)
    if room.look is not None:
        panel.present_first(room.look)
    return panel


def _intake(room: Room) -> Panel:
    from ui.models.intake_rows import IntakeServices
    from ui.panels.intake import IntakePanel

    desk = room.desk
    services = IntakeServices(
        desk.intake, desk.places, desk.drafts, desk.lists, desk.contacts, desk.clocks, desk.files, desk.settings,
        desk.incident_items.incident_of,
    )  # fmt: skip
    return IntakePanel(room.jobs, room.seat, room.times, services=services)


def _alarms(room: Room) -> Panel:
    from ui.models.alarm_rows import AlarmServices
    from ui.models.call_rows import CallServices
    from ui.panels.alarms import AlarmsPanel

    desk = room.desk
    services = AlarmServices(
        desk.alarms, desk.incidents, desk.duplicates, desk.intake, desk.places, desk.settings, desk.devices
    )  # fmt: skip
    calls = CallServices(desk.ringing, desk.contacts, desk.call_lists)
    return AlarmsPanel(room.jobs, room.seat, room.times, services=services, calls=calls, drafts=desk.drafts)


def _outbound(room: Room) -> Panel:
    from ui.panels.outbound import OutboundPanel

    desk = room.desk
    return OutboundPanel(
        room.jobs, room.seat, room.times, outbound=desk.outbound, drafts=desk.drafts, realm=desk.realm,
        people=getattr(desk, "contacts", None),
    )  # fmt: skip


def _upward(room: Room) -> Panel:
    from ui.models.return_rows import ReturnServices
    from ui.models.upward_view import UpwardServices
    from ui.panels.upward import UpwardPanel

    desk = room.desk
    services = UpwardServices(
        desk.upward, desk.incident_reports, desk.report_sending, desk.approvals, desk.incidents, desk.incident_clocks,
        desk.outbound, desk.duty, desk.contacts, desk.report_papers, desk.timeliness,
    )  # fmt: skip
    returns = ReturnServices(
        desk.town_returns, desk.return_tables, desk.return_reminders, desk.incidents, desk.incident_figures
    )
    return UpwardPanel(room.jobs, room.seat, room.times, services=services, returns=returns, drafts=desk.drafts)


def _log(room: Room) -> Panel:
    from ui.panels.log import LogPanel

    desk = room.desk
    return LogPanel(
        room.jobs, room.seat, room.times, log=desk.log, duty=desk.duty, drafts=desk.drafts, export=desk.log_export,
        pdf=lambda path, lines: prints.log_pdf(desk, path, lines), tasks=desk.tasks, settings=desk.settings,
    )  # fmt: skip


def _handover(room: Room) -> Panel:
    from ui.panels.handover import HandoverPanel

    desk = room.desk
    panel = HandoverPanel(
        room.jobs, room.seat, room.times, duty=desk.duty, accounts=desk.accounts, settings=desk.settings,
        supplements=desk.supplements, roster=desk.roster, drafts=desk.drafts,
    )  # fmt: skip
    panel.watch_changed.connect(room.hand_seat_to)
    return panel


def _routine(room: Room) -> Panel:
    from ui.panels.routine import RoutinePanel, RoutineServices

    desk = room.desk
    services = RoutineServices(desk.routine, desk.checks, desk.notices, desk.zero_reports)
    return RoutinePanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _reports(room: Room) -> Panel:
    from ui.panels.reports import ReportServices, ReportsPanel

    desk = room.desk
    services = ReportServices(desk.reports, desk.briefs, prints.OwnForms(desk))
    return ReportsPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _settings(room: Room) -> Panel:
    from ui import machine
    from ui.panels.settings import SettingsPanel
    from ui.panels.settings_ready import Seen
    from ui.panels.settings_seat import CapFolder

    desk = room.desk
    panel = SettingsPanel(
        room.jobs, room.seat, room.times, settings=desk.settings, accounts=desk.accounts, places=desk.places,
        contacts=desk.contacts, lists=desk.lists, copies=desk.copies, ready=desk.ready, health=desk.health,
        seat_file=room.seat_file, seen=Seen(machine.seen, room.sound_said), drafts=desk.drafts,
        cap=CapFolder(lambda folder, by: desk.cap_files.set_folder(folder, by=by), desk.cap_trouble),
    )  # fmt: skip
    panel.language_asked.connect(words.set_language)
    panel.theme_asked.connect(room.use_theme)
    panel.seat_changed.connect(room.use_settings)
    panel.sound_test_asked.connect(room.test_sound)
    return panel


def _roster(room: Room) -> Panel:
    from ui.models.duty_services import DutyServices
    from ui.panels.duty_roster import DutyRosterPanel

    desk = room.desk
    services = DutyServices(
        desk.roster_drafts, desk.duty_staff, desk.leaves, desk.wishes, desk.swaps, desk.readiness, desk.roster,
        desk.contacts, desk.roster_export, desk.duty_counts, desk.list_imports, desk.list_runs, desk.roster_runs,
    )  # fmt: skip
    return DutyRosterPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _incidents(room: Room) -> Panel:
    from ui.models.incident_rows import IncidentServices
    from ui.panels.incidents import IncidentsPanel

    desk = room.desk
    services = IncidentServices(
        desk.incidents, desk.incident_items, desk.incident_figures, desk.incident_clocks, desk.incident_command,
        desk.incident_timeline, desk.incident_reports, desk.orders, desk.intake, desk.places, desk.settings,
        frozenset(_MAKERS),
        timeline_pdf=lambda asked, path: prints.timeline_pdf(desk, asked, path), instructions=desk.instructions,
        disaster_tables=desk.disaster_tables, assignments=desk.assignments,
    )  # fmt: skip
    return IncidentsPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _orders(room: Room) -> Panel:
    from ui.models.order_rows import OrderServices
    from ui.panels.orders import OrdersPanel

    desk = room.desk
    services = OrderServices(
        desk.orders, desk.instructions, desk.roll_calls, desk.incidents, desk.contacts, desk.roster, desk.lists,
        desk.settings, desk.consultations,
    )  # fmt: skip
    return OrdersPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _plans(room: Room) -> Panel:
    from ui.models.plan_rows import PlanServices
    from ui.panels.plans import PlansPanel

    desk = room.desk
    services = PlanServices(
        desk.plans, desk.responses, desk.incidents, desk.accounts, desk.event_types, desk.files, desk.settings,
        desk.duty, desk.plan_checks, desk.plan_files, desk.plan_runs,
    )  # fmt: skip
    return PlansPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _contacts(room: Room) -> Panel:
    from ui.models.contact_rows import ContactServices
    from ui.panels.contacts import ContactsPanel

    desk = room.desk
    services = ContactServices(
        desk.contacts, desk.contact_people, desk.contact_units, desk.contact_groups, desk.call_lists, desk.places,
        desk.import_runs, desk.contact_retired, desk.incidents, desk.list_imports, desk.list_runs,
    )  # fmt: skip
    return ContactsPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _map(room: Room) -> Panel:
    from ui.models.map_rows import MapServices
    from ui.panels.map import MapPanel

    desk = room.desk
    services = MapServices(desk.maps, desk.map_files, frozenset(_MAKERS))
    return MapPanel(room.jobs, room.seat, room.times, services=services)


def _dispatch(room: Room) -> Panel:
    from ui.models.dispatch_rows import DispatchServices
    from ui.panels.dispatch import DispatchPanel

    desk = room.desk
    services = DispatchServices(
        desk.needs, desk.packages, desk.candidates, desk.proposals, desk.dispatching, desk.assignments, desk.incidents,
        desk.incident_items, desk.intake, desk.stores, desk.places, desk.lists, desk.accounts, desk.duty, desk.settings,
        desk.maps, desk.stock_documents, frozenset(_MAKERS),
    )  # fmt: skip
    return DispatchPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _situation(room: Room) -> Panel:
    from ui.models.situation_rows import SituationServices
    from ui.panels.situation import SituationPanel

    return SituationPanel(room.jobs, room.seat, room.times, services=SituationServices(room.desk.situation))


def _stores(room: Room) -> Panel:
    from ui.models.store_rows import StoreServices
    from ui.panels.stores import StoresPanel

    desk = room.desk
    services = StoreServices(
        stores=desk.stores, stock=desk.stock, overview=desk.stock_overview, scans=desk.stock_scans,
        documents=desk.stock_documents, papers=desk.stock_papers, quotas=desk.quotas, agreements=desk.agreements,
        expiry=desk.expiry, files=desk.stock_files, runs=desk.stock_runs, incidents=desk.incidents,
        accounts=desk.accounts, approvals=desk.approvals, settings=desk.settings, places=desk.places,
        contacts=desk.contacts, scenes=desk.stock_scenes, duty=desk.duty,
    )  # fmt: skip
    return StoresPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _teams(room: Room) -> Panel:
    from ui.models.team_rows import TeamServices
    from ui.panels.teams import TeamsPanel

    desk = room.desk
    services = TeamServices(
        desk.teams, desk.experts, desk.assignments, desk.team_files, desk.team_runs, desk.lists, desk.event_types,
        desk.incidents, desk.places, desk.contact_units, frozenset(_MAKERS),
    )  # fmt: skip
    return TeamsPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _shelters(room: Room) -> Panel:
    from ui.models.shelter_rows import ShelterServices
    from ui.panels.shelters import SheltersPanel

    desk = room.desk
    services = ShelterServices(
        desk.shelters, desk.relocations, desk.shelter_files, desk.shelter_runs, desk.incidents, desk.incident_figures,
        desk.places, desk.stores, frozenset(_MAKERS),
    )  # fmt: skip
    return SheltersPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _devices(room: Room) -> Panel:
    from ui.models.device_rows import DeviceServices
    from ui.panels.devices import DevicesPanel

    desk = room.desk
    services = DeviceServices(
        desk.devices, desk.deliveries, desk.self_tests, desk.wire, desk.accounts, desk.places, desk.contacts,
        desk.plans, desk.event_types, desk.settings, desk.secrets, desk.realm, desk.listened,
        desk.list_imports, desk.list_runs, desk.training, desk.areas_in_question,
    )  # fmt: skip
    return DevicesPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _warnings(room: Room) -> Panel:
    from ui.models.warning_rows import WarningServices
    from ui.panels.warnings import WarningsPanel

    desk = room.desk
    services = WarningServices(
        desk.warnings, desk.warning_sends, desk.deliveries, desk.devices, desk.lists, desk.places, desk.contact_groups,
        desk.accounts, desk.realm, desk.listened, desk.warning_lists_out, desk.carrier_results,
        desk.warning_targets, desk.cap_files, desk.warning_letters, desk.warning_papers,
        desk.cap_trouble,
    )  # fmt: skip
    return WarningsPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


def _callouts(room: Room) -> Panel:
    from ui.models.callout_rows import CalloutServices
    from ui.panels.callouts import CalloutsPanel

    desk = room.desk
    services = CalloutServices(
        desk.callouts, desk.warnings, desk.places, desk.lists, desk.callout_callers, desk.callout_lists
    )  # fmt: skip
    return CalloutsPanel(room.jobs, room.seat, room.times, services=services, drafts=desk.drafts)


_MAKERS = {
    "warnings": _warnings,
    "callouts": _callouts,
    "alarms": _alarms,
    "shelters": _shelters,
    "devices": _devices,
    "teams": _teams,
    "stores": _stores,
    "situation": _situation,
    "dispatch": _dispatch,
    "map": _map,
    "contacts": _contacts,
    "plans": _plans,
    "orders": _orders,
    "incidents": _incidents,
    "roster": _roster,
    "board": _board,
    "intake": _intake,
    "outbound": _outbound,
    "upward": _upward,
    "log": _log,
    "handover": _handover,
    "settings": _settings,
    "routine": _routine,
    "reports": _reports,
}
