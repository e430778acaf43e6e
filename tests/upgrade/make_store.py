"""Makes the small real store of the schema that is head now: run once per released schema, then keep its zip for good.

python tests/upgrade/make_store.py   →   tests/upgrade/store-<version>.zip
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.briefs import BriefKind, NewBrief, NewReading
from console.domain.clock import StoppedClock
from console.domain.consultation import Attendant
from console.domain.duty import PostLine
from console.domain.inbound import FigureValue, Intake
from console.domain.incident import Grade, IncidentKind, NewIncident, Standing
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind as IncidentReportKind
from console.domain.log import NewEntry
from console.domain.orders import Form, NewInstruction, NewOrder, StepKind, Way
from console.domain.outbound import Outgoing, Subject, SubjectKind
from console.domain.people import Actor
from console.domain.reports import ReportKind
from console.domain.roll_call import CalledUnit, Outcome
from console.services.consultations import Held
from console.services.incident_command import ON_SCENE, Member
from console.services.incident_reports import Text
from console.services.incidents import Judgement
from console.services.orders import Step
from console.services.roll_calls import Call
from console.services.signing import incoming_digest
from db import opening

START = datetime(2030, 8, 12, 0, 0, tzinfo=UTC)


def play(desk: Desk, clock: StoppedClock) -> None:
    """One watch of the sample county with a bit of everything, ended by a hand-over; the next one is open."""
    out, into = (desk.accounts.sign_in(name, f"example-duty-{n}").actor for name, n in (("陈例一", 1), ("邹例八", 2)))
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=out)
    desk.log.add(NewEntry(UUID(int=1), "例行试通"), by=out)
    desk.log.add(NewEntry(UUID(int=2), "例行试通:370 兆正常", corrects=2), by=Actor.tool("tester"))
    item = desk.intake.register(_call(clock), by=out)
    desk.intake.revise_figure(item.id, "missing", 0, "单例二", by=out)
    desk.tasks.add("清点排水泵", clock.now() + timedelta(hours=2), "县库（示例）", by=out)
    clock.advance(hours=23)
    sheet = desk.duty.start_hand_over(by=out)
    desk.duty.sign_outgoing(sheet.digest, "陈例一", "example-duty-1")
    for section in sheet.body["sections"]:
        for row in section["rows"]:
            desk.duty.confirm([row["item"]], seen=desk.duty.running_sheet().digest, by=into)
    sheet = desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=into)
    desk.duty.take_over([PostLine("主班", "邹例八")], "邹例八", "example-duty-2", seen=incoming_digest(sheet))


def play_seat(desk: Desk, clock: StoppedClock) -> None:
    """Something in every table the seat added, by the officer who now stands the watch."""
    by = desk.accounts.sign_in("邹例八", "example-duty-2").actor
    item = desk.intake.open_items()[0]
    now = clock.now()
    for row in desk.routine.day(now)[:2]:
        desk.routine.tick(row.code, row.due_at, "not_done", "交班时未做", by=by)
    desk.checks.mark("fax", "fault", note="卡纸", by=by)
    desk.notices.add("示例公告", "县局", now + timedelta(days=3), by=by)
    sent = Outgoing(
        UUID(int=4), "裂缝情况", "phone", now, to_org="县委办", subject=Subject(SubjectKind.INBOUND, item.id)
    )
    desk.outbound.receipt(desk.outbound.record(sent, by=by).id, "李例三", seen=1, by=by)
    desk.files.add(b"example", "示例.txt", "inbound", item.id, by=by)
    readings = (NewReading("SW-03 水位", "38.42", "米"),)
    desk.briefs.record(NewBrief(UUID(int=5), BriefKind.RIVER, now, "水位平稳", readings=readings), by=by)
    clock.advance(minutes=65)  # a daily report is given out when its day is over
    report = desk.reports.compose(ReportKind.DAILY, START.date(), by=by)
    desk.reports.issue(report.id, seen=report.version, by=by)
    desk.print_copies.reserve("handover", desk.duty.sheet().number, "pdf", by=by)
    desk.roster.note_whereabouts("林例十", "例一街道", start=now, by=by)
    desk.lists.add("lines", {"name": "值班一", "number": "0577-0000-0001"}, by=Actor.tool("tester"))
    desk.supplements.raise_difference("发电机账 15 实 14", sheet=desk.supplements.current().sheet.id, by=by)


def play_incident(desk: Desk, clock: StoppedClock) -> None:
    """Something in every table of incidents, reports, instructions and orders, by the officer on watch."""
    by = desk.accounts.sign_in("邹例八", "example-duty-2").actor
    (item,) = desk.intake.open_items()
    form = NewIncident(UUID(int=6), "样例村12 山体滑坡", "山体开裂，五户房屋有裂缝", "10402", measures="已劝离五户。")
    incident = desk.incidents.open(form, [item.id], by=by)
    judged = Judgement(IncidentKind.EVENT, Grade.ORDINARY, Standing.FIRST)
    desk.incidents.judge(incident.id, judged, seen=incident.version, by=by)
    for missing in (Amount(1), Amount(0)):
        told = {"missing": missing, "dead": Amount(None), "loss": Amount(35, at_least=True)}
        desk.incident_figures.revise(incident.id, told, clock.now(), "现场 单例二", by=by)
        clock.advance(minutes=10)
    report = _report(desk, incident.id, by)
    said = NewInstruction(
        UUID(int=7), "林例十", "带班领导", clock.now(), Way.PHONE, "立即转移五户十八人。", incident.id, report
    )
    word = desk.instructions.record(said, by=by, read_back=True)
    due = clock.now() + timedelta(hours=2)
    (order,) = desk.instructions.hand_on(word.id, [NewOrder("例一街道", "转移五户", due, Form.INSTRUCTION)], by=by)
    desk.orders.take_down(order.id, Step(StepKind.RECEIVED, "梁例五"), seen=order.version, by=by)
    held = Held("14:00 会商", clock.now(), "林例十", (Attendant("县水利局", came=True),), incident_id=incident.id)
    desk.consultations.record(held, by=by)
    called = desk.roll_calls.begin("每日点名", "phone", [CalledUnit("例一街道"), CalledUnit("界坑乡")], by=by)
    desk.roll_calls.call(called.id, Call("界坑乡", Outcome.NO_ANSWER), by=by)
    desk.incident_command.takes(incident.id, Member(ON_SCENE, "单例二", "例一街道"), by=by)


def _report(desk: Desk, incident_id: UUID, by: Actor) -> UUID:
    """A 初报 that was approved by telephone, sent to one receiver and received."""
    row = desk.incident_reports.draft(incident_id, IncidentReportKind.FIRST, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), "林例十", seen=row.version, by=by)
    (waits,) = desk.approvals.of(row.id)
    desk.approvals.approve_by_phone(waits.id, "林例十", None, "同意上报", digest=waits.digest, by=by)
    first = desk.incident_reports.recipients(row.id)[0]
    desk.report_sending.sent(first.id, "phone", by=by, received_by="李例三")
    return row.id


def _call(clock: StoppedClock) -> Intake:
    figures = {"dead": FigureValue(None, True), "missing": FigureValue(1), "affected": FigureValue(19)}
    return Intake(
        UUID(int=3), "样例村12 山体裂缝,5 户", clock.now(), caller_name="梁例五", caller_phone="100-0000-0105",
        call_back="waiting", event_type="10402", figures=figures,
    )  # fmt: skip


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder) / "data")
        bootstrap.create_sample(data)
        clock = StoppedClock(START)
        desk = bootstrap.build(data, clock)
        play(desk, clock)
        play_seat(desk, clock)
        play_incident(desk, clock)
        desk.close()
        target = Path(__file__).with_name(f"store-{opening.head()}.zip")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            packed.write(data.store, data.store.name)
            for file in data.attachments.rglob("*"):
                if file.is_file():
                    packed.write(file, file.relative_to(data.root))
    print(target.name, target.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
