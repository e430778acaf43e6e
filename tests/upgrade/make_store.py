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
from console.domain.duty import PostLine
from console.domain.inbound import FigureValue, Intake
from console.domain.log import NewEntry
from console.domain.outbound import Outgoing, Subject, SubjectKind
from console.domain.people import Actor
from console.domain.reports import ReportKind
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
    report = desk.reports.compose(ReportKind.DAILY, START.date(), by=by)
    desk.reports.issue(report.id, seen=report.version, by=by)
    desk.print_copies.reserve("handover", desk.duty.sheet().number, "pdf", by=by)
    desk.roster.note_whereabouts("林例十", "例一街道", start=now, by=by)
    desk.lists.add("lines", {"name": "值班一", "number": "0577-0000-0001"}, by=Actor.tool("tester"))
    desk.supplements.raise_difference("发电机账 15 实 14", sheet=desk.supplements.current().sheet.id, by=by)


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
