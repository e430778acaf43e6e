"""Alarms and links on the hand-over sheet, and what of them keeps an incident from being ended."""

from __future__ import annotations

from console.domain.duty import PostLine
from console.domain.incident import IncidentState, Unsettled
from console.domain.signals import SignalKind
from console.domain.wire import LinkState, LinkStatus
from tests.kit.wire import device, hear, officer, point


def test_what_waits_and_what_is_lost_stand_on_the_sheet(desk, clock):
    by = officer(desk)
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=by)
    panel, lost = device(desk), device(desk, "水位站 SW-03", "sl651")
    for zone in range(15):
        hear(desk, panel, zone=str(zone))
    hear(desk, panel, zone="99", priority=1)
    first = next(row for row in desk.alarms.queue().rows if row.zone == "0")
    desk.alarms.acknowledge([first.id], by=by)
    now = clock.now()
    desk.links.note([LinkStatus(lost.key, LinkState.LOST, now, now, "gone")])
    clock.advance(minutes=2)
    desk.alarms.escalate()
    body = desk.duty.start_hand_over(by=by).body
    found = {section["key"]: section["rows"] for section in body["sections"]}
    grave, seen, gone = (row for row in found["waiting"] if row["item"].startswith("alarm:"))
    assert gone["cells"][1].endswith("告警未确认") and "水位站 SW-03" in gone["cells"][2], "nobody has seen it"
    assert grave["overdue"] and grave["cells"][1] == "一级 告警未确认"
    assert not seen["overdue"] and seen["cells"][1] == "二级 告警待处置（陈例一 已确认）"
    assert seen["cells"][2].endswith("另有 14 条归入其下")
    (link,) = (row for row in found["equipment"] if row["item"].startswith("link:"))
    assert link["cells"][:2] == ["水位站 SW-03", "失联"] and link["notable"]


def test_a_reading_still_beyond_its_limit_keeps_its_incident_open(desk, clock):
    by = officer(desk)
    station = device(desk, "SW-03", "sl651")
    point(desk, station, "水位", above=12.5)
    hear(desk, station, SignalKind.READING, value=13.0)
    (alarm,) = desk.alarms.queue().rows
    incident = desk.alarms.accept(alarm.id, desk.alarms.draft(alarm.id)[1], None, by=by).incident_id
    assert Unsettled.ALARMS in desk.incidents.unsettled(incident, IncidentState.ENDED)
    clock.advance(hours=3)
    assert hear(desk, station, SignalKind.READING, value=13.4).alarm_number == alarm.number, "its incident runs"
    clock.advance(hours=1)
    hear(desk, station, SignalKind.READING, value=11.0)
    assert Unsettled.ALARMS not in desk.incidents.unsettled(incident, IncidentState.ENDED)
    assert desk.log.verify().fault is None


def test_what_a_text_says_stands_on_the_sheet(desk):
    by = officer(desk)
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=by)
    modem = device(desk, "DX-01", "sms")
    words = {"account": "", "code": "", "zone": "", "sender": "10000000021"}
    hear(desk, modem, SignalKind.MESSAGE, words="10000000021 发来短信", text="漫水桥水已上桥面，车辆掉头", **words)
    sections = desk.duty.start_hand_over(by=by).body["sections"]
    (row,) = (row for one in sections for row in one["rows"] if row["item"].startswith("alarm:"))
    assert "发来短信" in row["cells"][2] and "漫水桥水已上桥面，车辆掉头" in row["cells"][2]
