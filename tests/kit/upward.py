"""Reports upward on the screen: a watch with its leader, an incident, reports in every state, the open panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.incident import IncidentRow, NewIncident
from console.domain.incident_report import ReportKind, ReportRow
from console.domain.people import Actor, Role
from console.services.incident_reports import Text
from ui.models.upward_view import UpwardServices
from ui.panels.upward import UpwardPanel
from ui.seat import Seat

KEY = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
LEADER, WORD = "林例十", "leader of 2030"
Opened = Callable[[], UpwardPanel]


@pytest.fixture
def watch(desk: Desk, seat: Seat) -> Actor:
    """林例十 leads the watch; 陈例一 sits at the seat."""
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=seat.actor)
    desk.duty.take_over_empty([PostLine("leader", LEADER), PostLine("主班", seat.actor.name)], by=seat.actor)
    return seat.actor


@pytest.fixture
def incident(desk: Desk, watch: Actor) -> IncidentRow:
    return begun(desk, watch, "样例村12 山体滑坡")


def begun(desk: Desk, by: Actor, title: str) -> IncidentRow:
    item = desk.intake.register(
        Intake(uuid4(), title, desk.clock.now(), caller_org="样例镇", caller_name="单例二"), by=by
    )
    form = NewIncident(uuid4(), title, "山体开裂，五户房屋有裂缝", "10402", place_text="样例镇样例村12")
    return desk.incidents.open(form, [item.id], by=by)


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Opened:
    def open_it() -> UpwardPanel:
        services = UpwardServices(
            desk.upward, desk.incident_reports, desk.report_sending, desk.approvals, desk.incidents,
            desk.incident_clocks, desk.outbound, desk.duty, desk.contacts, desk.report_papers, desk.timeliness,
        )  # fmt: skip
        panel = UpwardPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.reports.presented):
            panel.show()
        panel.activateWindow()
        panel.first_focus().setFocus()
        return panel

    return open_it


def draft(desk: Desk, by: Actor, incident: IncidentRow, kind: ReportKind = ReportKind.FIRST) -> ReportRow:
    return desk.incident_reports.draft(incident.id, kind, by=by)


def asked(desk: Desk, by: Actor, row: ReportRow) -> ReportRow:
    return desk.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)


def approved(desk: Desk, by: Actor, row: ReportRow) -> ReportRow:
    asked(desk, by, row)
    (waits,) = [one for one in desk.approvals.waiting(LEADER) if one.subject_id == row.id]
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.incident_reports.one(row.id)


def dialog(panel: QWidget, qtbot: QtBot) -> Any:
    """The dialog that stands there, once it does."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in panel.findChildren(QDialog)))
    found = next(one for one in panel.findChildren(QDialog) if one.isVisible())
    found.activateWindow()
    QApplication.processEvents()
    return found


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """Without a screen nothing makes a window active again after a dialog has gone."""
    if QApplication.activeWindow() is not widget.window():
        widget.window().activateWindow()
        QApplication.processEvents()
    qtbot.keyClick(widget, key, held)


def hand_up(qtbot: QtBot, panel: UpwardPanel, page: Any = None) -> None:
    """Ctrl+Enter in the dialog, until its act is done and shown."""
    page = page or panel.reports
    shown = dialog(panel, qtbot)
    with qtbot.waitSignal(page.presented):
        press(qtbot, shown, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.asked.dialog is None)


def news(panel: UpwardPanel) -> None:
    """What the window would be told of everything that was written."""
    panel.note(Changes(frozenset({Topic.INCIDENTS, Topic.APPROVALS})))


def settled(qtbot: QtBot, panel: UpwardPanel) -> None:
    qtbot.waitUntil(lambda: not (panel.reports._loading or panel.reports._soon.isActive()))


def states(desk: Desk, by: Actor, incident: IncidentRow, clock: StoppedClock) -> dict[str, Any]:
    """A report in each of its states."""
    reports = desk.incident_reports
    first = approved(desk, by, draft(desk, by, incident))
    to = reports.recipients(first.id)
    desk.report_sending.sent(to[0].id, "phone", by=by, received_by="王例三")
    desk.report_sending.drop(to[1].id, "已由市局转报，不再单独报送", by=by)
    clock.advance(hours=3)
    void = draft(desk, by, incident, ReportKind.FOLLOW)
    reports.void(void.id, "数字有误，重写", seen=void.version, by=by)
    waiting = asked(desk, by, draft(desk, by, incident, ReportKind.FOLLOW))
    writing = draft(desk, by, incident, ReportKind.DAILY)
    other = begun(desk, by, "样例街与样例路交叉口地下通道严重积水并有车辆被困")
    back = asked(desk, by, draft(desk, by, other))
    waits = next(one for one in desk.approvals.waiting(LEADER) if one.subject_id == back.id)
    desk.approvals.give_back(
        waits.id, LEADER, WORD, "请核实被困车辆数和人员情况，补充已采取的措施", digest=waits.digest
    )
    return {
        "approved": first.id, "void": void.id, "waiting": waiting.id, "draft": writing.id, "returned": back.id,
    }  # fmt: skip


def laid_out() -> None:
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()
