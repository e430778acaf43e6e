"""Row 27: the call becomes an incident; the leader and those above are told by telephone, a team is sent."""

from __future__ import annotations

import json
from uuid import UUID

from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.calls import SUMMARY
from console.tool.demo.rows.onward import (
    ALT,
    CLOCKS,
    CTRL,
    Key,
    fill_order,
    open_incident,
    show_call,
    show_incident,
    tell_leader,
)
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.told import ToldDialog

ABOVE = "市委、市政府总值班室"
TEAM = "县地质灾害应急队"
HEARD = "岑例一"


def play_incident(stage: Stage, row: Row) -> None:
    """Nothing the call said is typed: the incident, the script and the task have it already."""
    stage.jump_to(22, 20)
    show_call(stage, SUMMARY)
    incident = open_incident(stage, SUMMARY)
    show_call(stage, SUMMARY)
    leader = tell_leader(stage, "", 2)
    _report_by_phone(stage, incident.id)
    show_incident(stage, incident.id)
    strike(stage.window, Key.Key_L, ALT)
    fill_order(units=("例山镇",), due="23:30")
    orders = stage.desk.orders
    until(lambda: len(orders.rows(incident_id=incident.id)) == 1, "the town has its task")
    show_incident(stage, incident.id)
    strike(stage.window, Key.Key_L, ALT)
    fill_order(more=TEAM, due="23:35")
    until(lambda: len(orders.rows(incident_id=incident.id)) == 2, "the team has its task")
    settle()
    team = next(order for order in orders.rows(incident_id=incident.id) if order.unit == TEAM)
    leave(stage, f"派单 {team.number}", team)
    row.notes |= {"number": incident.number, "leader": leader, "order": team.number}
    row.expected = {
        "place": "样例村12", "event_type": "104", "first_item": "source", "leader_told": stage.names[2],
        "phone_minutes": 30, "phone_in_time": True, "phone_told": f"{ABOVE} {HEARD}", "written_minutes": 60,
        "tasks": ["例山镇", TEAM], "tasks_say_what_the_call_said": True, "in_print": True,
    }  # fmt: skip


def read_incident(reader: Reader, row: Row) -> Found:
    """As the tool shows the incident, and its countdowns, tasks and sendings by SQL."""
    _, printed = reader.tool("incident", "show", row.notes["number"], "--json")
    told = json.loads(printed.splitlines()[0])
    ident, kind = reader.ask("SELECT id, event_type FROM incident WHERE number = ?", row.notes["number"])[0]
    clocks = {
        step: (minutes, done is not None and done <= due, heard)
        for step, minutes, done, due, heard in reader.ask(
            "SELECT step, minutes, done_at, due_at, told FROM incident_clock WHERE incident_id = ? AND whom = ?", ident,
            ABOVE,
        )
    }  # fmt: skip
    tasks = reader.ask(
        "SELECT unit, CASE detail WHEN '' THEN title ELSE detail END FROM task WHERE incident_id = ? "
        "AND source = 'incident' AND created_at <= (SELECT created_at FROM task WHERE number = ?) ORDER BY number",
        ident, row.notes["order"],
    )  # fmt: skip
    sent = reader.one(
        "SELECT o.receipt_by FROM outbound o JOIN inbound i ON i.id = o.subject_id WHERE i.summary = ?", SUMMARY
    )
    return {
        "place": told["place"].rpartition(" ")[2], "event_type": kind, "first_item": told["items"][0]["kind"],
        "leader_told": sent, "phone_minutes": clocks["first_phone"][0], "phone_in_time": clocks["first_phone"][1],
        "phone_told": clocks["first_phone"][2], "written_minutes": clocks["first_written"][0],
        "tasks": [unit for unit, _ in tasks],
        "tasks_say_what_the_call_said": all(SUMMARY in text for _, text in tasks),
        "in_print": says(reader.data.parent, f"派单 {row.notes['order']}", TEAM, SUMMARY),
    }  # fmt: skip


def _report_by_phone(stage: Stage, incident_id: UUID) -> None:
    """The countdown of the first report by telephone ends with the name of who heard it."""
    page = show_incident(stage, incident_id, CLOCKS)
    clocks = stage.desk.incident_clocks
    phone = next(one for one in clocks.of(incident_id) if one.step == "first_phone" and one.running)
    until(lambda: page.table.choose(phone.id), "the countdown is in the list")
    strike(stage.window, Key.Key_C, ALT)
    dialog = hands.dialog(ToldDialog)
    told = dialog.fields["told"]
    hands.press(told, Key.Key_End)
    hands.write(told, f" {HEARD}")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: any(one.id == phone.id and not one.running for one in clocks.of(incident_id)), "it has ended")
    settle(60)
