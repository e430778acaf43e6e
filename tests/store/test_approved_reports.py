"""An approved report upward is held fast by the store itself: its number's parts and whose word it was, too."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from console.domain.people import Actor, Role
from console.services.incident_reports import Text

LEADER, WORD = "林例十", "reports held 2030"
HELD = ("approved_by", "approved_at", "year", "serial", "number", "digest", "body")


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.ADMIN, WORD, by=Actor.tool("tester")).actor


@pytest.fixture
def reports(desk, by, clock: StoppedClock):
    """One that is approved, one that still is a draft."""
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=by)
    made = []
    for title in ("样例村12 山体滑坡", "样例街积水"):
        item = desk.intake.register(Intake(uuid4(), title, clock.now()), by=by)
        incident = desk.incidents.open(NewIncident(uuid4(), title, title), [item.id], by=by)
        made.append(desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by))
    first, second = made
    desk.incident_reports.ask(first.id, Text(first.title, first.body), LEADER, seen=first.version, by=by)
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.incident_reports.one(first.id), second


@pytest.mark.parametrize("column", HELD)
def test_nothing_of_it_is_rewritten(desk, by, reports, column):
    approved, _draft = reports
    assert approved.approved_by == LEADER
    for value in ("'2031'", "NULL"):
        with pytest.raises(DBAPIError, match="incident_report is fixed"), desk.opened.store.writing(by=by) as tx:
            changed = f"UPDATE incident_report SET {column} = {value} WHERE id = ?"
            tx.connection.exec_driver_sql(changed, (approved.id.hex,))
    assert desk.incident_reports.one(approved.id) == approved and desk.log.verify().fault is None


def test_a_draft_is_still_written_and_an_approved_one_still_archived(desk, by, reports):
    approved, draft = reports
    saved = desk.incident_reports.save(draft.id, Text("改过的标题", "改过"), seen=draft.version, by=by)
    filed = desk.incident_reports.archive(approved.id, "只报一次", seen=approved.version, by=by)

    assert saved.title == "改过的标题" and (filed.state, filed.number) == ("archived", approved.number)
