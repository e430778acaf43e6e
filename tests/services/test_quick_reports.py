"""快报: five fields make what is not there yet and nothing twice, also when it fails in the middle."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.inbound import FigureValue, Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind, ReportState
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.incident_reports import Text
from console.services.quick_reports import QuickForm, title

FIVE = ("3时许", "样例镇样例村12", "山体滑坡，三间房屋倒塌。正在搜救", "失联1人", "镇村已组织转移")
BODY = (
    "发生时间：3时许\n发生地点：样例镇样例村12\n简要情况：山体滑坡，三间房屋倒塌。正在搜救\n"
    "伤亡情况：失联1人\n已采取措施：镇村已组织转移"
)


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def item(desk, by, clock):
    told = {"missing": FigureValue(1)}
    return desk.intake.register(Intake(uuid4(), "样例村12 山体滑坡", clock.now(), figures=told), by=by)


def test_something_new_is_taken_in_made_an_incident_and_drafted(desk, by):
    row = desk.quick_reports.begin(QuickForm(uuid4(), *FIVE), by=by)
    assert (row.kind, row.state, row.body) == (ReportKind.QUICK, ReportState.DRAFT, BODY)
    (incident,) = desk.incidents.open_rows()
    (call,) = desk.intake.open_items()
    assert incident.title == "样例镇样例村12 山体滑坡，三间房屋倒塌" and incident.measures == FIVE[4]
    assert desk.incident_items.incident_of(call.id).id == incident.id == row.incident_id
    assert desk.log.verify().fault is None


def test_the_call_on_the_screen_gives_its_figures_along_and_is_not_taken_in_again(desk, by, item):
    row = desk.quick_reports.begin(QuickForm(uuid4(), *FIVE, item_id=item.id), by=by)
    assert [one.id for one in desk.intake.open_items()] == [item.id]
    assert desk.incident_figures.newest(row.incident_id)["missing"].amount.value == 1


def test_the_incident_there_is_is_used(desk, by, item):
    incident = desk.incidents.open(NewIncident(uuid4(), "滑坡", "滑坡", "10402"), [item.id], by=by)
    row = desk.quick_reports.begin(QuickForm(uuid4(), *FIVE, item_id=item.id), by=by)
    assert row.incident_id == incident.id and len(desk.incidents.open_rows()) == 1


def test_done_again_after_a_failure_it_goes_on_where_it_was(desk, by):
    form_id = uuid4()
    with pytest.raises(Refused, match="text_too_long"):
        desk.quick_reports.begin(QuickForm(form_id, *FIVE[:3], "失" * 30_000, FIVE[4]), by=by)
    row = desk.quick_reports.begin(QuickForm(form_id, *FIVE), by=by)
    assert row.body == BODY and len(desk.incidents.open_rows()) == len(desk.intake.open_items()) == 1


def test_words_somebody_wrote_are_not_written_over(desk, by, item):
    row = desk.quick_reports.begin(QuickForm(uuid4(), *FIVE, item_id=item.id), by=by)
    desk.incident_reports.save(row.id, Text(row.title, "别人写的"), seen=row.version, by=by)
    with pytest.raises(Refused, match="report_begun"):
        desk.quick_reports.begin(QuickForm(uuid4(), *FIVE, item_id=item.id), by=by)
    assert desk.incident_reports.one(row.id).body == "别人写的"


def test_what_is_not_known_reads_so_and_something_must_have_happened(desk, by):
    row = desk.quick_reports.begin(QuickForm(uuid4(), "", "", "道路塌方", "", ""), by=by)
    assert row.body.count("不详") == 4 and desk.incidents.open_rows()[0].title == "道路塌方"
    with pytest.raises(Refused, match="what_missing"):
        desk.quick_reports.begin(QuickForm(uuid4(), "", "", " ", "", ""), by=by)
    assert title(QuickForm(uuid4(), "", "样例村", "样例村塌方", "", "")) == "样例村塌方"
