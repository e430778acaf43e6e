"""Every act on a report in every state: what the table allows happens, anything else is refused and changes nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import STEPS, ReportKind, ReportState
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.incident_reports import Text

LEADER, WORD = "林例十", "leader of 2030"
S = ReportState
ACTS = {
    "ask": S.WAITING, "void": S.VOID, "take_back": S.DRAFT, "give_back": S.DRAFT, "approve": S.APPROVED,
    "archive": S.ARCHIVED,
}  # fmt: skip
WAY = {
    S.DRAFT: (), S.WAITING: ("ask",), S.APPROVED: ("ask", "approve"), S.ARCHIVED: ("ask", "approve", "archive"),
    S.VOID: ("void",),
}  # fmt: skip


class Series:
    """One report and the acts upon it."""

    def __init__(self, desk, by: Actor) -> None:
        self.desk, self.by = desk, by
        item = desk.intake.register(Intake(uuid4(), "样例村12 山体开裂", desk.clock.now()), by=by)
        incident = desk.incidents.open(NewIncident(uuid4(), "滑坡", "山体开裂", "10402"), [item.id], by=by)
        self.id = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by).id

    @property
    def row(self):
        return self.desk.incident_reports.one(self.id)

    def do(self, act: str) -> None:
        getattr(self, act)()

    def ask(self) -> None:
        said = Text(self.row.title, self.row.body)
        self.desk.incident_reports.ask(self.id, said, LEADER, seen=self.row.version, by=self.by)

    def void(self) -> None:
        self.desk.incident_reports.void(self.id, "重写", seen=self.row.version, by=self.by)

    def take_back(self) -> None:
        self.desk.incident_reports.take_back(self.id, seen=self.row.version, by=self.by)

    def archive(self) -> None:
        self.desk.incident_reports.archive(self.id, "不再续报", seen=self.row.version, by=self.by)

    def approve(self) -> None:
        one = self._asked()
        self.desk.approvals.approve(one.id, LEADER, WORD, digest=one.digest)

    def give_back(self) -> None:
        one = self._asked()
        self.desk.approvals.give_back(one.id, LEADER, WORD, "请核实", digest=one.digest)

    def _asked(self):
        asked = self.desk.approvals.of(self.id)
        if not asked:
            raise Refused("no_such_approval")
        return asked[-1]


@pytest.fixture
def series(desk) -> Series:
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return Series(desk, desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("before", S)
def test_every_act_in_every_state(series, before, act):
    for step in WAY[before]:
        series.do(step)
    row = series.row
    assert row.state is before
    if before is not S.DRAFT:
        with pytest.raises(Refused, match="report_not_draft"):
            series.desk.incident_reports.save(row.id, Text("改", "改"), seen=row.version, by=series.by)
    if ACTS[act] in STEPS[before]:
        series.do(act)
        assert series.row.state is ACTS[act]
    else:
        with pytest.raises(Refused):
            series.do(act)
        assert series.row == row


def test_the_acts_reach_every_step_of_the_table():
    assert {(before, ACTS[act]) for before in S for act in ACTS if ACTS[act] in STEPS[before]} == {
        (before, after) for before in S for after in STEPS[before]
    }
