"""A long night in one store: every page has rows, and their words are as long as they come in a county."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from openpyxl import Workbook

from console.bootstrap import Desk
from console.domain.briefs import BriefKind, NewBrief
from console.domain.checks import CheckState
from console.domain.clock import StoppedClock
from console.domain.consultation import Attendant
from console.domain.duty import PostLine
from console.domain.inbound import FigureValue, Intake, Precision
from console.domain.log import NewEntry
from console.domain.orders import Form, NewInstruction, NewOrder, StepKind, Way
from console.domain.outbound import Outgoing
from console.domain.people import Actor
from console.domain.roll_call import Outcome
from console.services.consultations import Held
from console.services.orders import Step
from console.services.roll_calls import Call

ORG = "示范省示范市例一自治县防汛防台抗旱指挥部办公室综合协调值班处一"
"""Thirty characters, as offices name themselves."""

POST = "Deputy duty officer for communications support"
SUMMARY = "样例村12 山体裂缝，约 19 人需转移；村道桥头护栏冲走一段，已放警示，请住建、交通一并核查并回告"


def fill(desk: Desk, clock: StoppedClock, folder: Path, *, by: Actor) -> None:
    """A watch on, things open, things over, people and places; ``folder`` takes the files that are read in.

    It ends on another day than it began: where the day before is in another year, times are at their longest.
    """
    _county(desk, folder, clock.now().astimezone(desk.zone).date(), by)
    posts = [PostLine("leader", "欧阳例十一", "100-0000-0010"), PostLine("主班", "陈例一", "100-0000-0001")]
    desk.duty.take_over_empty([*posts, PostLine(POST, "司马例十二", "0577-0000-0001")], by=by)
    for number in range(12):
        clock.advance(minutes=11)
        _call(desk, clock.now(), number, by)
        desk.log.add(NewEntry(uuid4(), f"{SUMMARY}（第 {number} 次）"), by=by)
        _sent(desk, clock.now(), number, by)
    _chores(desk, clock.now(), by)
    _ordered(desk, clock, by)
    _consulted(desk, clock, by)
    clock.advance(hours=20)


def _ordered(desk: Desk, clock: StoppedClock, by: Actor) -> None:
    """Leaders' words, tasks with all their steps before them or behind, a round of calls."""
    for name in (ORG, "岩头镇"):
        desk.lists.add("zero_units", {"name": name, "phone": "0577-0000-0001"}, by=by)
    form = NewInstruction(uuid4(), "欧阳例十一", POST, clock.now(), Way.MESSAGE, SUMMARY)
    words = desk.instructions.record(form, by=by)
    desk.instructions.record(replace(form, id=uuid4()), by=by)
    due = clock.now() + timedelta(hours=9)
    desk.instructions.hand_on(words.id, [NewOrder(ORG, SUMMARY, due, Form.INSTRUCTION, "司马例十二")], by=by)
    wanted = [NewOrder(ORG, SUMMARY, due, Form.RECTIFICATION), NewOrder("岩头镇", SUMMARY, None)]
    order, _ = desk.orders.give(wanted, by=by)
    desk.orders.take_down(order.id, Step(StepKind.EXTENSION_ASKED, ORG, SUMMARY, None, due), seen=order.version, by=by)
    calls = desk.roll_calls.begin("夜间点名", "phone", desk.roll_calls.units(), by=by)
    desk.roll_calls.call(calls.id, Call(ORG, Outcome.NO_ANSWER, remark=SUMMARY), by=by)


def _consulted(desk: Desk, clock: StoppedClock, by: Actor) -> None:
    asked = tuple(Attendant(f"{ORG}{at}", came=at < 3) for at in range(5))
    row = desk.consultations.record(Held(SUMMARY, clock.now(), "欧阳例十一", asked, minutes=SUMMARY), by=by)
    desk.consultations.give(row.id, [NewOrder(ORG, SUMMARY, clock.now() + timedelta(hours=9), Form.RISK_NOTE)], by=by)


def _county(desk: Desk, folder: Path, today: date, by: Actor) -> None:
    towns = "代码,名称,上级\n330324,永嘉县,\n330324101,岩头镇,330324\n330324101212,样例村12,330324101\n"
    (folder / "places.csv").write_text(towns, "utf-8")
    desk.places.import_file(folder / "places.csv", by=by)
    people = ["陈例一", "欧阳例十一", "司马例十二", "梁例五"]
    rows = [(ORG, POST, name, f"100-0000-{at:04d}") for at, name in enumerate(people, 1)]
    desk.contacts.import_file(_book(folder / "contacts.xlsx", [("单位", "职务", "姓名", "手机"), *rows]), by=by)
    days = [(f"{today.month}月{day}日", *people) for day in range(1, 29)] + [(f"{today.month}月{today.day}日", *people)]
    heading = ("日期", "带班领导", "主班", "副班", "通信保障岗")
    roster = _book(folder / "roster.xlsx", [(f"{today:%Y年%m月}值班表",), heading, *days])
    desk.roster.import_file(roster, by=by)


def _book(path: Path, rows: list[tuple[Any, ...]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def _call(desk: Desk, at: datetime, number: int, by: Actor) -> None:
    """Telephone calls, some to be rung back, and urgent documents with their clocks."""
    document: dict[str, Any] = {
        "kind": "document",
        "source_number": f"示应急〔2030〕{number}号",
        "urgency": "most_urgent",
    }
    desk.intake.register(
        Intake(
            uuid4(), SUMMARY, at, caller_name="欧阳例十一", caller_phone="0577-0000-0001", caller_org=ORG,
            caller_post=POST, place_text="样例村12 村道桥头", call_back="waiting" if number % 2 else "",
            told="已告镇值班室", occurred_at=at - timedelta(minutes=20), occurred_precision=Precision.ABOUT,
            measures="镇村已到现场", needs="排水泵 2 台",
            figures={"missing": FigureValue(5), "dead": FigureValue(None, True), "affected": FigureValue(12345)},
            **(document if number % 3 == 0 else {}),
        ),
        by=by,
    )  # fmt: skip


def _sent(desk: Desk, at: datetime, number: int, by: Actor) -> None:
    if number % 4:
        return
    form = Outgoing(
        id=uuid4(), to_org=ORG, to_name="欧阳例十一", to_phone="0577-0000-0001", channel="phone", text=SUMMARY,
        sent_at=at,
    )  # fmt: skip
    row = desk.outbound.record(form, by=by)
    if number == 0:
        desk.outbound.receipt(row.id, "司马例十二", seen=1, by=by)


def _chores(desk: Desk, now: datetime, by: Actor) -> None:
    for hours in (-1, 5, 30):
        desk.tasks.add(SUMMARY, now + timedelta(hours=hours), ORG, by=by)
    for days in (1, 3):
        desk.notices.add(SUMMARY, ORG, now + timedelta(days=days), by=by)
    for check in desk.checks.rows()[:6]:
        fault = check.code == "fax"
        desk.checks.mark(check.code, CheckState.FAULT if fault else CheckState.OK, "", SUMMARY if fault else "", by=by)
    # no readings: a window with a curve in it cannot be ended in a test, pyqtgraph dies of it
    desk.briefs.record(NewBrief(uuid4(), BriefKind.RIVER, now, SUMMARY, ORG, ()), by=by)
